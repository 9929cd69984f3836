"""The cooperation agreement on paper: the copy to sign, and as it was signed."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import draft, official
from portal.services import agreements
from tests.joint import Joint

pytestmark = pytest.mark.usefixtures("app")


def words_of(content):
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_signed_agreement_carries_parties_sums_terms_and_signatures_twice_the_same():
    row = Joint().signed()
    content = render(official(Document.get(Document.kind == agreements.KIND)))
    told = words_of(content)
    for words in (
        "Ministry of social affairs",
        "year, USD",
        "150,000",
        "Mamadou Camara",
        "2026/17",
    ):
        assert words in told, words
    assert "no text of IOM" not in told
    assert render(official(Document.get(Document.subject_id == row.id))) == content


def test_the_copy_to_sign_prints_the_same_at_every_moment_and_a_draft_says_what_it_is():
    joint = Joint()
    row = joint.draft()
    early = draft(agreements.KIND, row.id, "fr", joint.at).facts
    assert (early["settled"], early["at"]) == (False, joint.at.isoformat())
    joint.approved(row)
    first, later = (
        draft(agreements.KIND, row.id, "fr", at).facts for at in (joint.at, joint.later(3))
    )
    assert first == later
    assert first["settled"]
