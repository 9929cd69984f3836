"""Pages of stated totals: typed by the partner, warned of, checked by procurement."""

from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.domain.price_check import PriceRule
from portal.models import BudgetCheck, BudgetTotal, Call
from portal.services import budget_sheets, opening, proposals
from tests import factories as make

REASON = "The offer letter leaves out the rent of month twelve."


@pytest.fixture
def draft(app):
    return proposals.by_id(make.proposal(make.call(CallState.PUBLISHED)).id)


@pytest.fixture
def owner(client, draft):
    return make.sign_in(client, make.person(Role.PARTNER_OWNER, partner=draft.partner))


@pytest.fixture
def call(app):
    made = make.ranked_call(4)
    BudgetTotal.create(proposal=opening.opened(made)[0], amount=Decimal(430_000))
    return made


def plain(answer):
    return " ".join(unescape(answer.get_data(as_text=True)).replace("\xa0", " ").split())


def typed(**more):
    row = {"category": "staff", "description": "Nurses", "unit": "person", "quantity": "2"}
    row |= {"unit_cost": "1000", "months": "10", "share": "100", "own": "cash"}
    lines = {f"lines-0-{name}": value for name, value in row.items()}
    return {**lines, "version": "1", "indirect": "", **more}


def at(draft, rest=""):
    return f"/proposals/{draft.id}/budget{rest}"


def check_of(call):
    return f"/proposals/{opening.opened(call)[0].id}/budget-check"


def test_the_partner_is_warned_of_a_difference_and_not_held_up(owner, draft):
    assert owner.post(at(draft), data=typed(stated="21 000")).status_code == 303
    for address in (at(draft), f"/proposals/{draft.id}/submit"):
        page = plain(owner.get(address))
        assert "is MAD 21,000; the lines add up to MAD 20,000. The difference is" in page
        assert "The sum of the lines; they prevail over the stated total" in page
    assert proposals.blocking(proposals.by_id(draft.id)) == []


def test_a_total_that_is_none_is_refused_and_kept(owner, draft):
    answer = owner.post(at(draft), data=typed(stated="0"))
    assert answer.status_code == 422
    assert "Enter an amount above zero, or none." in plain(answer)
    assert 'value="Nurses"' in answer.text
    assert not BudgetTotal.select().exists()


def test_a_budget_that_two_people_wrote_keeps_the_total_that_was_typed(owner, draft):
    owner.post(at(draft), data=typed(stated="21000"))
    mine = typed(stated="22000", **{"lines-0-description": "Guards"})
    page = owner.post(at(draft), data=mine)
    assert page.status_code == 409
    assert "22000" in page.text
    version = proposals.by_id(draft.id).budget_version
    joined = {**mine, "version": version, "base": "1", "choice": "merged"}
    owner.post(at(draft), data=joined)
    assert BudgetTotal.get().amount == Decimal(22_000)


def book(owner, draft, stated):
    opened = load_workbook(BytesIO(owner.get(at(draft, ".xlsx")).data))
    opened["Budget"].cell(*budget_sheets.STATED_CELL).value = stated
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def send(owner, draft, content):
    sent = {"file": (BytesIO(content), "budget.xlsx"), "version": "1"}
    return owner.post(at(draft, "/import"), data=sent)


@pytest.mark.parametrize(("stated", "kept"), [(431000.5, Decimal("431000.5")), (None, None)])
def test_the_total_is_read_out_of_the_spreadsheet(owner, draft, stated, kept):
    assert send(owner, draft, book(owner, draft, stated)).status_code == 303
    found = BudgetTotal.get_or_none()
    assert (found and found.amount) == kept
    content = owner.get(at(draft, ".xlsx")).data
    again = load_workbook(BytesIO(content))["Budget"].cell(*budget_sheets.STATED_CELL).value
    assert again == stated


def test_a_total_that_is_no_amount_refuses_the_spreadsheet(owner, draft):
    answer = send(owner, draft, book(owner, draft, "about half"))
    assert answer.status_code == 422
    assert "Enter the total that you state in the spreadsheet" in plain(answer)


def test_procurement_goes_from_the_list_to_a_confirmed_difference(client, call):
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    assert "Confirm where budgets do not add up" in plain(client.get("/work"))
    page = plain(client.get(f"/calls/{call.slug}/budgets"))
    assert "430,000" in page
    assert "432,000" in page
    assert "difference to confirm" in page
    assert "MAD 432,000" in plain(client.get(check_of(call)))
    assert client.post(check_of(call), data={"reason": REASON}).status_code == 303
    assert "difference confirmed by" in plain(client.get(f"/calls/{call.slug}/budgets"))
    assert REASON in plain(client.get(check_of(call)))


def test_a_reason_that_is_too_short_is_kept_in_the_form(client, call):
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    answer = client.post(check_of(call), data={"reason": "Rent missing"})
    assert answer.status_code == 422
    assert "Give the reason in at least 5 words." in plain(answer)
    assert "Rent missing" in plain(answer)
    assert not BudgetCheck.select().exists()


def test_a_member_reads_the_check_and_an_outsider_does_not(client, call):
    make.sign_in(client, call.seats.first().person)
    assert "difference to confirm" in plain(client.get(f"/calls/{call.slug}/budgets"))
    assert client.post(check_of(call), data={"reason": REASON}).status_code == 403
    make.sign_in(client, make.person(Role.PARTNER_OWNER, partner=make.partner()))
    assert client.get(f"/calls/{call.slug}/budgets").status_code == 403


def test_the_rule_is_laid_down_with_the_budget_of_a_call_and_published(client, app):
    made = make.call()
    make.sign_in(client, make.person(Role.PROGRAMME_OFFICER))
    sent = {"version": "1", "indirect_ceiling": "5", "price_rule": "stated"}
    sent |= {"rows-0-name": "Rent", "rows-0-ceiling": ""}
    assert client.post(f"/calls/{made.slug}/edit/budget", data=sent).status_code == 303
    assert Call.get_by_id(made.id).price_rule is PriceRule.STATED
    page = plain(client.get(f"/calls/{made.slug}"))
    assert "this counts: The stated total; the lines follow it in proportion." in page
