"""Every test gets an empty portal of its own, on SQLite or on the PostgreSQL it is given."""

import os
import shutil

import pytest
from flask import g
from jinja2 import FileSystemBytecodeCache

from portal import create_app, db
from portal.migrate import migrate
from portal.models import TABLES
from portal.services import files

LIGHT = {"PASSPHRASE_PASSES": 1, "PASSPHRASE_MEMORY": 1}
"""What a try of a passphrase costs in tests: as little as there is."""

POSTGRESQL = os.environ.get("PORTAL_TEST_DATABASE_URL", "")


def close():
    """Leave no connection behind: another test binds the handle to another database."""
    if db.is_sqlite():
        db.database.close()
    else:
        db.database.close_all()


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A migrated, empty database, made once."""
    folder = tmp_path_factory.mktemp("template")
    db.connect(POSTGRESQL or f"sqlite:///{folder / 'portal.sqlite'}")
    migrate()
    close()
    return folder / "portal.sqlite"


def empty_all():
    """Empty every table of PostgreSQL at once: far quicker than TRUNCATE on empty tables."""
    db.database.execute_sql("SET session_replication_role = replica")
    for table in TABLES:
        table.delete().execute()
    db.database.execute_sql("SET session_replication_role = DEFAULT")


@pytest.fixture
def app(template, tmp_path):
    """An empty portal in development mode, with its own database and file store."""
    url = POSTGRESQL or f"sqlite:///{tmp_path / 'portal.sqlite'}"
    if not POSTGRESQL:
        shutil.copy(template, tmp_path / "portal.sqlite")
    app = create_app(
        {
            "TESTING": True,
            "DEVELOPMENT": True,
            "DATABASE_URL": url,
            "INSTANCE": tmp_path,
            "SECRET_KEY": "test",
            "WTF_CSRF_ENABLED": False,
            "MAIL_BACKEND": "portal.mail.KeptEmailBackend",
            "RATELIMIT_ENABLED": False,
            **LIGHT,
        }
    )
    app.before_request_funcs[None].insert(0, forget_the_last_request)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(template.parent))
    db.open_connection()
    if POSTGRESQL:
        empty_all()
    files.use(tmp_path / "files")
    with app.app_context():
        yield app
    close()


def made_again(app, **settings):
    """The same portal under other settings; what it held open before is closed."""
    kept = ("TESTING", "DATABASE_URL", "INSTANCE", "SECRET_KEY", "MAIL_BACKEND", "DEVELOPMENT")
    given = {name: app.config[name] for name in kept}
    close()
    again = create_app({**given, **LIGHT, "RATELIMIT_ENABLED": False, **settings})
    db.open_connection()
    return again


def forget_the_last_request():
    """Requests of a test share its app context: nothing may stay in ``g`` between them."""
    for name in list(g):
        g.pop(name)


@pytest.fixture
def client(app):
    return app.test_client()
