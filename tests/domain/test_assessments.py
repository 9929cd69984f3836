"""How assessments are rated, and what stands against sending one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.assessments import (
    CHOICES,
    AssessmentKind,
    CapacityRating,
    Finding,
    PseaRating,
    broken_findings,
    capacity_rating,
    points,
    psea_rating,
    standards_met,
)

BANDS = (15, 30, 50)
TODAY = date(2026, 3, 2)
VALUES = st.sampled_from(("1", "2", "3", "4"))
SHEETS = st.lists(VALUES, min_size=1, max_size=30)


def rated(values, weights=None):
    given_values = {str(place): each for place, each in enumerate(values)}
    weighed = weights or dict.fromkeys(given_values, 1)
    return capacity_rating(points(given_values, weighed), BANDS)


def test_all_low_is_low_and_all_high_is_high():
    assert rated(["1"] * 20) is CapacityRating.LOW
    assert rated(["4"] * 20) is CapacityRating.HIGH


@pytest.mark.parametrize(
    ("twos", "rating"),
    [
        (8, CapacityRating.LOW),
        (9, CapacityRating.MEDIUM),
        (17, CapacityRating.MEDIUM),
        (18, CapacityRating.SIGNIFICANT),
    ],
)
def test_the_bands_end_at_1_45_and_1_90_points_a_question(twos, rating):
    assert rated(["2"] * twos + ["1"] * (20 - twos)) is rating


@given(SHEETS, st.data())
def test_a_worse_answer_never_lowers_the_risk(values, data):
    place = data.draw(st.integers(0, len(values) - 1))
    worse = [*values]
    worse[place] = str(min(4, int(values[place]) + 1))
    order = list(CapacityRating)
    assert order.index(rated(worse)) >= order.index(rated(values))


@given(SHEETS, st.randoms())
def test_the_order_of_the_questions_does_not_matter(values, chance):
    mixed = [*values]
    chance.shuffle(mixed)
    assert rated(mixed) is rated(values)


@given(SHEETS)
def test_what_does_not_apply_counts_nowhere(values):
    assert rated([*values, "na", "na"]) is rated(values)


@given(SHEETS)
def test_a_heavier_question_never_lowers_the_risk(values):
    given_values = {str(place): each for place, each in enumerate(values)}
    heavy = dict.fromkeys(given_values, 2)
    order = list(CapacityRating)
    assert order.index(rated(values, heavy)) >= order.index(rated(values))


def test_psea_is_full_only_when_every_standard_is_met_or_does_not_apply():
    eight = {str(place): "yes" for place in range(8)}
    assert psea_rating(standards_met(eight), 8, 6) is PseaRating.FULL
    assert psea_rating(standards_met({**eight, "0": "na"}), 8, 6) is PseaRating.FULL
    assert psea_rating(standards_met({**eight, "0": "no"}), 8, 6) is PseaRating.MEDIUM
    three = {**eight, "0": "no", "1": "no", "2": "no"}
    assert psea_rating(standards_met(three), 8, 6) is PseaRating.LOW


def told(kind, finding):
    return [
        (each.rule, each.field) for each in broken_findings(kind, ["a"], {"a": finding}, TODAY)
    ]


@pytest.mark.parametrize(
    ("kind", "finding", "broken"),
    [
        (AssessmentKind.PSEA, Finding(), [("assessment_unanswered", "a_value")]),
        (AssessmentKind.PSEA, Finding("na"), [("assessment_reason_missing", "a_note")]),
        (
            AssessmentKind.PSEA,
            Finding("no"),
            [("assessment_plan_missing", "a_plan"), ("assessment_due_missing", "a_due")],
        ),
        (
            AssessmentKind.CAPACITY,
            Finding("4", plan="Hire.", due=TODAY - timedelta(days=1)),
            [("assessment_due_past", "a_due")],
        ),
        (AssessmentKind.CAPACITY, Finding("3"), []),
        (AssessmentKind.PSEA, Finding("na", "No staff."), [("assessment_nothing_applies", "")]),
    ],
)
def test_an_assessment_is_sent_complete_with_reasons_and_dates(kind, finding, broken):
    assert told(kind, finding) == broken


@given(st.sampled_from(AssessmentKind), st.data())
def test_a_complete_sheet_is_always_rated(kind, data):
    values = {str(each): data.draw(st.sampled_from(CHOICES[kind])) for each in range(8)}
    if kind is AssessmentKind.PSEA:
        assert psea_rating(standards_met(values), 8, 6) in PseaRating
    else:
        found = points(values, dict.fromkeys(values, 2))
        assert capacity_rating(found, BANDS) in CapacityRating
