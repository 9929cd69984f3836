"""The minutes of a management committee on paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import meetings
from tests.joint import Committee

pytestmark = pytest.mark.usefixtures("app")


def test_the_minutes_carry_quorum_items_decisions_and_both_consents_twice_the_same():
    Committee().agreed()
    row = Document.get(Document.kind == meetings.KIND)
    content = render(official(row))
    pages = PdfReader(BytesIO(content)).pages
    told = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("IOM 2 of 1", "Decision 1", "GN/2026/31", "Aïssatou Bah", "Beds"):
        assert words in told, words
    assert render(official(row)) == content
