"""Prices that open apart: shut while the committee scores, opened for those that pass alone."""

from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.call_terms import Method
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import CallState, EnvelopeState, OpeningState
from portal.models import BudgetLine, Envelope
from portal.models.sealing import Content, Purpose
from portal.services import (
    award,
    opening,
    opening_prices,
    opening_record,
    opening_run,
    opening_shares,
    proposal_contents,
    proposal_sealing,
    proposal_snapshot,
    scoring,
)
from portal.services.steps import fresh
from tests import factories as make
from tests import openings

pytestmark = pytest.mark.usefixtures("app")
APART = {"prices_apart": True, "method": Method.QUALITY_COST, "threshold": 60}


def revealed(*values):
    return openings.revealed_call(*values, **APART)


def open_prices(call):
    openings.begin(call)
    openings.work()
    return opening.call_by_slug(call.slug)


def test_a_proposal_is_sealed_in_two_envelopes_and_one_opens():
    call = openings.opened_call(2, **APART)
    assert call.state is CallState.OPENED
    states = {(each.content, each.state) for each in Envelope.select()}
    assert states == {
        (Content.TECHNICAL, EnvelopeState.OPENED),
        (Content.PRICES, EnvelopeState.SEALED),
    }
    assert BudgetLine.select().count() == 0
    for proposal in opening.opened(call):
        assert proposal_contents.whole(proposal).lines == []
        assert not proposal_sealing.is_sealed(proposal)


def test_every_table_of_money_is_sealed_with_the_prices():
    told = {each.__name__ for each in proposal_snapshot.CONTENT_TABLES}
    money = {name for name in told if name.startswith(("Budget", "Contribution", "Fund"))}
    assert money == {each.__name__ for each in proposal_sealing.PRICE_TABLES}


def test_the_ranking_waits_for_the_prices():
    call = revealed(5, 4)
    assert opening_prices.wait(call)
    assert scoring.rankings(call) == []
    (table,) = scoring.judged_alone(call)
    assert {row.result.cost for row in table.rows} == {None}
    with pytest.raises(RuleBroken) as refused:
        award.recommend(call, {}, make.actor(Role.PROCUREMENT_OFFICER), make.moment())
    assert refused.value.rule == "prices_shut"


def test_the_prices_of_those_that_pass_are_opened_and_no_other():
    call = revealed(5, 1, 4)
    passed = scoring.passed(call)
    call = open_prices(call)
    run = opening_run.of(call, Purpose.PRICES)
    assert (run.state, run.total, run.key_box) == (OpeningState.DONE, 2, "")
    assert {each.proposal_id for each in BudgetLine.select()} == passed
    shut = Envelope.select().where(Envelope.state == EnvelopeState.SEALED)
    assert {each.content for each in shut} == {Content.PRICES}
    assert shut.count() == 1


def test_then_the_ranking_counts_the_prices():
    call = open_prices(revealed(5, 1, 4))
    (table,) = scoring.rankings(call)
    first, second, last = table.rows
    assert first.result.cost.price == Decimal(432_000)
    assert (first.result.rank, second.result.rank, last.result.rank) == (1, 2, None)
    shown = opening_prices.shown(call, opening.opened(call))
    assert shown[last.proposal.id] is None
    assert shown[first.proposal.id] == Decimal(432_000)


def test_a_damaged_price_is_no_price_of_nothing():
    call = revealed(5, 4)
    bad = Envelope.get(Envelope.content == Content.PRICES)
    openings.damage(bad)
    call = open_prices(call)
    run = opening_run.of(call, Purpose.PRICES)
    assert [each["proposal"] for each in run.damaged] == [str(bad.proposal_id)]
    (table,) = scoring.rankings(call)
    assert [each.id for each in table.unpriced] == [bad.proposal_id]
    assert bad.proposal_id not in {row.proposal.id for row in table.rows}


def test_prices_cannot_be_opened_before_the_scores_are_revealed():
    call = openings.opened_call(1, **APART)
    assert opening_shares.due(call) is None
    assert [each.purpose for each in opening_shares.parts(call)] == [Purpose.OPENING]


def test_the_prices_have_a_record_of_their_own():
    call = open_prices(revealed(5))
    run = opening_record.of_prices(call.slug)
    assert len(opening_record.entries(run)) == 1
    assert opening_record.print_of(run) != opening_record.print_of(
        opening_record.of_opening(call.slug)
    )


def test_a_call_whose_prices_are_not_apart_opens_them_with_the_rest():
    call = openings.opened_call(1, method=Method.QUALITY_COST)
    assert not opening_prices.wait(call)
    assert BudgetLine.select().count() == 1
    assert fresh(Envelope.get()).content is Content.WHOLE
