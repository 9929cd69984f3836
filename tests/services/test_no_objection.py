"""The request to a government: it freezes an award until it is answered or its date passes."""

from datetime import timedelta

import pytest

from portal.domain.actions import Action, Role
from portal.domain.errors import NotAllowed, RuleBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.lifecycle_award import AwardState
from portal.domain.lifecycle_seats import ObjectionState
from portal.domain.policy import can
from portal.models import Call, Effect, Event, ObjectionRequest, Seat
from portal.services import (
    award_next,
    award_rounds,
    no_objection,
    opening,
    seat_work,
)
from portal.services.no_objection import Given
from portal.services.steps import fresh
from tests import factories as make
from tests import seating

pytestmark = pytest.mark.usefixtures("app")


def head():
    return make.actor(Role.HEAD_OF_OFFICE)


def later(days=40):
    return make.moment() + timedelta(days=days)


def approve(call, at=None):
    row = award_rounds.by_slug(call.slug)
    if row.state is AwardState.RECOMMENDED:
        row = make.reviewed(call)
    return award_rounds.approve(row, head(), at or make.moment())


def send_back(call):
    return award_rounds.send_back(make.reviewed(call), "Look again.", head(), make.moment())


def test_a_recommendation_asks_the_government_by_mail_and_under_my_work():
    call, seat = seating.asked_call()
    asked = ObjectionRequest.get()
    assert (asked.state, asked.seat_id) == (ObjectionState.OPEN, seat.id)
    mails = [each.payload for each in Effect.select() if each.kind == "mail"]
    (mail,) = [each for each in mails if each["template"] == "objection"]
    assert (mail["to"], mail["facts"]["due"]) == (seat.person.email, asked.due_on.isoformat())
    (item,) = seat_work.work_items(seating.actor(seat), make.moment())
    assert item.word == "work.answer_objection"
    assert item.due == seat_work.ends(no_objection.request_of(call))


def test_the_date_counts_working_days_of_the_country(monkeypatch):
    monkeypatch.setenv("PORTAL_NO_OBJECTION_DAYS", "5")
    call, _seat = seating.asked_call()
    days = (ObjectionRequest.get().due_on - make.moment().date()).days
    assert 5 < days <= 12
    assert no_objection.is_missing(call, make.moment())


def test_the_award_is_frozen_until_the_government_has_no_objection():
    call, seat = seating.asked_call()
    with pytest.raises(RuleBroken, match="no_objection_missing"):
        approve(call)
    no_objection.agree(call, seating.actor(seat), make.moment())
    approve(call)
    stored = fresh(call)
    assert (stored.state, stored.no_objection_by) == (CallState.AWARDED, seat.person.name)
    assert ObjectionRequest.get().state is ObjectionState.AGREED


def test_after_its_date_the_award_goes_on_and_that_is_recorded():
    call, seat = seating.asked_call()
    at = later()
    assert no_objection.has_passed(call, at)
    assert seat_work.work_items(seating.actor(seat), at) == []
    with pytest.raises(RuleBroken, match="objection_passed"):
        no_objection.agree(call, seating.actor(seat), at)
    approve(call, at)
    assert ObjectionRequest.get().state is ObjectionState.PASSED
    assert Event.select().where(Event.name == "call.no_objection_passed").count() == 1


def test_an_objection_sends_the_recommendation_back_with_its_reasons():
    call, seat = seating.asked_call()
    with pytest.raises(RuleBroken, match="objection_reasons_missing"):
        no_objection.object_to(call, " ", seating.actor(seat), make.moment())
    reasons = "The partner has no licence for minors in this region."
    no_objection.object_to(call, reasons, seating.actor(seat), make.moment())
    stored = fresh(call)
    assert (stored.state, stored.award_comment) == (CallState.RANKED, reasons)
    assert ObjectionRequest.get().state is ObjectionState.OBJECTED
    make.recommended(stored)
    assert no_objection.request_of(call).state is ObjectionState.OPEN
    with pytest.raises(RuleBroken, match="no_objection_missing"):
        approve(call)


