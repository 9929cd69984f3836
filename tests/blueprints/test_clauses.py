"""The pages of the clause library, of deviations, and of the map of data protection."""

from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ContractState, ProposalState
from portal.models import ClauseVersion, ContractDeviation
from portal.services import contract_drafting as drafting
from portal.services import contracts
from tests import factories as make
from tests.factories import NOON, sign_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def as_(app):
    """A browser in which somebody with a role is signed in."""
    return lambda *roles, **facts: sign_in(app.test_client(), make.person(*roles, **facts))


@pytest.fixture
def contract():
    call = make.call(CallState.AWARDED, awarded_at=NOON)
    award = make.proposal(call, state=ProposalState.AWARDED)
    return drafting.assemble(award, make.actor(Role.PROCUREMENT_OFFICER), NOON)


def text(answer):
    return unescape(answer.get_data(as_text=True))


def typed(**changes):
    """A version as a form sends it."""
    plain = {
        "version": "1",
        "title_en": "Cash",
        "title_fr": "Espèces",
        "text_en": "Cash is counted within {hours} hours.",
        "text_fr": "La caisse est comptée dans les {hours} heures.",
        "parameters-0-name": "hours",
        "parameters-0-kind": "hours",
        "parameters-0-value": "24",
        "part": "general",
        "owner": "finance_officer",
        "mandatory": "y",
        "applies": ["cash"],
        "replaces": "",
        "answers": "",
        "valid_from": "2026-01-01",
        "reason": "Cash was missed.",
    }
    return {**plain, **changes}


def test_the_library_lists_every_clause_and_shows_one_with_sample_figures(as_):
    reader = as_(Role.AUDITOR)
    listed = text(reader.get("/clauses/"))
    assert "Payment by instalments" in listed
    assert "a model of the house, not an official text of IOM" in listed
    shown = text(reader.get("/clauses/D11"))
    assert "within 24 hours after it finds it" in shown
    assert "dans les 24 heures" in shown
    assert "Hours to the first notice of a breach" in shown
    assert "IOM/MAR/2026/001-C1" in text(reader.get("/clauses/C01"))
    assert "[…]" not in shown
    assert reader.get("/clauses/Z99").status_code == 404
    assert reader.get("/clauses/new").status_code == 403


def test_a_new_clause_is_written_by_one_and_approved_by_another(as_):
    writer, officer = as_(Role.PROCUREMENT_OFFICER), as_(Role.DATA_PROTECTION_OFFICER)
    answer = writer.post("/clauses/new", data=typed(code="C40"))
    assert answer.status_code == 303
    assert writer.get("/clauses/C40/decision").status_code == 403
    seen = text(officer.get("/clauses/C40/decision"))
    assert "Cash was missed." in seen
    assert "Cash is counted within 24 hours." in seen
    assert officer.post("/clauses/C40/decision", data={"comment": ""}).status_code == 303
    assert officer.get("/clauses/C40/decision").status_code == 409
    assert "Cash is counted within 24 hours." in text(writer.get("/clauses/C40"))


def test_a_place_that_nothing_fills_is_told_and_the_text_is_kept(as_):
    text_en = "Paid on {nowhere} and {{ 7 * 7 }}."
    answer = as_(Role.LEGAL_OFFICER).post(
        "/clauses/C21/revise", data=typed(text_en=text_en, reason="Test.")
    )
    assert answer.status_code == 422
    assert "Nothing fills the place {nowhere}" in text(answer)
    assert "Paid on {nowhere} and {{ 7 * 7 }}." in text(answer)
    assert ClauseVersion.select().count() == 0


def test_a_circle_is_refused_in_words(as_):
    both = {"text_en": "See {E01}.", "text_fr": "Voir {E01}."}
    bare = {"parameters-0-name": "", "parameters-0-value": ""}
    answer = as_(Role.LEGAL_OFFICER).post("/clauses/C08/revise", data=typed(**both, **bare))
    assert answer.status_code == 422
    assert "in a circle: C08 → E01 → C08" in text(answer)


def test_a_second_writer_sees_both_versions(as_):
    assert as_(Role.LEGAL_OFFICER).post("/clauses/C21/revise", data=typed()).status_code == 303
    mine = typed(text_en="Mine, {hours}.", text_fr="Le mien, {hours}.")
    answer = as_(Role.PROCUREMENT_OFFICER).post("/clauses/C21/revise", data=mine)
    assert answer.status_code == 409
    assert "Mine, {hours}." in text(answer)
    assert "Cash is counted within {hours} hours." in text(answer)


