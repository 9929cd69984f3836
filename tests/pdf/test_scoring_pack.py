"""The pack of a lot on paper: criteria, what partners wrote, blank scorecards, no price."""

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
    assert "432" not in str({name: document.facts[name] for name in ("proposals", "criteria")})
