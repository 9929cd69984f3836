"""What is due for days served, and that no ceiling is ever passed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.allowances import (
    PARTS,
    ZERO,
    Commitment,
    Cover,
    Figures,
    above,
    broken_days,
    broken_deductions,
    broken_weeks,
    committed,
    figures,
    is_staff_code,
    uncovered,
)
from portal.domain.clearances import CoverKind, Post

MONTH = date(2026, 3, 1)
SPAN = (date(2026, 3, 5), date(2026, 4, 30))
amounts = st.integers(0, 10**6)
parts = st.lists(st.sampled_from(list(PARTS.values())), max_size=31)


def names(broken):
    return [each.rule for each in broken]


@given(amounts, parts, st.integers(0, 3))
def test_net_and_deductions_make_the_gross_in_whole_minor_units(rate, served, places):
    whole = Decimal(rate).scaleb(-places)
    due = figures(whole, served, ZERO, places)
    assert due.net == due.gross == round(due.gross, places)
    assert abs(due.gross - whole * due.units) <= Decimal("0.5").scaleb(-places)
    less = figures(whole, served, due.gross, places)
    assert less.net == 0


@given(amounts, parts, parts)
def test_more_days_are_never_worth_less(rate, served, more):
    fewer = figures(Decimal(rate), served, ZERO, 0)
    assert figures(Decimal(rate), [*served, *more], ZERO, 0).gross >= fewer.gross


def test_half_of_an_odd_rate_is_rounded_up_to_the_unit_of_the_currency():
    half = [PARTS["0.5"]]
    assert figures(Decimal(15_001), half, ZERO, 0).gross == Decimal(7_501)
    assert figures(Decimal("15.01"), half, ZERO, 2).gross == Decimal("7.51")


@given(amounts, st.lists(st.tuples(st.booleans(), amounts, amounts), max_size=12))
def test_no_run_of_memoranda_and_sheets_passes_the_ceiling(ceiling, tries):
    """Each try is a memorandum with a ceiling and what is due under it, or a loose sheet."""
    running, loose, due = [], ZERO, ZERO
    for bound, most, asked in tries:
        taken, new = committed(running, loose), Decimal(most if bound else asked)
        if above(Decimal(ceiling), taken, new, "USD"):
            continue
        if bound:
            spent = Decimal(min(asked, most))
            running.append(Commitment(new, spent, ended=asked % 2 == 0))
            due += spent
        else:
            loose += new
            due += new
    assert due <= committed(running, loose) <= ceiling


def test_a_memorandum_gives_back_what_it_left_when_it_ends():
    assert committed([Commitment(Decimal(90), Decimal(20))], ZERO) == 90
    assert committed([Commitment(Decimal(90), Decimal(20), ended=True)], Decimal(5)) == 25


def test_a_refusal_tells_what_is_left():
    broken = above(Decimal(100), Decimal(70), Decimal(31), "USD")
    assert broken[0].facts["left"] == 30
    assert above(Decimal(100), Decimal(70), Decimal(30), "USD") == []


@given(st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.dates(MONTH, date(2026, 6, 30)))
def test_a_day_stands_only_inside_the_month_the_memorandum_and_the_past(day, today):
    stands = day.month == 3 and day <= today and SPAN[0] <= day <= SPAN[1]
    assert (broken_days([day], MONTH, today, SPAN) == []) is stands


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"stands": False}, "clearance_not_in_force"),
        ({"kinds": [CoverKind.SALARY]}, "clearance_other_kind"),
        ({"posts": [Post("Guard", 1)]}, "clearance_other_function"),
        ({"starts_on": MONTH + timedelta(days=1)}, "clearance_other_days"),
        ({"ends_on": MONTH + timedelta(days=8)}, "clearance_other_days"),
    ],
)
def test_a_clearance_covers_its_kind_function_and_days_only(changes, rule):
    facts = {
        "stands": True,
        "kinds": [CoverKind.ALLOWANCE],
        "posts": [Post("Nurse", 1)],
        "starts_on": MONTH,
        "ends_on": MONTH + timedelta(days=9),
    }
    asked = ("Nurse", MONTH, MONTH + timedelta(days=9))
    assert uncovered(Cover(**facts), *asked) == []
    assert names(uncovered(Cover(**{**facts, **changes}), *asked)) == [rule]


def test_deductions_have_their_reason_and_leave_nobody_owing():
    due = Figures(Decimal(1), Decimal(20), Decimal(21), Decimal(-1))
    assert names(broken_deductions(due, "Tax", "USD", 2)) == ["deductions_above"]
    due = Figures(Decimal(1), Decimal(20), Decimal("0.001"), Decimal("19.999"))
    assert names(broken_deductions(due, " ", "USD", 2)) == ["pay_too_fine", "deductions_reason"]


@pytest.mark.parametrize("code", ["MAS-0412", "K9", "12/A"])
def test_a_staff_code_has_capitals_and_figures(code):
    assert is_staff_code(code)


@pytest.mark.parametrize("name", ["AMINATA", "Aminata 1", "A", "", "A1" * 12])
def test_a_name_is_no_staff_code(name):
    assert not is_staff_code(name)


@given(st.dictionaries(st.integers(1, 31), st.sampled_from(list(PARTS.values()))))
def test_no_week_holds_more_days_than_the_memorandum_allows(served):
    days = {MONTH.replace(day=number): part for number, part in served.items()}
    weeks = {day.isocalendar().week for day in days}
    sums = [sum(p for d, p in days.items() if d.isocalendar().week == w) for w in weeks]
    assert len(broken_weeks(days, 3)) == sum(each > 3 for each in sums)
