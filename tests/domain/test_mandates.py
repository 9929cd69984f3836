"""What a mandate covers, and which reason is told when none does."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import RuleBroken
from portal.domain.mandates import broken_reach, covering, covers, holding

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reach:
    limit: Decimal | None = None
    currency: str = ""
    valid_from: date = date(2020, 1, 1)
    valid_until: date | None = None


def refusal(*mandates, amount="100"):
    with pytest.raises(RuleBroken) as refused:
        covering(mandates, Decimal(amount), "MAD", TODAY, "Salma")
    return refused.value


def test_the_last_day_of_a_mandate_is_a_day_on_which_it_holds():
    last = Reach(valid_until=TODAY)
    assert covering([last], Decimal(100), "MAD", TODAY, "Salma") is last
    assert refusal(Reach(valid_until=TODAY - DAY)).rule == "mandate_ended"


def test_a_limit_covers_its_own_amount_and_not_a_unit_more():
    limited = Reach(Decimal(100), "MAD")
    assert covering([limited], Decimal(100), "MAD", TODAY, "Salma") is limited
    low = refusal(limited, amount="100.01")
    assert (low.rule, low.facts["limit"]) == ("mandate_limit", Decimal(100))


def test_the_nearest_reason_is_told():
    ended, later = Reach(valid_until=TODAY - DAY), Reach(valid_from=TODAY + DAY)
    assert refusal().rule == "mandate_missing"
    assert refusal(later).rule == "mandate_begins"
    assert refusal(later, ended).rule == "mandate_ended"
    assert refusal(ended, Reach(Decimal(5), "USD")).rule == "mandate_currency"
    assert refusal(ended, Reach(Decimal(5), "USD"), Reach(Decimal(9), "MAD")).facts == {
        "limit": Decimal(9),
        "amount": Decimal(100),
        "currency": "MAD",
        "name": "Salma",
    }


def test_what_is_told_of_a_mandate_must_fit_together():
    told = broken_reach(Decimal(0), "", TODAY, TODAY - DAY)
    assert [each.rule for each in told] == [
        "mandate_limit_low",
        "mandate_currency_missing",
        "mandate_days",
    ]
    assert broken_reach(None, "", TODAY, None) == []


REACHES = st.builds(
    Reach,
    st.none() | st.decimals(1, 1000, places=2),
    st.sampled_from(["MAD", "USD"]),
    st.dates(TODAY - 3 * DAY, TODAY + 3 * DAY),
    st.none() | st.dates(TODAY - 3 * DAY, TODAY + 3 * DAY),
)


@given(st.lists(REACHES, max_size=5), st.decimals(1, 1000, places=2))
def test_a_contract_is_covered_exactly_when_one_mandate_covers_it_today(mandates, amount):
    fits = [each for each in holding(mandates, TODAY) if covers(each, amount, "MAD")]
    try:
        assert covering(mandates, amount, "MAD", TODAY, "Salma") in fits
    except RuleBroken:
        assert fits == []
