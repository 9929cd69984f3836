"""Seats that change hands: minuted, with a reason, and only while nobody knows the result."""

from datetime import date

import pytest

from portal.domain.actions import Action, Role, SeatKind
from portal.domain.errors import NotAllowed, RuleBroken, WrongState
from portal.domain.interests import Cause
from portal.domain.lifecycle import CallState, ScorecardState
from portal.domain.policy import can
from portal.models import Event, ObserverComment, Scorecard, Seat, SeatReplacement
from portal.services import call_judging, committee_seats, observing, scoring
from portal.services.call_drafting import Edit
from portal.services.committee_seats import Successor
from tests import factories as make
from tests import seating

pytestmark = pytest.mark.usefixtures("app")
REASON = "Called to another duty station."


def head():
    return make.actor(Role.HEAD_OF_OFFICE)


def replace(seat, person=None, reason=REASON, by=None):
    person = person or make.person(Role.COMMITTEE_MEMBER)
    successor = Successor(person.id, reason, "IOM", "LET/7", date(2026, 11, 2))
    stored = committee_seats.by_id(seat.id)
    return committee_seats.replace(stored, successor, by or head(), make.moment())


def test_a_member_is_replaced_with_a_reason_for_the_minutes():
    call = seating.two_lots()
    leaves = seating.seats(call)[0]
    person = make.person(Role.COMMITTEE_MEMBER)
    made = replace(leaves, person)
    (change,) = committee_seats.replacements(call)
    assert (change.cause, change.reason, change.lots) == (Cause.REPLACED, REASON, [])
    assert (change.out.id, change.into.id) == (leaves.person_id, person.id)
    assert change.decided_by is not None
    assert (made.chair, made.kind, made.appointment) == (True, SeatKind.VOTING, "LET/7")
    assert not can(seating.actor(leaves), Action.DECLARE_INTEREST, call)
    assert Event.select().where(Event.name == "call.member_replaced").count() == 1


def test_who_replaces_a_member_during_the_scoring_scores_anew():
    call = seating.begun(seating.two_lots())
    leaves = seating.seats(call)[1]
    for card in scoring.counted(call):
        if card.seat_id == leaves.id:
            make.lock_card(card)
    made = replace(leaves)
    old = list(Scorecard.select().where(Scorecard.seat == leaves))
    assert {card.state for card in old} == {ScorecardState.VOIDED}
    assert {card.void_reason for card in old} == {REASON}
    make.declare(call, made.person)
    assert Scorecard.select().where(Scorecard.seat == made).count() == 2


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"reason": " "}, "replacement_reason_missing", "reason"),
        ({"role": Role.FINANCE_OFFICER}, "successor_missing", "person"),
        ({"tied": True}, "member_of_partner", "person"),
    ],
)
def test_a_replacement_that_is_not_sound_is_refused_and_nothing_changes(changes, rule, field):
    call = seating.two_lots()
    facts = {"partner": make.partner()} if changes.get("tied") else {}
    person = make.person(changes.get("role", Role.COMMITTEE_MEMBER), **facts)
    with pytest.raises(RuleBroken) as refused:
        replace(seating.seats(call)[0], person, changes.get("reason", REASON))
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert SeatReplacement.select().count() == 0
    assert len(seating.seats(call)) == 4


def test_who_sits_or_sat_on_the_committee_cannot_take_another_seat():
    call = seating.two_lots()
    first, second = seating.seats(call)[:2]
    replace(first)
    for taken in (first.person, second.person):
        with pytest.raises(RuleBroken, match="successor_missing"):
            replace(second, taken)


def test_a_seat_is_left_once():
    call = seating.two_lots()
    seat = seating.seats(call)[0]
    replace(seat)
    with pytest.raises(WrongState):
        replace(seat)


def test_after_the_reveal_nobody_is_replaced_and_in_a_draft_the_editor_does_it():
    ranked, draft = make.ranked_call(4), make.call()
    for call, rule in ((ranked, "replacement_too_late"), (draft, "replacement_in_draft")):
        with pytest.raises(RuleBroken, match=rule):
            replace(seating.seats(call)[0])


def test_only_the_head_of_office_replaces_and_not_with_a_conflict():
    call = seating.two_lots()
    with pytest.raises(NotAllowed):
        replace(seating.seats(call)[0], by=make.actor(Role.PROCUREMENT_OFFICER))


def test_a_draft_keeps_the_appointment_and_the_alternate_of_each_seat():
    call = make.call(seats=0)
    members = [make.person(Role.COMMITTEE_MEMBER) for _ in range(3)]
    stands_by = make.person(Role.COMMITTEE_MEMBER)
    rows = [
        call_judging.SeatRow(
            each.id,
            SeatKind.VOTING,
            institution="Ministry of Solidarity",
            appointment="MS/2026/4",
            appointed_on=date(2026, 10, 1),
            alternate=stands_by.id if each is members[0] else None,
        )
        for each in members
    ]
    edit = Edit(make.actor(Role.PROGRAMME_OFFICER), make.moment(), call.version)
    call_judging.save_committee(call, rows, {}, edit)
    kept = {each.person_id: each for each in committee_seats.standing(call)}
    assert kept[members[0].id].alternate.id == stands_by.id
    assert {each.appointment for each in kept.values()} == {"MS/2026/4"}
    twice = [*rows, call_judging.SeatRow(stands_by.id, SeatKind.VOTING)]
    with pytest.raises(RuleBroken, match="person_twice"):
        call_judging.save_committee(call, twice, {}, edit)


def observer(call):
    seat = Seat.create(
        call=call,
        person=make.person(Role.AUTHORITY_REPRESENTATIVE),
        kind=SeatKind.OBSERVER,
        government=True,
    )
    make.declare(call, seat.person)
    return seat


def test_an_observer_comments_for_the_minutes():
    call = seating.two_lots()
    seat = observer(call)
    observing.observe(call, " The lots were read in turn. ", seating.actor(seat), make.moment())
    (comment,) = observing.observer_comments(call)
    assert (comment.text, comment.seat.person.id) == (
        "The lots were read in turn.",
        seat.person_id,
    )


def test_a_comment_needs_words_a_seat_that_observes_and_a_selection_under_way():
    call = seating.two_lots()
    seat = observer(call)
    with pytest.raises(RuleBroken, match="observation_empty"):
        observing.observe(call, " ", seating.actor(seat), make.moment())
    with pytest.raises(NotAllowed):
        observing.observe(call, "?", seating.actor(seating.seats(call)[0]), make.moment())
    call.state = CallState.AWARDED
    with pytest.raises(RuleBroken, match="observation_untimely"):
        observing.observe(call, "Late.", seating.actor(seat), make.moment())
    assert ObserverComment.select().count() == 0
