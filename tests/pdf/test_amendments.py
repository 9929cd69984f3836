"""The amendment on paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import Document as DocumentRow
from portal.pdf.documents import official
from portal.pdf.pipeline import render
from tests.amended import House, extension, quick_passwords

pytestmark = pytest.mark.usefixtures("app")


def test_an_amendment_prints_what_changes_who_approved_and_both_signatures(monkeypatch):
    quick_passwords(monkeypatch)
    house = House(language="fr")
    one = house.start(**extension())
    house.in_force(one)
    row = DocumentRow.get(DocumentRow.kind == "amendment")
    assert (row.number, row.language) == (f"{one.reference}-FR", "fr")
    reader = PdfReader(BytesIO(render(official(row))))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Avenant 1" in words
    assert "31 mars 2027" in words
    assert house.head.name in words
    assert house.signatory.name in words
    assert row.code in words
