"""The scoring desk: one criterion of one proposal at a time, saved while it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.desk import Item, item_state, next_open
from portal.domain.errors import Conflict, NotFound, WrongState
from portal.domain.lifecycle import ScorecardState
from portal.domain.policy import Actor, require
from portal.models import Call, Criterion, Lot, Score, Scorecard
from portal.services import events, marking
from portal.services.marking import Mark
from portal.services.scoring import cards_of, criteria, is_open, require_writable
from portal.services.steps import fresh

SITTING = timedelta(minutes=5)
"""What one member saves on one criterion within this time is one line of the audit log."""


@dataclass(frozen=True)
class Row:
    """One proposal on the desk of a member: its scorecard, and each criterion of it."""

    card: Scorecard
    items: Sequence[Item]


@dataclass(frozen=True)
class Desk:
    """Everything that a member scores on a call."""

    criteria: Sequence[Criterion]
    rows: Sequence[Row]

    @property
    def items(self) -> list[Item]:
        """Every item, proposal by proposal."""
        return [item for row in self.rows for item in row.items]

    @property
    def lots(self) -> list[Lot]:
        """The lots of its proposals, each once."""
        return list(
            {row.card.proposal.lot.id: row.card.proposal.lot for row in self.rows}.values()
        )

    @property
    def settled(self) -> int:
        """How many items need nothing more."""
        return sum(not each.is_open for each in self.items)

    def next_open(self, card: Scorecard | None = None, position: int = 0) -> Item | None:
        """Return the next item that is open after one, going round; None when none is left."""
        return next_open(self.items, (card.id, position) if card else None)

    def beside(self, card: Scorecard, position: int) -> tuple[Item | None, Item | None]:
        """Return the items before and after one."""
        items = self.items
        place = [each.place for each in items].index((card.id, position))
        return (items[place - 1] if place else None), next(iter(items[place + 1 :]), None)


@dataclass(frozen=True)
class Draft:
    """A score as somebody typed it, and the version they saw; 0 for none yet."""

    criterion: Criterion
    mark: Mark
    seen: int


def desk(call: Call, by: Actor) -> Desk:
    """Return the actor's own scorecards on a call with the state of every item."""
    judged = criteria(call)
    return Desk(judged, [Row(card, _items(card, judged)) for card in cards_of(call, by)])


def _items(card: Scorecard, judged: Iterable[Criterion]) -> list[Item]:
    given = {each.criterion_id: each for each in card.scores}
    return [_item(card, each, given.get(each.id)) for each in judged]


def _item(card: Scorecard, criterion: Criterion, score: Score | None) -> Item:
    value, reason = (score.value, score.reason) if score else (None, "")
    state = item_state(value, reason, locked=not is_open(card))
    return Item(card.id, criterion.position, state, value)


def item(card: Scorecard, position: int) -> tuple[Criterion, Score | None]:
    """Return a criterion of a scorecard's call with the score so far, or refuse."""
    judged = next(
        (each for each in criteria(card.proposal.call) if each.position == position), None
    )
    if judged is None:
        raise NotFound
    return judged, _score(card, judged.id)


def _score(card: Scorecard, criterion_id: UUID) -> Score | None:
    same = (Score.scorecard == card) & (Score.criterion == criterion_id)
    return Score.get_or_none(same)


def save(card: Scorecard, draft: Draft, by: Actor, at: datetime) -> Score:
    """Save one score of an open scorecard, and return it as it stands.

    What stands there already is no new save. ``Conflict`` when it was saved elsewhere
    meanwhile, with what stands now.
    """
    require(by, Action.SCORE, card)
    with atomic():
        _hold(card)
        there = _score(card, draft.criterion.id)
        if (there.version if there else 0) != draft.seen and not _stands(there, draft.mark):
            raise Conflict(there.version if there else 0, told(there))
        if marking.put(card, draft.criterion.id, draft.mark, at):
            _note(card, draft.criterion, there, by, at)
    saved = _score(card, draft.criterion.id)
    if saved is None:
        raise NotFound
    return saved


def _hold(card: Scorecard) -> None:
    """Take the row of an open card for this transaction, so that nobody locks it meanwhile."""
    mine = (Scorecard.id == card.id) & (Scorecard.state == ScorecardState.OPEN)
    if Scorecard.update(state=ScorecardState.OPEN).where(mine).execute() != 1:
        raise WrongState("save_scorecard", fresh(card).state)
    require_writable(card)


def _note(
    card: Scorecard, criterion: Criterion, before: Score | None, by: Actor, at: datetime
) -> None:
    """Count the change on the whole card, and write one line of the log for a sitting."""
    Scorecard.update(version=Scorecard.version + 1).where(Scorecard.id == card.id).execute()
    if _is_new(before, at):
        events.record(by, "scorecard.saved", card, at, criterion=criterion.position)


def _stands(there: Score | None, mark: Mark) -> bool:
    return there is not None and Mark(there.value, there.reason) == mark


def _is_new(there: Score | None, at: datetime) -> bool:
    """Say whether a save begins a sitting of its own."""
    return there is None or there.saved_at is None or at - there.saved_at > SITTING


def told(score: Score | None) -> dict[str, Any]:
    """Return a score under the names of the fields that show it."""
    if score is None:
        return {"score": None, "reason": ""}
    return {"score": score.value, "reason": score.reason}
