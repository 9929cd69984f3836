"""The pages of a changed budget, and of the offer that a partner reads meanwhile."""

from html import unescape

import pytest

from portal.models import BudgetProposal, ContractBudget, Person
from portal.services import contract_negotiation
from tests.factories import NOON, sign_in
from tests.services.test_contract_negotiation import Table

pytestmark = pytest.mark.usefixtures("app")
LESS = {"amount_staff": "400 000", "amount_indirect": "27 999.99", "reason": "Rents fell."}


@pytest.fixture
def table():
    return Table()


@pytest.fixture
def as_(app):
    """A browser in which the person behind an actor is signed in."""
    return lambda who: sign_in(app.test_client(), Person.get_by_id(who.person_id))


def text(answer):
    return unescape(answer.get_data(as_text=True))


def test_a_budget_is_proposed_handed_back_and_taken_over_on_the_pages(table, as_):
    here, partner = f"/contracts/{table.slug}", as_(table.signatory)
    assert "Propose another budget" in text(partner.get(here))
    high = partner.post(f"{here}/budget", data={**LESS, "amount_staff": "432000.01"})
    assert high.status_code == 422
    assert "above the award of" in text(high)
    assert "Rents fell." in text(high)
    assert partner.post(f"{here}/budget", data=LESS).location == f"{here}#money"
    assert "Or hand it back with your budget" in text(partner.get(here))
    assert partner.post(f"{here}/hand-back").status_code == 303
    desk, row = as_(table.procurement), BudgetProposal.get()
    shown = text(desk.get(here))
    assert "MAD\N{NO-BREAK SPACE}\N{MINUS SIGN}32,000" in shown
    assert "The partner proposed another budget." in text(desk.post(f"{here}/send"))
    desk.post(f"/contracts/budgets/{row.id}/take-over")
    amounts = {each.category: str(each.amount) for each in ContractBudget.select()}
    assert amounts == {"staff": "400000", "indirect": "27999.99"}


def test_the_office_edits_the_budget_and_two_writers_see_both(table, as_):
    here, desk = f"/contracts/{table.slug}", as_(table.procurement)
    table.propose("C21", "Free.")
    contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    seen = {"version": str(table.now().version)}
    first = desk.post(f"{here}/budget/edit", data={**seen, "amount_staff": "300000"})
    assert first.location == f"{here}#money"
    second = desk.post(f"{here}/budget/edit", data={**seen, "amount_staff": "200000"})
    assert second.status_code == 409
    assert "300000" in text(second)
    assert "200000" in text(second)


def test_the_partner_reads_the_offer_and_its_own_words_and_changes_nothing(table, as_):
    here, partner = f"/contracts/{table.slug}", as_(table.signatory)
    table.propose("C21", "The partner is free.")
    contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    assert f"{here}/offer" in text(partner.get("/contracts/"))
    assert partner.get(here).status_code == 403
    shown = text(partner.get(f"{here}/offer"))
    assert "The contract is with the office" in shown
    assert "Procurement officer" in shown
    assert "The partner is free." in shown
    assert "<form method" not in shown.split("<main")[1].split("</main>")[0]
    assert partner.get(f"{here}/budget").status_code in {403, 409}


def test_an_amount_to_be_changed_is_written_as_its_reader_writes_it(table, as_):
    ContractBudget.update(amount="1234.5").where(ContractBudget.category == "staff").execute()
    here, partner = f"/contracts/{table.slug}/budget", as_(table.signatory)
    assert 'value="1234.50"' in text(partner.get(here))
    Person.update(language="fr").where(Person.id == table.signatory.person_id).execute()
    assert 'value="1234,50"' in text(partner.get(here))
    kept = partner.post(here, data={"amount_staff": "1 234.567", "reason": "Fewer."})
    assert kept.status_code == 422
    assert 'value="1 234.567"' in text(kept)
