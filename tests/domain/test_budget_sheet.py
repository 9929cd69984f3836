"""Rows out of a spreadsheet: every fault told with its row, taken whole or not at all."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.amounts import read_amount, read_cell
from portal.domain.budget_sheet import MOST_LINES, Words, read, split
from portal.domain.proposals import (
    Contribution,
    budget_total,
    line_cost,
    line_total,
    own_contribution,
)

WORDS = Words(
    {"staff": "staff", "personnel": "staff", "rent": "rent"},
    {"in cash": Contribution.CASH, "in kind": Contribution.KIND, "kind": Contribution.KIND},
)


@dataclass(frozen=True)
class Row:
    category: str = "staff"
    quantity: Decimal = Decimal(2)
    unit_cost: Decimal = Decimal(9000)
    months: int = 12
    share: Decimal = Decimal(100)
    own: Contribution = Contribution.CASH


def test_pasted_rows_are_read_with_words_and_figures_of_either_language():
    sheet = read(
        split(
            "Category\tWhat\tUnit\tQuantity\tCost\tMonths\tPercent\tRest\n"
            "Personnel\tCase workers\tperson\t4\t9 000,50\t12\t75,5\tin kind\n"
            "\t\t\t\t\t\t\t\n"
            "rent\tHouse\t\t1\t1,200,000.25\n"
        ),
        WORDS,
    )
    assert sheet.problems == []
    first, second = sheet.lines
    assert first == {
        "category": "staff",
        "description": "Case workers",
        "unit": "person",
        "quantity": Decimal(4),
        "unit_cost": Decimal("9000.5"),
        "months": 12,
        "share": Decimal("75.5"),
        "own": Contribution.KIND,
    }
    assert (second["unit_cost"], second["months"], second["share"]) == (
        Decimal("1200000.25"),
        1,
        Decimal(100),
    )


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("x;A;;1;1", "cell_category"),
        (";A;;1;1", "cell_category"),
        ("rent;;;1;1", "cell_description"),
        (f"rent;{'a' * 301};;1;1", "cell_description_long"),
        (f"rent;A;{'a' * 61};1;1", "cell_unit_long"),
        ("rent;A;;;1", "cell_quantity"),
        ("rent;A;;-1;1", "cell_quantity"),
        ("rent;A;;NaN;1", "cell_quantity"),
        ("rent;A;;=1+1;1", "cell_quantity"),
        ("rent;A;;1;#REF!", "cell_unit_cost"),
        ("rent;A;;1;1e99", "cell_unit_cost"),
        ("rent;A;;1;1;0", "cell_months"),
        ("rent;A;;1;1;1.5", "cell_months"),
        ("rent;A;;1;1;121", "cell_months"),
        ("rent;A;;1;1;1;101", "cell_share"),
        ("rent;A;;1;1;1;50;gold", "cell_own"),
    ],
)
def test_a_fault_is_told_with_the_number_of_its_row(row, rule):
    sheet = read(split("rent;House;;1;1\n" + row), WORDS)
    assert [(each.rule, each.facts["row"]) for each in sheet.problems] == [(rule, 2)]
    assert len(sheet.lines) == 1


def test_every_fault_of_every_row_is_told_up_to_a_bound():
    sheet = read(split("rent;House;;1;1\n" + "x;;;a;b\n" * 2), WORDS)
    assert [each.facts["row"] for each in sheet.problems] == [2, 2, 2, 2, 3, 3, 3, 3]
    assert len(read(split("x;;;a;b\n" * 500), WORDS).problems) < 60


def test_nothing_and_too_much_are_told():
    assert [each.rule for each in read(split(""), WORDS).problems] == ["sheet_empty"]
    many = read(split("rent;House;;1;1\n" * (MOST_LINES + 1)), WORDS)
    assert [each.rule for each in many.problems] == ["sheet_too_long"]


def test_cells_of_a_spreadsheet_are_read_as_they_are():
    sheet = read([["rent", "House", None, 1, 0.1 + 0.2, 12.0, 50, None]], WORDS)
    assert sheet.lines[0]["unit_cost"] == Decimal("0.3")
    assert sheet.lines[0]["months"] == 12
    assert read_cell(True) is None  # noqa: FBT003 - what a cell can hold
    assert read_cell(float("inf")) is None


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=9), st.floats()), max_size=9)))
def test_whatever_is_read_is_lines_or_faults(rows):
    sheet = read(rows, WORDS)
    assert sheet.lines or sheet.problems


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1 200 000", 1_200_000), ("1,200,000.50", "1200000.5"), ("1200000,50", "1200000.5")],
)
def test_amounts_are_read_as_people_type_them(typed, amount):
    assert read_amount(typed) == Decimal(amount)


def test_what_is_not_charged_is_the_own_contribution():
    rows = [Row(share=Decimal(75)), Row(share=Decimal(50), own=Contribution.KIND), Row()]
    assert line_cost(rows[0]) == 216_000
    assert line_total(rows[0]) == 162_000
    assert own_contribution(rows, "cash") == 54_000
    assert own_contribution(rows, "kind") == 108_000
    assert budget_total(rows) + 54_000 + 108_000 == 3 * 216_000
