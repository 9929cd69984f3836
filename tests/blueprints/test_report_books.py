"""A whole report as a workbook: given, filled in without a line, read back whole or not."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from portal.domain.actions import Role
from portal.domain.report_book import KEY
from portal.domain.report_specs import PARTS
from portal.models import Event, Instalment, Narrative, Report, ReportBook
from portal.services import (
    accounts,
    clock,
    figures,
    monitoring,
    report_books,
    report_cash,
    report_money,
    report_parts,
)
from portal.services.monitoring import Save
from tests import factories as make
from tests.books import put

EARLY = datetime(2026, 4, 10, 9, tzinfo=UTC)


@pytest.fixture
def report(app, request):
    """A report with one section that is a form, or with every one where a test asks for it."""
    clock.set_shift(round((EARLY - datetime.now(UTC)).total_seconds()))
    sections = list(PARTS) if "full" in request.fixturenames else ["psea"]
    contract = make.contract(make.partner(), report_sections=sections)
    Instalment.create(contract=contract, position=1, percent=40, amount=42_800, condition="?")
    monitoring.make_periods(contract, make.NOON)
    return monitoring.by_slug(f"{contract.slug}-P1")


@pytest.fixture
def full():
    """Asks for a report with every section there is."""


@pytest.fixture
def address(report):
    return f"/reports/{report.slug}"


@pytest.fixture
def person(report):
    return make.person(Role.PARTNER_OWNER, partner=report.partner)


@pytest.fixture
def owner(app, person):
    return make.sign_in(app.test_client(), person)


@pytest.fixture
def another(report):
    return accounts.actor_of(make.person(Role.PARTNER_EDITOR, partner=report.partner))


def downloaded(client, address):
    answer = client.get(f"{address}/workbook.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    return load_workbook(BytesIO(answer.data))


def sent(client, address, book, name="report.xlsx"):
    content = book
    if not isinstance(book, bytes):
        out = BytesIO()
        book.save(out)
        content = out.getvalue()
    return client.post(f"{address}/workbook", data={"file": (BytesIO(content), name)})


def fill(book, report):
    first = figures.actuals(report)[0]
    put(book, "risks|answer|answer", "A door was broken.\nIt was repaired.")
    put(book, f"indicators|figures|{first.id}", 100, None, "Counted twice")
    put(book, "expenditure|lines|staff", 20000.5, "Rent too")
    put(book, "cash|cash|closing", -12.25)
    put(book, "report_risks|risks|0", "Security", "Theft", 2, 3, "A guard", "Head")
    put(book, "government|milestones|0", "Handover of the lease", date(2026, 9, 1), "Late", "?")
    put(book, "psea|values|trained", 7)


def counts():
    return [each.select().count() for each in (Event, ReportBook)]


def words(report, code):
    return Narrative.get((Narrative.report == report.id) & (Narrative.code == code)).text


@pytest.mark.usefixtures("full")
def test_a_report_is_filled_in_without_a_line_and_only_what_changed_is_saved(
    report, address, owner
):
    book = downloaded(owner, address)
    fill(book, report)
    assert sent(owner, address, book).location == address
    assert "7 sections taken in." in owner.get(address).text
    assert words(report, "risks") == "A door was broken.\nIt was repaired."
    assert figures.actuals(report)[0].total == 100
    assert {row.category: row.amount for row in report_money.rows(report)}["staff"] == 20_000.5
    assert float(report_cash.of(report).closing) == -12.25
    parts = report_parts.parts(report, "en")
    (risk,) = parts["report_risks"].content["tables"]["risks"]
    assert (risk["category"], risk["likelihood"], risk["owner"]) == (
        "security",
        2,
        "Head",
    )
    (step,) = parts["government"].content["tables"]["milestones"]
    assert (step["due"], step["progress"]) == ("2026-09-01", "late")
    assert parts["psea"].content["values"]["trained"] == 7
    assert parts["standards"].row.version == 1


@pytest.mark.usefixtures("full")
def test_the_same_workbook_again_changes_nothing(report, address, owner):
    book = downloaded(owner, address)
    fill(book, report)
    sent(owner, address, book)
    before = (counts(), Report.get_by_id(report.id).expenditure_version)
    sent(owner, address, book)
    assert "Nothing was changed." in owner.get(address).text
    assert (counts(), Report.get_by_id(report.id).expenditure_version) == before


def test_a_workbook_in_french_is_read_back_with_its_words(app, report, address):
    person = make.person(Role.PARTNER_OWNER, partner=report.partner, language="fr")
    owner = make.sign_in(app.test_client(), person)
    book = downloaded(owner, address)
    assert book.sheetnames[0] == "Lisez-moi"
    put(book, "psea|values|allegations", "Non")
    assert sent(owner, address, book).location == address
    assert report_parts.parts(report, "en")["psea"].content["values"]["allegations"] == "no"


@pytest.mark.usefixtures("full")
def test_every_wrong_cell_is_told_by_sheet_and_cell_and_nothing_is_kept(report, address, owner):
    book = downloaded(owner, address)
    fill(book, report)
    first = figures.actuals(report)[0]
    sheet, row = put(book, f"indicators|figures|{first.id}", "many")
    wrong = (
        ("expenditure|lines|indirect", -5),
        ("report_risks|risks|1", "Weather", "x" * 601, 9),
        ("government|milestones|0", "=1+1", "soon"),
    )
    places = [put(book, key, *values) for key, *values in wrong]
    before = counts()
    answer = sent(owner, address, book)
    assert answer.status_code == 422
    told = answer.text
    assert f"Sheet {sheet}, cell B{row}: “many” is no whole number" in told
    (money, line), (risks, risk), (steps, step) = places
    assert f"Sheet {money}, cell B{line}: “-5” is no amount." in told
    assert f"Sheet {risks}, cell B{risk}: “Weather” is none of the answers" in told
    assert f"cell C{risk}: at most 600 characters." in told
    assert f"cell D{risk}: “9” is no level from 1 to 5." in told
    assert f"Sheet {steps}, cell B{step} holds a formula." in told
    assert f"cell C{step}: “soon” is no date." in told
    assert (counts(), words(report, "risks")) == (before, "")


def test_what_a_section_refuses_keeps_the_whole_workbook_out(report, address, owner):
    book = downloaded(owner, address)
    put(book, "risks|answer|answer", "A door was broken.")
    put(book, "expenditure|lines|staff", 1.005)
    answer = sent(owner, address, book)
    assert answer.status_code == 422
    assert "at most 2 figures after the point" in answer.text
    assert words(report, "risks") == ""


def test_workbooks_of_others_are_refused_whole_with_the_reason(report, address, owner):
    second = f"{address[:-1]}2"
    clock.set_shift(clock.shift() + 91 * 24 * 3600)
    book = downloaded(owner, second)
    told = sent(owner, address, book)
    assert told.status_code == 422
    assert f"{report.contract.reference}-P2, a report of another period." in told.text
    other = make.contract(report.partner)
    monitoring.make_periods(other, make.NOON)
    strange = sent(owner, f"/reports/{other.slug}-P1", book)
    assert "a report of another contract." in strange.text
    assert "no workbook of this portal" in sent(owner, address, Workbook()).text
    assert "no workbook of this portal" in sent(owner, address, b"x", "a.csv").text
    assert "Choose a file." in owner.post(f"{address}/workbook").text
    assert words(report, "risks") == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda book: book[KEY].__setitem__("B2", book[KEY]["B2"].value.replace("P1", "P9")),
            "no workbook of this portal",
        ),
        (lambda book: book.worksheets[1].delete_rows(4), "Rows of the workbook were removed"),
        (lambda book: book.worksheets[1].merge_cells("A4:B4"), "Cells A4:B4 are merged."),
    ],
)
def test_a_workbook_that_was_tampered_with_is_refused(report, address, owner, change, message):
    book = downloaded(owner, address)
    change(book)
    answer = sent(owner, address, book)
    assert answer.status_code == 422
    assert message in answer.text


def test_a_workbook_from_before_the_form_changed_is_refused(report, address, owner):
    book = downloaded(owner, address)
    Instalment.delete().execute()
    answer = sent(owner, address, book)
    assert answer.status_code == 422
    assert "The form of the report changed since this workbook was made." in answer.text


def test_what_others_changed_meanwhile_is_shown_side_by_side_and_never_overwritten(
    report, address, owner, another
):
    book = downloaded(owner, address)
    for code, text in (("risks", "Theirs."), ("lessons", "Also theirs.")):
        monitoring.save_narrative(report, code, text, Save(another, EARLY, 1))
    put(book, "risks|answer|answer", "Mine.")
    put(book, "handover|answer|answer", "Of mine only.")
    assert sent(owner, address, book).location == f"{address}/workbook"
    page = owner.get(f"{address}/workbook").text
    assert "1 section taken in." in page
    assert "Theirs." in page
    assert "Mine." in page
    assert "Also theirs." not in page
    assert (words(report, "risks"), words(report, "handover")) == ("Theirs.", "Of mine only.")
    taken = owner.post(f"{address}/workbook/choose", data={"take": "risks"})
    assert taken.status_code == 303
    assert (words(report, "risks"), words(report, "lessons")) == ("Mine.", "Also theirs.")
    again = owner.post(f"{address}/workbook/choose", data={"take": "risks"})
    assert again.status_code == 422
    assert "The workbook was chosen from or replaced meanwhile." in again.text


def test_a_section_saved_once_more_before_the_choice_is_shown_again(
    report, address, owner, another
):
    book = downloaded(owner, address)
    monitoring.save_narrative(report, "risks", "Theirs.", Save(another, EARLY, 1))
    put(book, "risks|answer|answer", "Mine.")
    sent(owner, address, book)
    monitoring.save_narrative(report, "risks", "Newer.", Save(another, EARLY, 2))
    assert owner.post(f"{address}/workbook/choose", data={"take": "risks"}).status_code == 303
    assert "A section was saved once more meanwhile." in owner.get(f"{address}/workbook").text
    assert words(report, "risks") == "Newer."
    assert report_books.waiting(report) is not None
    assert owner.post(f"{address}/workbook/choose", data={"take": "x"}).status_code == 404


def test_only_blue_cells_can_be_written_and_lists_offer_the_choices(report, address, owner):
    book = downloaded(owner, address)
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    assert (book[KEY].sheet_state, book["Lists"].sheet_state) == ("veryHidden", "hidden")
    sheet, row = put(book, "psea|values|allegations")
    page = book[sheet]
    assert page[f"A{row}"].protection.locked
    assert not page[f"B{row}"].protection.locked
    rules = {each.type for each in page.data_validations.dataValidation}
    assert {"list", "textLength"} <= rules
