"""The management committee of a jointly managed centre: members, and when it meets next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from peewee import fn

from portal.db import atomic
from portal.domain import meetings as rules
from portal.domain.actions import Action
from portal.domain.agreements import JointSide
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_joint import RUNNING_AGREEMENT, AgreementState
from portal.domain.lifecycle_meetings import TOOK_PLACE
from portal.domain.policy import Actor, require
from portal.models import Centre
from portal.models.joint import CooperationAgreement
from portal.models.meetings import ManagementCommitteeMeeting as Meeting
from portal.models.meetings import ManagementCommitteeMember as Member
from portal.services import agreements, events
from portal.services.steps import save_version

COLUMNS = ("key", "side", "name", "function", "deputy", "chair", "from_on", "until_on")


@dataclass(frozen=True)
class Next:
    """By which day the committee of a centre meets next, and whether that day has passed."""

    due_on: date
    overdue: bool


def members(centre: Centre) -> list[Member]:
    """Return everybody who belongs or belonged to the committee, in their order."""
    mine = Member.select().where(Member.centre == centre)
    return list(mine.order_by(Member.position))


def members_on(centre: Centre, day: date) -> list[Member]:
    """Return who belongs to the committee on a day."""
    return [
        each
        for each in members(centre)
        if each.from_on <= day and (each.until_on is None or each.until_on >= day)
    ]


def name_members(
    centre: Centre, rows: Sequence[Mapping[str, Any]], seen: int, by: Actor, at: datetime
) -> None:
    """Save who belongs to the committee; one chair a side, on the version that was seen."""
    require(by, Action.KEEP_MEETING, centre)
    if broken := _broken(rows):
        raise RulesBroken(broken)
    with atomic():
        save_version(centre, seen, {}, theirs=lambda now: {"rows": members(now)})
        Member.delete().where(Member.centre == centre).execute()
        for position, row in enumerate(rows, 1):
            given = {**row, "key": row.get("key") or uuid4()}
            Member.create(**given, centre=centre, position=position)
        events.record(by, "management_committee.named", centre, at, members=len(rows))


def _broken(rows: Sequence[Mapping[str, Any]]) -> list[RuleBroken]:
    chairs = [each["side"] for each in rows if each["chair"] and not each["until_on"]]
    twice = [each for each in JointSide if chairs.count(each) > 1]
    broken = [RuleBroken("member_two_chairs", "rows") for _each in twice]
    for number, each in enumerate(rows, 1):
        if each["until_on"] and each["until_on"] < each["from_on"]:
            broken.append(RuleBroken("member_days", "rows", number=number))
    return broken


def agreement_in_force(centre: Centre) -> CooperationAgreement:
    """Return the agreement under which the committee meets; refuse where none is in force."""
    running = agreements.running(agreements.of(centre))
    if running is None or running.state is not AgreementState.IN_FORCE:
        raise RuleBroken("meeting_no_agreement")
    return running


def next_meeting(centre: Centre, today: date) -> Next | None:
    """Return by when the committee meets next; nothing while no agreement is in force."""
    running = agreements.running(agreements.of(centre))
    return _next(running, _last_held([centre.id]), today) if running else None


def overdue_centres(today: date) -> set[UUID]:
    """Return the keys of the centres whose committee should have met by now."""
    bound = CooperationAgreement.state.in_(list(RUNNING_AGREEMENT))
    rows = list(agreements.joined().where(bound))
    held = _last_held([each.centre_id for each in rows])
    nexts = {each.centre_id: _next(each, held, today) for each in rows}
    return {key for key, due in nexts.items() if due is not None and due.overdue}


def _last_held(centres: Sequence[UUID]) -> dict[UUID, date]:
    """Return on which day the committee of each centre met last, where it has met."""
    held = Meeting.centre.in_(centres) & Meeting.state.in_(list(TOOK_PLACE))
    days = Meeting.select(Meeting.centre, fn.MAX(Meeting.held_on)).where(held)
    rows: Iterable[Any] = days.group_by(Meeting.centre).tuples()
    return dict(rows)


def _next(running: CooperationAgreement, held: Mapping[UUID, date], today: date) -> Next | None:
    if running.in_force_on is None:
        return None
    begun = held.get(running.centre_id, running.in_force_on)
    due = rules.next_due(begun, running.frequency_days)
    return Next(due, due < today)
