"""The lines of key people that older databases hold become rows."""

from datetime import UTC, datetime

import pytest
from playhouse.migrations import Runner

from portal import db
from portal.migrate import MIGRATIONS, migrate
from portal.models import KeyPerson, Partner
from tests.conftest import close

pytestmark = pytest.mark.sqlite_only
HOUSE = "0009_partner_house"
FILES = sorted(path.stem for path in MIGRATIONS.glob("*.py"))
BEFORE = FILES[FILES.index(HOUSE) - 1]


@pytest.fixture
def older(migrated, tmp_path):
    """A database as it was before partners had a house."""
    db.connect(f"sqlite:///{tmp_path / 'older.sqlite'}")
    db.open_connection()
    Runner(db.database.obj, str(MIGRATIONS)).up(BEFORE)
    yield
    close()


def test_key_people_become_rows_with_name_and_function(older):
    lines = "Salma Bennis, Director\n\n  Youssef Amrani  \nA, B, C"
    kept = Partner.create(name="Older", key_people=lines, created_at=datetime.now(UTC))
    Partner.create(name="Empty", created_at=datetime.now(UTC))
    migrate()
    rows = KeyPerson.select().order_by(KeyPerson.position)
    assert [(row.name, row.function, row.partner_id) for row in rows] == [
        ("Salma Bennis", "Director", kept.id),
        ("Youssef Amrani", "", kept.id),
        ("A", "B, C", kept.id),
    ]
    assert Partner.get_by_id(kept.id).key_people == lines
