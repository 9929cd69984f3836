"""An amendment as pages and papers show it: what differs, and its effect on periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.lifecycle_amendments import AmendmentState
from portal.models import ContractAmendment, Report
from portal.services.amendment_approvals import text_after
from portal.services.amendment_difference import Difference, between
from portal.services.amendment_plan import Plan, plan
from portal.services.contract_text import content

_CLOSED = frozenset(
    {
        AmendmentState.IN_FORCE,
        AmendmentState.DECLINED,
        AmendmentState.WITHDRAWN,
        AmendmentState.LAPSED,
    }
)


@dataclass(frozen=True)
class PeriodRow:
    """What becomes of one reporting period, with its days before where they change."""

    number: int
    starts_on: date
    ends_on: date
    due_on: date
    effect: str
    was_due: date | None = None
    was_ending: date | None = None


@dataclass(frozen=True)
class TargetRow:
    """The targets of the periods that are open or come, of one indicator."""

    name: str
    unit: str
    parts: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class View:
    """What an amendment changes, and its effect on reporting periods and their targets."""

    difference: Difference
    periods: Sequence[PeriodRow]
    targets: Sequence[TargetRow]


def of(amendment: ContractAmendment) -> View:
    """Return what to show of an amendment: worked out now, or as it was offered."""
    if amendment.state in _CLOSED:
        return _kept(amendment)
    planned = plan(amendment)
    if amendment.after:
        return View(between(amendment.before, amendment.after), *_effect(planned))
    return of_plan(planned)


def of_plan(planned: Plan) -> View:
    """Return what to show of a plan."""
    then = text_after(planned)
    return View(between(content(planned.now), then), *_effect(planned))


def _kept(amendment: ContractAmendment) -> View:
    """Return what was offered; an amendment that never was shows nothing any more."""
    if not amendment.after:
        planned = plan(amendment)
        return View(between(content(planned.now), content(planned.then)), (), ())
    return View(between(amendment.before, amendment.after), _kept_periods(amendment.after), ())


def _kept_periods(after: Mapping[str, Any]) -> list[PeriodRow]:
    """Return the periods that an amendment changed, as it was offered."""
    kinds = (("cut", "cut_periods"), ("gone", "gone_periods"), ("added", "added_periods"))
    return [_kept_period(row, effect) for effect, name in kinds for row in after.get(name, ())]


def _kept_period(row: Mapping[str, Any], effect: str) -> PeriodRow:
    names = ("starts_on", "ends_on", "due_on")
    starts_on, ends_on, due_on = (date.fromisoformat(row[name]) for name in names)
    return PeriodRow(row["number"], starts_on, ends_on, due_on, effect)


def _effect(planned: Plan) -> tuple[list[PeriodRow], list[TargetRow]]:
    return _periods(planned), _targets(planned)


def _periods(planned: Plan) -> list[PeriodRow]:
    gone = {each.id for each in planned.gone}
    open_ones = {each.id for each in planned.open}
    rows = [
        _gone(each) if each.id in gone else _stays(each, planned, is_open=each.id in open_ones)
        for each in planned.reports
    ]
    added = [
        PeriodRow(each.number, each.starts_on, each.ends_on, each.due_on, "added")
        for each in planned.added
    ]
    return [*rows, *added]


def _gone(report: Report) -> PeriodRow:
    return PeriodRow(report.number, report.starts_on, report.ends_on, report.due_on, "gone")


def _stays(report: Report, planned: Plan, *, is_open: bool) -> PeriodRow:
    ends_on = min(report.ends_on, planned.end)
    due_on = planned.due.get(report.id, report.due_on)
    effect = "filed" if not is_open else "unchanged"
    if is_open and due_on != report.due_on:
        effect = "due_changed"
    if ends_on != report.ends_on:
        effect = "cut"
    days = (report.starts_on, ends_on, due_on)
    return PeriodRow(report.number, *days, effect, report.due_on, report.ends_on)


def _targets(planned: Plan) -> list[TargetRow]:
    numbers = [each.number for each in planned.open]
    numbers += [each.number for each in planned.added]
    found = {each.indicator_id: each.indicator for each in planned.then.targets}
    own = [
        TargetRow(each.own.name, each.own.unit, list(zip(numbers, each.parts, strict=True)))
        for each in planned.own
        if each.own and each.parts and each.moves
    ]
    return [
        TargetRow(found[key].name, found[key].unit, list(zip(numbers, parts, strict=True)))
        for key, parts in planned.targets.items()
        if parts
    ] + own
