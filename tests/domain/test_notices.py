"""Periods of notice, and who owes whom at the end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.notices import NoticePeriod, Settlement, agreed_day_rules
from portal.domain.working_days import counted, monday_to_friday

FRIDAY = date(2026, 6, 5)
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("period", "last"),
    [
        (NoticePeriod(30), date(2026, 7, 5)),
        (NoticePeriod(0), FRIDAY),
        (NoticePeriod(1, working=True), date(2026, 6, 8)),
        (NoticePeriod(10, working=True), date(2026, 6, 19)),
    ],
)
def test_a_period_counts_from_the_day_after_the_notice(period, last):
    assert period.last_day(FRIDAY, monday_to_friday) == last
    assert period.immediate is (period.days == 0)


@given(days=st.integers(0, 365), start=st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_working_days_are_never_fewer_than_the_clause_says(days, start):
    last = NoticePeriod(days, working=True).last_day(start, monday_to_friday)
    assert counted(start, last, monday_to_friday) >= days
    assert last >= NoticePeriod(days).last_day(start, monday_to_friday)


def test_an_agreed_last_day_lies_between_today_and_the_end():
    end = FRIDAY + timedelta(days=30)
    assert agreed_day_rules(FRIDAY, FRIDAY, end) == []
    for day, rule in (
        (None, "notice_day_missing"),
        (FRIDAY - timedelta(days=1), "notice_day"),
        (end, "notice_day"),
    ):
        assert [each.rule for each in agreed_day_rules(day, FRIDAY, end)] == [rule]


@given(paid=AMOUNTS, spent=AMOUNTS)
def test_one_side_owes_the_difference_and_the_other_nothing(paid, spent):
    found = Settlement(paid, spent)
    assert found.to_recover - found.to_pay == paid - spent
    assert min(found.to_recover, found.to_pay) == Decimal(0)
