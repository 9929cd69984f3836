"""Rules of visits: what contradicts itself, and what keeps a visit from being reported."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.partner_house import Opinion
from portal.domain.visits import (
    Amounts,
    FindingFacts,
    ItemFacts,
    ItemResult,
    Severity,
    VisitFacts,
    VisitKind,
    broken_amounts,
    broken_report,
)

TODAY = date(2026, 4, 1)
MONEY = st.none() | st.decimals(min_value=0, max_value=10**9, places=2)


def facts(**changes):
    usual = {
        "kind": VisitKind.PROGRAMME,
        "visited_on": TODAY,
        "summary": "Well run.",
        "items": [ItemFacts(1, ItemResult.MET, "")],
        "findings": [],
    }
    return VisitFacts(**{**usual, **changes})


def rules(of):
    return [each.rule for each in broken_report(of, TODAY)]


def test_a_complete_visit_can_be_reported():
    assert rules(facts()) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"visited_on": None}, "visit_day_missing"),
        ({"visited_on": TODAY + timedelta(days=1)}, "visit_day_ahead"),
        ({"summary": " "}, "visit_summary_missing"),
        ({"kind": VisitKind.AUDIT, "items": []}, "audit_opinion_missing"),
        ({"kind": VisitKind.SPOT_CHECK}, "amount_tested_missing"),
        ({"items": [ItemFacts(1, ItemResult.NOT_CHECKED, "")]}, "visit_nothing_checked"),
        ({"items": [ItemFacts(1, ItemResult.PARTLY, " ")]}, "visit_item_note_missing"),
        (
            {"findings": [FindingFacts(1, Severity.HIGH, agreed=False)]},
            "finding_action_missing",
        ),
    ],
)
def test_what_is_missing_keeps_a_visit_from_being_reported(changes, rule):
    assert rules(facts(**changes)) == [rule]


def test_a_finding_of_low_severity_goes_without_an_action():
    assert rules(facts(findings=[FindingFacts(1, Severity.LOW, agreed=False)])) == []


def test_an_audit_needs_its_opinion_and_no_checklist():
    audit = facts(kind=VisitKind.AUDIT, items=[], opinion=Opinion.QUALIFIED)
    assert rules(audit) == []


def test_amounts_that_contradict_each_other_are_told():
    over = Amounts(tested=Decimal(100), ineligible=Decimal(101))
    assert [each.rule for each in broken_amounts(over)] == ["ineligible_over_tested"]
    settled = Amounts(Decimal(100), Decimal(50), refunded=Decimal(30), supported=Decimal(21))
    assert [each.rule for each in broken_amounts(settled)] == ["settled_over_ineligible"]


@given(st.builds(Amounts, MONEY, MONEY, MONEY, MONEY, MONEY, MONEY))
def test_amounts_without_a_contradiction_leave_between_nothing_and_all_pending(amounts):
    if not broken_amounts(amounts):
        assert 0 <= amounts.pending <= (amounts.tested or 0)
