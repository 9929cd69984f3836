"""The contract as a document."""

import re
import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.pdf.documents import draft, official
from portal.pdf.facts.contracts import contract as facts_of
from portal.pdf.pipeline import Document, compose, render
from portal.services import contract_drafting as drafting
from portal.services import contracts, documents
from portal.services.contract_signatures import Consent
from tests import factories as make
from tests.factories import NOON, PASSWORD

BOX = re.compile(r'xMax="([\d.]+)" yMax="[\d.]+">(.*)</word>')
CODE = re.compile(r"\w{4}-\w{4}-\w{4}")
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def assembled():
    call = make.call(CallState.AWARDED, awarded_at=NOON, language="fr", standards=["S01"])
    award = make.proposal(call, state=ProposalState.AWARDED)
    return drafting.assemble(award, make.actor(Role.PROCUREMENT_OFFICER), NOON)


@pytest.fixture
def in_force(assembled):
    head = make.actor(Role.HEAD_OF_OFFICE)
    signatory = make.actor(Role.PARTNER_SIGNATORY, partner=assembled.partner)
    contracts.send(assembled, make.actor(Role.PROCUREMENT_OFFICER), NOON)
    advisers = (Role.LEGAL_OFFICER, Role.DATA_PROTECTION_OFFICER)
    make.agreed(assembled, *(make.actor(role) for role in advisers))
    contracts.approve(assembled, head, NOON)
    make.mandate(head)
    make.mandate(signatory)
    for person, sign in ((signatory, contracts.sign), (head, contracts.countersign)):
        given = Consent(person.name, PASSWORD, assembled.fingerprint)
        sign(assembled, person, given, NOON)
    return assembled


def pages(content):
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def beyond_the_margin(content):
    """The words that end to the right of the code in the foot, which ends at the margin."""
    command = ("/usr/bin/env", "pdftotext", "-bbox", "-", "-")
    told = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    found = [(float(end), word) for end, word in BOX.findall(told.decode())]
    margin = max(end for end, word in found if CODE.fullmatch(word))
    return [word for end, word in found if end > margin + 1]


def test_a_draft_bears_a_watermark_and_no_signature(assembled):
    found = pages(render(draft("contract", assembled.id, "fr", NOON)))
    assert all("DRAFT" in page or "PROJET" in page for page in found[1:])
    text = " ".join("".join(found).split())
    assert assembled.reference in text
    assert "Parties et termes" in text
    assert "S01 Il y a au moins une toilette pour 20 personnes." in text
    assert "comparé aux places occupées. à chaque visite" in text
    assert "SHA-256" not in text


def test_an_issued_contract_holds_both_signatures_on_one_page_and_its_fingerprint(in_force):
    row = documents.of("contract", in_force.id, "fr")
    content = render(official(row))
    assert beyond_the_margin(content) == []
    found = pages(content)
    signed = [page for page in found if "SHA-256" in page]
    assert len(signed) == 1
    assert signed[0].count("SHA-256") == 2
    assert signed[0].count(in_force.fingerprint[:16]) == 2
    assert row.language == "fr"
    assert len(found) <= 18


def test_the_facts_of_a_contract_in_force_do_not_change(in_force):
    assert facts_of(in_force.id, "fr") == facts_of(in_force.id, "en")
    row = documents.of("contract", in_force.id, "fr")
    assert render(official(row)) == render(official(row))


def test_a_contract_prints_its_periods_and_its_instalments(assembled):
    facts = facts_of(assembled.id, "fr")
    assert [period["number"] for period in facts["periods"]] == [1, 2, 3, 4]
    assert facts["periods"][-1]["ends_on"] == facts["ends_on"]
    assert sum(int(row["amount"]) for row in facts["instalments"]) == int(facts["amount"])


def test_the_last_clause_is_printed_also_without_clauses_on_data_protection(assembled):
    facts = dict(official_facts(assembled))
    facts["parts"] = [{**each, "clauses": each["clauses"][:2]} for each in facts["parts"][:2]]
    facts["parts"].append({"part": "data_protection", "clauses": []})
    page = compose(Document("contract.html", "fr", facts, "x"))
    for part in facts["parts"]:
        assert all(f'id="c{each["number"]}"' in page for each in part["clauses"])


def official_facts(contract):
    """What a contract prints, with what every document has."""
    return {**facts_of(contract.id, "fr"), "number": "", "code": "", "at": NOON.isoformat()}
