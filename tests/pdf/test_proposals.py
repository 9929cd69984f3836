"""The receipt: what it prints, and what it never prints."""

import json
import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import PARTNER_ROLES
from portal.domain.errors import NotFound
from portal.domain.lifecycle import CallState
from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from portal.pdf.facts import proposals as facts
from portal.services import attachments, proposals
from portal.services.file_checks import Limits, Upload
from tests import factories, papers

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")


@pytest.fixture
def submitted(app):
    partner = factories.partner("Association Lumen")
    by = factories.actor(*PARTNER_ROLES, partner=partner, name="Salma Berrada")
    draft = proposals.by_id(factories.proposal(factories.call(CallState.PUBLISHED), partner).id)
    upload = Upload("Work plan", "plan.pdf", papers.pdf())
    attachments.add(draft, upload, Limits(10_000, 3), by, AT)
    proposals.submit(draft, by, AT)
    return proposals.by_id(draft.id)


def printed(language):
    row = Document.get()
    row.language = language
    pages = PdfReader(BytesIO(render(official(row)))).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_facts_of_a_receipt_are_plain_and_the_same_again(submitted):
    told = facts.receipt(submitted.id, "en")
    assert json.loads(json.dumps(told)) == told
    assert facts.receipt(submitted.id, "en") == told
    assert told["counts"] == {"declarations": 0, "answers": 2, "words": 160, "lines": 1}


def test_a_draft_has_no_receipt(app):
    with pytest.raises(NotFound):
        facts.receipt(factories.proposal().id, "en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_receipt_prints_number_times_and_fingerprints_on_one_page(submitted, language):
    pages, text = printed(language)
    assert pages == 1
    for shown in (submitted.receipt, "Association Lumen", "Salma Berrada", "plan.pdf", "UTC"):
        assert shown in text
    assert submitted.fingerprint[:8] in text
    assert attachments.all_of(submitted)[0].sha256[:8] in text
    assert Document.get().code in text


def test_a_receipt_prints_no_content_and_no_price(submitted):
    _, text = printed("en")
    assert submitted.receipt in text
    for hidden in ("We answer with care", "Case workers", "432,000", "9,000"):
        assert hidden not in text
    assert not re.search(r"MAD \d", text)
