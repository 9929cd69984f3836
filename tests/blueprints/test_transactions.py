"""Lists of transactions, sent and taken in as the people who use them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.models import Event, Expenditure, ListedTransaction, Report, TransactionList
from portal.services import clock, monitoring, transactions
from tests import factories as make

HEADS = (
    "Date of payment,Document number,Kind of payee,What was bought,Budget line,"
    "Amount,Currency,Rate,Credit"
)
ROWS = (
    "2026-01-31,S-1,Own staff,Salaries of January,Personnel,12000,,,",
    "2026-02-28,S-2,Own staff,Salaries of February,STAFF,8000.50,MAD,,",
    "2026-03-02,I-1,Bank,Bank fees,indirect,40,,,",
)


@pytest.fixture
def report(app):
    real = datetime.now(UTC)
    clock.set_shift(round((datetime(2026, 4, 10, 9, tzinfo=UTC) - real).total_seconds()))
    contract = make.contract(make.partner())
    monitoring.make_periods(contract, make.NOON)
    return monitoring.by_slug(f"{contract.slug}-P1")


@pytest.fixture
def address(report):
    return f"/reports/{report.slug}"


@pytest.fixture
def owner(app, report):
    person = make.person(Role.PARTNER_OWNER, partner=report.partner)
    return make.sign_in(app.test_client(), person)


def table(*rows, heads=HEADS):
    return "\n".join((heads, *rows)).encode()


def send(client, address, content, name="list.csv"):
    sent = {"file": (BytesIO(content), name)}
    return client.post(f"{address}/transactions/send", data=sent)


def take(client, address):
    there = TransactionList.get(TransactionList.taken_at.is_null())
    return client.post(f"{address}/transactions/take", data={"list": str(there.id)})


def workbook(client, address):
    return load_workbook(BytesIO(client.get(f"{address}/transactions.xlsx").data))


def bytes_of(book):
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def counts():
    tables = (TransactionList, ListedTransaction, Event)
    return [each.select().count() for each in tables]


def test_a_list_is_checked_shown_taken_in_and_its_sums_taken_over(report, address, owner):
    Expenditure.update(amount=Decimal(20_000)).where(Expenditure.category == "staff").execute()
    assert send(owner, address, table(*ROWS)).status_code == 303
    shown = owner.get(f"{address}/transactions/send").text
    assert "New: 3, changed: 0, unchanged: 0, no longer listed: 0." in shown
    assert transactions.current(report) is None
    assert take(owner, address).status_code == 303
    page = owner.get(f"{address}/transactions").text
    assert "The list and the expenditure differ" in page
    assert "Salaries of January" in page
    told = owner.get(f"{address}/edit/expenditure").text
    assert "The list of transactions and the expenditure differ in 2 categories." in told
    assert owner.post(f"{address}/transactions/use").status_code == 303
    amounts = {row.category: row.amount for row in report.expenditures}
    assert amounts == {"staff": Decimal("20000.50"), "indirect": Decimal(40)}
    assert "differ" not in owner.get(f"{address}/transactions").text


def test_a_new_list_says_what_changes_and_replaces_the_one_before(report, address, owner):
    send(owner, address, table(*ROWS))
    take(owner, address)
    changed = ROWS[0].replace("12000", "12500")
    more = "2026-03-05,I-2,Bank,Bank fees,indirect,50,,,"
    send(owner, address, table(changed, ROWS[1], more))
    shown = owner.get(f"{address}/transactions/send").text
    assert "New: 1, changed: 1, unchanged: 1, no longer listed: 1." in shown
    assert "Replace the present list" in shown
    take(owner, address)
    listed = transactions.current(report)
    assert [each.document for each in transactions.rows(listed)] == ["S-1", "S-2", "I-2"]
    assert ListedTransaction.select().count() == 3
    heads = TransactionList.select().order_by(TransactionList.sent_at)
    assert [each.replaced_at is None for each in heads] == [False, True]


def test_the_same_list_again_changes_nothing(address, owner):
    send(owner, address, table(*ROWS))
    take(owner, address)
    before = counts()
    assert send(owner, address, table(*ROWS)).status_code == 303
    assert counts() == before


def test_every_wrong_cell_is_told_and_nothing_is_half_imported(address, owner):
    send(owner, address, table(*ROWS))
    take(owner, address)
    before = counts()
    wrong = table(ROWS[0], "2025-12-31,S-1,Nobody,,Gold,-5,USD,,", ROWS[2])
    answer = send(owner, address, wrong)
    assert answer.status_code == 422
    for text in (
        "Row 3, column A: 31 December 2025 is outside the period",
        "Row 3, column B: document “S-1” stands in row 2 already.",
        "Row 3, column C: “Nobody” is no kind of payee of the list.",
        "Row 3, column D: say what was bought",
        "Row 3, column E: “Gold” is no budget line of the contract.",
        "Row 3, column F: “-5” is not above 0.",
    ):
        assert text in answer.text
    assert counts() == before


def test_a_document_of_an_accepted_report_is_charged_once(report, address, owner):
    send(owner, address, table(*ROWS))
    take(owner, address)
    Report.update(state=ReportState.ACCEPTED).where(Report.id == report.id).execute()
    clock.set_shift(clock.shift() + 91 * 24 * 3600)
    second = f"{address[:-1]}2"
    answer = send(owner, second, table(ROWS[0].replace("2026-01-31", "2026-04-30")))
    assert answer.status_code == 422
    assert f"was charged in report {report.reference}, which is accepted." in answer.text


def test_the_file_of_the_portal_offers_lines_and_payees_and_is_read_back(
    report, address, owner
):
    book = workbook(owner, address)
    page = book["Transactions"]
    assert [each.value for each in page[4]] == HEADS.split(",")
    lists = [[each.value for each in column] for column in book["Lists"].iter_cols()]
    assert lists[0][:2] == ["Own staff", "Supplier of goods"]
    page["A5"], page["B5"], page["C5"] = date(2026, 1, 5), 17, "Landlord"
    page["D5"], page["E5"], page["F5"] = "Rent", lists[1][0], 900.1
    assert send(owner, address, bytes_of(book), "list.xlsx").status_code == 303
    take(owner, address)
    (row,) = transactions.rows(transactions.current(report))
    assert (row.row, row.document, row.category, row.value) == (
        5,
        "17",
        "staff",
        Decimal("900.1"),
    )


def refused_book(client, address, change):
    book = workbook(client, address)
    page = book["Transactions"]
    for cell, value in zip(
        "ABCDEF", ("2026-01-05", "1", "staff", "x", "staff", 5), strict=True
    ):
        page[f"{cell}5"] = value
    change(book)
    return send(client, address, bytes_of(book), "list.xlsx")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda book: book["Transactions"].__setitem__("F5", "=5*2"),
            "Row 5, column F: the cell holds a formula.",
        ),
        (
            lambda book: book["Transactions"].merge_cells("A6:B7"),
            "Cells A6:B7 are merged.",
        ),
        (
            lambda book: book["Transactions"].__setitem__("E4", "Category"),
            "The headings are not those of the list. Expected in row 4: Date of payment",
        ),
        (
            lambda book: book["Key"].__setitem__("B2", "another"),
            "This file is not the list of this contract.",
        ),
    ],
)
def test_a_changed_file_is_refused_with_its_reason(address, owner, change, message):
    answer = refused_book(owner, address, change)
    assert answer.status_code == 422
    assert message in answer.text
    assert counts()[:2] == [0, 0]


def test_other_files_are_refused_in_words(monkeypatch, address, owner):
    foreign = send(owner, address, bytes_of(Workbook()), "list.xlsx")
    assert "This file is not the list of this contract." in foreign.text
    assert "Send the list as XLSX" in send(owner, address, b"x", "list.txt").text
    assert "no text in UTF-8" in send(owner, address, "Été".encode("cp1252")).text
    assert "The headings are not those" in send(owner, address, b"a;b;c\n1;2;3").text
    assert "The list has no rows." in send(owner, address, table()).text
    assert "Choose a file." in owner.post(f"{address}/transactions/send").text
    monkeypatch.setenv("PORTAL_TRANSACTION_ROWS", "2")
    assert "more than 2 rows" in send(owner, address, table(*ROWS)).text
    assert counts()[:2] == [0, 0]


def test_a_list_that_is_not_waiting_any_more_is_not_taken_in(report, address, owner):
    send(owner, address, table(*ROWS))
    first = TransactionList.get()
    send(owner, address, table(ROWS[0]))
    answer = owner.post(f"{address}/transactions/take", data={"list": str(first.id)})
    assert answer.status_code == 422
    assert "This list was replaced or taken in meanwhile." in answer.text
    assert transactions.current(report) is None
    assert owner.post(f"{address}/transactions/take", data={"list": "x"}).status_code == 404


def test_a_list_is_given_back_as_csv_that_can_be_sent_again(report, address, owner):
    credit = "2026-03-09,I-9,Bank,=Refund of fees,indirect,15,,,yes"
    assert owner.get(f"{address}/transactions.csv").status_code == 404
    send(owner, address, table(*ROWS, credit.replace("=", "")))
    take(owner, address)
    given = owner.get(f"{address}/transactions.csv")
    assert given.mimetype == "text/csv"
    assert "I-9" in given.text
    again = send(owner, address, given.data)
    assert again.status_code == 303
    changes = transactions.changes(report, transactions.waiting(report))
    assert (changes.same, changes.added, changes.changed) == (4, 0, 0)
    assert transactions.sums(transactions.current(report))["indirect"] == 25


def test_the_office_reads_the_list_of_a_filed_report_page_by_page(app, report, address, owner):
    rows = [f"2026-01-31,N-{n},Bank,Fee,indirect,1,,," for n in range(101)]
    send(owner, address, table(*rows))
    take(owner, address)
    officer = make.sign_in(app.test_client(), make.person(Role.FINANCE_OFFICER))
    assert officer.get(f"{address}/transactions").status_code == 403
    Report.update(state=ReportState.SUBMITTED).where(Report.id == report.id).execute()
    first = officer.get(f"{address}/transactions").text
    assert "Documents, page 1 of 2" in first
    assert "N-100" not in first
    assert "N-100" in officer.get(f"{address}/transactions?page=2").text
    assert send(officer, address, table(*ROWS)).status_code == 403
