"""What adds up over the periods of a contract, and how far that is."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.domain import monitoring, progress
from portal.domain.progress import Step
from portal.domain.report_specs import Finding

FIGURES = st.lists(st.tuples(st.integers(0, 999), st.none() | st.integers(0, 999)))


@given(FIGURES)
def test_the_last_sum_is_all_that_was_reached_and_the_last_plan_the_target(figures):
    points = progress.adding([Step(*each) for each in figures])
    sums = [point.so_far for point in points if point.so_far is not None]
    assert (sums or [0])[-1] == sum(reached or 0 for _planned, reached in figures)
    assert sums == sorted(sums)
    assert [point.reached for point in points] == [reached for _planned, reached in figures]
    assert (points[-1].planned if points else 0) == sum(planned for planned, _ in figures)


def test_percentages_do_not_add_up():
    points = progress.level([Step(80, 70), Step(80, None)])
    assert [(each.reached, each.so_far, each.planned) for each in points] == [
        (70, None, 80),
        (None, None, 80),
    ]


def test_an_indicator_far_over_its_target_makes_up_for_no_other():
    assert progress.share_of_all([300, 50]) == 75
    assert progress.share_of_all([None, 40]) == 40
    assert progress.share_of_all([None]) is None


@given(st.integers(0, 10**9), st.lists(st.integers(1, 400), min_size=1, max_size=24))
def test_a_budget_spread_by_days_adds_up_to_the_cent(amount, days):
    parts = monitoring.by_days(Decimal(amount) / 100, days)
    assert sum(parts) == Decimal(amount) / 100
    assert min(parts) >= 0


def test_the_worst_finding_of_several_sites_counts():
    assert progress.worst([Finding.MET, Finding.NOT_MET, Finding.PARTLY]) is Finding.NOT_MET
    assert progress.worst([Finding.MET, Finding.PARTLY]) is Finding.PARTLY
    assert progress.worst([]) is None
