"""Every test gets an empty portal of its own, on SQLite or on the PostgreSQL it is given."""

import gc
import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import g
from hypothesis import settings

from portal import create_app, db, jobs, join_services
from portal.migrate import migrate
from portal.play.life import load_sample
from portal.rates import limiter
from portal.services import clock, seal_key
from tests import compiled
from tests.impersonal import require_impersonal
from tests.remembered import MEMORY
from tests.server import Server, prepare
from tests.shared import Shared

LIGHT = {
    "PASSPHRASE_PASSES": 1,
    "PASSPHRASE_MEMORY": 1,
    "PASSWORD_PASSES": 1,
    "PASSWORD_MEMORY": 1,
}
"""What a try of a passphrase or a password costs in tests: as little as there is."""

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""When the key that seals was made: making one takes long, so all tests share it."""

SELDOM = (100_000, 20, 20)
"""When the collector looks for what can be forgotten: tests make much and keep little."""

UNSAFE = "PRAGMA synchronous = OFF"
"""No test of the usual kind needs the disk; the tests of faults look at what others wrote."""

POSTGRESQL = os.environ.get("PORTAL_TEST_DATABASE_URL", "")


settings.register_profile("suite", max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=1_000, deadline=None)
settings.load_profile("suite")
"""How often a property is tried; ``--hypothesis-profile=thorough`` takes its time for it."""

PAGES = ("tests/blueprints", "tests/pdf")
"""What a page or a paper does beside its services, which never depends on the database."""


def pytest_configure(config):
    """Let what this run compiles of templates be found by all its processes."""
    config.add_cleanup(compiled.begin())


def pytest_collection_modifyitems(config, items):
    """Choose what runs on the database that is given."""
    chosen = [each for each in items if (has_a_part if POSTGRESQL else is_for_sqlite)(each)]
    config.hook.pytest_deselected(items=[each for each in items if each not in set(chosen)])
    items[:] = chosen


def is_for_sqlite(item):
    """Everything is tried on SQLite."""
    return item.get_closest_marker("postgresql_only") is None


def has_a_part(item):
    """Say whether a database has a part in a test: what it tries is tried on PostgreSQL too.

    That is every service with its refusals, every command and fault, and every page once
    (tests/test_policy.py). Views ask services alone, which tests/test_architecture.py holds; so
    what pages and papers do beside is tried on SQLite, unless the test is marked: what it
    shows is the database's own doing, such as what a column holds, order, or who was first.
    """
    if item.get_closest_marker("sqlite_only") or "migrated" not in item.fixturenames:
        return False
    of_a_page = item.path.relative_to(item.config.rootpath).as_posix().startswith(PAGES)
    return not of_a_page or item.get_closest_marker("both_databases") is not None


def pytest_collection_finish():
    """Let the collector pass over what was imported: it stays, and is most of what it sees."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


LENT = []
"""The database that tests on SQLite share, once one needed it."""


def close():
    """Leave no connection in use: another test binds the handle to another database.

    That to the database that tests on SQLite share is kept. To PostgreSQL they are kept too,
    because a new one takes longer than most tests; those that threads of the test have left in
    use are ended.
    """
    if any(each.leave() for each in LENT):
        return
    db.database.close()
    if not db.is_sqlite():
        db.database.close_stale(age=0)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A migrated, empty database, made once."""
    folder = tmp_path_factory.mktemp("migrated")
    db.connect(POSTGRESQL or f"sqlite:///{folder / 'portal.sqlite'}")
    migrate()
    if POSTGRESQL:
        prepare()
    close()
    seal_key.use(seal_key.Settings(folder))
    seal_key.make(NOON)
    return folder / "portal.sqlite"


def portal_at(url, folder):
    """The settings of an empty portal in development mode, with its own database and files."""
    return {
        "TESTING": True,
        "DEVELOPMENT": True,
        "DATABASE_URL": url,
        "INSTANCE": folder,
        "SECRET_KEY": "test",
        "WTF_CSRF_ENABLED": False,
        "MAIL_BACKEND": "portal.mail.KeptEmailBackend",
        "RATELIMIT_ENABLED": False,
        **LIGHT,
    }


def put_together(settings):
    """Make a portal; its templates are compiled once for all of them."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled.there()
    return app


@pytest.fixture(scope="session")
def built(migrated):
    """The portal, put together once: its addresses and templates take long to read."""
    app = put_together(portal_at(f"sqlite:///{migrated}", migrated.parent))
    app.before_request_funcs[None].insert(0, forget_the_last_request)
    close()
    return app, app.config.copy()


