"""How far a result hangs on one member or one criterion, and how members differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from portal.domain.evaluation import Entry, Inputs, LotOutcome, evaluate
from portal.domain.scoring import Judged, mean, total

Ranks = Mapping[str, int | None]
"""By the number of the proposal; None for one that does not pass."""


@dataclass(frozen=True)
class Severity:
    """How one member scores beside the others, in points of 100.

    ``differences`` from the mean of the others, a proposal each; ``spread`` between the highest
    and the lowest total that the member gave.
    """

    member: str
    differences: tuple[Fraction, ...]
    spread: Fraction

    @property
    def severity(self) -> Fraction:
        """The mean difference: below 0 who scores lower than the others."""
        return mean(self.differences)


def severities(inputs: Inputs, lot: int) -> list[Severity]:
    """Return how the members of a lot score; nothing where one member is alone."""
    criteria = inputs.terms.criteria
    totals = [
        {member: total(card, criteria) for member, card in each.cards.items()}
        for each in inputs.of_lot(lot)
        if each.eligible and len(each.cards) > 1
    ]
    members = sorted({member for each in totals for member in each})
    return [_severity(member, totals) for member in members]


def _severity(member: str, totals: Sequence[Mapping[str, Fraction]]) -> Severity:
    own = [each for each in totals if member in each]
    differences = tuple(
        each[member] - mean([value for who, value in each.items() if who != member])
        for each in own
    )
    given = [each[member] for each in own]
    return Severity(member, differences, max(given) - min(given))


@dataclass(frozen=True)
class Without:
    """The ranks in a lot when one member, or one criterion, is left out."""

    member: str | None
    criterion: str | None
    ranks: Ranks


@dataclass(frozen=True)
class Sensitivity:
    """The ranks in a lot as they are, and as they would be."""

    ranks: Ranks
    without: tuple[Without, ...]

    @property
    def steady(self) -> bool:
        """Say whether the same proposals are first whatever is left out."""
        first = _first(self.ranks)
        return all(_first(each.ranks) == first for each in self.without)


def _first(ranks: Ranks) -> set[str]:
    return {key for key, rank in ranks.items() if rank == 1}


def sensitivity(inputs: Inputs, lot: int) -> Sensitivity:
    """Return how the ranking of a lot moves when a member or a criterion is left out.

    What moderation agreed on stays as it is. The weights of the criteria that are left are
    scaled up to the same sum.
    """
    alone = replace(
        inputs,
        lots=tuple(each for each in inputs.lots if each.number == lot),
        entries=tuple(inputs.of_lot(lot)),
    )
    return Sensitivity(_ranks(alone), (*_by_member(alone), *_by_criterion(alone)))


def _ranks(inputs: Inputs) -> Ranks:
    (lot,) = evaluate(inputs).lots
    return _ranks_of(lot)


def _ranks_of(lot: LotOutcome) -> Ranks:
    return {each.proposal: each.rank for each in lot.results}


def _by_member(inputs: Inputs) -> Iterator[Without]:
    members = sorted({member for each in inputs.entries for member in each.cards})
    for member in members if len(members) > 1 else ():
        entries = tuple(_without_member(each, member) for each in inputs.entries)
        yield Without(member, None, _ranks(replace(inputs, entries=entries)))


def _without_member(entry: Entry, member: str) -> Entry:
    return replace(entry, cards={who: c for who, c in entry.cards.items() if who != member})


def _by_criterion(inputs: Inputs) -> Iterator[Without]:
    criteria = inputs.terms.criteria
    whole = sum(how.weight for how in criteria.values())
    for code, how in criteria.items():
        left = whole - how.weight
        if left > 0:
            part = Fraction(whole, left)
            others = {
                each: Judged(one.weight * part, one.scale, one.least)
                for each, one in criteria.items()
                if each != code
            }
            terms = replace(inputs.terms, criteria=others)
            yield Without(None, code, _ranks(replace(inputs, terms=terms)))
