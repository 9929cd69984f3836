"""The budget in full: own contributions, spreadsheets given out, taken in, pasted."""

from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import BudgetLine, Proposal
from portal.services import proposals
from tests import factories, papers
from tests.factories import sign_in


@pytest.fixture
def draft(app):
    return proposals.by_id(factories.proposal(factories.call(CallState.PUBLISHED)).id)


@pytest.fixture
def owner(app, draft):
    return sign_in(
        app.test_client(), factories.person(Role.PARTNER_OWNER, partner=draft.partner)
    )


def at(proposal, rest=""):
    return f"/proposals/{proposal.id}/budget{rest}"


def version(draft):
    return str(Proposal.get_by_id(draft.id).budget_version)


def said():
    rows = BudgetLine.select().order_by(BudgetLine.position)
    return [(each.category, each.description, each.unit_cost) for each in rows]


def paste(client, draft, rows, **more):
    typed = {"rows": rows, "version": version(draft), "below": ""}
    return client.post(at(draft, "/import"), data={**typed, **more})


def book(client, draft):
    answer = client.get(at(draft, ".xlsx"))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return answer.data


def written(content, change):
    """The spreadsheet as somebody wrote in it and saved it."""
    opened = load_workbook(BytesIO(content))
    change(opened)
    out = BytesIO()
    opened.save(out)
    opened.close()
    return out.getvalue()


def send(client, draft, content, name="budget.xlsx"):
    typed = {"file": (BytesIO(content), name), "version": version(draft)}
    return client.post(at(draft, "/import"), data=typed)


def test_a_share_that_is_not_charged_is_the_own_contribution(owner, draft):
    row = {"category": "staff", "description": "Nurses", "unit": "person", "quantity": "2"}
    row |= {"unit_cost": "1000", "months": "10", "share": "75,5", "own": "kind"}
    typed = {f"lines-0-{name}": value for name, value in row.items()}
    answer = owner.post(at(draft), data={**typed, "version": "1", "indirect": ""})
    assert answer.status_code == 303
    saved = BudgetLine.get()
    assert (saved.share, saved.own.value) == (Decimal("75.5"), "kind")
    page = unescape(owner.get(at(draft)).text).replace("\xa0", " ")
    assert "Own contribution: MAD 0 in cash, MAD 4,900 in kind." in page
    assert "15,100" in page


def typed(*lines, **more):
    """A budget as it is typed: what each line is and what one unit costs."""
    sent = {}
    for n, (description, cost) in enumerate(lines):
        row = {"category": "staff", "description": description, "quantity": "1"}
        row |= {"unit_cost": cost, "months": "1", "share": "100", "own": "cash"}
        sent |= {f"lines-{n}-{name}": value for name, value in row.items()}
    return {**sent, "indirect": "5", **more}


def in_conflict(app, owner, draft, theirs, mine):
    """What two people make of one budget, and the page that the second one gets."""
    who = factories.person(Role.PARTNER_EDITOR, partner=draft.partner)
    owner.post(at(draft), data=typed(("Nurses", "100"), ("Guards", "50"), version="1"))
    colleague = sign_in(app.test_client(), who)
    colleague.post(at(draft), data=typed(*theirs, version="2"))
    page = owner.post(at(draft), data=typed(*mine, version="2"))
    assert page.status_code == 409
    return page.text


def costs():
    return [(name, int(cost)) for category, name, cost in said() if category != "indirect"]


def test_lines_that_two_people_changed_and_added_are_put_together(app, owner, draft):
    theirs = [("Nurses", "120"), ("Guards", "50"), ("Rent", "900")]
    mine = [("Nurses", "100"), ("Guards", "60"), ("Food", "300")]
    page = in_conflict(app, owner, draft, theirs, mine)
    assert "Both put together" in page
    assert "nothing was changed by both" in page
    chosen = typed(*mine, version="3", base="2", choice="merged")
    assert owner.post(at(draft), data=chosen).status_code == 303
    assert costs() == [("Nurses", 120), ("Guards", 60), ("Food", 300), ("Rent", 900)]
    assert BudgetLine.get(BudgetLine.category == "indirect").unit_cost == 1380


def test_a_line_that_both_changed_is_shown_for_choice(app, owner, draft):
    theirs, mine = [("Nurses", "120"), ("Guards", "50")], [("Nurses", "90")]
    page = unescape(in_conflict(app, owner, draft, theirs, mine))
    assert 'name="clash line 1"' in page
    assert "Nurses, Unit: person, Quantity: 1, Cost of one unit: 90" in page
    sent = typed(*mine, version="3", base="2", choice="merged")
    owner.post(at(draft), data={**sent, "clash line 1": "mine"})
    assert costs() == [("Nurses", 90)]


def test_what_was_saved_since_the_conflict_is_never_replaced_by_a_suggestion(app, owner, draft):
    mine = [("Nurses", "90"), ("Guards", "50"), ("Food", "10")]
    in_conflict(app, owner, draft, [("Nurses", "100"), ("Guards", "70")], mine)
    owner.post(at(draft), data=typed(("Nurses", "1"), version="3"))
    late = typed(*mine, version="3", base="2", choice="merged")
    assert owner.post(at(draft), data=late).status_code == 409
    assert costs() == [("Nurses", 1)]


def test_a_share_over_a_hundred_is_told_at_its_line(owner, draft):
    row = {"category": "staff", "description": "Nurses", "quantity": "2", "unit_cost": "1"}
    row |= {"months": "1", "share": "101", "own": "cash"}
    typed = {f"lines-0-{name}": value for name, value in row.items()}
    answer = owner.post(at(draft), data={**typed, "version": "1"})
    assert answer.status_code == 422
    assert "Enter a percentage from 0 to 100." in answer.text
    assert 'value="101"' in answer.text


