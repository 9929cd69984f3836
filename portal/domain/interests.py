"""Conflicts of interest: what a declaration must say, and which lots a conflict shuts."""

from collections.abc import Collection, Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from portal.domain.errors import RuleBroken

P = TypeVar("P", bound=Hashable)
L = TypeVar("L", bound=Hashable)


class Cause(StrEnum):
    """Why somebody else holds a seat, or why a scorecard no longer counts."""

    CONFLICT = "conflict"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Statement(Generic[P]):
    """What the holder of a seat declares: on each partner a conflict, none, or no answer."""

    conflicts: Mapping[P, bool]
    text: str = ""
    undertaking: bool = False

    @property
    def tied(self) -> frozenset[P]:
        """The partners with which there is a conflict."""
        return frozenset(each for each, tied in self.conflicts.items() if tied)


@dataclass(frozen=True)
class Reach(Generic[L]):
    """What is shut: some lots, or the whole call."""

    whole: bool
    lots: frozenset[L]


def reach(
    tied: Collection[P],
    proposing: Mapping[P, Collection[L]],
    before: AbstractSet[L] = frozenset(),
) -> Reach[L]:
    """Return what a conflict with some partners shuts: every lot that one of them proposes for.

    Where that, with the lots that were shut ``before``, leaves no lot with a proposal, it is
    the whole call.
    """
    shut = frozenset(lot for each in tied for lot in proposing.get(each, ()))
    asked = frozenset(lot for lots in proposing.values() for lot in lots)
    return Reach(bool(tied) and shut | before >= asked, shut)


def broken_statement(said: Statement[P], partners: Mapping[P, str]) -> list[RuleBroken]:
    """Return what a declaration lacks, given the proposing partners by their name.

    ``field`` of an unanswered partner is its place in that order: ``partner_1``, ``partner_2``.
    """
    broken = [
        RuleBroken("interest_unanswered", f"partner_{place}", name=name)
        for place, (key, name) in enumerate(partners.items(), 1)
        if key not in said.conflicts
    ]
    if said.tied and not said.text.strip():
        broken.append(RuleBroken("conflict_words_missing", "text"))
    if not said.undertaking:
        broken.append(RuleBroken("undertaking_missing", "undertaking"))
    return broken
