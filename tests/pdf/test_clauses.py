"""The map of data protection and the contract's file as documents."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.pdf.documents import draft
from portal.pdf.pipeline import render
from portal.services import (
    contract_clauses,
    contract_deviations,
    contract_negotiation,
    data_map,
)
from portal.services import contract_drafting as drafting
from tests import factories as make
from tests.factories import NOON
from tests.services.test_contract_negotiation import Table

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def contract():
    call = make.call(CallState.AWARDED, awarded_at=NOON)
    award = make.proposal(call, state=ProposalState.AWARDED)
    procurement = make.actor(Role.PROCUREMENT_OFFICER)
    made = drafting.assemble(award, procurement, NOON)
    row = drafting.clause_of(made, "D11")
    contract_clauses.save_values(row, {"breach_hours": "48"}, 1, procurement, NOON)
    row = drafting.clause_of(made, "D11")
    asked = contract_deviations.ask(row, "Nobody is there on Sundays.", procurement, NOON)
    officer = make.actor(Role.DATA_PROTECTION_OFFICER)
    contract_deviations.approve(asked, "For this lot only.", officer, NOON)
    return made


def words(kind, subject_id, language):
    reader = PdfReader(BytesIO(render(draft(kind, subject_id, language, NOON))))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_map_of_the_library_prints_every_principle_in_both_languages():
    found = words("data_map", data_map.LIBRARY, "fr")
    assert "1. Collecte licite et loyale" in found
    assert "13. Exceptions" in found
    assert "Avis de violation" in found
    assert "DRAFT" not in found


def test_the_map_of_a_contract_prints_its_own_figures(contract):
    found = words("contract_data_map", contract.id, "en")
    assert contract.reference in found
    assert "Hours to the first notice of a breach: 48" in found
    assert "(deviates)" in found


def test_a_draft_is_in_its_own_language_and_the_map_in_that_of_its_reader(contract):
    in_french = {
        kind: draft(kind, contract.id, "fr", NOON) for kind in ("contract", "contract_data_map")
    }
    assert in_french["contract"].language == contract.language == "en"
    assert in_french["contract_data_map"].language == "fr"
    first = in_french["contract_data_map"].facts["principles"][0]
    assert first["name"] == "Collecte licite et loyale"
    assert first["rows"][0]["title"] == "Purpose and categories of data"


def test_the_file_of_a_contract_prints_the_deviation_with_its_reason_and_approver(contract):
    found = words("contract_file", contract.id, "en")
    assert "Nobody is there on Sundays." in found
    assert "For this lot only." in found
    assert "48 hours after it finds it" in found
    assert "as in the library" in found


def test_the_redline_prints_the_words_that_went_and_came():
    table = Table()
    table.propose("C28", table.row("C28").text.replace("60 days", "90 days"))
    contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    for each in contract_negotiation.proposed(table.now()):
        contract_negotiation.take_over(each, table.procurement, NOON)
    table.deviate("C28")
    table.offer()
    found = words("redline", table.now().id, "en")
    assert "Offer 2 against offer 1" in found
    assert "Disputes" in found
    assert "90 days" in found
