"""Points, means, ranks and ties."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.domain import scoring
from portal.domain.scoring import Judged

WEIGHTS = {"approach": Judged(50), "staff": Judged(30), "price": Judged(20)}
cards = st.fixed_dictionaries({each: st.integers(0, 5) for each in WEIGHTS})
sheets = st.lists(cards, min_size=1, max_size=6)


def ranks(proposals, judged, threshold):
    results = [
        scoring.result(key, given, judged, threshold) for key, given in proposals.items()
    ]
    return scoring.ranked(results, judged)


@st.composite
def weights_of_hundred(draw):
    parts = sorted(draw(st.lists(st.integers(0, 100), min_size=1, max_size=6)))
    edges = [0, *parts, 100]
    return {place: Judged(high - low) for place, (low, high) in enumerate(pairwise(edges))}


@given(st.integers(0, 100), st.integers(1, 100), st.data())
def test_points_lie_between_nothing_and_the_weight(weight, scale, data):
    value = data.draw(st.integers(0, scale))
    assert 0 <= scoring.points(Judged(weight, scale), value) <= weight
    assert scoring.points(Judged(weight, scale), scale) == weight


@given(sheets, st.integers(1, 5))
def test_a_mean_score_under_the_least_one_falls_out_whatever_the_total(cards, least):
    judged = {**WEIGHTS, "staff": Judged(30, least=least)}
    reached = scoring.result("p", cards, judged, 0)
    mean = Fraction(sum(each["staff"] for each in cards), len(cards))
    assert reached.passed == (mean >= least)
    assert reached.below == (() if mean >= least else ("staff",))


@given(weights_of_hundred(), st.data())
def test_weights_of_a_hundred_give_at_most_a_hundred(weights, data):
    marks = {each: data.draw(st.integers(0, 5)) for each in weights}
    assert 0 <= scoring.total(marks, weights) <= 100
    assert scoring.total(dict.fromkeys(weights, 5), weights) == 100


@given(sheets, st.randoms())
def test_the_order_of_the_members_does_not_matter(given_sheets, random):
    mixed = list(given_sheets)
    random.shuffle(mixed)
    one = scoring.result("a", given_sheets, WEIGHTS, 70)
    other = scoring.result("a", mixed, WEIGHTS, 70)
    assert (one.mean, one.by_criterion) == (other.mean, other.by_criterion)


@given(sheets, sheets, st.sampled_from(sorted(WEIGHTS)))
def test_a_better_score_never_lowers_the_rank(mine, theirs, criterion):
    better = [{**mine[0], criterion: 5}, *mine[1:]]

    def rank_of(own):
        ranked = ranks({"mine": own, "theirs": theirs}, WEIGHTS, 0)
        return next(each.rank for each in ranked if each.proposal == "mine")

    assert rank_of(better) <= rank_of(mine)


@given(st.dictionaries(st.integers(0, 9), sheets, min_size=1), st.integers(0, 100))
def test_who_passes_has_a_rank_and_who_fails_has_none(proposals, threshold):
    for each in ranks(proposals, WEIGHTS, threshold):
        assert (each.rank is not None) == (each.mean >= threshold)


def test_equals_share_their_rank_and_the_next_rank_is_left_out():
    same, less = [{"approach": 5, "staff": 5, "price": 5}], [dict.fromkeys(WEIGHTS, 4)]
    ranked = ranks({"a": same, "b": same, "c": less}, WEIGHTS, 70)
    assert [each.rank for each in ranked] == [1, 1, 3]


def test_equal_means_are_parted_by_the_heaviest_criterion():
    strong = [{"approach": 5, "staff": 0, "price": 5}]
    other = [{"approach": 4, "staff": 3, "price": 3}]
    ranked = ranks({"other": other, "strong": strong}, WEIGHTS, 0)
    assert [each.mean for each in ranked] == [70, 70]
    assert [(each.proposal, each.rank) for each in ranked] == [("strong", 1), ("other", 2)]


def test_the_exact_mean_is_judged_and_not_the_rounded_one():
    just_under = [{"a": 3}, {"a": 4}, {"a": 4}]
    reached = scoring.result("p", just_under, {"a": Judged(100)}, 74)
    assert scoring.shown(reached.mean) == Decimal("73.33")
    assert not reached.passed
    nearly = Fraction(69_999, 1000)
    assert scoring.shown(nearly) == Decimal("70.00")


@given(st.fractions(0, 100))
def test_a_shown_figure_is_within_half_a_hundredth(value):
    assert abs(Fraction(scoring.shown(value)) - value) <= Fraction(1, 200)


def test_halves_are_rounded_up():
    assert scoring.shown(Fraction(5, 1000)) == Decimal("0.01")


@given(st.lists(st.fractions(0, 100), max_size=6), st.integers(0, 100))
def test_every_figure_has_its_place_on_the_scale(figures, threshold):
    low = scoring.lowest_tick(figures, threshold)
    for each in [*figures, Fraction(threshold)]:
        assert 0 <= float(scoring.place(each, low).rstrip("%")) <= 100
