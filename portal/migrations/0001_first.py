"""The first schema."""

from portal.models import TABLES


def up(_migrator, db):
    """Make every table."""
    db.create_tables(TABLES)
