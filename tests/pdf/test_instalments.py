"""The request for an instalment and the certificate of its payment, as PDF."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from tests.paying import Table, report

pytestmark = pytest.mark.usefixtures("app")


def text_of(kind, language):
    row = Document.get((Document.kind == kind) & (Document.language == language))
    content = render(official(row))
    if os.environ.get("DUMP"):
        Path(f"{os.environ['DUMP']}/{kind}-{language}.pdf").write_bytes(content)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.split()).replace("\N{NO-BREAK SPACE}", " ")


def test_the_request_prints_every_figure_and_the_certification():
    table = Table()
    report(table.contract, 1, staff=20_000)
    table.to("request", "verify")
    text = text_of("instalment_request", "en")
    assert "100,000" in text
    assert "20,000" in text
    assert "80,000" in text
    assert "MAD 30,000" in text
    assert "documents are kept and can be examined" in text
    assert table.signatory.name in text
    assert table.officer.name not in text


def test_the_certificate_names_the_payment_and_hides_the_account():
    table = Table().to("request", "verify", "approve", "pay")
    text = text_of("payment_certificate", "fr")
    assert "TRF-1" in text
    assert "30 000 MAD" in text.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "2 mars 2026" in text
    assert "MA640115190000" not in text.replace(" ", "")
    for who in (table.signatory, table.officer, table.finance):
        assert who.name in text
