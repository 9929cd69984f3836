"""Memoranda and sheets of allowances found, and what they take of a clearance."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from babel.numbers import get_currency_precision
from peewee import JOIN, fn

from portal.domain.allowances import ZERO, Commitment, Cover, committed
from portal.domain.lifecycle_allowances import MemorandumState, SheetState
from portal.domain.lifecycle_clearances import ClearanceState
from portal.models import AllowanceSheet, Centre, Clearance, Memorandum
from portal.services.clearance_finding import by_id
from portal.services.steps import found

if TYPE_CHECKING:
    from peewee import ModelSelect

MOST = 500
"""How many rows a list shows at once."""
LIVE = (MemorandumState.APPROVED, MemorandumState.SIGNED)
"""Memoranda that take their whole ceiling of the clearance."""


@dataclass(frozen=True)
class Wanted:
    """Which rows a list shows: of one state, of the centre with this address."""

    state: str = ""
    centre: str = ""


def memoranda() -> "ModelSelect[Memorandum]":
    """Return the query for memoranda with their clearance and centre."""
    return Memorandum.select(Memorandum, Clearance, Centre).join(Clearance).join(Centre)


def sheets() -> "ModelSelect[AllowanceSheet]":
    """Return the query for sheets with their clearance, centre and memorandum."""
    query = AllowanceSheet.select(AllowanceSheet, Clearance, Centre, Memorandum)
    query = query.join(Clearance).join(Centre).switch(AllowanceSheet)
    return query.join(Memorandum, JOIN.LEFT_OUTER, on=AllowanceSheet.memorandum)


def memorandum_by_id(memorandum_id: UUID) -> Memorandum:
    """Find a memorandum with its clearance, or refuse with ``NotFound``."""
    row: Memorandum | None = memoranda().where(Memorandum.id == memorandum_id).first()
    return found(row)


def sheet_by_id(sheet_id: UUID) -> AllowanceSheet:
    """Find a sheet with what it belongs to, or refuse with ``NotFound``."""
    row: AllowanceSheet | None = sheets().where(AllowanceSheet.id == sheet_id).first()
    return found(row)


def listed_memoranda(wanted: Wanted) -> list[Memorandum]:
    """Return the memoranda of a list, the newest of each centre first."""
    rows = memoranda().order_by(Centre.reference, Memorandum.created_at.desc())
    if wanted.state:
        rows = rows.where(Memorandum.state == MemorandumState(wanted.state))
    if wanted.centre:
        rows = rows.where(Centre.slug == wanted.centre)
    return list(rows.limit(MOST))


def listed_sheets(wanted: Wanted) -> list[AllowanceSheet]:
    """Return the sheets of a list, the latest month first."""
    rows = sheets().order_by(AllowanceSheet.month.desc(), AllowanceSheet.reference)
    if wanted.state:
        rows = rows.where(AllowanceSheet.state == SheetState(wanted.state))
    if wanted.centre:
        rows = rows.where(Centre.slug == wanted.centre)
    return list(rows.limit(MOST))


def memoranda_of(clearance: Clearance) -> list[Memorandum]:
    """Return the memoranda under a clearance in their order."""
    own = memoranda().where(Memorandum.clearance == clearance)
    return list(own.order_by(Memorandum.number))


def sheets_of(clearance: Clearance) -> list[AllowanceSheet]:
    """Return the sheets under a clearance, the latest month first."""
    own = sheets().where(AllowanceSheet.clearance == clearance)
    return list(own.order_by(AllowanceSheet.month.desc(), AllowanceSheet.number))


def sheets_under(memorandum: Memorandum) -> list[AllowanceSheet]:
    """Return the sheets under a memorandum, the latest month first."""
    own = sheets().where(AllowanceSheet.memorandum == memorandum)
    return list(own.order_by(AllowanceSheet.month.desc(), AllowanceSheet.number))


def places_of(clearance: Clearance) -> int:
    """Return how many figures after the point amounts under a clearance have."""
    return get_currency_precision(clearance.currency)


def cover(clearance: Clearance, *states: ClearanceState) -> Cover:
    """Return what a clearance covers while it stands in one of the states."""
    return Cover(
        clearance.state in states,
        clearance.kinds,
        clearance.functions,
        clearance.starts_on,
        clearance.ends_on,
    )


def held(clearance_id: UUID) -> Clearance:
    """Lock a clearance for the rest of the transaction, so that its ceiling holds in a race."""
    same = Clearance.id == clearance_id
    Clearance.update(version=Clearance.version).where(same).execute()
    return by_id(clearance_id)


def spent(memorandum: Memorandum, leaving_out: UUID | None = None) -> Decimal:
    """Return what is due on the sheets under a memorandum, less one of them."""
    return _due(AllowanceSheet.memorandum == memorandum, leaving_out)


def _due(which: object, leaving_out: UUID | None = None) -> Decimal:
    rows = AllowanceSheet.select(AllowanceSheet.gross).where(
        which, AllowanceSheet.state != SheetState.REJECTED
    )
    if leaving_out is not None:
        rows = rows.where(AllowanceSheet.id != leaving_out)
    return sum((each.gross for each in rows), ZERO)


def taken(
    clearance: Clearance, memorandum: UUID | None = None, sheet: UUID | None = None
) -> Decimal:
    """Return what is taken of a clearance, leaving out one memorandum and one sheet."""
    rows = memoranda().where(
        Memorandum.clearance == clearance, Memorandum.state != MemorandumState.DRAFT
    )
    own = [each for each in rows if each.id != memorandum]
    due = _due_under(clearance, sheet)
    loose = _due(
        (AllowanceSheet.clearance == clearance) & AllowanceSheet.memorandum.is_null(), sheet
    )
    return committed([_commitment(each, due.get(each.id, ZERO)) for each in own], loose)


def _due_under(clearance: Clearance, leaving_out: UUID | None) -> dict[UUID, Decimal]:
    """Return what is due under each memorandum of a clearance, less one sheet."""
    rows = AllowanceSheet.select(
        AllowanceSheet.id, AllowanceSheet.memorandum, AllowanceSheet.gross
    ).where(AllowanceSheet.clearance == clearance, AllowanceSheet.state != SheetState.REJECTED)
    due: dict[UUID, Decimal] = {}
    for each in rows:
        if each.memorandum_id is not None and each.id != leaving_out:
            due[each.memorandum_id] = due.get(each.memorandum_id, ZERO) + each.gross
    return due


def _commitment(row: Memorandum, due: Decimal) -> Commitment:
    return Commitment(row.ceiling, due, ended=row.state is MemorandumState.ENDED)


def holders(memorandum: Memorandum) -> int:
    """Return how many other memoranda of the same function run at the same time."""
    same = (Memorandum.clearance == memorandum.clearance_id) & (
        Memorandum.function == memorandum.function
    )
    together = (Memorandum.starts_on <= memorandum.ends_on) & (
        Memorandum.ends_on >= memorandum.starts_on
    )
    rows = Memorandum.select(fn.COUNT(Memorandum.id)).where(
        same & together & Memorandum.state.in_(list(LIVE)), Memorandum.id != memorandum.id
    )
    return int(rows.scalar() or 0)
