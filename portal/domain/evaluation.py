"""The result of an evaluation as a pure function of what was frozen: nothing else is asked.

The page, the report and ``flask evaluation verify`` all call ``evaluate``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from portal.domain.assignment import Assignment, as_numbers
from portal.domain.call_terms import Method, PriceFormula
from portal.domain.moderation import divergent
from portal.domain.price_check import Figures, PriceRule
from portal.domain.pricing import LowLimits, Offer, low_prices
from portal.domain.scoring import (
    Exact,
    Judged,
    Result,
    heaviest_first,
    priced,
    ranked,
    result,
    strength,
)

Card = Mapping[str, Exact]
"""The scores of one member for one proposal, by the code of the criterion."""


class OutcomeCode(StrEnum):
    """How the evaluation of a lot ends; each has a text of its own."""

    RANKED = "ranked"
    TIE = "tie"
    SINGLE = "single"
    NONE_ABOVE = "none_above"
    ALL_EXCLUDED = "all_excluded"
    NO_PROPOSAL = "no_proposal"
    NONE_LEFT = "none_left"
    UNPRICED = "unpriced"


@dataclass(frozen=True)
class Terms:
    """What the call laid down and the house has set, as it stood when the result was frozen.

    ``divergence`` in percent of a scale; ``most`` lots for one partner, None for any number.
    ``price_rule`` is None in what was frozen before totals were stated: the price counts.
    """

    criteria: Mapping[str, Judged]
    threshold: int
    method: Method = Method.SINGLE_GRID
    quality_weight: int = 100
    formula: PriceFormula = PriceFormula.LOWEST_OVER_PRICE
    prices_open: bool = True
    most: int | None = None
    divergence: int = 100
    low: LowLimits = field(default_factory=LowLimits)
    price_rule: PriceRule | None = None


@dataclass(frozen=True)
class LotTerms:
    """One lot: its number and the ceiling of its price."""

    number: int
    ceiling: Decimal


@dataclass(frozen=True)
class Entry:
    """One proposal as it was judged; people and partners are codes.

    ``settled`` holds what moderation agreed on a criterion: a score, or None for "left as it
    is". ``voided`` holds scores that no longer count. ``price`` is what the lines of the budget
    add up to, None while it is shut; ``stated`` the total that the partner states, if it does.
    """

    number: str
    partner: str
    lot: int
    price: Decimal | None
    eligible: bool = True
    cards: Mapping[str, Card] = field(default_factory=dict)
    settled: Mapping[str, Exact | None] = field(default_factory=dict)
    voided: Mapping[str, Card] = field(default_factory=dict)
    stated: Decimal | None = None

    def counted(self, rule: PriceRule | None) -> Decimal | None:
        """Return the price that counts under a rule, None while it is shut."""
        if self.price is None:
            return None
        return Figures(self.price, self.stated).counted(rule or PriceRule.COMPUTED)

    @property
    def moderated(self) -> dict[str, Exact]:
        """The scores that stand in the place of a mean."""
        return {key: each for key, each in self.settled.items() if each is not None}


@dataclass(frozen=True)
class Inputs:
    """All that the result of a call hangs on."""

    call: str
    terms: Terms
    lots: tuple[LotTerms, ...]
    entries: tuple[Entry, ...]

    def of_lot(self, number: int) -> list[Entry]:
        """Return the proposals for a lot."""
        return [each for each in self.entries if each.lot == number]


@dataclass(frozen=True)
class LotOutcome:
    """What came out for one lot: the ranking, best first, and who may be recommended.

    ``candidates`` are those who win the lot in some best assignment: several when the committee
    has to choose. ``low`` are proposals whose price is abnormally low; ``unpriced`` those that
    pass and cannot be ranked, because their price is shut.
    """

    number: int
    code: OutcomeCode
    results: tuple[Result[str, str], ...]
    candidates: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    unpriced: tuple[str, ...] = ()

    @property
    def assigned(self) -> str | None:
        """The one proposal that wins the lot; None where nobody does or several can."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(frozen=True)
class Outcome:
    """What came out for each lot, and where members are far apart and nothing is settled."""

    lots: tuple[LotOutcome, ...]
    open_items: tuple[tuple[str, str], ...]
    """Number of the proposal, code of the criterion."""


def evaluate(inputs: Inputs) -> Outcome:
    """Return the result: the same for the same inputs, on any machine."""
    tables = {lot.number: _table(inputs, lot) for lot in inputs.lots}
    won = _assigned(inputs, tables)
    lots = tuple(
        _outcome(inputs, lot, tables[lot.number], won[lot.number]) for lot in inputs.lots
    )
    return Outcome(lots, tuple(open_items(inputs)))


def items(inputs: Inputs) -> list[tuple[str, str]]:
    """Return where the members are further apart than the setting allows."""
    return [
        (entry.number, code)
        for entry in inputs.entries
        if entry.eligible
        for code, how in inputs.terms.criteria.items()
        if divergent(
            [card[code] for card in entry.cards.values()], how.scale, inputs.terms.divergence
        )
    ]


def open_items(inputs: Inputs) -> list[tuple[str, str]]:
    """Return the items that are neither moderated nor left as they are."""
    settled = {(each.number, code) for each in inputs.entries for code in each.settled}
    return [each for each in items(inputs) if each not in settled]


