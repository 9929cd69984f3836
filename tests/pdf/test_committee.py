"""The opening record, the evaluation report and the letters: what they say and what not."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.models import Document, Proposal
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import opening, screening
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def text_of(kind, subject_id, language="en"):
    row = Document.get(
        (Document.kind == kind)
        & (Document.subject_id == subject_id)
        & (Document.language == language)
    )
    pages = PdfReader(BytesIO(render(official(row)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_opening_record_names_both_people_and_each_proposal():
    call = make.opened_call(proposals=2)
    text = text_of("opening", call.id)
    assert call.opening_starter.name in text
    assert call.opening_confirmer.name in text
    assert f"{call.reference}-P2" in text
    assert "UTC" in text


def test_the_evaluation_report_says_the_same_before_and_after_the_award():
    call = make.recommended_call(5, 3)
    row = Document.get(Document.kind == "evaluation")
    before = official(row).facts
    make.approved(call)
    assert official(row).facts == before


def test_the_evaluation_report_carries_the_recommendation_and_the_points():
    call = make.recommended_call(5, 3)
    winner = opening.opened(call)[0].partner.name
    text = text_of("evaluation", call.id)
    assert f"recommends {winner}" in text
    assert make.WHY in text
    assert "100.00" in text
    assert "Under 70" in text


def test_the_award_letter_gives_lot_amount_and_next_steps():
    call = make.awarded_call(5, 3)
    won = opening.opened(call)[0]
    text = text_of("letter", won.id)
    assert "MAD 432,000" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "10 working days" in text


def test_a_regret_letter_gives_the_own_points_and_reasons_and_no_name_of_others():
    call = make.awarded_call(5, 3)
    first, second = opening.opened(call)
    text = text_of("letter", second.id)
    assert "60.00 of 100" in text
    assert "believable in each of its parts" in text
    assert "ask for a review within 10 working days" in text
    assert first.partner.name not in text
    assert not [seat.person.name for seat in call.seats if seat.person.name in text]


def test_the_letter_to_a_partner_that_was_not_eligible_gives_the_screening_reason():
    call = make.opened_call(proposals=2)
    make.declare_all(call)
    officer = make.actor(Role.PROCUREMENT_OFFICER)
    first, second = opening.opened(call)
    screening.screen(first, make.all_yes(), officer, make.moment())
    make.excluded(second)
    screening.start_scoring(call, officer, make.moment())
    for card in make.scoring.counted(call):
        make.lock_card(card)
    make.approved(make.recommended(make.revealed(call)))
    text = text_of("letter", Proposal.get_by_id(second.id).id)
    assert "Registered for one year only." in text
    assert "believable" not in text


def test_equal_facts_print_equal_bytes():
    make.opened_call()
    row = Document.get(Document.kind == "opening")
    assert render(official(row)) == render(official(row))
