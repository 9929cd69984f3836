"""Bringing the database to the present schema, and what migrations change tables with."""

from collections.abc import Mapping

from peewee import SQL, Database, Entity, Model, NodeList, PostgresqlDatabase
from playhouse.migrations import Runner

from portal import db
from portal.config import ROOT

MIGRATIONS = ROOT / "portal" / "migrations"


def migrate() -> list[str]:
    """Apply the migrations that are still missing and return their names.

    What they deleted is gone from the log of an embedded database afterwards.
    """
    db.open_connection()
    done = list(Runner(db.database.obj, str(MIGRATIONS)).up())
    db.forget_old_pages()
    return done


def missing() -> list[str]:
    """Name the migrations that are still to be applied."""
    rows = Runner(db.database.obj, str(MIGRATIONS)).status()
    return [row.name for row in rows if row.path is not None and not row.applied]


def add_columns(db: Database, table: type[Model], columns: Mapping[str, object]) -> None:
    """Add fields of ``table`` as columns; rows that exist get the given values.

    A column stays as the field says: what may not be null is filled in the same statement, so
    no table is rebuilt and nothing that points to it is lost.
    """
    name = table._meta.table_name  # noqa: SLF001 - peewee's own way to the table
    for column, value in columns.items():
        _alter(db, name, SQL("ADD COLUMN"), _column(table, column, value))
        if value is not None and isinstance(db, PostgresqlDatabase):
            _alter(db, name, SQL("ALTER COLUMN"), Entity(column), SQL("DROP DEFAULT"))


def drop_columns(db: Database, table: str, *columns: str) -> None:
    """Drop plain columns, those without index or reference, without rebuilding the table."""
    for column in columns:
        _alter(db, table, SQL("DROP COLUMN"), Entity(column))


def _column(table: type[Model], column: str, value: object) -> NodeList:
    context = table._meta.database.get_sql_context()  # noqa: SLF001 - peewee's own way
    ddl = getattr(table, column).ddl(context)
    return NodeList((ddl, SQL("DEFAULT"), SQL(_literal(value)))) if value is not None else ddl


def _literal(value: object) -> str:
    if isinstance(value, bool | int):
        return str(value).upper() if isinstance(value, bool) else str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _alter(db: Database, table: str, *parts: SQL | Entity | NodeList) -> None:
    statement = NodeList((SQL("ALTER TABLE"), Entity(table), *parts))
    db.execute_sql(*db.get_sql_context().parse(statement))  # type: ignore[no-untyped-call]
