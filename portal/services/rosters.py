"""Weekly rosters of a centre: begun from the week before, written, published, opened again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from portal.config import LANGUAGES, roster_rest_hours
from portal.db import atomic
from portal.domain import rosters as rules
from portal.domain.actions import Action
from portal.domain.call_terms import Shift
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_rosters import EDIT_ROSTER, PUBLISH_ROSTER, REOPEN_ROSTER
from portal.domain.policy import Actor, require
from portal.domain.rosters import Double, Gap, Provider, Rest, Slot
from portal.models import Centre, Person, Roster
from portal.models.rosters import RosterPost
from portal.services import documents, events
from portal.services.steps import advance, found, hold, save_version

if TYPE_CHECKING:
    from peewee import ModelSelect

USUAL = {Shift.DAY: time(7), Shift.EVENING: time(15), Shift.NIGHT: time(23)}
"""When shifts begin in the first roster of a centre; each roster can say otherwise."""
MOST_POSTS = 30
KIND = "roster"
"""The kind of a published week among the documents."""


@dataclass(frozen=True)
class Week:
    """The zone and the times of shifts as they were typed."""

    zone: str
    starts: Mapping[Shift, time] = field(default_factory=lambda: USUAL)


@dataclass(frozen=True)
class PostDraft:
    """A post as it was typed; ``staff`` has codes by slot."""

    function: str
    provider: Provider
    least: Mapping[Shift, int]
    staff: Mapping[Slot, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Findings:
    """What the rules find in a roster."""

    gaps: list[Gap]
    uncovered: list[Shift]
    doubles: list[Double]
    rests: list[Rest]
    least_rest: int

    @property
    def any(self) -> bool:
        """Say whether anything was found."""
        return bool(self.gaps or self.uncovered or self.doubles or self.rests)


def joined() -> "ModelSelect[Roster]":
    """Return the query for rosters with their centre and author."""
    query = Roster.select(Roster, Centre, Person).join(Centre)
    return query.switch(Roster).join(Person, on=Roster.author)


def by_id(roster_id: UUID) -> Roster:
    """Find a roster with what belongs to it, or refuse with ``NotFound``."""
    row: Roster | None = joined().where(Roster.id == roster_id).first()
    return found(row)


def of(centre: Centre) -> list[Roster]:
    """Return the rosters of a centre of two years, the latest week first."""
    rows = joined().where(Roster.centre == centre)
    return list(rows.order_by(Roster.monday.desc()).limit(104))


def posts(roster: Roster) -> list[RosterPost]:
    """Return the posts of a roster in their order."""
    return list(roster.posts.order_by(RosterPost.position))


def post(roster: Roster, post_id: UUID) -> RosterPost:
    """Find a post of a roster, or refuse with ``NotFound``."""
    row: RosterPost | None = roster.posts.where(RosterPost.id == post_id).first()
    return found(row)


def begin(centre: Centre, day: date, zone: str, by: Actor, at: datetime) -> Roster:
    """Begin the roster of the week of a day: a copy of the last one before it, if any."""
    require(by, Action.KEEP_ROSTER, centre)
    monday = rules.monday_of(day)
    with atomic():
        Centre.update(version=Centre.version).where(Centre.id == centre.id).execute()
        if Roster.get_or_none((Roster.centre == centre) & (Roster.monday == monday)):
            raise RuleBroken("roster_twice", "monday", day=monday)
        last = _last_before(centre, monday)
        told = _week(centre, monday, last, zone)
        made = Roster.create(**told, reasons={}, author=by.person_id, created_at=at)
        for each in posts(last) if last else ():
            copied = {**each.__data__, "id": uuid4(), "roster": made.id, "version": 1}
            RosterPost.create(**copied)
        events.record(by, "roster.begun", made, at, copied=last is not None)
    return made


def _last_before(centre: Centre, monday: date) -> Roster | None:
    mine = (Roster.centre == centre) & (Roster.monday < monday)
    row: Roster | None = Roster.select().where(mine).order_by(Roster.monday.desc()).first()
    return row


def _week(centre: Centre, monday: date, last: Roster | None, zone: str) -> dict[str, Any]:
    year, week, _day = monday.isocalendar()
    return {
        "reference": f"{centre.reference}/W{year}-{week:02d}",
        "centre": centre,
        "monday": monday,
        "zone": last.zone if last else zone,
        **_times(last.hours.starts if last else USUAL),
    }


def _times(starts: Mapping[Shift, time]) -> dict[str, str]:
    return {f"{each.value}_from": starts[each].isoformat("minutes") for each in Shift}


def save_hours(roster: Roster, week: Week, seen: int, by: Actor, at: datetime) -> None:
    """Save the zone and the times of the shifts of a draft."""
    require(by, Action.KEEP_ROSTER, roster)
    if broken := rules.broken_starts(week.starts):
        raise RulesBroken(broken)
    with atomic():
        hold(roster, EDIT_ROSTER)
        save_version(roster, seen, {"zone": week.zone, **_times(week.starts)})
        events.record(by, "roster.hours_saved", roster, at)


def save_post(
    roster: Roster, draft: PostDraft, seen: tuple[Any, int], by: Actor, at: datetime
) -> None:
    """Save a post of a draft, or add one; ``seen`` is the post and the version shown."""
    require(by, Action.KEEP_ROSTER, roster)
    if not draft.function.strip():
        raise RuleBroken("roster_function_missing", "function")
    kept, version = seen
    with atomic():
        hold(roster, EDIT_ROSTER)
        if kept is None:
            _add(roster, draft)
        else:
            save_version(kept, version, _given(draft), theirs=typed)
        events.record(by, "roster.post_saved", roster, at)


def _add(roster: Roster, draft: PostDraft) -> None:
    count = roster.posts.count()
    if count >= MOST_POSTS:
        raise RuleBroken("procedure_parts_most", most=MOST_POSTS)
    places = {"position": count + 1, "key": str(uuid4())}
    RosterPost.create(roster=roster, **places, **_given(draft))


def _given(draft: PostDraft) -> dict[str, Any]:
    least = {f"{each.value}_least": draft.least.get(each, 0) for each in Shift}
    staff = {slot.key: codes for slot, codes in draft.staff.items() if codes}
    function = draft.function.strip()
    return {"function": function, "provider": draft.provider, **least, "staff": staff}


def typed(kept: RosterPost) -> dict[str, object]:
    """Return a post as its form has it."""
    staff = {f"slot_{key}": " ".join(codes) for key, codes in kept.staff.items()}
    plain = {f"{each.value}_least": kept.facts.wanted[each] for each in Shift}
    return {"function": kept.function, "provider": kept.provider.value, **plain, **staff}


def remove_post(roster: Roster, kept: RosterPost, by: Actor, at: datetime) -> None:
    """Take a post out of a draft."""
    require(by, Action.KEEP_ROSTER, roster)
    with atomic():
        hold(roster, EDIT_ROSTER)
        RosterPost.delete().where(RosterPost.id == kept.id).execute()
        events.record(by, "roster.post_removed", roster, at)


def findings(roster: Roster) -> Findings:
    """Return the gaps, double bookings and short rests of a roster."""
    facts = [each.facts for each in posts(roster)]
    least = roster_rest_hours()
    before = _ends_before(roster)
    return Findings(
        rules.gaps(facts),
        rules.uncovered(facts),
        rules.doubles(facts),
        rules.short_rests(facts, roster.hours, least, before),
        least,
    )


def _ends_before(roster: Roster) -> dict[str, datetime]:
    """Return when people of the week before ended their last shift."""
    monday = roster.monday - timedelta(days=7)
    mine = (Roster.centre == roster.centre_id) & (Roster.monday == monday)
    last: Roster | None = Roster.get_or_none(mine)
    return rules.ends([each.facts for each in posts(last)], last.hours) if last else {}


def publish(roster: Roster, reasons: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Publish a draft in which nobody is booked twice and each gap has a stated reason.

    ``reasons`` are texts as they were typed, by the key of the gap.

    It is issued as a document to hang up.
    """
    require(by, Action.KEEP_ROSTER, roster)
    with atomic():
        hold(roster, EDIT_ROSTER)
        seen = findings(roster)
        kept = rules.stated(seen.gaps, reasons)
        if broken := _refused(roster, seen, kept):
            raise RulesBroken(broken)
        published: dict[str, Any] = {"published_at": at, "published_by": by.person_id}
        advance(roster, PUBLISH_ROSTER, reasons=kept, **published)
        _issue(roster, at)
        events.record(by, "roster.published", roster, at, gaps=len(seen.gaps))


