"""What a partner promised in its proposal stands in its contract, frozen and signed."""

from datetime import date

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ContractState, ProposalState
from portal.models import BudgetLine, Contract, ContractBudget, ProposalPart
from portal.pdf.facts.contracts import contract as facts_of
from portal.pdf.pipeline import Document, compose
from portal.services import contract_drafting as drafting
from portal.services import contract_promises, contract_text, contract_versions, contracts
from tests import factories as make
from tests.factories import NOON, sign_in

pytestmark = pytest.mark.usefixtures("app")
PLAN = {
    "key": "a",
    "activity": "Rent the apartments",
    "responsible": "Coordinator",
    "starts_on": "2027-01-01",
    "ends_on": "2027-02-28",
    "milestone": "All leases are signed",
}
NURSE = {"key": "b", "role": "Nurse {{ one }}", "number": 2, "share": 50, "shifts": ["night"]}


@pytest.fixture
def award():
    asked = ["work_plan", "staffing", "risks", "handover"]
    call = make.call(CallState.AWARDED, awarded_at=NOON, proposal_parts=asked)
    declared = {"version": "1", "codes": ["non_profit"]}
    made = make.proposal(call, state=ProposalState.AWARDED, declarations=declared)
    put(made, "work_plan", rows=[PLAN])
    put(made, "staffing", rows=[NURSE])
    put(made, "risks", rows=[{"key": "c", "risk": "Few houses"}])
    put(made, "handover", values={"successor": "The delegation of social services."})
    return made


def put(proposal, key, rows=(), values=None):
    content = {"rows": list(rows), "values": values or {}}
    owner = make.person(Role.PARTNER_OWNER, partner=proposal.partner)
    ProposalPart.create(
        proposal=proposal, key=key, content=content, saved_at=NOON, saved_by=owner
    )


def assembled(proposal):
    return drafting.assemble(proposal, make.actor(Role.PROCUREMENT_OFFICER), NOON)


def test_a_contract_takes_over_the_promises_of_its_proposal_and_not_its_risks(award):
    found = contract_promises.annexes(contract_promises.of(assembled(award)))
    keys = {each["name"]: [part["key"] for part in each["parts"]] for each in found}
    assert keys == {
        "work": ["work_plan", "staffing"],
        "handover": ["handover"],
        "undertakings": [],
    }
    assert found[2]["declarations"] == ["We are a non-profit organisation."]


def test_what_was_promised_is_part_of_what_both_sign_and_stays_as_it_was(award):
    contract = assembled(award)
    agreed = contract_text.print_of(contracts.full(contract))
    ProposalPart.update(content={"rows": [], "values": {}}).execute()
    BudgetLine.update(unit_cost=1).execute()
    assert contract_text.fits(contracts.full(contract), agreed)
    contract.own_terms["promised"]["parts"][0]["rows"][0]["milestone"] = "None"
    assert not contract_text.fits(contracts.full(contract), agreed)


def test_a_contract_from_before_prints_and_fits_as_it_was(award):
    contract = assembled(award)
    Contract.update(own_terms={}).execute()
    older = contracts.by_slug(contract.slug)
    assert "promised" not in contract_text.content(contracts.full(older))
    assert facts_of(older.id, "en")["annexes"] == []


def test_budget_lines_are_printed_while_they_add_up_to_what_was_agreed(award):
    contract = assembled(award)
    (line,) = facts_of(contract.id, "en")["budget_lines"]
    assert (line["description"], line["amount"]) == ("Case workers", "432000")
    ContractBudget.update(amount=431_999).execute()
    assert facts_of(contract.id, "en")["budget_lines"] == []


def test_the_contract_prints_its_annexes_with_what_people_typed_as_it_is(award):
    contract = assembled(award)
    page = compose(
        Document("contract.html", "en", {**facts_of(contract.id, "en"), **OF_IT}, "x")
    )
    for said in ("Annex F. Work plan and staff", "Rent the apartments", "Nurse {{ one }}"):
        assert said in page
    assert "Annex H. Undertakings and declarations" in page
    assert "Few houses" not in page


OF_IT = {"number": "", "code": "", "at": NOON.isoformat()}


def test_both_sides_read_the_promises_before_they_sign(client, award):
    contract = assembled(award)
    fixed = contract_text.print_of(contracts.full(contract))
    contract_versions.keep(contracts.full(contract), fixed, NOON)
    Contract.update(state=ContractState.APPROVED, fingerprint=fixed).execute()
    sign_in(client, make.person(Role.PARTNER_SIGNATORY, partner=award.partner))
    for page in ("", "/sign", "/offer"):
        text = client.get(f"/contracts/{contract.slug}{page}").text
        assert "Rent the apartments" in text
        assert "1 January 2027" in text
        assert "The delegation of social services." in text


def test_days_that_nobody_gave_are_shown_as_none():
    part = {
        "key": "work_plan",
        "columns": [{"name": "starts_on", "kind": "day"}],
        "rows": [{"starts_on": ""}, {"starts_on": "2027-01-01"}],
        "questions": [],
    }
    (annex,) = contract_promises.shown({"promised": {"parts": [part]}})
    days = [row["starts_on"] for row in annex["parts"][0]["rows"]]
    assert days == [None, date(2027, 1, 1)]
