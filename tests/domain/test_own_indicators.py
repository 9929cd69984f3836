"""How the partner's own indicators are measured, and spread over periods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.indicators import Adding, IndicatorKind, Measure, reached
from portal.domain.monitoring import behind
from portal.domain.own_indicators import OwnIndicator, parts

K, A = IndicatorKind, Adding
COUNTS = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("unit", "baseline", "told"),
    [
        ("persons", 0, (K.COUNT, A.SUM)),
        ("persons", 12, (K.COUNT, A.LATEST)),
        ("%", 0, (K.PERCENTAGE, A.AVERAGE)),
        ("Percent of visits", 40, (K.PERCENTAGE, A.AVERAGE)),
        ("per cent", 0, (K.PERCENTAGE, A.AVERAGE)),
        ("pour cent des visites", 0, (K.PERCENTAGE, A.AVERAGE)),
        ("recent arrivals", 0, (K.COUNT, A.SUM)),
        ("centres", 0, (K.COUNT, A.SUM)),
    ],
)
def test_unit_and_baseline_say_how_an_own_indicator_is_measured(unit, baseline, told):
    measure = OwnIndicator("One", unit, baseline, 90).measure
    assert (measure.kind, measure.adding) == told
    assert not measure.over_100


def test_a_target_above_100_percent_lets_the_figure_pass_it():
    assert OwnIndicator("One", "%", 0, 120).measure.over_100


def test_it_stays_the_same_in_other_letters_and_is_another_when_it_is_measured_otherwise():
    one = OwnIndicator("Carers  trained", "persons", 0, 40)
    assert OwnIndicator("carers trained ", "people", 0, 60).identity == one.identity
    assert OwnIndicator("Carers trained", "%", 0, 40).identity != one.identity


@given(COUNTS, st.lists(COUNTS, max_size=4), st.lists(COUNTS | st.none(), max_size=6))
def test_periods_make_up_the_target_or_it_is_told_that_they_cannot(target, fixed, present):
    found = parts(target, A.SUM, fixed, present)
    if found is None:
        assert sum(fixed) > target or (sum(fixed) < target and not present)
    else:
        assert len(found) == len(present)
        assert sum(fixed) + sum(found) == target


@given(COUNTS, st.lists(COUNTS, max_size=4), st.integers(1, 6))
def test_targets_that_fit_already_stay_as_they_are(rest, fixed, count):
    target = rest + sum(fixed)
    found = parts(target, A.SUM, fixed, [None] * count)
    assert parts(target, A.SUM, fixed, found) == found


def test_a_level_has_the_whole_target_in_every_period():
    assert parts(4, A.LATEST, [9], [9, None]) == [4, 4]


FALLING = Measure(K.COUNT, A.LATEST, falling=True)


@pytest.mark.parametrize(
    ("value", "share", "late"), [(10, 0, True), (7, 50, True), (4, 100, False), (12, 0, True)]
)
def test_where_less_is_better_progress_is_the_way_down_that_is_done(value, share, late):
    assert reached(FALLING, value, 10, 4) == share
    assert behind(FALLING, value, 4) is late


def test_without_a_target_no_share_is_stated():
    assert reached(Measure(), 5, 0, 0) is None
    assert not behind(Measure(), 5, 0)
