"""How often a contract is checked: the table, the cash of a year, the year of a contract."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.assurance import Needed, cash_a_year, needed, year_of
from portal.services import library

RATINGS = ("low", "medium", "significant", "high")
TABLE = library.read("assurance")
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("cash", "rating", "wanted"),
    [
        (2500, "high", Needed(0, 0)),
        (2501, "high", Needed(1, 0)),
        (60_000, "low", Needed(1, 1)),
        (200_000, "medium", Needed(2, 1)),
        (200_000, "significant", Needed(3, 1)),
        (600_000, "", Needed(4, 1)),
    ],
)
def test_the_table_of_the_house_says_how_often(cash, rating, wanted):
    assert needed(TABLE, rating, Decimal(cash), "USD") == wanted


def test_a_currency_without_limits_counts_as_the_highest_band():
    assert needed(TABLE, "low", Decimal(1), "XAF") == Needed(2, 1)


@given(
    st.decimals(0, 10**7, places=2),
    st.decimals(0, 10**7, places=2),
    st.sampled_from(sorted(TABLE["limits"])),
)
def test_more_cash_or_more_risk_never_needs_fewer_visits(one, other, currency):
    low, high = sorted((one, other))
    for rating in RATINGS:
        assert (
            needed(TABLE, rating, low, currency).visits
            <= needed(TABLE, rating, high, currency).visits
        )
    found = [needed(TABLE, rating, high, currency).visits for rating in RATINGS]
    assert found == sorted(found)


def test_a_contract_of_two_years_counts_half_its_amount_a_year():
    two = cash_a_year(Decimal(240_000), date(2026, 1, 1), date(2027, 12, 31))
    half = cash_a_year(Decimal(60_000), date(2026, 1, 1), date(2026, 6, 30))
    assert (two, half) == (120_000, 60_000)


@given(DAYS, st.integers(1, 2000), st.integers(-100, 2500))
def test_the_year_of_a_contract_holds_the_day_and_lies_within_it(starts_on, length, offset):
    ends_on, today = starts_on + timedelta(days=length), starts_on + timedelta(days=offset)
    first, last = year_of(starts_on, ends_on, today)
    assert starts_on <= first <= last <= ends_on
    if starts_on <= today <= ends_on:
        assert first <= today <= last
    assert (last - first).days <= 366
