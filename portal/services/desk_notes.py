"""A member's notes to themselves beside a scorecard: read and written by that member alone.

No other service reads this table, so no page, paper or export of another can hold a note. The
audit log says nothing of notes either.
"""

from datetime import datetime, timedelta

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import Conflict
from portal.domain.lifecycle import DECIDED_CALL_STATES, CallState
from portal.domain.policy import Actor, require
from portal.models import Call, CardNote, Proposal, Scorecard
from portal.services.steps import save_version


def note_of(card: Scorecard, by: Actor) -> CardNote | None:
    """Return the actor's own notes beside their own scorecard; None before the first."""
    require(by, Action.KEEP_NOTES, card)
    return CardNote.get_or_none(CardNote.scorecard == card)


def save(card: Scorecard, text: str, seen: int, by: Actor, at: datetime) -> CardNote:
    """Keep the notes beside one's own scorecard, also after it is locked.

    ``Conflict`` when another window saved them meanwhile.
    """
    with atomic():
        there = note_of(card, by)
        if there is None:
            return CardNote.create(scorecard=card, text=text, saved_at=at)
        if there.text != text:
            try:
                save_version(there, seen, {"text": text, "saved_at": at})
            except Conflict as conflict:
                raise Conflict(conflict.version, {"text": there.text}) from conflict
    return CardNote.get_by_id(there.id)


def forget(at: datetime, days: int) -> int:
    """Delete the notes of calls that ended: ``days`` after the decision, or at once.

    A cancelled call ends at once. With fewer than 0 days they are kept. Return how many went.
    """
    if days < 0:
        return 0
    decided = Call.state.in_(list(DECIDED_CALL_STATES))
    decided &= Call.awarded_at <= at - timedelta(days=days)
    over = Call.select(Call.id).where(decided | (Call.state == CallState.CANCELLED))
    cards = Scorecard.select(Scorecard.id).join(Proposal).where(Proposal.call.in_(over))
    return int(CardNote.delete().where(CardNote.scorecard.in_(cards)).execute())
