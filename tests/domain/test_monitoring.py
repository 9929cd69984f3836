"""Rules of reporting periods, targets and notes."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.monitoring import (
    add_months,
    over_budget,
    periods,
    share,
    under_target,
)

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@given(days, st.integers(1, 1500), st.integers(1, 24), st.integers(0, 90))
def test_periods_cover_every_day_of_the_contract_once(start, length, every, late):
    end = start + timedelta(days=length)
    plan = periods(start, end, every, late)
    assert plan[0].starts_on == start
    assert plan[-1].ends_on == end
    assert all(one.starts_on <= one.ends_on for one in plan)
    assert all(
        two.starts_on - one.ends_on == timedelta(days=1) and two.number == one.number + 1
        for one, two in pairwise(plan)
    )
    assert all(one.due_on - one.ends_on == timedelta(days=late) for one in plan)


@given(days, st.integers(1, 8), st.integers(1, 12))
def test_a_contract_of_whole_periods_has_no_short_one(start, count, every):
    end = add_months(start, every * count) - timedelta(days=1)
    assert len(periods(start, end, every, 30)) == count


def test_a_contract_of_ten_months_ends_with_a_period_of_one_month():
    plan = periods(date(2026, 2, 1), date(2026, 11, 30), 3, 30)
    assert [(one.starts_on, one.ends_on) for one in plan][-1] == (
        date(2026, 11, 1),
        date(2026, 11, 30),
    )


def test_a_contract_from_the_last_day_of_a_month_keeps_to_the_end_of_shorter_months():
    plan = periods(date(2026, 1, 31), date(2026, 4, 29), 1, 30)
    assert [one.starts_on for one in plan] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]


def test_a_share_is_rounded_down_and_absent_without_a_whole():
    assert share(Decimal("99.99"), 100) == 99
    assert share(None, 100) is None
    assert share(5, 0) is None


def test_ten_percent_under_the_target_needs_no_note_but_less_does():
    assert not under_target(90, 100)
    assert under_target(89, 100)
    assert not under_target(None, 100)
    assert not under_target(0, 0)


def test_a_category_spent_to_the_last_cent_is_not_over_its_budget():
    assert not over_budget(Decimal("100.00"), 100)
    assert over_budget(Decimal("100.01"), 100)
