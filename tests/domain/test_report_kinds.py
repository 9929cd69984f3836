"""Kinds of reports by the months of a period, and what can be asked for beside them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.monitoring import periods
from portal.domain.report_kinds import ReportKind, Request, of_months, request_rules

START, TODAY = date(2026, 1, 1), date(2026, 4, 10)


def rules(**changes):
    given_ = {
        "reason": "A fire in one of the flats.",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 4, 9),
        "due_on": date(2026, 4, 20),
        "sections": ["incidents"],
    }
    asked = Request(**{**given_, **changes})
    return [(each.rule, each.field) for each in request_rules(asked, START, TODAY)]


@pytest.mark.parametrize(
    ("months", "kind"),
    [(1, "monthly"), (3, "quarterly"), (6, "half_yearly"), (2, "periodic"), (12, "periodic")],
)
def test_the_reports_of_a_period_are_named_by_its_months(months, kind):
    assert of_months(months) is ReportKind(kind)


def test_a_request_that_can_be_met_breaks_no_rule():
    assert rules() == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"reason": "  "}, ("reason_missing", "reason")),
        ({"starts_on": date(2025, 12, 31)}, ("request_too_early", "starts_on")),
        ({"starts_on": date(2026, 4, 10)}, ("request_backwards", "ends_on")),
        ({"due_on": TODAY}, ("request_due", "due_on")),
        ({"ends_on": date(2026, 4, 20)}, ("request_due", "due_on")),
        ({"sections": []}, ("request_empty", "sections")),
    ],
)
def test_what_cannot_be_asked_for_is_told_at_its_input(changes, rule):
    assert rules(**changes) == [rule]


@given(st.integers(1, 900), st.integers(1, 6), st.integers(0, 60), st.integers(0, 120))
def test_the_last_report_alone_is_due_by_the_days_of_the_final_one(days, every, usual, final):
    found = periods(START, START + timedelta(days=days), every, usual, final)
    late = [(each.due_on - each.ends_on).days for each in found]
    assert late == [usual] * (len(found) - 1) + [final]
