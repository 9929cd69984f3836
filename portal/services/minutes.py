"""The minutes of a committee: drafted from the record, signed by all present, then issued."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import IntegrityError

from portal.db import atomic
from portal.domain import minutes as rules
from portal.domain.actions import Action, SeatKind
from portal.domain.call_rules_times import local_day
from portal.domain.errors import Conflict, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.domain.lifecycle_award import OFFER_MINUTES, TAKE_BACK_MINUTES, MinutesState
from portal.domain.minutes import Vote
from portal.domain.policy import Actor, require
from portal.models import (
    Call,
    Lot,
    Minutes,
    MinutesSignature,
    Partner,
    Person,
    Proposal,
    Seat,
)
from portal.services import (
    award_choice,
    declarations,
    events,
    minutes_record,
    observing,
    opening_prices,
    outbox,
)
from portal.services.opening import call_by_slug
from portal.services.scoring import Ranking, rankings
from portal.services.steps import advance, found, save_version

__all__ = ["Minutes", "Seat"]
EVENTS = ("minutes.saved", "minutes.offered", "minutes.taken_back", "minutes.signed")
OPEN_CALLS = frozenset({CallState.RANKED, CallState.AWARDED})
"""Where a call stands while its committee can meet on an award."""


@dataclass(frozen=True)
class Agreed:
    """What was decided for one lot: a proposal, or none for no award, and how each voted."""

    lot_id: UUID
    proposal_id: UUID | None
    reason: str
    votes: Mapping[UUID, Vote] = field(default_factory=dict)
    chosen: bool = True


@dataclass(frozen=True)
class Contents:
    """What the chair or the secretary writes into the minutes."""

    held_on: date
    place: str
    agenda: str
    government: str
    present: Collection[UUID]
    decisions: Sequence[Agreed]


def latest(call: Call) -> Minutes | None:
    """Return the last edition of the minutes of a call, or None before the first."""
    query = Minutes.select().where(Minutes.call == call).order_by(Minutes.edition.desc())
    row: Minutes | None = query.first()
    return row


def by_slug(slug: str) -> Minutes:
    """Return the last edition of the minutes of a call, or refuse."""
    call = call_by_slug(slug)
    row = found(latest(call))
    row.call = call
    return row


def signed(call: Call) -> Minutes | None:
    """Return the last edition of the minutes once it is signed by all, or None."""
    row = latest(call)
    return row if row is not None and row.state is MinutesState.SIGNED else None


def is_open(call: Call) -> bool:
    """Say whether the minutes of a call can be drafted now, or anew."""
    row = latest(call)
    return call.state in OPEN_CALLS and (row is None or row.state is not MinutesState.SIGNING)


def seats(call: Call) -> list[Seat]:
    """Return the seats whose holders may be at the meeting: those without a conflict."""
    return [
        each
        for each in declarations.seats(call)
        if each.declared_at is not None
        and not each.conflict
        and each.kind is not SeatKind.NO_OBJECTION
    ]


def voters(present: Sequence[Seat], lot: Lot) -> list[Seat]:
    """Return the seats that vote on a lot: those whom no conflict shuts out of it."""
    return [
        each
        for each in present
        if each.kind is SeatKind.VOTING and str(lot.id) not in each.lots_shut
    ]


def contents(row: Minutes) -> Contents:
    """Return what stands in an edition of the minutes."""
    return Contents(
        row.held_on,
        row.place,
        row.agenda,
        row.government,
        frozenset(UUID(each["person"]) for each in row.attendance if each["present"]),
        [_agreed(each) for each in row.decisions],
    )


def _agreed(stored: Mapping[str, object]) -> Agreed:
    votes: Mapping[str, str] = stored["votes"]  # type: ignore[assignment]
    proposal = stored["proposal"]
    return Agreed(
        UUID(str(stored["lot"])),
        UUID(str(proposal)) if proposal else None,
        str(stored["reason"]),
        {UUID(who): Vote(vote) for who, vote in votes.items()},
        chosen=bool(stored["chosen"]),
    )


def proposed(call: Call, agenda: str, at: datetime) -> Contents:
    """Return a first draft from the record: all are there and vote for the first rank."""
    there = seats(call)
    return Contents(
        local_day(at, call.zone),
        "",
        agenda,
        "\n\n".join(each.text for each in observing.observer_comments(call)),
        frozenset(each.person_id for each in there),
        [_first(each, there) for each in rankings(call)],
    )


def _first(table: Ranking, there: Sequence[Seat]) -> Agreed:
    votes = {each.person_id: Vote.FOR for each in voters(there, table.lot)}
    first = table.first[0].id if len(table.first) == 1 else None
    return Agreed(table.lot.id, first, "", votes, chosen=len(table.first) < 2)  # noqa: PLR2004 - a tie


def save(call: Call, seen: int, given: Contents, by: Actor, at: datetime) -> None:
    """Keep a draft; the first save after a signed edition begins the next one."""
    require(by, Action.WRITE_MINUTES, call)
    opening_prices.require_open(call)
    if call.state not in OPEN_CALLS:
        raise WrongState("write_minutes", call.state)
    row = latest(call)
    with atomic():
        if row is None or row.state is MinutesState.SIGNED:
            row = _begin(call, row.edition + 1 if row else 1, given, by, at)
        elif row.state is not MinutesState.DRAFT:
            raise WrongState("write_minutes", row.state)
        else:
            save_version(row, seen, _columns(call, given), theirs=_stored)
        events.record(by, "minutes.saved", call, at, edition=row.edition)


def _begin(call: Call, edition: int, given: Contents, by: Actor, at: datetime) -> Minutes:
    try:
        return Minutes.create(
            call=call,
            edition=edition,
            drafted_by=by.person_id,
            drafted_at=at,
            **_columns(call, given),
        )
    except IntegrityError as twice:
        raise Conflict(1, {}) from twice


def _stored(row: Minutes) -> Mapping[str, object]:
    return {"place": row.place, "agenda": row.agenda, "government": row.government}


def _columns(call: Call, given: Contents) -> dict[str, object]:
    return {
        "held_on": given.held_on,
        "place": given.place.strip(),
        "agenda": given.agenda.strip(),
        "government": given.government.strip(),
        "attendance": [_attending(each, given.present) for each in seats(call)],
        "decisions": [_decided(each) for each in given.decisions],
    }


def _attending(seat: Seat, present: Collection[UUID]) -> Mapping[str, object]:
    votes = seat.kind is SeatKind.VOTING
    part = _part(seat)
    return {
        "person": str(seat.person_id),
        "name": seat.person.name,
        "part": part,
        "votes": votes,
        "shut": list(seat.lots_shut),
        "signs": votes or part in {"chair", "secretary"},
        "present": seat.person_id in present,
    }


def _part(seat: Seat) -> str:
    if seat.chair:
        return "chair"
    if seat.government:
        return "government" if seat.kind is SeatKind.VOTING else "observer"
    return "member" if seat.kind is SeatKind.VOTING else seat.kind.value


def _decided(each: Agreed) -> Mapping[str, object]:
    return {
        "lot": str(each.lot_id),
        "proposal": str(each.proposal_id) if each.proposal_id else None,
        "chosen": each.chosen,
        "reason": each.reason.strip(),
        "votes": {str(who): vote.value for who, vote in each.votes.items()},
    }


@dataclass(frozen=True)
class Decided:
    """A decision of the minutes as it is read: the partner, or none, and votes by name."""

    lot: Lot
    proposal: Proposal | None
    reason: str
    votes: Sequence[tuple[str, Vote]]

    def names(self, vote: str) -> list[str]:
        """Return who voted so."""
        return [name for name, each in self.votes if each.value == vote]


def decided(row: Minutes) -> list[Decided]:
    """Return the decisions of an edition with the votes of those present."""
    lots = {each.id: each for each in Lot.select().where(Lot.call == row.call)}
    joined = Proposal.select(Proposal, Partner).join(Partner).where(Proposal.call == row.call)
    known = {each.id: each for each in joined}
    there = [(UUID(each["person"]), each["name"]) for each in row.attendance if each["present"]]
    return [
        Decided(
            lots[each.lot_id],
            known[each.proposal_id] if each.proposal_id else None,
            each.reason,
            [(name, each.votes[who]) for who, name in there if who in each.votes],
        )
        for each in contents(row).decisions
        if each.chosen
    ]


def offer(row: Minutes, by: Actor, at: datetime) -> None:
    """Give the minutes to those present for their signatures; nothing of them changes then."""
    require(by, Action.WRITE_MINUTES, row)
    broken = problems(row, at)
    if broken:
        raise RulesBroken(broken)
    with atomic():
        known = minutes_record.of(row.call)
        advance(row, OFFER_MINUTES, offered_at=at, procedure=known)
        events.record(by, "minutes.offered", row.call, at, edition=row.edition)
        _tell(row, at)


def problems(row: Minutes, at: datetime) -> list[RuleBroken]:
    """Return what keeps a draft from being signed."""
    call = row.call
    numbers = {each.id: each.number for each in Lot.select().where(Lot.call == call)}
    present = {UUID(each["person"]): each for each in row.attendance if each["present"]}
    meeting = rules.Meeting(
        row.held_on,
        row.agenda,
        [who for who, each in present.items() if each["votes"]],
        next((who for who, each in present.items() if each["part"] == "chair"), None),
        call.quorum,
        [_decision(each, numbers, present) for each in contents(row).decisions],
    )
    opened: datetime = call.opened_at or row.drafted_at
    days = (local_day(opened, call.zone), local_day(at, call.zone))
    choices = {
        each.lot_id: award_choice.Choice(each.proposal_id, each.reason)
        for each in contents(row).decisions
        if each.chosen
    }
    return rules.broken_rules(meeting, *days) + award_choice.broken_rules(call, choices)


def _decision(
    each: Agreed, numbers: Mapping[UUID, int], present: Mapping[UUID, Mapping[str, Any]]
) -> rules.Decision:
    lot = str(each.lot_id)
    away = [who for who, row in present.items() if lot in row.get("shut", ())]
    return rules.Decision(numbers[each.lot_id], each.proposal_id, each.votes, away)


def _tell(row: Minutes, at: datetime) -> None:
    facts = {"reference": row.call.reference, "slug": row.call.slug}
    for person in Person.select().where(Person.id.in_(list(row.signers))):
        outbox.put_mail(person.email, "minutes_to_sign", person.language, at, **facts)


def take_back(row: Minutes, by: Actor, at: datetime) -> None:
    """Take the minutes back to be corrected; the signatures given so far are void."""
    require(by, Action.WRITE_MINUTES, row)
    with atomic():
        advance(row, TAKE_BACK_MINUTES, offered_at=None, procedure=[])
        mine = MinutesSignature.minutes == row
        void = MinutesSignature.delete().where(mine).execute()
        facts = {"edition": row.edition, "signatures": void}
        events.record(by, "minutes.taken_back", row.call, at, **facts)
