"""A budget within a negotiation is held to the award and the ceilings, to the last unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.contract_budget import Bounds, broken_budget, differences
from portal.domain.demands import Heading

D = Decimal
BOUNDS = Bounds(D(107_000), D(200_000), 7, "MAD", D("0.01"))


def rules(amounts, bounds=BOUNDS):
    return [each.rule for each in broken_budget({k: D(v) for k, v in amounts.items()}, bounds)]


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ({"staff": "100000", "indirect": "7000"}, []),
        ({"staff": "100000.01", "indirect": "7000"}, ["budget_over_award"]),
        ({"staff": "99999", "indirect": "7000"}, ["indirect_over_ceiling"]),
        ({"staff": "100", "indirect": "7.01"}, ["indirect_over_ceiling"]),
        ({"staff": "0", "indirect": "5"}, ["indirect_over_ceiling"]),
        ({"staff": "10.005"}, ["budget_unit"]),
        ({"staff": "-1", "food": "5"}, ["budget_unit"]),
        ({"staff": "0", "indirect": "0"}, ["budget_nothing"]),
    ],
)
def test_each_rule_holds_to_the_unit_of_the_currency(amounts, found):
    assert rules(amounts) == found


def test_a_currency_without_minor_units_takes_whole_amounts_only():
    francs = Bounds(D(500), D(500), 7, "XAF", D(1))
    assert rules({"staff": "300.5"}, francs) == ["budget_unit"]
    assert rules({"staff": "300"}, francs) == []


def test_the_lots_ceiling_and_those_of_categories_hold_too():
    low = Bounds(D(500), D(400), 7, "MAD", D("0.01"), {"staff": Heading("Staff", 50)})
    assert rules({"staff": "450"}, low) == ["budget_over_ceiling", "category_over_ceiling"]
    assert rules({"other": "100"}, low) == ["category_gone"]


AMOUNTS = st.dictionaries(
    st.sampled_from(["staff", "food", "rent", "indirect"]),
    st.decimals(0, 90_000, places=2),
    min_size=1,
)


@given(AMOUNTS)
def test_what_is_accepted_is_never_above_the_award_or_the_indirect_ceiling(amounts):
    if broken_budget(amounts, BOUNDS):
        return
    direct = sum((each for code, each in amounts.items() if code != "indirect"), D(0))
    indirect = amounts.get("indirect", D(0))
    assert 0 < direct + indirect <= BOUNDS.award
    assert indirect <= direct * 7 / 100 + D("0.01")


@given(AMOUNTS, AMOUNTS)
def test_the_differences_of_two_budgets_add_up_to_that_of_their_sums(before, after):
    moved = sum((each.moved for each in differences(before, after)), D(0))
    assert moved == sum(after.values()) - sum(before.values())
