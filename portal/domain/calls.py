"""When a call is complete enough to be approved and published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.domain.errors import RuleBroken

FULL_WEIGHT = 100
FEWEST_VOTES = 3
SECTIONS = ("basics", "lots", "terms", "criteria", "indicators", "timetable", "committee")
TEXTS: Mapping[str, str] = {
    "background": "basics",
    "objectives": "terms",
    "target_groups": "terms",
    "scope": "terms",
    "staffing": "terms",
    "hours": "terms",
    "data_profile": "terms",
}


@dataclass(frozen=True)
class Times:
    """The timetable of a call; ``zone`` is the IANA name of the zone it is lived in."""

    zone: str
    deadline: datetime | None = None
    opening: datetime | None = None
    results: date | None = None
    starts: date | None = None


@dataclass(frozen=True)
class SeatPlan:
    """One planned seat of the committee."""

    votes: bool
    chair: bool = False
    government: bool = False


@dataclass(frozen=True)
class CallFacts:
    """What the rules read of a draft; ``bare_services`` counts services without a standard."""

    texts: Mapping[str, str]
    times: Times
    weights: tuple[int, ...] = ()
    ceilings: tuple[Decimal, ...] = ()
    indicators: int = 0
    services: int = 0
    bare_services: int = 0
    seats: tuple[SeatPlan, ...] = field(default=())
    government_reason: str = ""


def broken_rules(
    draft: CallFacts, at: datetime, shortest: timedelta = timedelta(0)
) -> list[RuleBroken]:
    """Return every rule that a draft breaks at a moment; ``field`` names the section.

    ``shortest`` is the least time from publication to the deadline.
    """
    return [
        *_texts(draft.texts),
        *_lots(draft.ceilings),
        *_library(draft),
        *_weights(draft.weights),
        *_times(draft.times, at, shortest),
        *_committee(draft.seats, draft.government_reason),
    ]


def sections_to_do(broken: list[RuleBroken]) -> frozenset[str]:
    """Name the sections in which something is still to be done."""
    return frozenset(each.field for each in broken)


def _texts(texts: Mapping[str, str]) -> Iterator[RuleBroken]:
    for name, section in TEXTS.items():
        if not texts.get(name, "").strip():
            yield RuleBroken(f"{name}_missing", section)


def _lots(ceilings: tuple[Decimal, ...]) -> Iterator[RuleBroken]:
    if not ceilings:
        yield RuleBroken("lots_missing", "lots")
    for number, ceiling in enumerate(ceilings, 1):
        if ceiling <= 0:
            yield RuleBroken("ceiling_missing", "lots", number=number)


def _library(draft: CallFacts) -> Iterator[RuleBroken]:
    if not draft.services:
        yield RuleBroken("services_missing", "terms")
    if draft.bare_services:
        yield RuleBroken("standards_missing", "terms", count=draft.bare_services)
    if not draft.indicators:
        yield RuleBroken("indicators_missing", "indicators")


def _weights(weights: tuple[int, ...]) -> Iterator[RuleBroken]:
    if not weights:
        yield RuleBroken("criteria_missing", "criteria")
    elif sum(weights) != FULL_WEIGHT:
        yield RuleBroken("weights_not_100", "criteria", sum=sum(weights))


def _times(times: Times, at: datetime, shortest: timedelta) -> Iterator[RuleBroken]:
    for name in ("deadline", "opening", "results", "starts"):
        if getattr(times, name) is None:
            yield RuleBroken(f"{name}_missing", field="timetable")
    yield from _deadline(times.deadline, at, shortest)
    yield from _after_deadline(times)


def _deadline(
    deadline: datetime | None, at: datetime, shortest: timedelta
) -> Iterator[RuleBroken]:
    if deadline is None:
        return
    if deadline <= at:
        yield RuleBroken("deadline_past", "timetable")
    elif deadline - at < shortest:
        yield RuleBroken("deadline_soon", "timetable", days=shortest.days)


def _after_deadline(times: Times) -> Iterator[RuleBroken]:
    if times.opening is None:
        return
    if times.deadline is not None and times.opening <= times.deadline:
        yield RuleBroken("opening_early", "timetable")
    opened_on = times.opening.astimezone(ZoneInfo(times.zone)).date()
    if times.results is not None and times.results <= opened_on:
        yield RuleBroken("results_early", "timetable")


def _committee(seats: tuple[SeatPlan, ...], reason: str) -> Iterator[RuleBroken]:
    votes = sum(seat.votes for seat in seats)
    if votes < FEWEST_VOTES:
        yield RuleBroken("votes_few", "committee", votes=votes)
    chairs = sum(seat.chair for seat in seats)
    if chairs != 1:
        yield RuleBroken("chair_not_one", "committee", chairs=chairs)
    if any(seat.chair and not seat.votes for seat in seats):
        yield RuleBroken("chair_without_vote", "committee")
    yield from _government(sum(seat.government for seat in seats), reason)


def _government(seats: int, reason: str) -> Iterator[RuleBroken]:
    if seats > 1:
        yield RuleBroken("government_seats_many", "committee", seats=seats)
    if seats and not reason.strip():
        yield RuleBroken("government_reason_missing", "committee")
