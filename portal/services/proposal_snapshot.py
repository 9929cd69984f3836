"""What a proposal says as plain data: taken out of the tables, kept sealed, put back."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from peewee import ForeignKeyField

from portal import db
from portal.models import (
    Answer,
    Attachment,
    BudgetLine,
    BudgetTotal,
    PendingUpload,
    Proposal,
    ProposalPart,
    Record,
)
from portal.services.prepared import Prepared, PreparedWrite
from portal.services.prepared_writes import change

Manifest = Mapping[str, Any]
FORMAT = 1
CONTENT_TABLES: list[type[Record]] = [
    Answer,
    BudgetLine,
    BudgetTotal,
    ProposalPart,
    Attachment,
]
"""The tables that hold what a proposal says; each has a column ``proposal``."""
TRACE_TABLES: list[type[Record]] = [PendingUpload]
"""The tables that hold traces of writing it; they are emptied and never put back."""
CONTENT_COLUMNS: dict[str, Any] = {
    "declared": True,
    "declarations": {},
    "declarations_version": 1,
    "eligibility": {},
    "eligibility_version": 1,
    "budget_version": 1,
}
"""The columns of a proposal that are content, each with what stands there once it is sealed."""


def take(proposal: Proposal, tables: Iterable[type[Record]] = ()) -> dict[str, Any]:
    """Return what a proposal says as plain data: its own columns and the rows of its tables."""
    chosen = tuple(tables) or tuple(CONTENT_TABLES)
    return of_rows(proposal, {table: _of(table)(proposal.id) for table in chosen})


def of_rows(
    proposal: Proposal, read: Mapping[type[Record], Sequence[Record]]
) -> dict[str, Any]:
    """Return the same of rows that were read already; ``read`` has every row of each table."""
    rows = {
        _name(table): sorted((plain(each) for each in found), key=itemgetter("id"))
        for table, found in read.items()
    }
    return {"format": FORMAT, "proposal": own(proposal), "rows": rows}


def own(proposal: Proposal) -> dict[str, Any]:
    """Return the content columns of a proposal as plain data."""
    columns = Proposal.columns()
    return {name: _plain(columns[name], getattr(proposal, name)) for name in CONTENT_COLUMNS}


def _name(table: type[Record]) -> str:
    return table.__name__.lower()


@cache
def _of(table: Any) -> Prepared[Any]:  # noqa: ANN401 - a table with a column ``proposal``
    return Prepared(lambda key: table.select().where(table.proposal == key))


def plain(record: Record) -> dict[str, Any]:
    """Return a row as plain data."""
    columns = type(record).columns()
    return {name: _plain(each, record.__data__.get(name)) for name, each in columns.items()}


def _plain(column: Any, value: Any) -> Any:  # noqa: ANN401 - any column, any value
    stored = column.db_value(value)
    return str(stored) if isinstance(stored, Decimal | UUID) else stored


def files(manifest: Manifest) -> list[dict[str, Any]]:
    """Return the files of a manifest in their order: ``sha256``, ``size`` and ``path``."""
    attached = manifest["rows"].get(_name(Attachment), [])
    return [{name: row[name] for name in ("sha256", "size", "path")} for row in attached]


def purge(proposal: Proposal) -> None:
    """Take out of the tables what a proposal says, and every trace of how it was written."""
    empty((*TRACE_TABLES, *reversed(CONTENT_TABLES)), proposal)
    change(Proposal, proposal.id, CONTENT_COLUMNS)
    proposal.__data__.update(CONTENT_COLUMNS)


def empty(tables: tuple[type[Record], ...], proposal: Proposal) -> None:
    """Delete the rows of a proposal in some tables that do not refer to each other.

    PostgreSQL does it in one statement, SQLite has none such and no way to the server.
    """
    if not db.is_sqlite():
        columns: Mapping[str, Any] = Proposal.columns()
        key = columns["id"].db_value(proposal.id)
        db.database.execute_sql(_emptying(tables), [key] * len(tables))
        return
    for table in tables:
        _emptied(table)(proposal.id)


@cache
def _emptying(tables: tuple[type[Record], ...]) -> str:
    names = (table._meta.table_name for table in tables)  # noqa: SLF001 - peewee's own way
    parts = [
        f'e{number} AS (DELETE FROM "{name}" WHERE "proposal_id" = %s)'  # noqa: S608 - our own names
        for number, name in enumerate(names)
    ]
    return f"WITH {', '.join(parts)} SELECT 1"


@cache
def _emptied(table: Any) -> PreparedWrite:  # noqa: ANN401 - a table with a column ``proposal``
    return PreparedWrite(lambda key: table.delete().where(table.proposal == key))


def restore(proposal: Proposal, manifest: Manifest) -> None:
    """Put back into the tables what was taken; rows that are there already stay."""
    db.keep_together(db.Kept.FILES)
    own = _columns(manifest)
    Proposal.update(**own).where(Proposal.id == proposal.id).execute()
    proposal.__data__.update(own)
    for table in CONTENT_TABLES:
        for record in read(table, manifest):
            _forget_what_is_gone(record)
            table.insert(record.__data__).on_conflict_ignore().execute()


def read(table: type[Record], manifest: Manifest) -> list[Any]:
    """Return the rows of a table in a manifest as records that are not in the database."""
    return [_record(table, row) for row in manifest["rows"].get(_name(table), [])]


def reading(proposal: Proposal, manifest: Manifest) -> Proposal:
    """Return the proposal with the content columns of a manifest, to be read, not saved."""
    copy = Proposal(**{**proposal.__data__, **_columns(manifest)})
    copy.__rel__.update(proposal.__rel__)
    return copy


def _columns(manifest: Manifest) -> dict[str, Any]:
    columns: Mapping[str, Any] = Proposal.columns()
    own = manifest["proposal"]
    return {name: columns[name].python_value(own[name]) for name in CONTENT_COLUMNS}


def _record(table: type[Record], row: Mapping[str, Any]) -> Record:
    columns: Mapping[str, Any] = table.columns()
    return table(**{name: columns[name].python_value(row[name]) for name in row})


def _forget_what_is_gone(record: Record) -> None:
    """Let go of what a row pointed to and an addendum has taken away since."""
    for name, column in type(record).columns().items():
        key = record.__data__.get(name)
        if isinstance(column, ForeignKeyField) and column.null and key is not None:
            there = column.rel_model.select().where(column.rel_field == key).exists()
            record.__data__[name] = key if there else None
