"""Which reminders of a report are due on a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.lifecycle import ReportState
from portal.domain.report_reminders import Due, ReminderKind, Rhythm, reminders

K, R = ReminderKind, ReportState
USUAL = Rhythm()


@pytest.mark.parametrize(
    ("late", "due"),
    [
        (-8, []),
        (-7, [Due(K.SOON)]),
        (-1, [Due(K.SOON)]),
        (0, [Due(K.DUE)]),
        (1, [Due(K.LATE, 1)]),
        (7, [Due(K.LATE, 1)]),
        (8, [Due(K.LATE, 2)]),
        (14, [Due(K.LATE, 2), Due(K.ESCALATED)]),
        (15, [Due(K.LATE, 3), Due(K.ESCALATED)]),
    ],
)
def test_a_report_that_was_not_filed_is_reminded_of(late, due):
    assert reminders(R.DRAFT, late, 0, USUAL) == due
    assert reminders(R.RETURNED, late, 99, USUAL) == due


def test_a_report_that_was_submitted_reminds_the_office_of_its_answer():
    assert reminders(R.SUBMITTED, 90, 14, USUAL) == []
    assert reminders(R.SUBMITTED, -9, 15, USUAL) == [Due(K.UNANSWERED, 1)]
    assert reminders(R.SUBMITTED, 0, 22, USUAL) == [Due(K.UNANSWERED, 2)]


def test_nobody_is_reminded_of_an_accepted_report():
    assert reminders(R.ACCEPTED, 400, 400, USUAL) == []


@given(late=st.integers(-30, 400), days=st.tuples(*[st.integers(1, 60)] * 4))
def test_each_reminder_of_a_kind_comes_after_the_one_before(late, days):
    rhythm = Rhythm(*days)
    today = {each.kind: each.number for each in reminders(R.DRAFT, late, 0, rhythm)}
    later = {each.kind: each.number for each in reminders(R.DRAFT, late + 1, 0, rhythm)}
    both = [(number, later[kind]) for kind, number in today.items() if kind in later]
    assert all(after in {before, before + 1} for before, after in both)
    assert (K.ESCALATED in today) == (late >= max(rhythm.escalate, 1))
