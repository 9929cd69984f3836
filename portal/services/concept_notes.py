"""Unsolicited concept notes: written by a partner, answered or taken up by the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from portal.db import atomic
from portal.domain import concepts as rules
from portal.domain.actions import Action, Role
from portal.domain.call_kinds import CallKind, DirectReason
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import (
    DECLINE_CONCEPT,
    SEND_CONCEPT,
    TAKE_UP_CONCEPT,
    ConceptState,
)
from portal.domain.policy import Actor, can, require
from portal.models import (
    Call,
    Centre,
    ConceptNote,
    DirectSelection,
    Event,
    Invitation,
    Lot,
    Partner,
    Person,
)
from portal.services import (
    call_drafting,
    centres,
    counters,
    events,
    invitations,
    outbox,
    references,
    staff,
)
from portal.services.steps import advance, found, fresh, save_version
from portal.services.todo import Item

TEXTS = (*rules.NEEDED, "language")
PAGE = 50


@dataclass(frozen=True)
class TakeUp:
    """How a concept note becomes a draft: for which centre, and why without competition."""

    centre: Centre
    reason: DirectReason
    text: str


def by_id(concept_id: UUID) -> ConceptNote:
    """Return a concept note with its partner, or refuse with ``NotFound``."""
    query = ConceptNote.select(ConceptNote, Partner).join(Partner)
    note: ConceptNote | None = query.where(ConceptNote.id == concept_id).first()
    return found(note)


def call_of(note: ConceptNote) -> Call | None:
    """Return the call that was drafted from a concept note, or None."""
    return Call.get_or_none(Call.id == note.call_id) if note.call_id else None


def of_call(call: Call) -> ConceptNote | None:
    """Return the concept note from which a call was drafted, or None."""
    return ConceptNote.get_or_none(ConceptNote.call == call)


def seen_by(actor: Actor, before: datetime | None = None) -> list[ConceptNote]:
    """Return the partner's own notes, or to the office those sent; the newest first.

    ``before`` goes on after a page of the office's list, by the time of sending.
    """
    joined = ConceptNote.select(ConceptNote, Partner).join(Partner)
    if actor.partner_id is not None:
        mine = joined.where(ConceptNote.partner == actor.partner_id)
        return list(mine.order_by(ConceptNote.created_at.desc()).limit(PAGE))
    sent = joined.where(ConceptNote.state != ConceptState.DRAFT)
    if before is not None:
        sent = sent.where(ConceptNote.sent_at < before)
    return list(sent.order_by(ConceptNote.sent_at.desc()).limit(PAGE))


def timeline(note: ConceptNote) -> list[Event]:
    """Return what happened to a concept note, newest first."""
    return events.timeline([note.id])


def draft(values: Mapping[str, object], by: Actor, at: datetime) -> ConceptNote:
    """Begin a concept note for the actor's partner; ``values`` are columns of it."""
    require(by, Action.START_CONCEPT)
    with atomic():
        note = ConceptNote.create(
            **values, partner=by.partner_id, author=by.person_id, created_at=at
        )
        events.record(by, "concept.drafted", note, at)
    return note


def save(
    note: ConceptNote, values: Mapping[str, object], seen: int, by: Actor, at: datetime
) -> None:
    """Save a draft if it is still in the version seen, else refuse with ``Conflict``."""
    require(by, Action.WRITE_CONCEPT, note)
    with atomic():
        _require_draft(note)
        save_version(note, seen, values)
        _require_draft(note)
        events.record(by, "concept.changed", note, at)


def _require_draft(note: ConceptNote) -> None:
    state = fresh(note).state
    if state is not ConceptState.DRAFT:
        raise WrongState("edit_concept", state)


def broken_rules(note: ConceptNote) -> list[RuleBroken]:
    """Return what a concept note still lacks before it can be sent."""
    return rules.broken_rules({name: getattr(note, name) for name in rules.NEEDED})


def send(note: ConceptNote, by: Actor, at: datetime) -> None:
    """Send a complete concept note to the office under a reference of its own."""
    require(by, SEND_CONCEPT.action, note)
    with atomic():
        advance(note, SEND_CONCEPT, sent_at=at)
        if broken := broken_rules(fresh(note)):
            raise RulesBroken(broken)
        reference = _reference(fresh(note).country, at.year)
        ConceptNote.update(reference=reference).where(ConceptNote.id == note.id).execute()
        events.record(by, "concept.sent", note, at, reference=reference)
        _tell(staff.holders(Role.PROGRAMME_OFFICER), "concept_sent", fresh(note), at)


