"""Quorum, minutes in time and the next meeting of a management committee."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.agreements import JointSide
from portal.domain.lifecycle_meetings import DecisionState
from portal.domain.meetings import (
    Attendant,
    broken_decisions,
    is_overdue,
    minutes_due,
    next_due,
    quorum,
)
from portal.domain.working_days import monday_to_friday

ATTENDANTS = st.lists(st.builds(Attendant, st.sampled_from(JointSide), st.booleans()))
NEEDED = st.fixed_dictionaries({side: st.integers(1, 4) for side in JointSide})


@given(ATTENDANTS, NEEDED)
def test_a_quorum_holds_only_when_each_side_is_there_in_its_number(attendants, needed):
    found = quorum(attendants, needed)
    there = [each.side for each in attendants if each.present]
    assert found.holds is all(there.count(side) >= needed[side] for side in JointSide)
    assert bool(broken_decisions(1, found)) is not found.holds
    assert broken_decisions(0, found) == []


@given(ATTENDANTS, NEEDED, st.sampled_from(JointSide))
def test_one_more_present_never_breaks_a_quorum(attendants, needed, side):
    before = quorum(attendants, needed)
    after = quorum([*attendants, Attendant(side, present=True)], needed)
    assert not before.holds or after.holds


def test_minutes_are_due_in_working_days_and_the_next_meeting_by_the_frequency():
    thursday = date(2026, 3, 5)
    assert minutes_due(thursday, 5, monday_to_friday) == date(2026, 3, 12)
    assert next_due(thursday, 31) == date(2026, 4, 5)


def test_only_an_open_decision_is_overdue_after_its_day():
    day = date(2026, 3, 5)
    assert not is_overdue(DecisionState.OPEN, day, day)
    assert is_overdue(DecisionState.OPEN, day, date(2026, 3, 6))
    assert not is_overdue(DecisionState.DONE, day, date(2026, 3, 6))
