"""What the timetable of a call must hold, and the dates that the house suggests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from portal.domain.errors import RuleBroken
from portal.domain.working_days import (
    Works,
    counted,
    monday_to_friday,
    moved,
    on_or_after,
)

NEEDED = ("clarify", "answers", "deadline", "opening", "results", "starts")
VISIT_AFTER, CLARIFY_BEFORE, ANSWERS_BEFORE = 5, 8, 4
OPENING_AFTER, RESULTS_AFTER, START_AFTER = 1, 20, 10
USUAL_DAYS = 28
CLOSING, MEETING = time(17), time(10)


@dataclass(frozen=True)
class Notice:
    """How early partners must know: days of publication, and working days without questions."""

    publication_days: int = 0
    clarification_days: int = 0


@dataclass(frozen=True)
class Times:
    """The timetable of a call; ``zone`` is the IANA name of the zone it is lived in.

    ``standstill`` counts working days after the results; ``works`` tells which days those are.
    """

    zone: str
    deadline: datetime | None = None
    opening: datetime | None = None
    results: date | None = None
    starts: date | None = None
    clarify: datetime | None = None
    answers: datetime | None = None
    visit: datetime | None = None
    visit_place: str = ""
    standstill: int = 0
    works: Works = monday_to_friday


def times_rules(times: Times, at: datetime, notice: Notice) -> Iterator[RuleBroken]:
    """Yield every rule on the timetable that is broken when a call is published at a moment."""
    for name in NEEDED:
        if getattr(times, name) is None:
            yield RuleBroken(f"{name}_missing", field="timetable")
    yield from _deadline(times.deadline, at, notice.publication_days)
    yield from _clarifications(times, at, notice.clarification_days)
    yield from _answers(times)
    yield from _visit(times, at)
    yield from _after_deadline(times)
    yield from _start(times)


def local_day(moment: datetime, zone: str) -> date:
    """Return the day of a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def _deadline(deadline: datetime | None, at: datetime, days: int) -> Iterator[RuleBroken]:
    if deadline is None:
        return
    if deadline <= at:
        yield RuleBroken("deadline_past", "timetable")
    elif deadline - at < timedelta(days=days):
        yield RuleBroken("deadline_soon", "timetable", days=days)


def _clarifications(times: Times, at: datetime, days: int) -> Iterator[RuleBroken]:
    if times.clarify is None:
        return
    if times.clarify <= at:
        yield RuleBroken("clarify_past", "timetable")
    if times.deadline is not None and _late(times.clarify, times.deadline, times, days):
        yield RuleBroken("clarify_late", "timetable", days=days)


def _late(cut_off: datetime, deadline: datetime, times: Times, days: int) -> bool:
    first, last = (local_day(each, times.zone) for each in (cut_off, deadline))
    return cut_off >= deadline or counted(first, last, times.works) < days


def _answers(times: Times) -> Iterator[RuleBroken]:
    if times.answers is None:
        return
    if times.clarify is not None and times.answers <= times.clarify:
        yield RuleBroken("answers_early", "timetable")
    if times.deadline is not None and times.answers >= times.deadline:
        yield RuleBroken("answers_late", "timetable")


def _visit(times: Times, at: datetime) -> Iterator[RuleBroken]:
    if times.visit is None:
        return
    if times.visit <= at or (times.deadline is not None and times.visit >= times.deadline):
        yield RuleBroken("visit_outside", "timetable")
    if not times.visit_place.strip():
        yield RuleBroken("visit_place_missing", "timetable")


def _after_deadline(times: Times) -> Iterator[RuleBroken]:
    if times.opening is None:
        return
    if times.deadline is not None and times.opening <= times.deadline:
        yield RuleBroken("opening_early", "timetable")
    if times.results is not None and times.results <= local_day(times.opening, times.zone):
        yield RuleBroken("results_early", "timetable")


def _start(times: Times) -> Iterator[RuleBroken]:
    if times.results is None or times.starts is None:
        return
    ended = moved(times.results, times.standstill, times.works)
    if times.starts <= ended:
        yield RuleBroken("starts_early", "timetable", days=times.standstill)


@dataclass(frozen=True)
class Suggestion:
    """Dates of a timetable, moments as local times of the call's zone."""

    site_visit_at: datetime
    clarify_until: datetime
    answers_by: datetime
    deadline: datetime
    opening_at: datetime
    results_on: date
    starts_on: date


def suggest(publication: date, notice: Notice, standstill: int, works: Works) -> Suggestion:
    """Return dates by the defaults of the house, all on working days.

    The deadline lies four weeks after the publication, or later when more is demanded; the
    contract starts on the first of a month, at least ten working days after the standstill.
    """
    days = max(USUAL_DAYS, notice.publication_days + 1)
    quiet = max(CLARIFY_BEFORE, notice.clarification_days)
    visit = moved(publication, VISIT_AFTER, works)
    closes = on_or_after(publication + timedelta(days=days), works)
    closes = max(closes, moved(visit, quiet, works))
    opens = moved(closes, OPENING_AFTER, works)
    results = moved(opens, RESULTS_AFTER, works)
    ended = moved(results, standstill + START_AFTER, works)
    return Suggestion(
        site_visit_at=datetime.combine(visit, MEETING),
        clarify_until=datetime.combine(moved(closes, -quiet, works), CLOSING),
        answers_by=datetime.combine(moved(closes, -ANSWERS_BEFORE, works), CLOSING),
        deadline=datetime.combine(closes, CLOSING),
        opening_at=datetime.combine(opens, MEETING),
        results_on=results,
        starts_on=_first_of_month(ended),
    )


def _first_of_month(after: date) -> date:
    days = (after + timedelta(days=number) for number in count(1))
    return next(day for day in days if day.day == 1)
