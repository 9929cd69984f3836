"""The notice that a call was cancelled."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.errors import NotFound
from portal.domain.lifecycle import CallState
from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from portal.pdf.facts.calls_notice import cancellation
from portal.services import call_cancelling
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def notice(language="en", **facts):
    call = factories.call(CallState.PUBLISHED, **facts)
    head = factories.actor(Role.HEAD_OF_OFFICE)
    reasons = {"en": "The donor withdrew the money.", "fr": "Le bailleur a retiré l'argent."}
    call_cancelling.cancel(call, reasons, head, factories.moment())
    here = (Document.kind == "cancellation") & (Document.language == language)
    return call, Document.get(here)


def text(content):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_the_notice_tells_call_reason_and_what_follows():
    call, row = notice()
    words = text(render(official(row)))
    assert call.reference in words
    assert "The donor withdrew the money." in words
    assert "stay sealed" in words


def test_each_language_has_its_reason():
    _, row = notice("fr")
    assert "Le bailleur a retiré" in text(render(official(row)))


def test_the_same_facts_give_the_same_bytes():
    _, row = notice()
    assert render(official(row)) == render(official(row))


def test_a_reason_of_odd_characters_is_printed():
    call = factories.call(CallState.PUBLISHED, title="<script> & l'œuvre مركز " + "x" * 200)
    head = factories.actor(Role.HEAD_OF_OFFICE)
    call_cancelling.cancel(call, {"en": "A <b> & more"}, head, factories.moment())
    assert "A <b> & more" in text(render(official(Document.get())))


def test_a_call_that_stands_has_no_notice():
    with pytest.raises(NotFound):
        cancellation(factories.call(CallState.PUBLISHED).id, "en")
