"""Declarations by lot: what they shut, who steps in, which scores stop to count."""

import pytest

from portal.domain.actions import Action, Role, SeatKind
from portal.domain.errors import NotAllowed, RulesBroken, WrongState
from portal.domain.interests import Cause
from portal.domain.lifecycle import ScorecardState
from portal.domain.policy import can
from portal.models import Document, Effect, Event, Score, Scorecard, Seat, SeatDeclaration
from portal.services import (
    award,
    committee_seats,
    dealing,
    proposals,
    quorum,
    scoring,
    screening,
    seat_work,
)
from portal.services.steps import fresh
from tests import factories as make
from tests import seating

pytestmark = pytest.mark.usefixtures("app")


def cards_of(call, seat):
    return list(Scorecard.select().where(Scorecard.seat == seat))


def test_a_conflict_with_a_partner_shuts_only_the_lots_that_it_proposes_for():
    call = seating.two_lots()
    member = seating.seats(call)[1]
    first, second = seating.of_lot(call, 1), seating.of_lot(call, 2)
    make.declare(call, member.person, second.partner)
    who = seating.actor(member)
    assert proposals.contents(first, who)
    with pytest.raises(NotAllowed):
        proposals.contents(second, who)
    assert not can(who, Action.SEE_LOT, second.lot)
    assert not can(who, Action.SEE_OBSERVATIONS, call)
    assert not fresh(member).conflict


def test_a_conflict_with_every_partner_shuts_the_whole_call():
    call = seating.two_lots()
    member = seating.seats(call)[1]
    make.conflicted(call, member.person)
    assert fresh(member).conflict
    assert not can(seating.actor(member), Action.SEE_OPENING, call)


def test_each_partner_is_answered_and_confidentiality_agreed_to():
    call = seating.two_lots()
    member = seating.seats(call)[0]
    with pytest.raises(RulesBroken) as refused:
        make.declare(call, member.person, undertaking=False)
    assert [each.rule for each in refused.value.broken] == ["undertaking_missing"]
    assert fresh(member).declared_at is None
    assert SeatDeclaration.select().count() == 0


def test_a_declaration_is_asked_for_as_a_document_in_the_language_of_the_member():
    call = seating.two_lots(seats=3)
    person = make.person(Role.COMMITTEE_MEMBER, language="fr")
    Seat.create(call=call, person=person, kind=SeatKind.VOTING)
    said = make.declare(call, person)
    document = Document.get(Document.kind == "declaration")
    assert (document.subject_id, document.language) == (said.id, "fr")
    assert document.number == f"{call.reference}-DECLARATION-1-FR"


def test_a_second_declaration_can_only_add_a_conflict():
    call = seating.two_lots()
    member = seating.seats(call)[0]
    partner = seating.of_lot(call, 2).partner
    make.declare(call, member.person, partner)
    for tied in ((), (partner,)):
        with pytest.raises(WrongState):
            make.declare(call, member.person, *tied)
    make.declare(call, member.person, seating.of_lot(call, 1).partner)
    assert fresh(member).conflict


def test_members_score_only_the_lots_that_are_open_to_them():
    call = seating.two_lots(seats=5)
    member = seating.seats(call)[1]
    make.declare(call, member.person, seating.of_lot(call, 2).partner)
    seating.begun(call)
    lots = [card.proposal.lot.number for card in cards_of(call, member)]
    assert lots == [1]
    assert len(scoring.counted(call)) == 9


def test_a_conflict_declared_later_voids_the_scores_of_its_lot_and_keeps_them():
    call = seating.begun(seating.two_lots())
    member = seating.seats(call)[1]
    for card in scoring.counted(call):
        make.lock_card(card)
    make.declare(call, member.person, seating.of_lot(call, 2).partner, text="A new job there.")
    call = make.revealed(call)
    (void,) = dealing.voided(call)
    assert (void.proposal.lot.number, void.void_reason) == (2, "A new job there.")
    assert (void.void_cause, void.state) == (Cause.CONFLICT, ScorecardState.VOIDED)
    assert Score.select().where(Score.scorecard == void).count() == 2
    first, second = scoring.rankings(call)
    assert (len(first.rows[0].members), len(second.rows[0].members)) == (4, 3)
    assert not can(seating.actor(member), Action.SEE_SCORECARD, void)
    assert not can(seating.actor(member), Action.READ_EVALUATION, call)


def test_an_alternate_steps_in_for_the_lot_and_declares_before_reading():
    call = seating.two_lots()
    member = seating.seats(call)[1]
    person = seating.alternate(member)
    make.declare(call, member.person, seating.of_lot(call, 2).partner)
    stepped = Seat.get(Seat.person == person)
    second = seating.of_lot(call, 2)
    assert not can(seating.actor(stepped), Action.SEE_PROPOSAL, second)
    make.declare(call, person)
    assert can(seating.actor(stepped), Action.SEE_PROPOSAL, second)
    assert not can(seating.actor(stepped), Action.SEE_PROPOSAL, seating.of_lot(call, 1))
    (change,) = committee_seats.replacements(call)
    assert [lot.number for lot in change.lots] == [2]
    assert (change.out.name, change.into.name) == (member.person.name, person.name)
    mails = [each.payload for each in Effect.select() if each.kind == "mail"]
    assert person.email in {each["to"] for each in mails if each["template"] == "seat_taken"}


