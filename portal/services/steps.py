"""Moving a record along its workflow, and saving a draft that others may also be writing."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from peewee import Expression

from portal.domain.errors import Conflict, NotFound, WrongState
from portal.domain.lifecycle import Step
from portal.models import Record
from portal.services.prepared import Prepared

T = TypeVar("T", bound=Record)


def advance(
    record: Record,
    step: Step[Any],
    also: Expression | None = None,
    **changes: object,
) -> None:
    """Take a step and save ``changes`` in one statement that demands exactly one row.

    A double click or a race therefore is refused with ``WrongState``, never repeated. ``also``
    is a further condition that the same statement judges.
    """
    model = type(record)
    condition = (model.id == record.id) & model.state.in_(list(step.start))  # type: ignore[attr-defined]
    if also is not None:
        condition &= also
    changed = model.update(state=step.end, **changes).where(condition).execute()
    if changed != 1:
        raise WrongState(step.name, fresh(record).state)  # type: ignore[attr-defined]
    record.__data__.update({"state": step.end, **changes})


def hold(record: Record, step: Step[Any]) -> None:
    """Lock a record for the transaction while a step can be taken from where it stands.

    Nobody else takes it meanwhile; ``WrongState`` where it stands elsewhere by now.
    """
    model = type(record)
    here = (model.id == record.id) & model.state.in_(list(step.start))  # type: ignore[attr-defined]
    if model.update(state=model.state).where(here).execute() != 1:  # type: ignore[attr-defined]
        raise WrongState(step.name, fresh(record).state)  # type: ignore[attr-defined]


def fresh(record: T) -> T:
    """Return the record as it stands in the database now."""
    now: T = found(_by_key(type(record)).first(record.id))
    return now


@cache
def _by_key(table: type[Any]) -> Prepared[Any]:
    return Prepared(lambda key: table.select().where(table.id == key))


def save_version(
    record: T,
    seen: int,
    changes: Mapping[str, object],
    *,
    column: str = "version",
    theirs: Callable[[T], Mapping[str, object]] | None = None,
) -> None:
    """Save ``changes`` if the record is still in the version that the writer saw.

    Otherwise raise ``Conflict`` with what stands now, so that both texts can be shown.
    """
    model = type(record)
    field = getattr(model, column)
    values = {**changes, column: field + 1}
    updated = model.update(values).where((model.id == record.id) & (field == seen)).execute()
    if updated == 1:
        return
    now = fresh(record)
    shown = theirs(now) if theirs else {name: getattr(now, name) for name in changes}
    raise Conflict(getattr(now, column), shown)


def found(record: T | None) -> T:
    """Return the record, or refuse with ``NotFound``."""
    if record is None:
        raise NotFound
    return record
