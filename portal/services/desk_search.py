"""Searching one proposal from the scoring desk: its answers and its parts, in their order."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.domain.actions import Action
from portal.domain.desk import Piece, holds, passages
from portal.domain.policy import Actor, require
from portal.domain.proposal_parts import Column, Kind, PartKey
from portal.models import Criterion, Scorecard
from portal.services import proposal_parts
from portal.services.proposal_contents import whole
from portal.services.proposal_parts import Part

READ = frozenset({Kind.LINE, Kind.TEXT})
"""The fields of a part that hold words; codes and figures are not searched."""


@dataclass(frozen=True)
class Found:
    """A place of a proposal with every searched word: where, and its passages with hits."""

    criterion: Criterion | None
    part: PartKey | None
    question: str
    passages: list[list[Piece]]


def find(card: Scorecard, typed: str, by: Actor, language: str) -> list[Found]:
    """Return where a proposal has all typed words, each as the beginning of a word.

    Only for the member whose scorecard it is, after a declaration without conflict.
    """
    require(by, Action.SEE_SCORECARD, card)
    return [
        Found(criterion, part, question, passages(text, typed))
        for criterion, part, question, text in _texts(card, language)
        if holds(text, typed)
    ]


Text = tuple[Criterion | None, PartKey | None, str, str]


def _texts(card: Scorecard, language: str) -> Iterator[Text]:
    for each in whole(card.proposal).sections:
        yield each.criterion, None, each.question.text, each.text
    kept = proposal_parts.kept_of(card.proposal)
    for part in proposal_parts.parts_of(card.proposal.call, kept, language):
        yield None, part.key, "", "\n".join(_lines(part))


def _lines(part: Part) -> Iterator[str]:
    for column in part.spec.values:
        yield from _words(part.values, [column])
    for row in part.rows:
        yield " · ".join(_words(row, part.spec.rows))


def _words(
    values: proposal_parts.Content, columns: tuple[Column, ...] | list[Column]
) -> Iterator[str]:
    for column in columns:
        if column.kind in READ and values.get(column.name):
            yield str(values[column.name])