def test_an_answer_is_given_once():
    call, seat = seating.asked_call()
    no_objection.agree(call, seating.actor(seat), make.moment())
    with pytest.raises(RuleBroken, match="no_objection_twice"):
        no_objection.object_to(call, "Yet.", seating.actor(seat), make.moment())
    assert fresh(call).state is CallState.RECOMMENDED


def test_procurement_records_an_answer_that_came_by_letter():
    call, seat = seating.asked_call()
    given = Given(make.NOON.date(), "Ministry", "MS/1")
    no_objection.record(call, given, make.actor(Role.PROCUREMENT_OFFICER), make.moment())
    assert ObjectionRequest.get().state is ObjectionState.BY_LETTER
    assert seat_work.work_items(seating.actor(seat), make.moment()) == []
    approve(call)
    assert fresh(call).no_objection_reference == "MS/1"


def test_a_return_by_the_head_of_office_drops_the_request():
    call, _seat = seating.asked_call()
    send_back(call)
    assert ObjectionRequest.get().state is ObjectionState.DROPPED
    assert no_objection.request_of(call) is None


def test_only_the_seat_that_is_asked_answers_and_it_reads_no_proposal():
    call, seat = seating.asked_call()
    with pytest.raises(NotAllowed):
        no_objection.agree(call, head(), make.moment())
    who = seating.actor(seat)
    proposal = make.opening.opened(call)[0]
    assert can(who, Action.SEE_EVALUATION, call)
    assert not can(who, Action.SEE_PROPOSAL, proposal)
    call.state = CallState.RANKED
    assert not can(who, Action.SEE_EVALUATION, call)


def test_without_a_free_seat_the_award_waits_for_a_letter():
    call, seat = seating.asked_call()
    send_back(call)
    Seat.update(conflict=True).where(Seat.id == seat.id).execute()
    make.recommended(Call.get_by_id(call.id))
    assert no_objection.request_of(call) is None
    with pytest.raises(RuleBroken, match="no_objection_missing"):
        approve(call, later())


def test_the_government_is_asked_again_about_the_next_in_rank():
    call, seat, second = seating.declined_call()
    first = award_rounds.latest(call)
    seating.recommend_next(call, second.id)
    call = opening.call_by_slug(call.slug)
    assert call.no_objection_on is None
    assert first.no_objection_by == seat.person.name
    asked = no_objection.request_of(call)
    (item,) = seat_work.work_items(seating.actor(seat), make.moment())
    assert (asked.state, item.word) == (ObjectionState.OPEN, "work.answer_objection")
    with pytest.raises(RuleBroken, match="no_objection_missing"):
        approve(call)
    no_objection.agree(opening.call_by_slug(call.slug), seating.actor(seat), make.moment())
    approve(call)
    assert fresh(second).state is ProposalState.AWARDED
    assert award_rounds.latest(call).no_objection_by == seat.person.name


def test_an_objection_to_the_next_in_rank_leaves_the_lot_to_be_recommended_anew():
    call, seat, second = seating.declined_call()
    seating.recommend_next(call, second.id)
    call = opening.call_by_slug(call.slug)
    no_objection.object_to(call, "It is not known here.", seating.actor(seat), make.moment())
    assert award_rounds.latest(call).state is AwardState.RETURNED
    assert len(award_next.released(opening.call_by_slug(call.slug))) == 1
    assert seat_work.work_items(seating.actor(seat), make.moment()) == []


def test_a_return_of_the_next_in_rank_drops_the_request_and_the_next_one_asks_again():
    call, seat, second = seating.declined_call()
    seating.recommend_next(call, second.id)
    send_back(opening.call_by_slug(call.slug))
    call = opening.call_by_slug(call.slug)
    assert no_objection.request_of(call) is None
    with pytest.raises(WrongState):
        no_objection.agree(call, seating.actor(seat), make.moment())
    seating.recommend_next(call, second.id)
    assert no_objection.request_of(call).state is ObjectionState.OPEN


def test_nothing_is_asked_about_a_lot_that_is_given_up():
    call, _seat, _second = seating.declined_call()
    seating.recommend_next(call, None)
    assert no_objection.request_of(call) is None
    approve(opening.call_by_slug(call.slug))
    assert opening.call_by_slug(call.slug).state is CallState.FAILED