def test_a_clause_goes_out_of_use_when_a_second_person_agrees(as_):
    gone = {"valid_from": "2026-01-01", "reason": "Not needed."}
    writer = as_(Role.LEGAL_OFFICER)
    assert writer.post("/clauses/C20/retire", data=gone).status_code == 303
    assert "takes the clause out of use" in text(writer.get("/clauses/C20"))
    officer = as_(Role.DATA_PROTECTION_OFFICER)
    refused = officer.post("/clauses/C20/decision", data={"decision": "decline"})
    assert refused.status_code == 422
    assert officer.post("/clauses/C20/decision", data={}).status_code == 303
    assert "Out of use" in text(writer.get("/clauses/"))


def test_the_map_names_every_principle_and_reads_in_french(as_):
    english = text(as_(Role.AUDITOR).get("/clauses/data-protection"))
    assert "13. Exceptions" in english
    assert "No clause answers this principle" not in english
    french = text(as_(Role.LEGAL_OFFICER, language="fr").get("/clauses/data-protection"))
    assert "5. Transfert à des tiers" in french


def test_a_deviation_is_asked_for_decided_and_seen_on_the_contract(as_, contract):
    here = f"/contracts/{contract.slug}"
    desk, legal = as_(Role.PROCUREMENT_OFFICER), as_(Role.LEGAL_OFFICER)
    left = desk.post(f"{here}/clauses/D11/leave-out")
    assert left.location.endswith("/clauses/D11/deviation")
    assert "Mandatory clause D11 is left out" in text(desk.get(here))
    assert desk.post(f"{here}/clauses/D11/deviation", data={"reason": " "}).status_code == 422
    reason = {"reason": "The authority keeps the files."}
    assert desk.post(f"{here}/clauses/D11/deviation", data=reason).status_code == 303
    asked = ContractDeviation.get()
    page = f"/contracts/deviations/{asked.id}"
    assert desk.get(page).status_code == 403
    assert "The authority keeps the files." in text(legal.get(page))
    assert legal.post(page, data={"decision": "decline"}).status_code == 422
    assert legal.post(page, data={"comment": "Agreed."}).status_code == 303
    assert legal.get(page).status_code == 409
    shown = text(desk.get(here))
    assert "Deviations from mandatory clauses" in shown
    assert "Mandatory clause D11" not in shown


def test_an_optional_clause_is_taken_in_and_asks_for_its_figures(as_, contract):
    here = f"/contracts/{contract.slug}"
    desk = as_(Role.PROCUREMENT_OFFICER)
    assert "First day of services" in text(desk.get(here))
    desk.post(f"{here}/clauses/C35/take-in")
    assert "Clause C35 has no value for" in text(desk.get(here))
    figures = f"{here}/clauses/C35/figures"
    row = drafting.clause_of(contract, "C35")
    wrong = {"value_services_start": "soon", "version": str(row.version)}
    assert desk.post(figures, data=wrong).status_code == 422
    right = {**wrong, "value_services_start": "2027-03-01"}
    assert desk.post(figures, data=right).status_code == 303
    assert "from 1 March 2027 on" in text(desk.get(here))
    assert desk.post(figures, data=right).status_code == 409


def test_what_a_contract_involves_brings_its_clauses(as_, contract):
    here = f"/contracts/{contract.slug}"
    desk = as_(Role.PROCUREMENT_OFFICER)
    assert "building works" in text(desk.get(f"{here}/involves"))
    ticked = {"traits": ["construction"], "version": "1"}
    assert desk.post(f"{here}/involves", data=ticked).status_code == 303
    assert "Building works" in text(desk.get(here))
    assert desk.post(f"{here}/involves", data=ticked).status_code == 409


def test_the_map_of_a_contract_is_open_to_its_partner_and_the_file_is_not(as_, contract):
    here = f"/contracts/{contract.slug}"
    partner = as_(Role.PARTNER_OWNER, partner=contract.partner)
    assert partner.get(f"{here}/data-protection").status_code == 403
    contract.state = ContractState.APPROVED
    contract.save()
    shown = text(partner.get(f"{here}/data-protection"))
    assert "Hours to the first notice of a breach" in shown
    assert partner.get(f"{here}/file.pdf").status_code == 403
    assert contracts.by_slug(contract.slug).state is ContractState.APPROVED
