"""The pack of a lot: everything a member needs to score it without a line, as one PDF."""

from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, WrongState
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.models import Call, Document, Lot, Person, Scorecard, ScoringPack, Seat
from portal.services import documents, events
from portal.services.declarations import seat_of
from portal.services.scoring import cards_of
from portal.services.steps import fresh

KIND = "scoring_pack"


def cards(lot: Lot, by: Actor) -> list[Scorecard]:
    """Return the actor's own scorecards of a lot; ``NotFound`` where there is none."""
    own = [each for each in cards_of(lot.call, by) if each.proposal.lot_id == lot.id]
    if not own:
        raise NotFound
    return own


def of(lot: Lot, by: Actor) -> ScoringPack | None:
    """Return the actor's own pack of a lot; None before they asked for it."""
    require(by, Action.USE_PACK, lot)
    mine = (ScoringPack.lot == lot) & (ScoringPack.seat == seat_of(lot.call, by))
    return ScoringPack.get_or_none(mine)


def by_id(pack_id: UUID) -> ScoringPack:
    """Return a pack with its seat, member, lot and call, for the paper that it prints."""
    query = (
        ScoringPack.select(ScoringPack, Seat, Person, Call, Lot)
        .join(Seat)
        .join(Person, on=Seat.person)
        .switch(Seat)
        .join(Call)
        .switch(ScoringPack)
        .join(Lot)
    )
    return query.where(ScoringPack.id == pack_id).get()


def proposals(pack: ScoringPack) -> list[Scorecard]:
    """Return the scorecards that a pack is about, in the order of their proposals."""
    own = Scorecard.select().where(Scorecard.seat == pack.seat)
    found = [each for each in own if each.proposal.lot_id == pack.lot_id]
    return sorted(found, key=lambda each: each.proposal.number or "")


def document(pack: ScoringPack | None, language: str) -> Document | None:
    """Return the paper of a pack in a language, as far as it is."""
    if pack is None:
        return None
    same = (Document.kind == KIND) & (Document.subject_id == pack.id)
    return Document.get_or_none(same & (Document.language == language))


def ask(lot: Lot, language: str, by: Actor, at: datetime) -> None:
    """Ask the worker for the actor's pack of a lot in a language; once is enough."""
    require(by, Action.USE_PACK, lot)
    state = fresh(lot.call).state
    if state is not CallState.SCORING:
        raise WrongState("ask_pack", state)
    cards(lot, by)
    pack = of(lot, by)
    there = document(pack, language)
    if there is not None:
        documents.ask_again(there.number, at)
        return
    with atomic():
        seat = seat_of(lot.call, by)
        pack = pack or ScoringPack.create(seat=seat, lot=lot, asked_at=at)
        number = f"{lot.call.reference}-L{lot.number}-PACK-{pack.id.hex[:6].upper()}"
        documents.request(KIND, pack.id, number, [language], at)
        events.record(by, "seat.pack_asked", seat, at, lot=lot.number)
