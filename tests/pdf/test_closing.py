"""The closing record of a contract, as PDF."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import closing_handover as handover
from tests.ending import DAY, End
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Closing record"), ("fr", "Procès-verbal de clôture")]
)
def test_the_record_tells_what_stands_who_confirmed_it_and_what_was_handed_over(
    language, heading
):
    end = End(spent=20_000).settle()
    row = end.milestone()
    handover.decide_milestone(row, "waived", "The law changed.", end.officer, NOON)
    end.asset(handed_to="Municipality", handed_on=DAY, evidence="Transfer act 12")
    end.refund(10_000)
    end.close()
    made = Document.get((Document.kind == "closing_record") & (Document.language == language))
    content = render(official(made))
    if os.environ.get("DUMP"):
        Path(f"{os.environ['DUMP']}/closing-{language}.pdf").write_bytes(content)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    text = " ".join(text.split())
    assert heading in text
    for words in (
        *("certificate.pdf", "The law changed.", "Transfer act 12", "BACK-1"),
        *("Budget line voted", "All is done.", end.head.name, end.officer.name),
    ):
        assert words in text
