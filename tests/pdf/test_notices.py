"""A notice on paper."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import Document as DocumentRow
from portal.pdf.documents import draft, official
from portal.pdf.pipeline import compose, render
from portal.services import notices
from tests.amended import BEFORE_END, House
from tests.blueprints.test_notices import write

pytestmark = pytest.mark.usefixtures("app")


def test_a_termination_prints_its_ground_period_money_and_the_clauses_that_go_on():
    house = House(language="fr")
    notice = write(house)
    notices.give(notice, house.head, BEFORE_END)
    row = DocumentRow.get(DocumentRow.kind == "notice")
    reader = PdfReader(BytesIO(render(official(row))))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "30 jours civils" in words
    assert "1er juillet 2026" in words
    assert "Résiliation avec préavis" in words
    assert "Archives comptables" in words
    assert house.head.name in words
    assert row.number == f"{notice.reference}-FR"


def test_a_suspension_in_french_says_when_it_takes_effect():
    house = House(language="fr")
    notice = write(house)
    document = draft("notice", notice.id, "fr", BEFORE_END)
    page = compose(replace(document, facts={**document.facts, "kind": "suspension"}))
    assert "Avis de suspension" in page
    assert "Prend effet le" in page
    assert "Source" not in page