@dataclass(frozen=True)
class _Table:
    results: tuple[Result[str, str], ...]
    unpriced: tuple[str, ...]


def _table(inputs: Inputs, lot: LotTerms) -> _Table:
    """Judge the eligible proposals of a lot and rank them."""
    terms = inputs.terms
    entries = {each.number: each for each in inputs.of_lot(lot.number) if each.eligible}
    judged = [
        result(key, list(each.cards.values()), terms.criteria, terms.threshold, each.moderated)
        for key, each in entries.items()
    ]
    shut = [each.proposal for each in judged if each.passed and _is_shut(inputs, each, entries)]
    priced_ones = [each for each in judged if each.proposal not in shut]
    offer = _offer(terms, lot, entries)
    return _Table(tuple(ranked(priced(priced_ones, offer), terms.criteria)), tuple(shut))


def _is_shut(inputs: Inputs, of: Result[str, str], entries: Mapping[str, Entry]) -> bool:
    return inputs.terms.prices_open and entries[of.proposal].price is None


def _offer(terms: Terms, lot: LotTerms, entries: Mapping[str, Entry]) -> Offer[str] | None:
    if terms.method is not Method.QUALITY_COST or not terms.prices_open:
        return None
    known = _prices(terms, entries.values())
    return Offer(known, lot.ceiling, terms.quality_weight, terms.formula)


def _prices(terms: Terms, entries: Iterable[Entry]) -> dict[str, Decimal]:
    """Return the price that counts of each proposal whose price is open."""
    counted = {each.number: each.counted(terms.price_rule) for each in entries}
    return {key: price for key, price in counted.items() if price is not None}


def _assigned(inputs: Inputs, tables: Mapping[int, _Table]) -> dict[int, tuple[str, ...]]:
    """Return for each lot the proposals that win it in some best assignment of all lots."""
    match = matched(inputs, {key: each.results for key, each in tables.items()})
    by_partner = {(each.lot, each.partner): each.number for each in inputs.entries}
    return {
        lot: tuple(by_partner[lot, str(who)] for who in match.candidates(lot)) for lot in tables
    }


def matched(inputs: Inputs, tables: Mapping[int, Sequence[Result[str, str]]]) -> Assignment:
    """Match lots to partners so that the points add up to the most, within the maximum.

    Equal sums are told apart as equal proposals are: by quality, then the criteria.
    """
    order = heaviest_first(inputs.terms.criteria)
    partner = {each.number: each.partner for each in inputs.entries}
    strengths = {
        (lot, partner[each.proposal]): strength(each, order)
        for lot, results in tables.items()
        for each in results
        if each.passed
    }
    worth = as_numbers(strengths, len(tables))
    values: dict[int, dict[str, int]] = {lot: {} for lot in tables}
    for (lot, who), number in worth.items():
        values[lot][who] = number
    return Assignment(values, inputs.terms.most or len(tables))


def wrong_choices(inputs: Inputs, outcome: Outcome, chosen: Mapping[int, str]) -> list[int]:
    """Return the lots whose chosen proposal does not win it in a best assignment.

    ``chosen`` holds the lots that are to be awarded: one without an award takes no part, so its
    best partner may win another.
    """
    tables = {lot.number: lot.results for lot in outcome.lots if lot.number in chosen}
    match = matched(inputs, tables)
    partner = {each.number: each.partner for each in inputs.entries}
    who = {lot: partner[number] for lot, number in chosen.items()}
    wrong = [lot for lot in chosen if who[lot] not in match.candidates(lot)]
    if wrong or match.total == sum(match.values[lot][who[lot]] for lot in chosen):
        return wrong
    return list(chosen)


def _outcome(
    inputs: Inputs, lot: LotTerms, table: _Table, candidates: tuple[str, ...]
) -> LotOutcome:
    entries = inputs.of_lot(lot.number)
    code = _code(entries, table, candidates)
    prices = _prices(inputs.terms, [each for each in entries if each.eligible])
    low = low_prices(prices, lot.ceiling, inputs.terms.low) if inputs.terms.prices_open else []
    return LotOutcome(lot.number, code, table.results, candidates, tuple(low), table.unpriced)


def _code(entries: Sequence[Entry], table: _Table, candidates: Sequence[str]) -> OutcomeCode:
    if candidates:
        return _code_of_winners(table, candidates)
    if table.unpriced:
        return OutcomeCode.UNPRICED
    if any(each.passed for each in table.results):
        return OutcomeCode.NONE_LEFT
    return _code_of_none(entries, table)


def _code_of_winners(table: _Table, candidates: Sequence[str]) -> OutcomeCode:
    if len(candidates) > 1:
        return OutcomeCode.TIE
    alone = len(table.results) + len(table.unpriced) == 1
    return OutcomeCode.SINGLE if alone else OutcomeCode.RANKED


def _code_of_none(entries: Sequence[Entry], table: _Table) -> OutcomeCode:
    if table.results:
        return OutcomeCode.NONE_ABOVE
    return OutcomeCode.ALL_EXCLUDED if entries else OutcomeCode.NO_PROPOSAL
