"""The amendment on paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import Document as DocumentRow
from portal.pdf.documents import KINDS, draft, official
from portal.pdf.pipeline import render
from tests.amended import House, extension, quick_passwords
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("app")


def test_an_amendment_prints_what_changes_who_approved_and_both_signatures(monkeypatch):
    quick_passwords(monkeypatch)
    house = House(language="fr")
    one = house.start(**extension())
    house.in_force(one)
    row = DocumentRow.get(DocumentRow.kind == "amendment")
    assert (row.number, row.language) == (f"{one.reference}-FR", "fr")
    words = printed(official(row))
    assert "Avenant 1" in words
    assert "31 mars 2027" in words
    assert house.head.name in words
    assert house.signatory.name in words
    assert row.code in words


def printed(document):
    reader = PdfReader(BytesIO(render(document)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_consolidated_text_tells_by_each_clause_which_amendment_changed_it(monkeypatch):
    quick_passwords(monkeypatch)
    house = House()
    one = house.in_force(house.start(**extension()))
    words = printed(draft("consolidated", one.id, "en", NOON))
    assert "Changed by amendment 1" in words
    assert "31 March 2027" in words
    assert "DRAFT" not in words
    signed = KINDS["consolidated"].facts(house.now().id, "en")
    assert signed["amendments"] == []
    assert signed["content"]["ends_on"] == "2026-12-31"
