"""The consolidated score sheet, and a report of more scores than can be printed."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import Document
from portal.pdf import render
from portal.pdf.attached import REASONS
from portal.pdf.documents import official
from portal.pdf.facts import score_reasons
from portal.services import scoring
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def paper(kind):
    return official(Document.get((Document.kind == kind) & (Document.language == "en")))


def test_the_score_sheet_has_every_score_of_every_member():
    call = make.recommended_call(5, 3)
    pages = PdfReader(BytesIO(render(paper("score_sheet")))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    members = [seat.person.name for seat in call.seats]
    assert all(f"{name} 5 5 100.00" in text for name in members)
    assert all(f"{name} 3 3 60.00" in text for name in members)
    assert "does not pass" in text


def test_a_report_of_very_many_scores_carries_their_reasons_instead_of_printing_them(
    monkeypatch,
):
    make.recommended_call(5)
    printed = paper("evaluation")
    assert REASONS not in printed.attached
    monkeypatch.setattr(score_reasons, "MOST_PRINTED", 5)
    carried = paper("evaluation")
    lines = carried.attached[REASONS].splitlines()
    assert lines[0] == "lot,proposal,criterion,member,score,reason"
    assert len(lines) == 1 + 3 * 2
    assert carried.facts["lots"][0]["rows"][0]["reasons"] == []


def test_a_reason_that_looks_like_a_formula_is_text_in_a_spreadsheet():
    call = make.ranked_call(4)
    tables = scoring.rankings(call)
    for said in tables[0].rows[0].reasons.values():
        said[:] = [(who, value, "=1+1") for who, value, _why in said]
    assert ",'=1+1" in score_reasons.written(tables, scoring.criteria(call))