def test_an_alternate_takes_further_lots_but_never_one_of_an_own_conflict():
    call = seating.two_lots()
    member = seating.seats(call)[1]
    person = seating.alternate(member)
    first, second = seating.of_lot(call, 1), seating.of_lot(call, 2)
    make.declare(call, member.person, second.partner)
    make.declare(call, person, first.partner)
    make.declare(call, member.person, first.partner)
    stepped = Seat.get(Seat.person == person)
    assert can(seating.actor(stepped), Action.SEE_PROPOSAL, second)
    assert not can(seating.actor(stepped), Action.SEE_PROPOSAL, first)


def test_an_alternate_of_a_chair_who_leaves_the_call_takes_the_chair():
    call = seating.two_lots()
    chair = seating.seats(call)[0]
    person = seating.alternate(chair)
    make.conflicted(call, chair.person)
    stepped = Seat.get(Seat.person == person)
    assert stepped.chair
    assert stepped.lots_shut == []


def test_an_alternate_who_steps_in_during_the_scoring_gets_scorecards_once_declared():
    call = seating.begun(seating.two_lots())
    member = seating.seats(call)[1]
    person = seating.alternate(member)
    make.conflicted(call, member.person)
    stepped = Seat.get(Seat.person == person)
    assert cards_of(call, stepped) == []
    make.declare(call, person)
    assert len(cards_of(call, stepped)) == 2


def test_the_quorum_is_counted_by_lot_and_its_loss_is_told():
    call = seating.two_lots(seats=3)
    officer = make.person(Role.PROCUREMENT_OFFICER)
    member, *others = seating.seats(call)
    assert not quorum.holds(call)
    assert quorum.lost(call) == []
    make.declare(call, member.person, seating.of_lot(call, 2).partner)
    for each in others:
        make.declare(call, each.person)
    assert (quorum.present(call), quorum.needed(call)) == (3, 3)
    assert not quorum.holds(call)
    assert [(each.lot.number, each.present) for each in quorum.lost(call)] == [(2, 2)]
    mails = [each.payload for each in Effect.select() if each.kind == "mail"]
    assert officer.email in {each["to"] for each in mails if each["template"] == "quorum_lost"}
    head = make.actor(Role.HEAD_OF_OFFICE)
    words = [item.word for item in seat_work.work_items(head, make.moment())]
    assert words == ["work.quorum_lost"]


def test_neither_scoring_nor_reveal_nor_recommendation_go_on_without_the_quorum():
    call = seating.begun(seating.two_lots(seats=3))
    for card in scoring.counted(call):
        make.lock_card(card)
    member = seating.seats(call)[1]
    make.declare(call, member.person, seating.of_lot(call, 2).partner)
    for step in (screening.broken_start(call), quorum.broken(call)):
        assert [each.facts["lot"] for each in step if each.rule == "too_few_votes"] == [2]
    with pytest.raises(RulesBroken, match="too_few_votes"):
        make.revealed(call)
    ranked = make.ranked_call(4)
    make.conflicted(ranked, seating.seats(ranked)[1].person)
    choices = {lot.id: award.Choice(None, make.WHY) for lot in ranked.lots}
    with pytest.raises(RulesBroken, match="too_few_votes"):
        award.recommend(ranked, choices, make.actor(Role.PROCUREMENT_OFFICER), make.moment())


def test_an_observer_reads_what_the_call_allows_once_declared_and_never_scores():
    call = seating.two_lots(seats=4)
    proposal = seating.of_lot(call, 1)
    reads, waits = (
        Seat.create(
            call=call,
            person=make.person(Role.AUTHORITY_REPRESENTATIVE),
            kind=SeatKind.OBSERVER,
            reads_proposals=reads,
        )
        for reads in (True, False)
    )
    assert not can(seating.actor(reads), Action.SEE_PROPOSAL, proposal)
    for seat in (reads, waits):
        make.declare(call, seat.person)
    assert can(seating.actor(reads), Action.SEE_PROPOSAL, proposal)
    assert not can(seating.actor(waits), Action.SEE_PROPOSAL, proposal)
    seating.begun(call)
    assert {card.seat_id for card in scoring.counted(call)}.isdisjoint({reads.id, waits.id})


def test_an_event_of_a_declaration_holds_figures_only():
    call = seating.two_lots()
    make.declare(call, seating.seats(call)[0].person, seating.of_lot(call, 2).partner)
    event = Event.get(Event.name == "seat.conflict_declared")
    assert event.facts == {"lots": 1, "whole": False}
