"""How long calls took, step by step, from what the portal knows of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any
from uuid import UUID

from peewee import fn

from portal.domain import cycle
from portal.domain.cycle import Milestone, Moments, Stage
from portal.models import AwardRound, Call, Centre, Contract, Event, Report
from portal.services.report_kinds import of_periods

M = Milestone
_EVENTS = {"call.approved": M.APPROVED, "call.scores_revealed": M.SCORED}
_COLUMNS = {
    M.DRAFTED: "created_at",
    M.PUBLISHED: "published_at",
    M.OPENED: "opened_at",
    M.AWARDED: "awarded_at",
}
Instants = Mapping[UUID, datetime]


@dataclass(frozen=True)
class Line:
    """One call: the days of each stage, and those from the draft to the signature."""

    call: Call
    days: cycle.Days
    whole: int | None


@dataclass(frozen=True)
class Times:
    """All calls with their days, the stages over them, and the median of the whole."""

    lines: list[Line]
    stages: list[Stage]
    whole: float | None


@dataclass(frozen=True)
class Which:
    """Which calls are measured: of a country, of a centre by its slug, published in a year."""

    country: str = ""
    centre: str = ""
    year: int = 0


EVERY = Which()


@dataclass(frozen=True)
class Choices:
    """What calls can be chosen by: countries, centres by slug and name, years of publishing."""

    countries: Sequence[str]
    centres: Sequence[tuple[str, str]]
    years: Sequence[int]


def choices() -> Choices:
    """Return what the calls that were published can be chosen by, in one query."""
    calls = list(_calls(EVERY))
    centres = {each.centre.slug: each.centre.name for each in calls}
    years = {each.published_at.year for each in calls if each.published_at}
    return Choices(
        sorted({each.centre.country for each in calls}),
        sorted(centres.items(), key=lambda pair: pair[1].casefold()),
        sorted(years, reverse=True),
    )


def times(at: datetime, which: Which = EVERY) -> Times:
    """Return how long the calls took that were published, in five queries.

    A call has passed its deadline when that moment is over. A call with several contracts
    counts from their medians.
    """
    calls = list(_calls(which))
    found = _moments([each.id for each in calls])
    known = [(call, {**_own(call, at), **found.get(call.id, {})}) for call in calls]
    lines = [Line(call, cycle.days(each), cycle.whole(each)) for call, each in known]
    wholes = [each.whole for each in lines if each.whole is not None]
    return Times(
        lines,
        cycle.stages(each.days for each in lines),
        median(wholes) if wholes else None,
    )


def _calls(which: Which) -> Iterable[Call]:
    query = Call.select(Call, Centre).join(Centre)
    own = Call.amends.is_null() & Call.published_at.is_null(is_null=False)
    if which.country:
        own &= Centre.country == which.country
    if which.centre:
        own &= Centre.slug == which.centre
    if which.year:
        first, after = (datetime(which.year + more, 1, 1, tzinfo=UTC) for more in (0, 1))
        own &= (Call.published_at >= first) & (Call.published_at < after)
    return query.where(own).order_by(Call.published_at.desc())


def _own(call: Call, at: datetime) -> Moments:
    """Return the moments that the call itself holds."""
    known = {each: getattr(call, name) for each, name in _COLUMNS.items()}
    if call.deadline is not None and call.deadline <= at:
        known[M.DEADLINE] = call.deadline
    return {each: moment for each, moment in known.items() if moment is not None}


def _moments(calls: Sequence[UUID]) -> dict[UUID, dict[Milestone, datetime]]:
    found: dict[UUID, dict[Milestone, datetime]] = {}
    for milestone, instants in (*_told(calls), (M.LETTERS, _letters(calls)), *_after(calls)):
        for call, moment in instants.items():
            found.setdefault(call, {})[milestone] = moment
    return found


def _told(calls: Sequence[UUID]) -> Iterable[tuple[Milestone, Instants]]:
    """Read the last event of each name on each call."""
    query = Event.select(Event.name, Event.subject_id, fn.MAX(Event.at)).where(
        Event.name.in_(list(_EVENTS)) & Event.subject_id.in_(calls)
    )
    rows: Iterable[Any] = query.group_by(Event.name, Event.subject_id).tuples()
    by_name: dict[str, dict[UUID, datetime]] = {name: {} for name in _EVENTS}
    for name, call, at in rows:
        by_name[name][call] = at
    return [(_EVENTS[name], instants) for name, instants in by_name.items()]


def _letters(calls: Sequence[UUID]) -> Instants:
    query = AwardRound.select(AwardRound.call, fn.MIN(AwardRound.letters_at))
    left = AwardRound.letters_at.is_null(is_null=False) & AwardRound.call.in_(calls)
    rows: Iterable[Any] = query.where(left).group_by(AwardRound.call).tuples()
    return dict(rows)


def _after(calls: Sequence[UUID]) -> list[tuple[Milestone, Instants]]:
    """Return when contracts came into force and had a first report accepted, by call."""
    query = Contract.select(Contract.id, Contract.call, Contract.in_force_at)
    signed = Contract.in_force_at.is_null(is_null=False) & Contract.call.in_(calls)
    rows: list[Any] = list(query.where(signed).tuples())
    first = _first_reports([contract for contract, _call, _at in rows])
    accepted = [(call, first[key]) for key, call, _at in rows if key in first]
    return [
        (M.SIGNED, _middle((call, at) for _key, call, at in rows)),
        (M.REPORTED, _middle(accepted)),
    ]


def _first_reports(contracts: Sequence[UUID]) -> Instants:
    query = Report.select(Report.contract, fn.MIN(Report.accepted_at)).where(
        Report.contract.in_(contracts)
        & Report.accepted_at.is_null(is_null=False)
        & of_periods()
    )
    rows: Iterable[Any] = query.group_by(Report.contract).tuples()
    return dict(rows)


def _middle(pairs: Iterable[tuple[UUID, datetime]]) -> Instants:
    """Return the median moment by call."""
    by_call: dict[UUID, list[float]] = {}
    for call, at in pairs:
        by_call.setdefault(call, []).append(at.timestamp())
    return {call: datetime.fromtimestamp(median(each), UTC) for call, each in by_call.items()}
