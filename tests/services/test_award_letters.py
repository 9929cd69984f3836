"""The letters of a decision: made one by one, gone all at once."""

from datetime import UTC, date, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, WrongState
from portal.models import Document, Effect, Event, LotAward
from portal.models.records import DocumentState
from portal.services import (
    accounts,
    appraisals,
    award_letters,
    award_rounds,
    declarations,
    opening,
    scoring,
)
from portal.services.appraisals import Told
from portal.services.opening import contacts
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
FRIDAY = datetime(2026, 3, 6, 10, tzinfo=UTC)


def letters():
    asked = Document.select().where(Document.kind == "letter")
    return list(asked.order_by(Document.number))


def mails():
    return [each for each in Effect.select() if each.payload.get("template") == "letter"]


def make_one(letter):
    Document.update(state=DocumentState.ISSUED).where(Document.id == letter.id).execute()
    return award_letters.leave_due(FRIDAY)


def test_no_letter_leaves_before_the_last_one_is_made():
    call = make.approved(make.recommended_call(5, 3))
    first, last = letters()
    assert make_one(first) == 0
    progress = award_letters.progress(award_rounds.by_slug(call.slug))
    assert (progress.made, progress.share) == (1, 50)
    assert mails() == []
    assert make_one(last) == 1
    partners = {each.partner_id for each in opening.opened(call)}
    assert len(mails()) == len(contacts(partners)) == 2
    assert {each.created_at for each in mails()} == {FRIDAY}


def test_the_letters_leave_once():
    make.approved(make.recommended_call(5))
    make_one(letters()[0])
    assert award_letters.leave_due(FRIDAY) == 0
    assert Event.select().where(Event.name == "call.letters_left").count() == 1


def test_a_partner_reads_its_letter_only_with_all_others():
    call = make.approved(make.recommended_call(5, 3))
    won, _lost = opening.opened(call)
    owner = accounts.actor_of(make.team(won.partner)[0])
    make_one(letters()[0])
    with pytest.raises(NotFound):
        award_letters.require_out(won, owner)
    make_one(letters()[1])
    award_letters.require_out(won, owner)


def test_the_standstill_counts_the_working_days_of_the_country_from_that_minute():
    make.approved(make.recommended_call(5))
    make_one(letters()[0])
    until = LotAward.get().standstill_until.astimezone(UTC)
    assert until.date() in {date(2026, 3, 24), date(2026, 3, 23), date(2026, 3, 25)}


def test_letters_are_asked_for_in_the_language_of_each_partner():
    call = make.ranked_call(5)
    of = opening.opened(call)[0].partner
    type(of).update(language="fr").execute()
    make.approved(make.recommended(opening.call_by_slug(call.slug)))
    assert [each.language for each in letters()] == ["fr"]


def chair_of(call):
    return accounts.actor_of(next(s.person for s in declarations.seats(call) if s.chair))


def test_strengths_and_weaknesses_are_proposed_from_the_reasons():
    call = make.ranked_call(5, 2)
    strong, weak = (row.proposal for row in scoring.rankings(call)[0].rows)
    assert "Criterion 1 \N{EN DASH} The answer is concrete" in appraisals.told(strong).strengths
    assert appraisals.told(strong).weaknesses == ""
    assert "Criterion 1 \N{EN DASH} The answer is concrete" in appraisals.told(weak).weaknesses


def test_what_the_chair_types_takes_the_place_of_what_is_proposed():
    call = make.ranked_call(5)
    proposal, chair = opening.opened(call)[0], chair_of(call)
    appraisals.save(proposal, Told("Clear plan.", "Few details."), chair, make.moment())
    told = appraisals.told(proposal)
    assert (told.strengths, told.weaknesses, told.version) == ("Clear plan.", "Few details.", 1)
    appraisals.save(proposal, Told("A", "B", 1), chair, make.moment())
    with pytest.raises(Conflict) as refused:
        appraisals.save(proposal, Told("C", "D", 1), chair, make.moment())
    assert refused.value.theirs["strengths"] == "A"


def test_strengths_are_written_by_chair_or_secretary_before_the_award():
    call = make.ranked_call(5)
    proposal = opening.opened(call)[0]
    with pytest.raises(NotAllowed):
        officer = make.actor(Role.PROCUREMENT_OFFICER)
        appraisals.save(proposal, Told("A", "B"), officer, make.moment())
    chair = chair_of(call)
    make.approved(make.recommended(call))
    with pytest.raises(WrongState):
        again = opening.opened(opening.call_by_slug(call.slug))[0]
        appraisals.save(again, Told("A", "B"), chair, make.moment())
