"""The reveal: by the chair alone, lot by lot, once every scorecard of the lot is locked."""

import pytest

from portal.domain.actions import Action, Role
from portal.domain.errors import NotAllowed, RuleBroken, WrongState
from portal.domain.interests import Cause
from portal.domain.lifecycle import CallState, ScorecardState
from portal.domain.policy import can
from portal.models import Event, LotReveal, Scorecard
from portal.services import accounts, award, opening, revealing, scoring
from portal.services.steps import fresh
from tests import factories as make
from tests import scoring_lots

pytestmark = pytest.mark.usefixtures("app")


def two_lots():
    """A call with two lots, one proposal each, every scorecard of the first lot locked."""
    call = scoring_lots.begun(scoring_lots.opened(scoring_lots.closed()))
    for card in scoring_lots.cards(call, 1):
        make.lock_card(card)
    return call, scoring_lots.lot(call, 1), scoring_lots.lot(call, 2)


def lock_rest(call):
    for card in scoring.counted(call):
        if not scoring.is_locked(card):
            make.lock_card(card)


def test_a_revealed_lot_shows_its_scores_while_the_other_waits():
    call, first, second = two_lots()
    chair = make.chair_of(call)
    with pytest.raises(RuleBroken) as refused:
        revealing.reveal(second, chair, make.moment())
    assert refused.value.facts == {"count": 3}
    revealing.reveal(first, chair, make.moment())
    call = opening.call_by_slug(call.slug)
    assert call.state is CallState.SCORING
    assert [table.lot.number for table in scoring.rankings(call)] == [1]
    assert can(chair, Action.SEE_EVALUATION, call)


def test_the_call_is_ranked_with_its_last_lot_and_each_reveal_is_minuted():
    call, first, second = two_lots()
    chair = make.chair_of(call)
    revealing.reveal(first, chair, make.moment())
    lock_rest(call)
    revealing.reveal(second, chair, make.moment())
    assert fresh(call).state is CallState.RANKED
    assert len(scoring.rankings(fresh(call))) == 2
    minuted = Event.select().where(Event.name == "call.lot_revealed").order_by(Event.at)
    assert [each.facts["lot"] for each in minuted] == [1, 2]
    assert {each.revealed_by_id for each in LotReveal.select()} == {chair.person_id}


def test_a_lot_that_lost_all_its_scorecards_keeps_the_call_from_being_ranked():
    call, first, second = two_lots()
    chair = make.chair_of(call)
    for card in scoring_lots.cards(call, 2):
        voided = {
            "void_cause": Cause.CONFLICT,
            "void_reason": "A cousin",
            "voided_at": make.NOON,
        }
        Scorecard.update(state=ScorecardState.VOIDED, **voided).where(
            Scorecard.id == card.id
        ).execute()
    with pytest.raises(RuleBroken) as refused:
        revealing.reveal(second, chair, make.moment())
    assert refused.value.rule == "no_scorecards"
    revealing.reveal(first, chair, make.moment())
    assert fresh(call).state is CallState.SCORING
    assert [(each.lot.number, each.all) for each in revealing.progress(call)] == [
        (1, 3),
        (2, 0),
    ]


@pytest.mark.parametrize("role", [Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE])
def test_nobody_but_the_chair_reveals(role):
    call, first, _second = two_lots()
    members = [accounts.actor_of(seat.person) for seat in call.seats if not seat.chair]
    for each in (make.actor(role), *members):
        with pytest.raises(NotAllowed):
            revealing.reveal(first, each, make.moment())
    assert fresh(call).revealed_lots == 0


def test_a_lot_is_revealed_once():
    call, first, _second = two_lots()
    revealing.reveal(first, make.chair_of(call), make.moment())
    with pytest.raises(WrongState):
        revealing.reveal(first, make.chair_of(call), make.moment())
    assert fresh(call).revealed_lots == 1
    assert LotReveal.select().count() == 1


def test_nothing_is_recommended_before_every_lot_is_revealed():
    call, first, _second = two_lots()
    revealing.reveal(first, make.chair_of(call), make.moment())
    with pytest.raises(WrongState):
        award.recommend(fresh(call), {}, make.actor(Role.PROCUREMENT_OFFICER), make.moment())
