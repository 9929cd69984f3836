"""Every test gets an empty portal of its own, on SQLite or on the PostgreSQL it is given."""

import os
import shutil

import pytest

from portal import create_app, db
from portal.migrate import migrate
from portal.models import TABLES
from portal.services import files

POSTGRESQL = os.environ.get("PORTAL_TEST_DATABASE_URL", "")


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A migrated, empty database, made once."""
    folder = tmp_path_factory.mktemp("template")
    db.connect(POSTGRESQL or f"sqlite:///{folder / 'portal.sqlite'}")
    migrate()
    db.database.close()
    return folder / "portal.sqlite"


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
            "MAIL_BACKEND": "portal.mail.KeptMail",
            "RATELIMIT_ENABLED": False,
        }
    )
    db.open_connection()
    if POSTGRESQL:
        names = ", ".join(f'"{table._meta.table_name}"' for table in TABLES)
        db.database.execute_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    files.use(tmp_path / "files")
    with app.app_context():
        yield app
    db.database.close()


@pytest.fixture
def client(app):
    return app.test_client()
