"""The papers of scoring: the pack of a lot without a price, and a locked scorecard."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import packs, revealing, scoring
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def test_the_pack_holds_criteria_answers_and_blank_scorecards_and_no_price():
    card = scoring.counted(make.scoring_call(proposals=2))[0]
    lot = revealing.lot_by_id(card.proposal.lot_id)
    who = make.accounts.actor_of(card.seat.person)
    packs.ask(lot, "fr", who, make.moment())
    document = official(Document.get(Document.kind == packs.KIND))
    pages = PdfReader(BytesIO(render(document))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert f"{lot.call.reference}-P2" in text
    assert text.count("We answer with care. We answer") >= 4
    assert "Pleinement démontré" in text
    assert card.seat.person.name in text
    told = [document.facts[name] for name in ("proposals", "criteria")]
    assert "432000" not in str(told)


def test_a_scorecard_on_paper_gives_each_score_with_points_and_reason():
    card = scoring.counted(make.scoring_call())[0]
    make.lock_card(card)
    row = Document.get(Document.kind == scoring.PAPER)
    assert row.language == card.seat.person.language
    pages = PdfReader(BytesIO(render(official(row)))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Score 4 of 5: 48.00 points of 60" in text
    assert "80.00 of 100" in text
    assert text.count("believable in each of its parts") == 2
    assert card.seat.person.name in text