def _reference(country: str, year: int) -> str:
    prefix = f"IOM/{references.alpha3(country)}/{year}/CN"
    return f"{prefix}/{counters.next_number('concept ' + prefix):03d}"


def decline(note: ConceptNote, reason: str, by: Actor, at: datetime) -> None:
    """Answer a concept note that is not taken up; the partner reads the reason."""
    require(by, DECLINE_CONCEPT.action, note)
    if not reason.strip():
        raise RuleBroken("concept_answer_missing", "answer")
    with atomic():
        _answer(note, DECLINE_CONCEPT, reason, by, at)
        events.record(by, "concept.declined", note, at)
        _tell(invitations.writers([note.partner_id]), "concept_declined", fresh(note), at)


def _answer(note: ConceptNote, step: object, text: str, by: Actor, at: datetime) -> None:
    facts = {"answer": text.strip(), "answered_at": at, "answered_by": by.person_id}
    advance(note, step, **facts)  # type: ignore[arg-type]  # a step of concept notes


def take_up(note: ConceptNote, choice: TakeUp, by: Actor, at: datetime) -> Call:
    """Turn a concept note into the draft of a direct selection of its partner."""
    require(by, TAKE_UP_CONCEPT.action, note)
    if not choice.text.strip():
        raise RuleBroken("concept_answer_missing", "text")
    with atomic():
        _answer(note, TAKE_UP_CONCEPT, choice.text, by, at)
        call = call_drafting.draft(choice.centre, _columns(note, choice.centre), by, at)
        _carry_over(note, call, choice, at)
        events.record(by, "concept.taken_up", note, at, call=call.reference)
        _tell(invitations.writers([note.partner_id]), "concept_taken_up", fresh(note), at)
    return call


def _columns(note: ConceptNote, centre: Centre) -> dict[str, object]:
    return {
        "title": note.title,
        "background": note.problem,
        "language": note.language,
        "currency": note.currency,
        "zone": call_drafting.suggestions(centre)["zone"],
    }


def _carry_over(note: ConceptNote, call: Call, choice: TakeUp, at: datetime) -> None:
    Call.update(
        kind=CallKind.DIRECT, scope=note.approach, services=note.services, months=note.months
    ).where(Call.id == call.id).execute()
    DirectSelection.create(call=call, reason=choice.reason, text=choice.text.strip())
    Invitation.create(call=call, partner=note.partner_id, invited_at=at)
    ConceptNote.update(call=call).where(ConceptNote.id == note.id).execute()
    ceiling = note.amount or Decimal(0)
    Lot.create(call=call, number=1, city=note.city, title=note.title, ceiling=ceiling)


def centres_for(actor: Actor) -> list[Centre]:
    """Return the centres for which a call can be drafted, by name."""
    require(actor, Action.DRAFT_CALL)
    able = [each for each in centres.every() if centres.can_have_calls(each)]
    return sorted(able, key=lambda each: each.name)


def _tell(people: list[Person], template: str, note: ConceptNote, at: datetime) -> None:
    about = {"reference": note.reference, "title": note.title, "concept": str(note.id)}
    for person in people:
        outbox.put_mail(person.email, template, person.language, at, **about)


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the partner's notes to finish or that wait, and those the office has to answer."""
    if actor.partner_id is not None:
        mine = ConceptNote.partner == actor.partner_id
        waiting = mine & (ConceptNote.state == ConceptState.SENT)
        writing = mine & (ConceptNote.state == ConceptState.DRAFT)
        words = [(waiting, "concept_waits", True)]
        if can(actor, Action.START_CONCEPT):
            words.append((writing, "finish_concept", False))
    elif Role.PROGRAMME_OFFICER in actor.roles:
        words = [(ConceptNote.state == ConceptState.SENT, "answer_concept", False)]
    else:
        return []
    return [item for each in words for item in _items(*each)]


def _items(condition: object, word: str, waiting: bool) -> list[Item]:  # noqa: FBT001 - of a table
    return [
        Item(
            f"work.{word}",
            note.reference or "",
            note.title,
            "concepts.show",
            {"concept_id": str(note.id)},
            waiting=waiting,
        )
        for note in ConceptNote.select().where(condition).limit(PAGE)
    ]
