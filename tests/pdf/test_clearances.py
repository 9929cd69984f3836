"""The paper of a clearance of Internal Instruction 92."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import clearance_consents
from tests.clearing import GOVERNMENT, Bureau

pytestmark = pytest.mark.usefixtures("app")


def text_of(kind, language):
    row = Document.get((Document.kind == kind) & (Document.language == language))
    content = render(official(row))
    if os.environ.get("DUMP"):
        Path(f"{os.environ['DUMP']}/{kind}-{language}.pdf").write_bytes(content)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.split()).replace("\N{NO-BREAK SPACE}", " ")


def test_a_clearance_prints_what_is_covered_and_who_consented():
    bureau = Bureau(GOVERNMENT)
    row = bureau.letter(bureau.waiting())
    clearance_consents.check_letter(row, bureau.finance, bureau.at)
    clearance_consents.agree(row, "Monthly lists.", bureau.legal, bureau.at)
    text = text_of("clearance", "fr")
    assert "6 000 USD" in text.replace("\N{NARROW NO-BREAK SPACE}", " ")
    for part in ("Social worker", "DON/12", "Monthly lists.", bureau.legal.name):
        assert part in text
