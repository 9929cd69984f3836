"""Prices as points, and quality and price together."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from portal.domain import scoring
from portal.domain.call_terms import PriceFormula
from portal.domain.pricing import Offer, combined, price_points
from portal.domain.scoring import Judged

CEILING = Decimal(1_000_000)
amounts = st.decimals(1, CEILING, places=2)
formulas = st.sampled_from(list(PriceFormula))
GRID = {"all": Judged(100)}


def ranked(cards, judged, threshold, offer):
    """The proposals ranked by quality and price together."""
    results = [scoring.result(key, each, judged, threshold) for key, each in cards.items()]
    return scoring.ranked(scoring.priced(results, offer), judged)


def offer(prices, weight=70, formula=PriceFormula.LOWEST_OVER_PRICE):
    return Offer(prices, CEILING, weight, formula)


@given(st.lists(amounts, min_size=1, max_size=6), formulas)
def test_points_of_a_price_lie_between_0_and_100_and_fall_with_the_price(prices, formula):
    lowest = min(prices)
    points = [price_points(formula, each, lowest, CEILING) for each in sorted(prices)]
    assert all(0 <= each <= 100 for each in points)
    assert points == sorted(points, reverse=True)


@given(st.lists(amounts, min_size=1, max_size=6))
def test_the_cheapest_that_passes_gets_100(prices):
    costs = offer(dict(enumerate(prices))).costs(
        dict.fromkeys(range(len(prices)), Fraction(80))
    )
    cheapest = prices.index(min(prices))
    assert costs[cheapest].points == 100
    assert max(each.points for each in costs.values()) == 100


def test_a_cheaper_proposal_that_falls_out_does_not_lower_the_others():
    cards = {"good": [{"all": 4}], "cheap": [{"all": 1}]}
    prices = {"good": Decimal(900), "cheap": Decimal(100)}
    first, second = ranked(cards, GRID, 70, offer(prices))
    assert (first.proposal, first.cost.points, first.rank) == ("good", 100, 1)
    assert (second.cost, second.rank) == (None, None)


def test_a_price_at_the_ceiling_gives_nothing_in_the_linear_formula():
    points = price_points(PriceFormula.LINEAR_TO_CEILING, CEILING, CEILING, CEILING)
    assert points == 0
    half = price_points(PriceFormula.LINEAR_TO_CEILING, CEILING / 2, CEILING / 2, CEILING)
    assert half == 50


def test_a_price_of_nothing_is_worth_everything_and_divides_by_nothing():
    for formula in PriceFormula:
        assert price_points(formula, Decimal(0), Decimal(0), CEILING) == 100


@given(st.fractions(0, 100), st.fractions(0, 100), st.integers(1, 99))
def test_together_lies_between_quality_and_price(quality, price, weight):
    both = combined(quality, price, weight)
    assert min(quality, price) <= both <= max(quality, price)


@given(st.fractions(0, 100), st.fractions(0, 100))
def test_the_whole_weight_of_quality_leaves_nothing_for_the_price(quality, price):
    assert combined(quality, price, 100) == quality
    assert combined(quality, price, 0) == price


proposals = st.dictionaries(
    st.integers(0, 6), st.tuples(st.integers(0, 5), amounts), min_size=1, max_size=6
)


@given(proposals, st.integers(1, 99), formulas, st.randoms())
def test_the_order_in_which_proposals_come_does_not_matter(given_ones, weight, formula, random):
    prices = {key: price for key, (_value, price) in given_ones.items()}
    keys = list(given_ones)
    random.shuffle(keys)
    one = ranked(
        {key: [{"all": given_ones[key][0]}] for key in given_ones},
        GRID, 50, offer(prices, weight, formula),
    )  # fmt: skip
    other = ranked(
        {key: [{"all": given_ones[key][0]}] for key in keys},
        GRID, 50, offer(prices, weight, formula),
    )  # fmt: skip
    assert {each.proposal: each.rank for each in one} == {
        each.proposal: each.rank for each in other
    }


@given(proposals, st.integers(1, 99), formulas)
def test_ranks_follow_the_points_of_both_together(given_ones, weight, formula):
    prices = {key: price for key, (_value, price) in given_ones.items()}
    cards = {key: [{"all": value}] for key, (value, _price) in given_ones.items()}
    results = ranked(cards, GRID, 50, offer(prices, weight, formula))
    passed = [each for each in results if each.passed]
    assert [each.final for each in passed] == sorted(
        (each.final for each in passed), reverse=True
    )
    assert results[: len(passed)] == passed
