"""Indicators that belong to no call: those that a partner set itself in its proposal."""

from peewee import Database, PostgresqlDatabase
from playhouse.migrate import SchemaMigrator

NEEDED, FREE = '"call_id" TEXT NOT NULL', '"call_id" TEXT'
OWN = "SELECT id FROM indicator WHERE call_id IS NULL"
FOLLOWED = ("actual", "indicator_sum", "figure_correction", "contract_target")
"""The tables that hold what was promised and reported on an indicator."""


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Let an indicator stand without a call."""
    if isinstance(db, PostgresqlDatabase):
        _run(db, "ALTER TABLE indicator ALTER COLUMN call_id DROP NOT NULL")
    else:
        _rewrite(db, NEEDED, FREE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop what was followed of them, and ask for a call again."""
    for table in FOLLOWED:
        _run(db, f"DELETE FROM {table} WHERE indicator_id IN ({OWN})")  # noqa: S608 - our own names
    _run(db, "DELETE FROM indicator WHERE call_id IS NULL")
    if isinstance(db, PostgresqlDatabase):
        _run(db, "ALTER TABLE indicator ALTER COLUMN call_id SET NOT NULL")
    else:
        _rewrite(db, FREE, NEEDED)


def _rewrite(db: Database, before: str, after: str) -> None:
    """Change what a column of SQLite may hold, as its manual says, and rebuild no table.

    A table that is made anew would take with it what points to it.
    """
    row = db.execute_sql("PRAGMA schema_version").fetchone()  # type: ignore[no-untyped-call]
    _run(db, "PRAGMA writable_schema = ON")
    _run(
        db,
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) "
        "WHERE type = 'table' AND name = 'indicator'",
        (before, after),
    )
    _run(db, f"PRAGMA schema_version = {row[0] + 1}")
    _run(db, "PRAGMA writable_schema = RESET")


def _run(db: Database, statement: str, values: tuple[str, ...] = ()) -> None:
    db.execute_sql(statement, values)  # type: ignore[no-untyped-call]
