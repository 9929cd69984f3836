"""Answers to questions on paper."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.pdf import render
from portal.pdf.documents import official
from portal.pdf.facts import clarifications as facts
from portal.services import clarification_desk, clarifications, documents
from portal.services.clarification_desk import Edit
from portal.services.clarifications import Wish
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime.now(UTC)


def text_of(content):
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def publish(call, items):
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    reader = factories.actor(Role.LEGAL_OFFICER)
    for item, text in items:
        clarification_desk.draft(item, text, f"Answer to {text}", Edit(officer, NOW, 1))
        done = clarifications.by_id(item.id)
        clarification_desk.check(done, Edit(reader, NOW, done.version))
    keys = [item.id for item, _ in items]
    return clarification_desk.publish(call, keys, officer, NOW)


@pytest.fixture
def call():
    return factories.call(CallState.PUBLISHED, deadline=NOW + timedelta(days=20))


@pytest.fixture
def first(call):
    partner = factories.partner("Dar Al Amal", acronym="DAAX")
    asker = factories.actor(Role.PARTNER_OWNER, partner=partner, name="Zephyrine Quill")
    wish = Wish("We, Dar Al Amal, ask.", 1, "criteria")
    made = clarifications.ask(call, wish, asker, NOW)
    return publish(call, [(clarifications.by_id(made.id), "May a kitchen be shared?")])


def answer_of(call):
    return clarifications.by_id(clarifications.published(call)[0].id)


def test_the_paper_tells_question_answer_and_code(call, first):
    row = documents.of("clarifications", first.id, "en")
    text = text_of(render(official(row)))
    for expected in (
        call.reference,
        "Clarifications 1",
        "Lot 1",
        "May a kitchen be shared?",
        "Answer to May a kitchen be shared?",
        row.code,
    ):
        assert expected in text


def test_the_paper_does_not_tell_who_asked(call, first):
    told = str(facts.clarifications(first.id, "en"))
    assert not [each for each in ("Dar Al Amal", "DAAX", "Quill") if each in told]


def test_a_later_correction_leaves_the_former_paper_as_it_was(call, first):
    row = documents.of("clarifications", first.id, "fr")
    before = render(official(row))
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    made = clarification_desk.correct(answer_of(call), officer, NOW)
    second = publish(call, [(clarifications.by_id(made.id), "May a kitchen be shared?")])
    assert render(official(row)) == before
    text = text_of(render(official(documents.of("clarifications", second.id, "en"))))
    assert "Corrects the answer to question 1" in text
    assert "Corrected by question 2" in text
    assert "Published before" in text
