"""Typed figures: their worth, their contradictions, and how periods add up."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.indicators import (
    NOTHING,
    WAYS,
    Adding,
    Breakdown,
    Entry,
    Figure,
    IndicatorKind,
    Measure,
    added_up,
    contradictions,
    cumulated,
    is_complete,
    targets,
    usual_way,
    worth,
)

K, A = IndicatorKind, Adding
SEX = Breakdown("sex", ("female", "male"))
AGE = Breakdown("age", ("child", "adult"))
PERSONS = Measure(K.COUNT, A.SUM, (SEX, AGE))
counts = st.integers(0, 10**6)
measured = st.lists(
    st.tuples(counts, st.integers(0, 50)).map(lambda two: Figure(min(two), max(two))),
    min_size=1,
    max_size=8,
)


def parts(**given):
    dimensions = {"female": "sex", "male": "sex", "child": "age", "adult": "age"}
    return {(dimensions[name], name): Figure(total) for name, total in given.items()}


def told(measure, entry):
    return [(each.rule, each.field) for each in contradictions(measure, entry)]


def test_a_percentage_is_worth_its_numerator_by_its_denominator():
    assert worth(K.PERCENTAGE, Figure(1, 3)) == Fraction(100, 3)
    assert worth(K.RATIO, Figure(40, 3)) == Fraction(40, 3)
    assert worth(K.COUNT, Figure(7)) == 7
    assert worth(K.PERCENTAGE, Figure(0, 0)) is None
    assert worth(K.PERCENTAGE, Figure(5)) is None
    assert worth(K.COUNT, NOTHING) is None


def test_an_empty_total_is_added_up_from_its_first_whole_dimension():
    entry = Entry(NOTHING, parts(female=3, male=4))
    assert added_up(PERSONS, entry).whole == Figure(7)
    assert added_up(PERSONS, Entry(NOTHING, parts(female=3))).whole == NOTHING
    assert added_up(PERSONS, Entry(Figure(9), parts(female=3, male=4))).whole == Figure(9)
    assert added_up(PERSONS, Entry()).whole == NOTHING


def test_every_dimension_must_add_up_to_the_total():
    good = parts(female=3, male=4, child=0, adult=7)
    assert told(PERSONS, Entry(Figure(7), good)) == []
    wrong = parts(female=3, male=4, child=1, adult=7)
    assert told(PERSONS, Entry(Figure(7), wrong)) == [("parts_unequal", "total:age:child")]


def test_parts_typed_so_far_may_not_pass_the_total():
    assert told(PERSONS, Entry(Figure(7), parts(female=3))) == []
    entry = Entry(Figure(7), parts(female=8))
    assert told(PERSONS, entry) == [("parts_too_many", "total:sex:female")]


def test_negative_counts_and_percentages_over_100_are_told_at_their_input():
    assert told(PERSONS, Entry(Figure(1), parts(male=-1))) == [
        ("count_negative", "total:sex:male")
    ]
    rate = Measure(K.PERCENTAGE, A.AVERAGE)
    assert told(rate, Entry(Figure(5, 4))) == [("percent_too_high", "total")]
    assert told(rate, Entry(Figure(5, 0))) == [("denominator_zero", "denominator")]
    assert told(rate, Entry(Figure(0, 0))) == []
    assert told(Measure(K.PERCENTAGE, A.AVERAGE, (), over_100=True), Entry(Figure(5, 4))) == []


def test_a_yes_or_no_is_nothing_else():
    assert told(Measure(K.YES_NO, A.LATEST), Entry(Figure(2))) == [("yes_or_no", "total")]
    assert told(Measure(K.YES_NO, A.LATEST), Entry(Figure(0))) == []


def test_a_figure_is_complete_with_all_of_its_parts_and_both_of_its_numbers():
    assert is_complete(PERSONS, Entry(Figure(7), parts(female=3, male=4, child=0, adult=7)))
    assert not is_complete(PERSONS, Entry(Figure(7), parts(female=3, male=4)))
    assert not is_complete(Measure(K.RATIO, A.LATEST), Entry(Figure(7)))


@given(st.lists(counts, min_size=1, max_size=8))
def test_counts_add_up_in_each_of_four_ways(totals):
    figures = [Figure(each) for each in totals]
    value = {way: worth(K.COUNT, cumulated(Measure(K.COUNT, way), figures)) for way in A}
    assert value == {
        A.SUM: sum(totals),
        A.MAXIMUM: max(totals),
        A.AVERAGE: Fraction(sum(totals), len(totals)),
        A.LATEST: totals[-1],
    }


@given(measured)
def test_an_average_percentage_weighs_each_period_by_what_it_measured(figures):
    mean = cumulated(Measure(K.PERCENTAGE, A.AVERAGE), figures)
    assert mean.total == sum(each.total for each in figures)
    assert mean.denominator == sum(each.denominator for each in figures)
    assert 0 <= (worth(K.PERCENTAGE, mean) or 0) <= 100


@given(measured)
def test_a_period_without_anything_to_measure_is_neither_latest_nor_highest(figures):
    values = [worth(K.PERCENTAGE, each) for each in figures]
    known = [each for each in values if each is not None]
    latest = cumulated(Measure(K.PERCENTAGE, A.LATEST), figures)
    highest = cumulated(Measure(K.PERCENTAGE, A.MAXIMUM), figures)
    assert worth(K.PERCENTAGE, latest) == (known[-1] if known else None)
    assert worth(K.PERCENTAGE, highest) == (max(known) if known else None)


def test_periods_without_a_figure_are_passed_over():
    assert cumulated(PERSONS, [NOTHING, Figure(3), NOTHING]) == Figure(3)
    assert cumulated(PERSONS, [NOTHING]) == NOTHING


@given(counts, st.integers(1, 60))
def test_the_targets_of_all_periods_add_up_to_the_contracts_target(target, periods):
    shares = targets(target, PERSONS, periods)
    assert len(shares) == periods
    assert sum(shares) == target
    assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize("way", [A.MAXIMUM, A.AVERAGE, A.LATEST])
def test_what_is_not_summed_has_the_same_target_in_every_period(way):
    assert targets(85, Measure(K.COUNT, way), 4) == [85, 85, 85, 85]


def test_only_counts_are_summed_and_each_kind_has_a_usual_way():
    assert [kind for kind in K if A.SUM in WAYS[kind]] == [K.COUNT]
    assert {kind: usual_way(kind) for kind in K} == {
        K.COUNT: A.SUM,
        K.RATIO: A.AVERAGE,
        K.PERCENTAGE: A.AVERAGE,
        K.YES_NO: A.LATEST,
    }
