"""Rules of amendments: money, instalments, periods, targets, who approves."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.amendments import (
    AmendmentKind,
    AmendmentPart,
    Cut,
    Money,
    Payment,
    added_periods,
    approvers,
    cut_rules,
    end_rules,
    instalment_rules,
    is_above,
    money_rules,
    moved,
    part_rules,
    percents,
    period_rules,
    reach_rules,
    spread_again,
)
from portal.domain.indicators import Adding
from portal.domain.instalments import FINAL, Condition, Due, PaymentRule, Wait
from portal.domain.monitoring import Period, periods

K, P = AmendmentKind, AmendmentPart
D = Decimal
AMOUNTS = st.lists(st.decimals(min_value=1, max_value=10**7, places=2), min_size=1, max_size=12)


def money(after, **facts):
    given = {"award": D(1000), "ceiling": D(1200), "indirect": 7, "unit": D("0.01")}
    before = {"staff": D(600), "food": D(400)}
    return Money(before, after, **{**given, "spent": {}, **facts})


def rules(broken):
    return [each.rule for each in broken]


def test_money_that_moves_between_categories_is_counted_once():
    before = {"staff": D(600), "food": D(400)}
    assert moved(before, {"staff": D(500), "food": D(500)}) == 100
    assert moved(before, {"staff": D(600), "food": D(450)}) == 50
    assert moved(before, {"staff": D(600)}) == 400


@pytest.mark.parametrize(
    ("staff", "food", "above"),
    [(500, 500, False), ("499.99", "500.01", True), (600, 400, False), (600, 401, True)],
)
def test_more_than_the_percentage_or_the_award_is_above(staff, food, above):
    assert is_above(money({"staff": D(staff), "food": D(food)}), 10) is above


def test_each_kind_has_its_approvers_and_the_head_is_the_last():
    plain = {kind: approvers(kind, legal=False, data=False) for kind in K}
    everybody = ("legal", "data_protection", "head")
    assert plain[K.EXTENSION] == plain[K.BUDGET] == ("head",)
    assert plain[K.SCOPE] == plain[K.STANDARDS] == everybody
    assert plain[K.IDENTITY] == plain[K.CLAUSES] == ("legal", "head")
    assert approvers(K.BUDGET, legal=True, data=False) == ("legal", "head")
    assert approvers(K.CLAUSES, legal=True, data=True) == everybody


def test_a_kind_changes_its_own_parts_and_needs_one_of_them():
    assert rules(part_rules(K.EXTENSION, set())) == ["amendment_empty"]
    assert rules(part_rules(K.EXTENSION, {P.TARGETS})) == ["amendment_lacks_extension"]
    assert rules(part_rules(K.EXTENSION, {P.ENDS_ON, P.BUDGET})) == ["amendment_part"]
    assert part_rules(K.EXTENSION, {P.ENDS_ON, P.TARGETS}) == []


def test_a_new_end_is_later_or_earlier_by_its_kind_and_agreed_before_the_old_one():
    now, later, today = date(2026, 12, 31), date(2027, 3, 31), date(2026, 6, 1)
    after = now + timedelta(days=1)
    assert end_rules(K.EXTENSION, now, later, now) == []
    assert rules(end_rules(K.EXTENSION, now, later, after)) == ["amendment_after_end"]
    assert rules(end_rules(K.EXTENSION, now, now, now)) == ["amendment_end_earlier"]
    assert end_rules(K.SHORTENING, now, today, today) == []
    assert rules(end_rules(K.SHORTENING, now, now, today)) == ["amendment_end_later"]
    past = today - timedelta(days=1)
    assert rules(end_rules(K.SHORTENING, now, past, today)) == ["amendment_end_past"]
    assert end_rules(K.SCOPE, now, later, today) == end_rules(K.SCOPE, now, today, today) == []


def test_an_earlier_end_takes_no_report_away_that_somebody_filed_or_began():
    fine = [
        Cut(3, falls_away=False, filed=False, begun=True),
        Cut(4, falls_away=True, filed=False, begun=False),
    ]
    assert cut_rules(fine) == []
    late = [
        Cut(3, falls_away=False, filed=True, begun=True),
        Cut(4, falls_away=True, filed=False, begun=True),
    ]
    assert [(each.rule, each.facts["number"]) for each in cut_rules(late)] == [
        ("amendment_period_filed", 3),
        ("amendment_period_begun", 4),
    ]


def test_no_instalment_waits_for_a_report_that_would_not_be_there():
    after = PaymentRule(Due.REPORT, None, 4)
    beside = PaymentRule(conditions=(Condition(Wait.REPORT, 3), Condition(Wait.ADVANCE, 80)))
    last = PaymentRule(Due.REPORT, None, FINAL)
    rows = [Payment(D(1), "Reported.", rule=each) for each in (after, beside, last)]
    found = reach_rules(rows, 2)
    assert [(each.facts["number"], each.facts["report"]) for each in found] == [(1, 4), (2, 3)]
    assert reach_rules([Payment(D(1), "Paid.", fixed=True, rule=after)], 2) == []
    assert reach_rules(rows, 4) == []


def test_a_budget_is_held_to_ceiling_spending_and_the_last_unit():
    fine = {"staff": D("600.50"), "food": D("399.50")}
    assert money_rules(money(fine), over_ceiling=False) == []
    small = {"staff": D("600.505"), "food": D(400)}
    assert rules(money_rules(money(small), over_ceiling=False)) == ["amendment_amount"]
    dear = {"staff": D(900), "food": D("300.01")}
    assert rules(money_rules(money(dear), over_ceiling=False)) == ["amendment_over_ceiling"]
    assert money_rules(money(dear), over_ceiling=True) == []
    spent = money({"staff": D(600)}, spent={"food": D(1)})
    assert rules(money_rules(spent, over_ceiling=False)) == ["amendment_below_spent"]
    indirect = {"staff": D(900), "indirect": D("63.01")}
    assert rules(money_rules(money(indirect), over_ceiling=False)) == ["amendment_indirect"]


def test_instalments_add_up_and_those_asked_for_stay():
    one, two = Payment(D(60), "Signed.", fixed=True), Payment(D(40), "Reported.")
    assert instalment_rules([one, two], [one, Payment(D(50), "Later.")], D(110)) == []
    due = replace(one, rule=PaymentRule(Due.DATE, date(2026, 7, 1)))
    assert rules(instalment_rules([one, two], [due, two], D(100))) == [
        "amendment_instalment_fixed"
    ]
    off = [Payment(D(59), "Signed."), Payment(D("41.01"), "Reported.")]
    found = rules(instalment_rules([one, two], off, D(100)))
    assert found == ["amendment_instalment_fixed", "amendment_instalments"]
    bare = [one, Payment(D(40), " ")]
    assert rules(instalment_rules([one, two], bare, D(100))) == ["amendment_instalment_row"]
    assert "amendment_instalment_fixed" in rules(instalment_rules([one], [], D(0)))
    refused = Payment(D(40), "Reported.", asked=True)
    assert instalment_rules([one, refused], [one, two], D(100)) == []
    gone = instalment_rules([one, refused], [Payment(D(60), "Signed.")], D(60))
    assert rules(gone) == ["amendment_instalment_fixed"]


@given(AMOUNTS)
def test_percents_add_up_and_are_off_by_less_than_one(amounts):
    found = percents(amounts)
    assert sum(found) == 100
    exact = [amount * 100 / sum(amounts) for amount in amounts]
    assert all(abs(a - b) < 1 for a, b in zip(found, exact, strict=True))


@given(
    months=st.integers(1, 24),
    more=st.integers(0, 24),
    every=st.integers(1, 6),
    days=st.integers(1, 90),
)
def test_added_periods_follow_without_gap_or_overlap(months, more, every, days):
    start = date(2026, 1, 31)
    there = periods(start, start + timedelta(days=30 * months), every, days)
    end = there[-1].ends_on + timedelta(days=30 * more)
    added = added_periods(there[-1], end, every, days)
    assert period_rules([*there, *added]) == []
    assert [*there, *added][-1].ends_on == end
    assert [each.number for each in [*there, *added]] == list(
        range(1, len(there) + len(added) + 1)
    )


def test_a_period_that_overlaps_or_goes_back_is_told():
    first = Period(1, date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 30))
    overlap = Period(2, date(2026, 3, 31), date(2026, 6, 30), date(2026, 7, 30))
    back = Period(2, date(2026, 4, 1), date(2026, 6, 30), date(2026, 4, 29))
    assert rules(period_rules([first, overlap])) == ["amendment_periods"]
    assert set(rules(period_rules([first, back]))) == {"amendment_periods"}


@given(
    target=st.integers(0, 10**6),
    fixed=st.lists(st.integers(0, 1000), max_size=6),
    parts=st.integers(0, 12),
)
def test_targets_of_open_periods_are_what_is_left(target, fixed, parts):
    found = spread_again(target, Adding.SUM, fixed, parts)
    if found is None:
        assert sum(fixed) > target or parts == 0
    else:
        assert sum(fixed) + sum(found) == target
        assert len(found) == parts
    assert spread_again(80, Adding.AVERAGE, fixed, parts) == [80] * parts