def settled(built, url, folder):
    """The portal as it was put together, on another database and folder."""
    app, settings = built
    app.config.clear()
    app.config.update(settings, **portal_at(url, folder))
    app.extensions.pop("kept", None)
    shutil.copy(Path(settings["INSTANCE"]) / seal_key.OWN, folder)
    limiter.enabled = False
    join_services(app)
    jobs.init_jobs(app)
    return app


@pytest.fixture(scope="session")
def shared(migrated):
    """The database of SQLite that tests share."""
    LENT.append(Shared(migrated, migrated.parent / "shared.sqlite"))
    return LENT[-1]


@pytest.fixture
def shares():
    """Whether a test on SQLite takes the database that others had; some look at their file."""
    return True


@pytest.fixture
def lent(shared, shares):
    """The database of SQLite that a test shares, if it does."""
    return shared if shares else None


@pytest.fixture
def app(request, built, migrated, lent, tmp_path):
    """An empty portal in development mode, with its own database and file store."""
    if POSTGRESQL:
        app = settled(built, POSTGRESQL, tmp_path)
        db.open_connection()
        Server().empty()
    elif lent:
        app = settled(built, lent.url, tmp_path)
        lent.lend()
    else:
        app = settled(built, f"sqlite:///{tmp_path / 'portal.sqlite'}", tmp_path)
        shutil.copy(migrated, tmp_path / "portal.sqlite")
        open_unsafe()
    with app.app_context(), remembering(request, lent, tmp_path):
        yield app
    try:
        require_impersonal()
    finally:
        close()


@contextmanager
def remembering(request, lent, folder):
    """Let states be put back in a test, unless it patches what brings them about."""
    tables = Server() if POSTGRESQL else lent
    if tables and "monkeypatch" not in request.fixturenames:
        MEMORY.begin(tables, folder)
    yield
    MEMORY.end()


def open_unsafe():
    """Open an embedded database for a test of the usual kind."""
    db.open_connection()
    db.database.execute_sql(UNSAFE)


def made_again(app, **settings):
    """The same portal under other settings; what it held open before is closed."""
    kept = ("TESTING", "DATABASE_URL", "INSTANCE", "SECRET_KEY", "MAIL_BACKEND", "DEVELOPMENT")
    given = {name: app.config[name] for name in kept}
    borrowed = [each for each in LENT if each.leave()]
    close()
    again = put_together({**given, **LIGHT, "RATELIMIT_ENABLED": False, **settings})
    for each in borrowed:
        each.attach()
    db.open_connection()
    return again


def forget_the_last_request():
    """Requests of a test share its app context: nothing may stay in ``g`` between them."""
    for name in list(g):
        g.pop(name)


@pytest.fixture(scope="session")
def lived(tmp_path_factory):
    """A folder for the database and files of the played sample programme, made once."""
    return tmp_path_factory.mktemp("lived")


@pytest.fixture
def programme(app, lived, tmp_path):
    """The portal with the sample programme in it, which is played once for all tests."""
    if lived_in(lived):
        put_back(app, lived)
    else:
        load_sample(clock.now())
        keep(tmp_path, lived)
    return app


ROWS = "rows.sql"
"""What stands in the tables of PostgreSQL, in a folder that keeps a portal."""


def lived_in(folder):
    """Say whether a portal is kept in a folder."""
    return (folder / "files").exists()


def keep(portal, folder):
    """Keep the database and the files of a portal in another folder."""
    if POSTGRESQL:
        (folder / ROWS).write_text(Server().rows(), encoding="utf-8")
    else:
        db.database.execute_sql(f"VACUUM INTO '{folder / 'portal.sqlite'}'")
    shutil.copytree(portal / "files", folder / "files")


def put_back(app, folder):
    """Let the empty portal have the database and the files that were kept."""
    own = app.config["INSTANCE"]
    if POSTGRESQL:
        shutil.copytree(folder / "files", own / "files", dirs_exist_ok=True)
        Server().put_back((folder / ROWS).read_text(encoding="utf-8"))
        return
    close()
    shutil.copytree(folder, own, dirs_exist_ok=True)
    app.config["DATABASE_URL"] = f"sqlite:///{own / 'portal.sqlite'}"
    db.connect(app.config["DATABASE_URL"])
    open_unsafe()


@pytest.fixture
def client(app):
    return app.test_client()
