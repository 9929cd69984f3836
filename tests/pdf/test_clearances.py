"""The paper of a clearance of Internal Instruction 92."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import draft, official
from portal.services import clearance_consents
from tests.clearing import GOVERNMENT, Bureau
from tests.factories import NOON

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


def test_a_memorandum_and_a_sheet_print_a_code_and_no_name_and_the_grid_lies_across():
    bureau = Bureau()
    memorandum = bureau.signed(bureau.cleared())
    sheet = bureau.certified(2, 3, under=memorandum)
    text = text_of_draft("memorandum", memorandum.id, "fr")
    assert "20 USD" in text.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "MAS-0412" in text
    assert "à faire relire par les juristes" in text
    text = text_of_draft("allowance_sheet", sheet.id, "en")
    for part in ("MAS-0412", "Head of the service", "USD 40"):
        assert part in text


def text_of_draft(kind, key, language):
    content = render(draft(kind, key, language, NOON))
    if os.environ.get("DUMP"):
        Path(f"{os.environ['DUMP']}/{kind}-{language}.pdf").write_bytes(content)
    pages = PdfReader(BytesIO(content)).pages
    assert (pages[0].mediabox.width > pages[0].mediabox.height) is (kind == "allowance_sheet")
    assert len(pages) == 1
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_same_facts_give_the_same_sheet():
    sheet = Bureau().certified(2)
    once = draft("allowance_sheet", sheet.id, "en", NOON)
    assert once == draft("allowance_sheet", sheet.id, "en", NOON)
