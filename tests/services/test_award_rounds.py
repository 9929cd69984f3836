"""The way of a recommendation: reviewed, approved, confirmed above a ceiling, or returned."""

from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, FlagState, ProposalState
from portal.domain.lifecycle_award import AwardState
from portal.domain.verification import FlagCategory
from portal.models import AwardRound, Document, Event, Flag, LotAward, Recommendation
from portal.services import (
    accounts,
    award_answers,
    award_rounds,
    opening,
    proposals,
    standstill,
)
from portal.services.steps import fresh
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def low(monkeypatch):
    monkeypatch.setenv("PORTAL_AWARD_CEILINGS", "MAD:1000")


def head():
    return make.actor(Role.HEAD_OF_OFFICE)


def test_a_recommendation_waits_for_procurement_first():
    call = make.recommended_call(4)
    with pytest.raises(WrongState):
        award_rounds.approve(award_rounds.by_slug(call.slug), head(), make.moment())
    assert fresh(call).state is CallState.RECOMMENDED


def test_who_handed_it_over_does_not_review_it():
    call = make.recommended_call(4)
    row = award_rounds.by_slug(call.slug)
    with pytest.raises(NotAllowed):
        award_rounds.review(row, "", accounts.actor_of(row.made_by), make.moment())
    assert make.reviewed(call).state is AwardState.REVIEWED


def test_below_the_ceiling_the_head_of_office_awards_alone():
    call = make.approved(make.recommended_call(4))
    assert call.state is CallState.AWARDED
    assert award_rounds.latest(call).state is AwardState.APPROVED


def test_above_the_ceiling_a_second_person_confirms(low):
    row = make.reviewed(make.recommended_call(4))
    who = make.person(Role.HEAD_OF_OFFICE)
    award_rounds.approve(row, accounts.actor_of(who), make.moment())
    assert fresh(row.call).state is CallState.RECOMMENDED
    with pytest.raises(NotAllowed):
        award_rounds.confirm(row, accounts.actor_of(who), make.moment())
    award_rounds.confirm(row, make.actor(Role.FINANCE_OFFICER), make.moment())
    assert fresh(row.call).state is CallState.AWARDED


def test_a_member_of_the_committee_is_no_second_approver(low):
    row = make.reviewed(make.recommended_call(4))
    award_rounds.approve(row, head(), make.moment())
    member = row.call.seats.first().person
    accounts.grant(member, Role.FINANCE_OFFICER)
    with pytest.raises(NotAllowed):
        award_rounds.confirm(row, accounts.actor_of(member), make.moment())


def red_flag(call):
    """A red flag, raised since, against the partner of the first proposal of a call."""
    return Flag.create(
        partner=opening.opened(call)[0].partner_id,
        state=FlagState.RED,
        category=FlagCategory.FINANCE,
        text="Money is missing.",
        author=make.person(),
        raised_at=make.moment(),
    )


def test_nothing_is_awarded_to_a_partner_with_a_red_flag_until_it_is_lifted():
    row = make.reviewed(make.recommended_call(4))
    flag = red_flag(row.call)
    with pytest.raises(RulesBroken, match="partner_stopped"):
        award_rounds.approve(row, head(), make.moment())
    assert (fresh(row).state, fresh(row.call).state) == (
        AwardState.REVIEWED,
        CallState.RECOMMENDED,
    )
    assert LotAward.select().count() == 0
    Flag.update(state=FlagState.RESOLVED).where(Flag.id == flag.id).execute()
    award_rounds.approve(award_rounds.by_slug(row.call.slug), head(), make.moment())
    assert fresh(row.call).state is CallState.AWARDED


def test_the_second_approver_confirms_no_award_to_a_partner_with_a_red_flag(low):
    row = make.reviewed(make.recommended_call(4))
    award_rounds.approve(row, head(), make.moment())
    red_flag(row.call)
    with pytest.raises(RulesBroken, match="partner_stopped"):
        award_rounds.confirm(row, make.actor(Role.FINANCE_OFFICER), make.moment())
    assert fresh(row).state is AwardState.SECOND


def test_a_red_flag_after_the_award_keeps_the_contract_back():
    call = make.awarded_call(4)
    won = proposals.by_id(opening.opened(call)[0].id)
    by = make.actor(Role.PARTNER_SIGNATORY, partner=won.partner)
    award_answers.accept(standstill.by_proposal(won.id), by, make.moment())
    later = make.moment() + timedelta(days=40)
    assert standstill.hindrance(won, later) is None
    red_flag(call)
    assert standstill.hindrance(won, later).rule == "partner_stopped"


def test_an_unknown_currency_always_asks_for_the_second_approver(monkeypatch):
    monkeypatch.setenv("PORTAL_AWARD_CEILINGS", "USD:300000")
    assert award_rounds.needs_second(make.reviewed(make.recommended_call(4)))


@pytest.mark.parametrize("reviewed", [False, True])
def test_whoever_holds_it_returns_it_with_reasons(reviewed):
    call = make.recommended_call(4)
    row = make.reviewed(call) if reviewed else award_rounds.by_slug(call.slug)
    holder = Role.HEAD_OF_OFFICE if reviewed else Role.PROCUREMENT_OFFICER
    other = Role.FINANCE_OFFICER if reviewed else Role.HEAD_OF_OFFICE
    with pytest.raises(NotAllowed):
        award_rounds.send_back(row, "Say more.", make.actor(other), make.moment())
    award_rounds.send_back(row, "Say more.", make.actor(holder), make.moment())
    assert (fresh(row).state, fresh(row).comment) == (AwardState.RETURNED, "Say more.")
    assert fresh(call).state is CallState.RANKED


def test_a_decision_is_taken_once():
    row = make.reviewed(make.recommended_call(4))
    stale = AwardRound.get_by_id(row.id)
    stale.call = row.call
    award_rounds.approve(row, head(), make.moment())
    with pytest.raises(WrongState):
        award_rounds.approve(stale, head(), make.moment())
    assert LotAward.select().count() == 1


def test_the_head_of_office_ends_a_call_without_award_and_says_why():
    row = make.reviewed(make.recommended_call(5, 4))
    with pytest.raises(RuleBroken) as refused:
        award_rounds.end_without_award(row, " ", head(), make.moment())
    assert refused.value.rule == "fail_reason_missing"
    award_rounds.end_without_award(row, "The money was withdrawn.", head(), make.moment())
    call = opening.call_by_slug(row.call.slug)
    assert call.state is CallState.FAILED
    assert {each.state for each in opening.opened(call)} == {ProposalState.DECLINED}
    assert Recommendation.select().count() == LotAward.select().count() == 0
    assert Document.select().where(Document.kind == "letter").count() == 2
    assert Event.select().where(Event.name == "call.failed").count() == 1


def test_a_call_whose_every_lot_has_no_award_ends_without_one():
    call = make.approved(make.recommended(make.ranked_call(1)))
    assert call.state is CallState.FAILED
