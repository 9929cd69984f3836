"""A call on paper."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import Call, Person
from portal.pdf import render
from portal.pdf.documents import draft, official
from portal.pdf.facts import calls as facts
from portal.services import calls, documents
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime.now(UTC)


def text_of(content):
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.fixture
def published():
    call = factories.call(CallState.APPROVED)
    calls.publish(call, factories.actor(Role.PROCUREMENT_OFFICER), NOW)
    return call


def test_the_paper_tells_lots_criteria_standards_and_the_code(published):
    row = documents.of("call", published.id, "en")
    text = text_of(render(official(row)))
    for expected in (
        published.reference,
        "IOM Morocco",
        "Rabat 1",
        "How do you meet criterion 2?",
        "There is at least one toilet for 20 people.",
        "Count on a visit",
        "UTC",
        "does not commit",
        row.code,
    ):
        assert expected in text


def test_the_french_paper_has_french_standards_and_issuer(published):
    text = text_of(render(official(documents.of("call", published.id, "fr"))))
    assert "OIM Maroc" in text
    assert "au moins une toilette pour 20 personnes" in text


def test_no_name_of_a_committee_member_is_printed(published):
    seat = published.seats.first()
    Person.update(name="Zephyrine Quill").where(Person.id == seat.person_id).execute()
    assert "Quill" not in str(facts.call(published.id, "en"))


def test_equal_facts_give_equal_bytes(published):
    row = documents.of("call", published.id, "en")
    assert render(official(row)) == render(official(row))


def test_a_draft_bears_a_watermark_and_prints_without_dates():
    call = factories.call(lots=0, weights=(), seats=0)
    Call.update(deadline=None, opening_at=None, results_on=None, starts_on=None).execute()
    text = text_of(render(draft("call", call.id, "en", NOW)))
    assert "DRAFT" in text
    assert "Draft, not for distribution" in text
