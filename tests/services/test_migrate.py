"""The migrations make what the models say: the same columns, indexes and foreign keys."""

import pytest
from playhouse.migrations import Runner

from portal import db
from portal.migrate import MIGRATIONS, migrate, missing
from portal.models import TABLES
from tests.conftest import POSTGRESQL, close
from tests.server import Server

NAMES = sorted(table._meta.table_name for table in TABLES)
FILES = sorted(path.stem for path in MIGRATIONS.glob("*.py"))


def go_back():
    Runner(db.database.obj, str(MIGRATIONS)).down(FILES[0])


def lengths(name):
    """How long the texts of each column may be, where the database holds that."""
    if db.is_sqlite():
        return []
    query = """SELECT column_name, character_maximum_length FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = %s"""
    return sorted(db.database.execute_sql(query, (name,)).fetchall())


def shape():
    real = db.database.obj
    return {
        name: {
            "columns": sorted(each[:4] for each in real.get_columns(name)),
            "lengths": lengths(name),
            "indexes": sorted(each[:1] + each[2:] for each in real.get_indexes(name)),
            "foreign keys": sorted(real.get_foreign_keys(name)),
        }
        for name in real.get_tables()
        if name in NAMES
    }


@pytest.fixture
def empty(migrated, tmp_path):
    """A database without a table of ours; a shared one has them back afterwards."""
    db.connect(POSTGRESQL or f"sqlite:///{tmp_path / 'empty.sqlite'}")
    db.open_connection()
    if POSTGRESQL:
        Server().empty()
        go_back()
    yield
    migrate()
    close()


def test_migrating_makes_exactly_the_tables_of_the_models(empty):
    db.database.create_tables(TABLES)
    wanted = shape()
    db.database.drop_tables(TABLES)
    assert migrate() == FILES
    assert sorted(wanted) == NAMES
    assert shape() == wanted


def test_after_migrating_nothing_is_missing(empty):
    assert missing() == FILES
    migrate()
    assert missing() == []


def test_going_back_leaves_no_table_behind(empty):
    migrate()
    go_back()
    assert shape() == {}
    assert missing() == FILES