def _issue(roster: Roster, at: datetime) -> None:
    """Issue the week; what was issued before it was opened again keeps its own number."""
    times = len({each.kind for each in documents.all_of([roster.id])})
    number = f"{roster.reference}-{times + 1}" if times else roster.reference
    documents.request(KIND, roster.id, number, LANGUAGES, at)


def _refused(roster: Roster, seen: Findings, reasons: Mapping[str, str]) -> list[RuleBroken]:
    if not roster.posts.count():
        return [RuleBroken("roster_empty")]
    broken = [RuleBroken(f"shift_{each}_empty") for each in seen.uncovered]
    broken += [RuleBroken("roster_double", code=each.code) for each in seen.doubles]
    left = rules.unexplained(seen.gaps, reasons)
    broken += [RuleBroken("roster_gap_unexplained", count=len(left))] if left else []
    return [*broken, *rules.too_long(reasons)]


def reopen(roster: Roster, by: Actor, at: datetime) -> None:
    """Open a published roster again for a change; it has to be published anew."""
    require(by, Action.KEEP_ROSTER, roster)
    with atomic():
        advance(roster, REOPEN_ROSTER, published_at=None, published_by=None)
        documents.set_aside(KIND, roster.id)
        events.record(by, "roster.reopened", roster, at)
