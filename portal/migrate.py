"""Bringing the database to the present schema."""

from playhouse.migrations import Runner

from portal import db
from portal.config import ROOT

MIGRATIONS = ROOT / "portal" / "migrations"


def migrate() -> list[str]:
    """Apply the migrations that are still missing and return their names."""
    db.open_connection()
    return list(Runner(db.database.obj, str(MIGRATIONS)).up())


def missing() -> list[str]:
    """Name the migrations that are still to be applied."""
    rows = Runner(db.database.obj, str(MIGRATIONS)).status()
    return [row.name for row in rows if row.path is not None and not row.applied]
