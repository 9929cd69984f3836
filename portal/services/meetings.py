"""Meetings of a management committee: convened, held with a quorum, minutes agreed by both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.db import atomic
from portal.domain import meetings as rules
from portal.domain.actions import Action, Role
from portal.domain.agreements import JointSide
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_meetings import (
    AGREE_MINUTES,
    CANCEL_MEETING,
    CIRCULATE_MINUTES,
    HOLD_MEETING,
    RETURN_MINUTES,
    MeetingState,
)
from portal.domain.meetings import Attendant, Quorum
from portal.domain.policy import Actor, can, require
from portal.domain.proposals import fingerprint
from portal.models import Centre
from portal.models.joint import CooperationAgreement
from portal.models.meetings import ManagementCommitteeMeeting as Meeting
from portal.models.meetings import MeetingDecision, MinutesConsent
from portal.services import documents, events, management_committee
from portal.services.contract_signatures import Consent, identified
from portal.services.steps import advance, found, fresh, save_version
from portal.services.todo import Item
from portal.services.working_days import calendar

if TYPE_CHECKING:
    from peewee import ModelSelect

KIND = "management_minutes"
"""The kind of the minutes of a management committee among the documents."""


@dataclass(frozen=True)
class Summons:
    """When and where the committee is to meet, and on what."""

    on: date
    starts_at: str
    place: str
    agenda: Sequence[str]


@dataclass(frozen=True)
class Written:
    """Who was present, what items came to, what was decided; and the version that was seen."""

    present: frozenset[str]
    items: Sequence[Mapping[str, str]]
    decisions: Sequence[Mapping[str, Any]]
    seen: int


@dataclass(frozen=True)
class Agreed:
    """Who agrees to the minutes for a side, when, and where the proof of it is kept."""

    side: JointSide
    name: str
    function: str
    on: date
    scan_reference: str = ""


def joined() -> "ModelSelect[Meeting]":
    """Return the query for meetings with their centre and agreement."""
    query = Meeting.select(Meeting, Centre, CooperationAgreement).join(Centre)
    return query.switch(Meeting).join(CooperationAgreement)


def by_id(meeting_id: UUID) -> Meeting:
    """Find a meeting with its centre and agreement, or refuse with ``NotFound``."""
    row: Meeting | None = joined().where(Meeting.id == meeting_id).first()
    return found(row)


def of(centre: Centre) -> list[Meeting]:
    """Return the meetings of a centre, the latest first."""
    rows = joined().where(Meeting.centre == centre)
    return list(rows.order_by(Meeting.number.desc()))


def decisions_of(meeting: Meeting) -> list[MeetingDecision]:
    """Return the decisions of a meeting in their order."""
    return list(meeting.decisions.order_by(MeetingDecision.position))


def quorum_of(meeting: Meeting) -> Quorum:
    """Return how many of each side were present, and how many had to be."""
    return _quorum(meeting, meeting.attendance)


def _quorum(meeting: Meeting, attendance: Sequence[Mapping[str, Any]]) -> Quorum:
    there = [Attendant(JointSide(each["side"]), bool(each["present"])) for each in attendance]
    return rules.quorum(there, meeting.needed)


def is_late(meeting: Meeting, today: date) -> bool:
    """Say whether both sides should have agreed to the minutes by now."""
    waits = meeting.state in {MeetingState.HELD, MeetingState.CIRCULATED}
    return waits and meeting.minutes_due_on < today


def convene(centre: Centre, call: Summons, by: Actor, at: datetime) -> Meeting:
    """Convene a meeting under the agreement in force, with date, place and agenda."""
    require(by, Action.KEEP_MEETING, centre)
    agreement = management_committee.agreement_in_force(centre)
    belong = management_committee.members_on(centre, call.on)
    if {each.side for each in belong} != set(JointSide):
        raise RuleBroken("meeting_no_members", "on")
    if not call.agenda:
        raise RuleBroken("meeting_no_agenda", "agenda")
    with atomic():
        Centre.update(version=Centre.version).where(Centre.id == centre.id).execute()
        number = Meeting.select().where(Meeting.centre == centre).count() + 1
        made = _make(
            agreement, number, call, belong, {"author": by.person_id, "created_at": at}
        )
        events.record(by, "meeting.convened", made, at, number=number)
    return by_id(made.id)


def _make(
    agreement: CooperationAgreement,
    number: int,
    call: Summons,
    belong: Sequence[Any],
    made: Mapping[str, Any],
) -> Meeting:
    """Make a meeting with the rules of its agreement as they are now."""
    centre = agreement.centre
    works = calendar(centre.country)
    return Meeting.create(
        reference=f"{centre.reference}/M{number}",
        number=number,
        centre=centre,
        agreement=agreement,
        held_on=call.on,
        starts_at=call.starts_at,
        place=call.place.strip(),
        agenda=[{"title": each, "minutes": ""} for each in call.agenda],
        attendance=[_attendant(each) for each in belong],
        quorum_iom=agreement.quorum_iom,
        quorum_government=agreement.quorum_government,
        minutes_due_on=rules.minutes_due(call.on, agreement.minutes_days, works),
        **made,
    )


def _attendant(member: Any) -> dict[str, Any]:  # noqa: ANN401 - a member
    return {
        "key": str(member.key),
        "name": member.name,
        "deputy": member.deputy,
        "function": member.function,
        "side": member.side.value,
        "chair": member.chair,
        "present": False,
    }


def record(meeting: Meeting, written: Written, by: Actor, at: datetime) -> None:
    """Record who was present, the minutes of each item and the decisions of a meeting.

    Without a quorum of each side no decision is taken: refused with ``meeting_no_quorum``.
    """
    require(by, Action.KEEP_MEETING, meeting)
    _require_writable(meeting, at.date())
    attendance = [
        {**each, "present": each["key"] in written.present} for each in meeting.attendance
    ]
    count = _quorum(meeting, attendance)
    if broken := rules.broken_decisions(len(written.decisions), count):
        raise RulesBroken(broken)
    changes = {"attendance": attendance, "agenda": list(written.items)}
    with atomic():
        if fresh(meeting).state is MeetingState.CONVENED:
            advance(meeting, HOLD_MEETING)
        save_version(meeting, written.seen, changes, theirs=_written)
        _put_decisions(meeting, written.decisions)
        there = sum(count.present.values())
        events.record(by, "meeting.recorded", meeting, at, present=there)


def _require_writable(meeting: Meeting, today: date) -> None:
    state = fresh(meeting).state
    if state is not MeetingState.HELD:
        HOLD_MEETING.take(state)
    if today < meeting.held_on:
        raise RuleBroken("meeting_ahead", day=meeting.held_on)


def _written(now: Meeting) -> dict[str, object]:
    return {"agenda": now.agenda, "attendance": now.attendance, "rows": decisions_of(now)}


def _put_decisions(meeting: Meeting, rows: Sequence[Mapping[str, Any]]) -> None:
    MeetingDecision.delete().where(MeetingDecision.meeting == meeting).execute()
    for position, row in enumerate(rows, 1):
        reference = f"{meeting.reference}/D{position}"
        MeetingDecision.create(**row, meeting=meeting, position=position, reference=reference)


def print_of(meeting: Meeting) -> str:
    """Return the SHA-256 of what the minutes say, which each side agrees on."""
    return fingerprint(
        {
            "reference": meeting.reference,
            "held_on": meeting.held_on.isoformat(),
            "place": meeting.place,
            "attendance": meeting.attendance,
            "agenda": meeting.agenda,
            "decisions": [
                [each.text, each.side.value, each.function, each.due_on.isoformat()]
                for each in decisions_of(meeting)
            ],
        }
    )


def circulate(meeting: Meeting, by: Actor, at: datetime) -> None:
    """Send the minutes to both sides, who agree to them or have them corrected."""
    require(by, Action.KEEP_MEETING, meeting)
    bare = [n for n, each in enumerate(meeting.agenda, 1) if not each["minutes"].strip()]
    if bare:
        raise RulesBroken([RuleBroken("meeting_item_bare", number=n) for n in bare])
    with atomic():
        advance(meeting, CIRCULATE_MINUTES, circulated_at=at, comment="")
        events.record(by, "meeting.circulated", meeting, at)


def give_back(meeting: Meeting, comment: str, by: Actor, at: datetime) -> None:
    """Take minutes back that a side wants corrected; who agreed before agrees anew."""
    require(by, Action.KEEP_MEETING, meeting)
    said = _said(comment)
    with atomic():
        advance(meeting, RETURN_MINUTES, comment=said)
        MinutesConsent.delete().where(MinutesConsent.meeting == meeting).execute()
        events.record(by, "meeting.returned", meeting, at)


def cancel(meeting: Meeting, comment: str, by: Actor, at: datetime) -> None:
    """Cancel a meeting that was convened, with the reason."""
    require(by, Action.KEEP_MEETING, meeting)
    said = _said(comment)
    with atomic():
        advance(meeting, CANCEL_MEETING, comment=said)
        events.record(by, "meeting.cancelled", meeting, at)


def _said(comment: str) -> str:
    if not comment.strip():
        raise RuleBroken("meeting_reason_missing", "comment")
    return comment.strip()


def agree(meeting: Meeting, given: Agreed, consent: Consent, by: Actor, at: datetime) -> None:
    """Agree to the minutes for a side by name and password; the second side closes them.

    The Government's side agrees outside the portal: who recorded it vouches for the letter.
    """
    require(by, Action.AGREE_MINUTES, meeting)
    identified(by, consent)
    if given.side is JointSide.GOVERNMENT and not given.scan_reference.strip():
        raise RuleBroken("minutes_proof_missing", "scan_reference")
    if not meeting.held_on <= given.on <= at.date():
        raise RuleBroken("minutes_agreed_on", "on")
    with atomic():
        _hold_same(meeting, consent)
        _put_consent(meeting, given, consent, by, at)
        events.record(by, "meeting.minutes_agreed", meeting, at, side=given.side.value)
        if {each.side for each in meeting.consents} == set(JointSide):
            advance(meeting, AGREE_MINUTES, agreed_at=at)
            language = (meeting.agreement.language,)
            documents.request(KIND, meeting.id, f"{meeting.reference}-MINUTES", language, at)


def _hold_same(meeting: Meeting, consent: Consent) -> None:
    """Hold the minutes for this transaction, and refuse when they are not those shown."""
    AGREE_MINUTES.take(fresh(meeting).state)
    Meeting.update(version=Meeting.version).where(Meeting.id == meeting.id).execute()
    if consent.fingerprint != print_of(by_id(meeting.id)):
        raise RuleBroken("record_changed")


def _put_consent(
    meeting: Meeting, given: Agreed, consent: Consent, by: Actor, at: datetime
) -> None:
    if meeting.consents.where(MinutesConsent.side == given.side).exists():
        raise RuleBroken("record_signed")
    MinutesConsent.create(
        meeting=meeting,
        side=given.side,
        name=given.name.strip(),
        function=given.function.strip(),
        given_on=given.on,
        scan_reference=given.scan_reference.strip(),
        fingerprint=consent.fingerprint,
        recorded_by=by.person_id,
        recorded_at=at,
    )


_TASKS = {
    MeetingState.CONVENED: "hold_meeting",
    MeetingState.HELD: "write_meeting_minutes",
    MeetingState.CIRCULATED: "agree_meeting_minutes",
}


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the meetings whose minutes wait to be written or agreed."""
    if Role.PROGRAMME_OFFICER not in actor.roles:
        return []
    rows = joined().where(Meeting.state.in_(list(_TASKS)))
    mine = [each for each in rows if can(actor, Action.KEEP_MEETING, each)]
    return [_item(each) for each in mine if each.held_on <= at.date()]


def _item(meeting: Meeting) -> Item:
    return Item(
        f"work.{_TASKS[meeting.state]}",
        meeting.reference,
        meeting.centre.name,
        "meetings.show",
        {"meeting_id": str(meeting.id)},
        due=datetime.combine(meeting.minutes_due_on, time(23, 59), UTC),
    )
