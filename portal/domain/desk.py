"""The scoring desk: what is still to be scored, where to go on, and where words stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.domain.scoring import REASON_WORDS, words
from portal.domain.searching import terms as _terms
from portal.domain.searching import words as _plain_words

_RUN = re.compile(r"\S+")
_MOST_FOUND = 100


class ItemState(StrEnum):
    """How far one criterion of one proposal is scored by one member."""

    EMPTY = "empty"
    BEGUN = "begun"
    DONE = "done"
    LOCKED = "locked"


def item_state(value: int | None, reason: str, *, locked: bool) -> ItemState:
    """Say how far a score is: done with a value and a reason that is long enough to lock."""
    if locked:
        return ItemState.LOCKED
    if value is not None and words(reason) >= REASON_WORDS:
        return ItemState.DONE
    return ItemState.BEGUN if value is not None or reason.strip() else ItemState.EMPTY


@dataclass(frozen=True)
class Item:
    """One criterion of one proposal at the desk of one member."""

    card_id: UUID
    position: int
    state: ItemState
    value: int | None = None

    @property
    def place(self) -> tuple[UUID, int]:
        """Where it stands, whatever its state."""
        return self.card_id, self.position

    @property
    def is_open(self) -> bool:
        """Say whether something is still to be done."""
        return self.state in {ItemState.EMPTY, ItemState.BEGUN}


def next_open(items: Sequence[Item], after: tuple[UUID, int] | None = None) -> Item | None:
    """Return the next item that is open after a place, going round; None when none is left."""
    places = [each.place for each in items]
    start = places.index(after) + 1 if after in places else 0
    return next((each for each in (*items[start:], *items[:start]) if each.is_open), None)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, marked where it holds a word that was searched for."""

    text: str
    hit: bool = False


def marked(text: str, typed: str) -> list[Piece]:
    """Return a text in pieces, those with a beginning of a searched word marked."""
    wanted = tuple(_terms(typed))
    if not wanted:
        return [Piece(text)]
    pieces, end = [], 0
    for run in _RUN.finditer(text):
        if any(word.startswith(wanted) for word in _plain_words(run.group())):
            pieces += [Piece(text[end : run.start()]), Piece(run.group(), hit=True)]
            end = run.end()
    return [each for each in (*pieces, Piece(text[end:])) if each.text]


def holds(text: str, typed: str) -> bool:
    """Say whether a text has every word that was typed, each as the beginning of a word."""
    there = _plain_words(text)
    wanted = _terms(typed)
    return bool(wanted) and all(any(each.startswith(one) for each in there) for one in wanted)


def passages(text: str, typed: str) -> list[list[Piece]]:
    """Return the paragraphs of a text in which something is marked, in their order."""
    found: Iterable[list[Piece]] = (marked(each, typed) for each in text.split("\n"))
    return [each for each in found if any(piece.hit for piece in each)][:_MOST_FOUND]
