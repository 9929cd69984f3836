"""The papers of an award: recommendation, letters, notice."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import (
    accounts,
    appraisals,
    award_answers,
    award_next,
    award_rounds,
    opening,
    reviews,
    standstill,
)
from portal.services.appraisals import Told
from portal.services.award_choice import Choice
from tests import factories as make
from tests.services.test_award_letters import chair_of

pytestmark = pytest.mark.usefixtures("app")


def text_of(kind, subject_id, language="en"):
    row = Document.get(
        (Document.kind == kind)
        & (Document.subject_id == subject_id)
        & (Document.language == language)
    )
    content = render(official(row))
    if os.environ.get("DUMP"):
        Path(f"{os.environ['DUMP']}/{kind}-{language}.pdf").write_bytes(content)
    pages = PdfReader(BytesIO(content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_recommendation_names_lots_steps_and_ceiling():
    call = make.awarded_call(5, 3)
    row = award_rounds.latest(call)
    text = text_of("recommendation", row.id)
    assert f"Award to {opening.opened(call)[0].partner.name}" in text
    assert award_rounds.people(row)["reviewer"] in text
    assert "awards alone up to MAD 3,000,000" in text
    assert "SHA-256" in text


def test_a_regret_letter_tells_what_the_committee_found_strong_and_weak():
    call = make.ranked_call(5, 3)
    lost = opening.opened(call)[1]
    told = Told("Known in the town.", "No night shift.")
    appraisals.save(lost, told, chair_of(call), make.moment())
    make.approved(make.recommended(opening.call_by_slug(call.slug)))
    text = text_of("letter", lost.id)
    assert "Known in the town." in text
    assert "No night shift." in text


def test_a_letter_after_a_decline_says_so_and_regrets_nothing():
    call = make.awarded_call(5)
    (won,) = opening.opened(call)
    by = make.actor(Role.PARTNER_SIGNATORY, partner=won.partner)
    row = standstill.by_proposal(won.id)
    award_answers.decline(row, "Our shelter burnt down.", by, make.moment())
    [of] = award_next.released(opening.call_by_slug(call.slug))
    officer = make.actor(Role.PROCUREMENT_OFFICER)
    award_next.recommend(call, of, Choice(None, make.WHY), officer, make.moment())
    make.approved(call)
    text = text_of("letter", won.id)
    assert "You declined the award of the lot" in text
    assert "No award" in text
    for untrue in ("We regret", "did not recommend", "ask for a review"):
        assert untrue not in text


def test_the_notice_names_who_was_awarded_what_and_no_other():
    call = make.awarded_call(5, 3)
    won, lost = opening.opened(call)
    text = text_of("award_notice", call.id)
    assert won.partner.name in text
    assert "MAD 432,000" in text
    assert lost.partner.name not in text


def test_the_letter_of_a_call_that_ended_tells_the_reason():
    row = make.reviewed(make.recommended_call(5))
    head = make.actor(Role.HEAD_OF_OFFICE)
    award_rounds.end_without_award(row, "The money was withdrawn.", head, make.moment())
    make.letters_left(row.call)
    assert "The money was withdrawn." in text_of("letter", opening.opened(row.call)[0].id)
    assert "ended without an award" in text_of("award_notice", row.call.id)


def test_the_decision_on_a_review_gives_its_reasons():
    call = make.awarded_call(5, 3)
    row = make.review(opening.opened(call)[1])
    reasons = (
        "Each answer was read by all members, as their locked scorecards and times show us."
    )
    reviewer = accounts.actor_of(row.reviewer)
    reviews.decide(reviews.by_id(row.id), reasons, reviewer, make.moment(), upheld=False)
    text = text_of("review_decision", row.id)
    assert reasons in text
    assert "The award stands." in text
    assert row.reviewer.name in text