def test_rows_are_pasted_in_place_of_the_lines_or_below_them(owner, draft):
    assert paste(owner, draft, "staff\tNurses\tperson\t2\t100,5\t6").status_code == 303
    assert said() == [("staff", "Nurses", Decimal("100.5"))]
    done = paste(owner, draft, "staff\tCooks\tperson\t1\t50", below="1")
    assert "1 line was taken in." in owner.get(done.location).text
    assert [each[1] for each in said()] == ["Nurses", "Cooks"]


def test_one_wrong_row_keeps_every_row_out_and_all_that_was_pasted(owner, draft):
    before = said()
    refused = paste(owner, draft, "staff\tNurses\t\t2\t100\nfood\tCooks\t\tmany\t50")
    page = unescape(refused.text)
    assert refused.status_code == 422
    assert "Row 2: “food” is no category of direct costs here." in page
    assert "Row 2: the quantity “many” is no figure from 0 to 999,999." in page
    assert "food\tCooks\t\tmany\t50" in page
    assert said() == before


def test_pasting_over_what_a_colleague_saved_meanwhile_is_told(owner, draft):
    stale = version(draft)
    paste(owner, draft, "staff\tNurses\t\t2\t100")
    refused = paste(owner, draft, "staff\tCooks\t\t1\t50", version=stale)
    assert refused.status_code == 409
    assert "Somebody else saved this meanwhile" in refused.text
    assert "Cooks" in refused.text
    assert [each[1] for each in said()] == ["Nurses"]


@pytest.mark.parametrize("typed", [{"rows": ""}, {"rows": " \n"}])
def test_neither_a_file_nor_rows_is_told(owner, draft, typed):
    refused = paste(owner, draft, **typed)
    assert refused.status_code == 422
    assert "Choose a file, or paste rows" in refused.text


def test_the_spreadsheet_comes_back_as_it_was_given_out(owner, draft):
    owner.post(at(draft), data={"version": "1"})
    paste(owner, draft, '=HYPERLINK("x")\tNurses\t\t1\t1')
    paste(owner, draft, 'staff\t=HYPERLINK("http://x")\tperson\t2\t100,5\t6\t75\tin kind')
    content = book(owner, draft)
    sheet = load_workbook(BytesIO(content))["Budget"]
    assert sheet["B5"].value == '=HYPERLINK("http://x")'
    assert sheet["B5"].data_type == "s" or sheet["B5"].quotePrefix
    assert sheet["I5"].value == "=ROUND(D5*E5*F5*G5/100,2)"
    assert load_workbook(BytesIO(content), data_only=True)["Budget"]["I5"].value == 904.5
    assert send(owner, draft, content).status_code == 303
    row = BudgetLine.get()
    assert (row.description, row.share, row.own.value) == (
        '=HYPERLINK("http://x")',
        75,
        "kind",
    )


def test_what_was_written_in_the_spreadsheet_takes_the_place_of_the_budget(owner, draft):
    def change(opened):
        sheet = opened["Budget"]
        for column, value in zip(
            "ABCDEFGH", ["staff", "Cooks", "", 3, 50.25, 12], strict=False
        ):
            sheet[f"{column}5"] = value
        sheet["D3"] = 6.5

    assert send(owner, draft, written(book(owner, draft), change)).status_code == 303
    assert said()[0] == ("staff", "Cooks", Decimal("50.25"))
    assert said()[1][0] == "indirect"
    assert BudgetLine.get(BudgetLine.category == "indirect").quantity == Decimal("0.065")


def test_a_wrong_cell_is_told_with_its_row_and_nothing_is_taken(owner, draft):
    def change(opened):
        opened["Budget"]["A5"], opened["Budget"]["E5"] = "gold", "#REF!"

    before = said()
    refused = send(owner, draft, written(book(owner, draft), change))
    page = unescape(refused.text)
    assert refused.status_code == 422
    assert "Row 5: “gold” is no category" in page
    assert "Row 5: the cost of one unit “#REF!” is no figure" in page
    assert said() == before


def foreign(opened):
    opened["Key"]["B2"] = "0" * 32


def renamed(opened):
    opened["Budget"].title = "Mine"


def too_much(opened):
    opened["Budget"]["D3"] = 101


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (foreign, "was not given out for this proposal"),
        (renamed, "was not given out for this proposal"),
        (too_much, "as a percentage from 0 to 100"),
    ],
)
def test_a_file_of_another_proposal_is_refused_whole(owner, draft, change, told):
    before = said()
    refused = send(owner, draft, written(book(owner, draft), change))
    assert refused.status_code == 422
    assert told in unescape(refused.text)
    assert said() == before


def test_a_file_given_out_before_the_budget_was_saved_again_is_refused_whole(owner, draft):
    content = book(owner, draft)
    paste(owner, draft, "staff\tNurses\t\t2\t100")
    refused = send(owner, draft, content)
    assert refused.status_code == 422
    assert "saved again after this file was given out" in unescape(refused.text)
    assert [each[1] for each in said()] == ["Nurses"]


@pytest.mark.parametrize(
    "content", [b"", b"x", papers.docx(), papers.package({"xl/workbook.xml": b"<x/>"})]
)
def test_a_file_that_is_no_spreadsheet_is_refused(owner, draft, content):
    before = said()
    assert send(owner, draft, content).status_code == 422
    assert said() == before


def test_another_partner_neither_gets_nor_gives_a_spreadsheet(app, draft):
    person = factories.person(Role.PARTNER_OWNER, partner=factories.partner())
    other = sign_in(app.test_client(), person)
    assert other.get(at(draft, ".xlsx")).status_code == 403
    assert other.get(at(draft, "/import")).status_code == 403
    assert paste(other, draft, "staff\tA\t\t1\t1").status_code == 403
