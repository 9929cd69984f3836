"""Sheets of daily allowances: begun for a month, filled in, certified, approved, paid."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.allowances import (
    PARTS,
    ZERO,
    Figures,
    above,
    broken_days,
    broken_deductions,
    broken_weeks,
    figures,
    is_staff_code,
    uncovered,
)
from portal.domain.clearances import too_fine
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_allowances import CERTIFY_SHEET, MemorandumState, SheetState
from portal.domain.lifecycle_clearances import ClearanceState
from portal.domain.policy import Actor, require
from portal.models import AllowanceSheet, Clearance, Memorandum, SheetDay
from portal.services import events
from portal.services.allowance_finding import (
    cover,
    held,
    places_of,
    sheet_by_id,
    sheets_under,
    spent,
    taken,
)
from portal.services.steps import save_version

PAYABLE = (ClearanceState.CLEARED, ClearanceState.EXPIRED)
"""Days are paid that lie inside the clearance, also when it has expired since."""


@dataclass(frozen=True)
class Basis:
    """For whom a sheet without memorandum is: staff code, function, rate of a whole day."""

    staff_code: str
    function: str
    rate: Decimal


@dataclass(frozen=True)
class Filled:
    """What was filled in: parts of days by date as the form sends them, and deductions."""

    days: Mapping[date, str]
    deductions: Decimal = ZERO
    deductions_reason: str = ""


def begin(memorandum: Memorandum, month: date, by: Actor, at: datetime) -> AllowanceSheet:
    """Begin the sheet of a month under a signed memorandum, also when it has ended since."""
    require(by, Action.WRITE_SHEET, memorandum)
    if memorandum.signed_on is None:
        raise RuleBroken("memorandum_not_signed")
    basis = Basis(memorandum.staff_code, memorandum.function, memorandum.rate)
    return _begin(memorandum.clearance, basis, (memorandum, month), by, at)


def begin_loose(
    clearance: Clearance, basis: Basis, month: date, by: Actor, at: datetime
) -> AllowanceSheet:
    """Begin the sheet of a month for a function that a clearance covers."""
    require(by, Action.WRITE_SHEET, clearance)
    broken = []
    if not is_staff_code(basis.staff_code):
        broken.append(RuleBroken("staff_code", "staff_code"))
    if basis.rate <= 0 or too_fine(basis.rate, places_of(clearance)):
        broken.append(RuleBroken("allowance_rate", "rate"))
    if broken:
        raise RulesBroken(broken)
    return _begin(clearance, basis, (None, month), by, at)


def _begin(
    clearance: Clearance,
    basis: Basis,
    about: tuple[Memorandum | None, date],
    by: Actor,
    at: datetime,
) -> AllowanceSheet:
    memorandum, month = about[0], about[1].replace(day=1)
    if month > at.date():
        raise RuleBroken("sheet_month_ahead", "month")
    with atomic():
        now = held(clearance.id)
        days = _within(now, month)
        if broken := uncovered(cover(now, *PAYABLE), basis.function, *days):
            raise RulesBroken(broken)
        number = AllowanceSheet.select().where(AllowanceSheet.clearance == now).count() + 1
        made = AllowanceSheet.create(
            reference=f"{now.reference}/A{number}",
            number=number,
            clearance=now,
            memorandum=memorandum,
            month=month,
            **asdict(basis),
            days={},
            author=by.person_id,
            writer=by.person_id,
            created_at=at,
        )
        events.record(by, "allowance.begun", made, at, reference=made.reference)
    return made


def _within(clearance: Clearance, month: date) -> tuple[date, date]:
    """Return the days of a month inside a clearance, or the whole month if there are none."""
    last = month.replace(day=monthrange(month.year, month.month)[1])
    inside = max(month, clearance.starts_on), min(last, clearance.ends_on)
    return inside if inside[0] <= inside[1] else (month, last)


def save(sheet: AllowanceSheet, filled: Filled, seen: int, by: Actor, at: datetime) -> None:
    """Save the days of a sheet: each day of a worker on one sheet only, never above a ceiling.

    Refused with ``Conflict`` if somebody saved it meanwhile; then nothing has changed.
    """
    require(by, Action.WRITE_SHEET, sheet)
    with atomic():
        clearance = held(sheet.clearance_id)
        now = sheet_by_id(sheet.id)
        CERTIFY_SHEET.take(now.state)
        served = {day: PARTS[part] for day, part in filled.days.items() if PARTS[part]}
        due = figures(now.rate, served.values(), filled.deductions, places_of(clearance))
        _require_sound(now, filled, due, at)
        _require_room(clearance, now, due)
        values = {
            "days": {day.isoformat(): filled.days[day] for day in sorted(served)},
            "deductions_reason": filled.deductions_reason.strip(),
            "writer": by.person_id,
            "units": due.units,
            "gross": due.gross,
            "deductions": due.deductions,
            "net": due.net,
        }
        save_version(sheet, seen, values, theirs=_typed)
        _claim(now, served)
        events.record(by, "allowance.saved", sheet, at)


def _typed(now: AllowanceSheet) -> dict[str, object]:
    names = ("days", "deductions", "deductions_reason")
    return {name: getattr(now, name) for name in names}


def span(sheet: AllowanceSheet) -> tuple[date, date]:
    """Return over which days a sheet can run: those of the memorandum and of the clearance."""
    memorandum, clearance = sheet.memorandum, sheet.clearance
    first, last = clearance.starts_on, clearance.ends_on
    if memorandum is None:
        return first, last
    until = memorandum.ended_on or memorandum.ends_on
    begun = max(memorandum.starts_on, memorandum.signed_on or memorandum.starts_on)
    return max(first, begun), min(last, until)


def _require_sound(sheet: AllowanceSheet, filled: Filled, due: Figures, at: datetime) -> None:
    places, currency = places_of(sheet.clearance), sheet.clearance.currency
    served = {day: PARTS[part] for day, part in filled.days.items() if PARTS[part]}
    memorandum = sheet.memorandum
    broken = [
        *broken_days(served, sheet.month, at.date(), span(sheet)),
        *(_broken_weeks(sheet, memorandum, served) if memorandum else ()),
        *broken_deductions(due, filled.deductions_reason, currency, places),
    ]
    if broken:
        raise RulesBroken(broken)


def _broken_weeks(
    sheet: AllowanceSheet, memorandum: Memorandum, served: Mapping[date, Decimal]
) -> list[RuleBroken]:
    """Hold whole weeks against the memorandum: the first and the last lie in two months."""
    others = {
        date.fromisoformat(day): PARTS[part]
        for each in sheets_under(memorandum)
        if each.id != sheet.id and each.state is not SheetState.REJECTED
        for day, part in each.days.items()
    }
    return broken_weeks({**others, **served}, memorandum.days_week)


def _require_room(clearance: Clearance, sheet: AllowanceSheet, due: Figures) -> None:
    """Hold what is due against the ceilings of the memorandum and of the clearance."""
    memorandum, currency = sheet.memorandum, clearance.currency
    broken = []
    if memorandum is not None:
        before = spent(memorandum, sheet.id)
        broken = above(memorandum.ceiling, before, due.gross, currency)
    if memorandum is None or memorandum.state is MemorandumState.ENDED:
        rest = taken(clearance, sheet=sheet.id)
        broken = broken or above(clearance.ceiling, rest, due.gross, currency)
    if broken:
        raise RulesBroken(broken)


def _claim(sheet: AllowanceSheet, served: Mapping[date, Decimal]) -> None:
    """Claim the days of a worker; the database itself holds that none is claimed twice."""
    SheetDay.delete().where(SheetDay.sheet == sheet).execute()
    who = {"country": sheet.clearance.centre.country, "staff_code": sheet.staff_code}
    for day in sorted(served):
        known = SheetDay.get_or_none(
            (SheetDay.country == who["country"])
            & (SheetDay.staff_code == who["staff_code"])
            & (SheetDay.day == day)
        )
        if known is not None:
            facts = {"day": day, "sheet": known.sheet.reference}
            raise RuleBroken("sheet_day_twice", "days", **facts)
        _write_claim(sheet, day, who)


def _write_claim(sheet: AllowanceSheet, day: date, who: Mapping[str, str]) -> None:
    try:
        SheetDay.create(sheet=sheet, day=day, **who)
    except IntegrityError as error:
        raise RuleBroken("sheet_day_taken", "days", day=day) from error


def payable_days(sheet: AllowanceSheet, today: date) -> list[date]:
    """Return the days of a sheet's month that can have been served by today and be paid."""
    first, last = span(sheet)
    until = min(last, today)
    return [day for day in days_of(sheet.month) if first <= day <= until]


def days_of(month: date) -> list[date]:
    """Return every day of a month."""
    length = monthrange(month.year, month.month)[1]
    return [month.replace(day=number) for number in range(1, length + 1)]


def is_filled(sheet: AllowanceSheet) -> bool:
    """Say whether a sheet has any day served."""
    return bool(sheet.units > 0)
