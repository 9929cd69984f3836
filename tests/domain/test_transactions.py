"""Rows of a list of transactions: what each says, and every cell that cannot be taken."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import report_money as money
from portal.domain.report_money import Cash, Rate, planned, rate_on, variance, varies
from portal.domain.transactions import (
    FORMULA,
    MOST_TOLD,
    PayeeKind,
    Terms,
    differences,
    read,
)

TERMS = Terms(
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 3, 31),
    currency="MAD",
    lines={"staff": "staff", "personnel": "staff", "rent": "rent"},
    payees={"own staff": PayeeKind.STAFF, "landlord": PayeeKind.LANDLORD},
    places={"MAD": 2, "USD": 2, "JPY": 0},
    rates=(Rate("USD", date(2026, 2, 1), Decimal("9.85")),),
    used={"inv 7": "C1-P1"},
    most=5,
)
ROW = ("2026-01-31", "A-1", "Landlord", "Rent of January", "Rent", "1 200,50", "", "", "")


def row(**changes):
    names = (
        *("date", "document", "payee", "description", "line"),
        *("amount", "currency", "rate", "credit"),
    )
    return [changes.get(name, cell) for name, cell in zip(names, ROW, strict=True)]


def told(*rows):
    found = read(enumerate(rows, 5), TERMS)
    return [(each.rule, each.facts["row"], each.facts["column"]) for each in found.problems]


def test_a_row_is_read_with_words_dates_and_figures_as_people_write_them():
    rows = [
        row(),
        row(document="A-2", date=datetime(2026, 2, 1, 8), amount=12.5),  # noqa: DTZ001 - a cell
        row(document="A-3", date="28/02/2026", line="PERSONNEL", amount="10", currency="usd"),
        row(document="A-4", currency="JPY", amount=100, rate="0,0652"),
        row(document="A-5", amount="-40", credit="oui"),
    ]
    found = read(enumerate([*rows, ["", None]], 5), TERMS)
    assert found.problems == []
    assert [each.value for each in found.entries] == [
        Decimal("1200.50"),
        Decimal("12.50"),
        Decimal("98.50"),
        Decimal("6.52"),
        Decimal(-40),
    ]
    assert found.sums() == {"rent": Decimal("1179.52"), "staff": Decimal("98.50")}
    assert found.entries[1].dated_on == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("changes", "rule", "column"),
    [
        ({"date": "soon"}, "entry_date", "A"),
        ({"date": 46000}, "entry_date", "A"),
        ({"date": "2025-12-31"}, "entry_date_outside", "A"),
        ({"date": "2026-04-01"}, "entry_date_outside", "A"),
        ({"document": ""}, "entry_document", "B"),
        ({"document": "x" * 61}, "entry_document", "B"),
        ({"document": " INV  7"}, "entry_document_used", "B"),
        ({"payee": "Fatima"}, "entry_payee", "C"),
        ({"description": " "}, "entry_description", "D"),
        ({"line": "Gold"}, "entry_line", "E"),
        ({"amount": "much"}, "entry_amount", "F"),
        ({"amount": 0}, "entry_amount_sign", "F"),
        ({"amount": "-5"}, "entry_amount_sign", "F"),
        ({"amount": "0", "credit": "yes"}, "entry_amount_sign", "F"),
        ({"amount": "1.005"}, "entry_amount_fine", "F"),
        ({"amount": True}, "entry_amount", "F"),
        ({"currency": "XXL"}, "entry_currency", "G"),
        ({"currency": "USD"}, "entry_rate_none", "H"),
        ({"currency": "USD", "rate": "many"}, "entry_rate", "H"),
        ({"currency": "USD", "date": "2026-02-02", "rate": "10"}, "entry_rate_other", "H"),
        ({"rate": "1,1"}, "entry_rate_own", "H"),
        ({"credit": "maybe"}, "entry_credit", "I"),
        ({"amount": "=SUM(F1:F4)"}, "entry_formula", "F"),
        ({"description": FORMULA}, "entry_formula", "D"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_told_with_row_column_and_reason(changes, rule, column):
    assert told(row(**changes)) == [(rule, 5, column)]
    assert read([(5, row(**changes))], TERMS).entries == []


def test_a_document_stands_in_a_list_once_and_the_first_row_is_named():
    found = read(enumerate([row(), row(document=" a-1 ")], 5), TERMS)
    (broken,) = found.problems
    assert (broken.rule, broken.facts["row"], broken.facts["first"]) == (
        "entry_document_twice",
        6,
        5,
    )


def test_several_wrong_cells_of_a_row_are_told_together():
    assert told(row(date="x", line="y", amount="z")) == [
        ("entry_date", 5, "A"),
        ("entry_line", 5, "E"),
        ("entry_amount", 5, "F"),
    ]


def test_a_list_is_neither_empty_nor_too_long():
    assert [each.rule for each in read([(5, ["", ""])], TERMS).problems] == ["list_empty"]
    many = ((number, row(document=str(number))) for number in range(9))
    found = read(many, TERMS)
    assert [each.rule for each in found.problems] == ["list_too_long"]


def test_reading_stops_after_so_many_wrong_cells():
    terms = Terms(**{**vars(TERMS), "most": 1000})
    found = read(((number, row(line="?")) for number in range(900)), terms)
    assert len(found.problems) == MOST_TOLD + 2
    assert found.problems[-1].rule == "list_more_wrong"


def test_what_a_list_says_beside_what_is_stated():
    stated = {"staff": Decimal(5), "rent": None, "travel": Decimal(1)}
    found = differences(stated, {"staff": Decimal(5), "rent": Decimal(2)})
    assert found == {"rent": (0, 2), "travel": (1, 0)}


def test_the_last_rate_that_began_holds():
    rates = [Rate("USD", date(2026, month, 1), Decimal(month)) for month in (1, 2, 3)]
    assert rate_on(rates, "USD", date(2026, 2, 28)).rate == 2
    assert rate_on(rates, "USD", date(2025, 12, 31)) is None
    assert rate_on(rates, "EUR", date(2026, 2, 28)) is None


AMOUNTS = st.decimals(-(10**9), 10**9, places=2)


@given(st.lists(st.decimals("0.01", 10**6, places=2), min_size=1, max_size=5))
def test_the_sums_of_a_list_are_the_sums_of_its_rows(amounts):
    rows = (row(document=str(n), amount=str(each)) for n, each in enumerate(amounts))
    assert read(enumerate(rows, 5), TERMS).sums() == {"rent": sum(amounts)}


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_cash_ties_exactly_when_the_closing_balance_is_what_follows(
    opening, received, other, spent
):
    cash = Cash(opening, received, other)
    closing = cash.expected(spent)
    assert Cash(opening, received, other, closing).ties(spent)
    assert not Cash(opening, received, other, closing + 1).ties(spent)
    assert closing + spent == opening + received + other


@given(st.decimals(0, 10**9, places=2), st.integers(0, 400))
def test_a_plan_grows_from_nothing_to_the_whole_budget(budget, days):
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    until = date.fromordinal(first.toordinal() - 1 + days)
    plan = planned(budget, first, last, until)
    assert 0 <= plan <= budget
    assert plan == (budget if days >= 365 else plan)
    assert planned(budget, first, last, date(2025, 1, 1)) == 0
    assert not varies(plan, plan, 0)


def test_a_variance_is_told_in_percent_of_the_plan():
    assert variance(Decimal(90), Decimal(120)) == Decimal("-25.0")
    assert variance(Decimal(5), Decimal(0)) is None
    assert varies(Decimal(5), Decimal(0), 20)
    assert not varies(Decimal(120), Decimal(100), 20)
    assert money.rate_places(Decimal("10.50000000")) == 2
    assert money.rate_places(Decimal("0.00010500")) == 6
