"""Lots matched to partners, against trying every way."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.assignment import Assignment, as_numbers

offers = st.dictionaries(
    st.integers(1, 4),
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 5), max_size=4),
    min_size=1,
    max_size=4,
)


def every_way(values, most):
    """The most that can be reached, and who wins each lot in some way that reaches it."""
    ways = {}
    for way in product(*([None, *of_lot] for of_lot in values.values())):
        if all(way.count(who) <= most for who in set(way) - {None}):
            worth = sum(
                of_lot.get(who, 0) for of_lot, who in zip(values.values(), way, strict=True)
            )
            ways.setdefault(worth, []).append(way)
    best = ways[max(ways)]
    winners = [{way[place] for way in best} - {None} for place in range(len(values))]
    return max(ways), dict(zip(values, winners, strict=True))


@settings(max_examples=150, deadline=None)
@given(offers, st.integers(1, 4))
def test_no_other_way_reaches_more_and_all_that_reach_as_much_are_known(values, most):
    found = Assignment(values, most)
    best, winners = every_way(values, most)
    assert found.total == best
    assert {lot: set(found.candidates(lot)) for lot in values} == winners


def test_a_partner_that_is_best_twice_wins_the_lot_where_it_is_missed_more():
    values = {1: {"nour": 90, "jisr": 88}, 2: {"nour": 85, "jisr": 71}}
    found = Assignment(values, 1)
    assert [found.candidates(lot) for lot in values] == [["jisr"], ["nour"]]


def test_a_lot_stays_open_when_its_only_partner_wins_another():
    found = Assignment({1: {"nour": 90}, 2: {"nour": 85}}, 1)
    assert [found.candidates(lot) for lot in (1, 2)] == [["nour"], []]


thirds = st.integers(0, 30).map(lambda number: Fraction(number, 3))
strengths = st.tuples(*[thirds] * 3)


@given(st.lists(st.tuples(strengths, strengths), min_size=1, max_size=6))
def test_numbers_add_up_as_the_strengths_do(pairs):
    given_strengths = {
        (place, side): each
        for place, pair in enumerate(pairs)
        for side, each in enumerate(pair)
    }
    numbers = as_numbers(given_strengths, len(pairs))

    def sums(side):
        own = [key for key in numbers if key[1] == side]
        exact = [
            sum(column, Fraction(0))
            for column in zip(*(given_strengths[k] for k in own), strict=True)
        ]
        return exact, sum(numbers[key] for key in own)

    (one, one_number), (other, other_number) = sums(0), sums(1)
    assert (one < other) == (one_number < other_number)
    assert (one == other) == (one_number == other_number)
