"""How long the steps of a call take."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain import cycle
from portal.domain.cycle import Milestone

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def after(**days):
    return {Milestone(name): START + timedelta(days=number) for name, number in days.items()}


def test_a_stage_is_the_time_between_two_milestones():
    found = cycle.days(after(drafted=0, approved=5, published=5.5, deadline=40))
    assert found == {Milestone.APPROVED: 5, Milestone.PUBLISHED: 0, Milestone.DEADLINE: 34}


def test_a_milestone_that_was_passed_over_loses_no_time():
    found = cycle.days(after(awarded=10, signed=40))
    assert found == {Milestone.SIGNED: 30}


def test_a_milestone_before_its_predecessor_takes_no_time():
    assert cycle.days(after(published=9, deadline=3)) == {Milestone.DEADLINE: 0}


def test_the_whole_is_from_the_draft_to_the_signature():
    assert cycle.whole(after(drafted=0, signed=100, reported=200)) == 100
    assert cycle.whole(after(drafted=0, awarded=100)) is None


@given(st.lists(st.dictionaries(st.sampled_from(cycle.STAGES), st.integers(0, 900))))
def test_half_of_the_calls_took_at_most_the_median(calls):
    for stage in cycle.stages(calls):
        if stage.median is None:
            assert not stage.days
        else:
            assert sum(each <= stage.median for each in stage.days) * 2 >= len(stage.days)
            assert list(stage.days) == sorted(stage.days)
