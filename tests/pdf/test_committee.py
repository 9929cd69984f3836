"""The opening record, the evaluation report and the letters: what they say and what not."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal import db
from portal.domain.actions import Role
from portal.models import Document, FrozenEvaluation, Proposal, Seat
from portal.pdf import render
from portal.pdf.attached import EVALUATION, attached, printed
from portal.pdf.documents import official
from portal.services import accounts, moderation, opening, screening
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
AGREED = "All members read the annex again and agree that the roster covers the nights."


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


def test_a_regret_letter_gives_the_own_points_rank_and_reasons_and_who_was_awarded():
    call = make.awarded_call(5, 3)
    first, second = opening.opened(call)
    text = text_of("letter", second.id)
    assert "60.00 of 100" in text
    assert "believable in each of its parts" in text
    assert "ask for a review in the portal within 10 working days" in text
    assert f"{first.partner.name} 100.00 of 100" in text
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


def divergent_call():
    """A recommended call with an agreed score on one criterion and a dissent from it."""
    call = make.scoring_call(2)
    values = {}
    for card in make.scoring.counted(call):
        given = values.setdefault(card.proposal_id, iter((5, 4, 2) if not values else (4,) * 3))
        make.lock_card(card, next(given))
    call = make.revealed(call)
    chair = accounts.actor_of(call.seats.where(Seat.chair).first().person)
    for item in moderation.all_items(call):
        value = 5 if item.criterion.position == 1 else None
        moderation.settle(item, moderation.Agreed(value, AGREED), 0, chair, make.moment())
    item = moderation.all_items(call)[0]
    moderation.dissent(item, "I found no proof of the nights.", chair, make.moment())
    return make.recommended(call)


def test_the_report_tells_what_was_agreed_and_verifies_from_itself_alone(app, tmp_path):
    call = divergent_call()
    row = Document.get((Document.kind == "evaluation") & (Document.language == "en"))
    content = render(official(row))
    text = " ".join(printed(content).split())
    assert "5 of 5" in text
    assert AGREED in text
    assert "I found no proof of the nights." in text
    assert FrozenEvaluation.get().fingerprint in text.replace(" ", "")
    data = attached(content, EVALUATION).decode()
    assert not [seat for seat in call.seats if seat.person.name in data]
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    told = verify(app, file)
    assert told.exit_code == 0
    assert f"Equal: the ranking of {call.reference} follows" in told.output
    file.write_text(data.replace('"C1": 60', '"C1": 59', 1))
    told = verify(app, file)
    assert told.exit_code == 1
    assert "by_criterion, C1: the report says 59, the inputs give 60." in told.output


def verify(app, file):
    """Run the command on a portal whose database answers nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(db.database.obj), "execute_sql", lambda *_asked: 1 / 0)
        return app.test_cli_runner().invoke(args=["evaluation", "verify", str(file)])


def test_a_file_without_an_evaluation_is_refused_in_words(app, tmp_path):
    file = tmp_path / "other.pdf"
    file.write_bytes(b"%PDF-1.7 nothing")
    told = verify(app, file)
    assert told.exit_code == 1
    assert "The file holds no evaluation" in told.output
