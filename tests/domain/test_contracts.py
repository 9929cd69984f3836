"""Rules of a contract, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.contracts import (
    ContractFacts,
    broken_rules,
    duration_rules,
    end_after,
    fingerprint,
    months_between,
    same_name,
    shares,
)

UNITS = st.sampled_from([Decimal(1), Decimal("0.01"), Decimal("0.001")])
DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1))


@st.composite
def percents(draw):
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=9)))
    return [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]


@given(st.integers(1, 10**12), percents(), UNITS)
def test_shares_add_up_exactly_and_all_but_the_last_are_less_than_a_unit_off(
    count, parts, unit
):
    amount = count * unit
    found = shares(amount, parts, unit)
    assert sum(found) == amount
    assert found[-1] >= amount * parts[-1] / 100
    for share, percent in zip(found[:-1], parts[:-1], strict=True):
        assert 0 <= amount * percent / 100 - share < unit
        assert share % unit == 0


def test_equal_percents_give_equal_shares_and_the_last_takes_the_rest():
    cents = Decimal("0.01")
    first, second, third = shares(Decimal("100.01"), [30, 30, 40], cents)
    assert first == second == Decimal("30.00")
    assert third == Decimal("40.01")


def test_an_amount_that_is_no_multiple_of_the_unit_still_adds_up():
    assert sum(shares(Decimal("100.55"), [30, 30, 25, 15], Decimal(1))) == Decimal("100.55")


@given(DAYS, st.integers(1, 60))
def test_a_duration_in_months_is_counted_back_to_the_same_number(start, months):
    found = months_between(start, end_after(start, months))
    assert end_after(start, found) == end_after(start, months)


def test_a_year_from_the_first_of_february_ends_on_the_last_of_january():
    assert end_after(date(2027, 2, 1), 12) == date(2028, 1, 31)
    assert months_between(date(2027, 2, 1), date(2028, 1, 30)) is None


@pytest.mark.parametrize("last", [date.max, date(9999, 12, 30), date(2048, 1, 31)])
def test_a_last_day_that_nobody_means_has_no_months(last):
    assert months_between(date(2027, 2, 1), last) is None
    assert [each.rule for each in duration_rules(date(2027, 2, 1), last)] == ["contract_long"]


def facts(**changes):
    given_ = {
        "amount": Decimal(1000),
        "starts_on": date(2027, 2, 1),
        "ends_on": date(2028, 1, 31),
        "instalments": [(60, Decimal(600)), (40, Decimal(400))],
        "clauses": {"C05": "IOM pays at most MAD 1,000.", "D01": "Data."},
        "required": {"C05": ["MAD 1,000"], "D01": []},
    }
    return ContractFacts(**{**given_, **changes})


def test_a_complete_contract_breaks_no_rule():
    assert broken_rules(facts()) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"ends_on": date(2027, 2, 1)}, "contract_dates"),
        ({"ends_on": date(2027, 8, 12)}, "contract_months"),
        ({"instalments": [(60, Decimal(600))]}, "instalments_percent"),
        (
            {"instalments": [(60, Decimal(600)), (40, Decimal(401))]},
            "instalments_amount",
        ),
        ({"clauses": {"C05": "IOM pays at most MAD 1,000."}}, "data_clause_missing"),
        ({"clauses": {"C05": " ", "D01": "Data."}}, "clause_missing"),
        ({"clauses": {"C05": "IOM pays MAD 900.", "D01": "Data."}}, "clause_figure"),
    ],
)
def test_each_rule_is_named_when_it_does_not_hold(changes, rule):
    assert [broken.rule for broken in broken_rules(facts(**changes))] == [rule]


@given(st.dictionaries(st.text(), st.text()), st.text(), st.text())
def test_a_fingerprint_changes_with_every_change_and_not_with_the_order(content, key, value):
    again = dict(reversed(content.items()))
    assert fingerprint(content) == fingerprint(again)
    if content.get(key) != value:
        assert fingerprint({**content, key: value}) != fingerprint(content)


def test_a_name_is_the_same_whatever_its_capitals_and_spaces():
    assert same_name("  salma   BERRADA", "Salma Berrada")
    assert not same_name("Salma B.", "Salma Berrada")
