"""Recommendations and awards from before there were rounds get a round and their awards."""

import pytest
from playhouse.migrations import Runner

from portal import db
from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.domain.lifecycle_award import AcceptanceState, AwardState
from portal.migrate import MIGRATIONS, migrate
from portal.models import AwardRound, Lot, LotAward, Recommendation
from portal.services import accounts, award_rounds, events, no_objection, opening
from portal.services.steps import fresh
from tests import factories as make
from tests import seating

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.sqlite_only]
REASON = "The proposal passes and its price stays within the ceiling."
AWARDED = make.NOON.replace(day=20)


def earlier(state, *, won=True, noted=True):
    """A call as it stood before rounds: what was recommended, and by whom in the log."""
    call = make.call(state, awarded_at=AWARDED if state is CallState.AWARDED else None)
    lot = call.lots.order_by(Lot.number).first()
    proposal = make.proposal(call, lot=lot) if won else None
    Recommendation.create(
        call=call, lot=lot, proposal=proposal, reason=REASON, made_at=make.NOON
    )
    if noted:
        by = make.person(Role.PROCUREMENT_OFFICER)
        events.record(accounts.actor_of(by), "call.recommended", call, make.NOON)
    return call


def carried(*calls):
    """Go back to before the rounds, then bring the database to the present schema."""
    AwardRound.delete().execute()
    Runner(db.database.obj, str(MIGRATIONS)).down("0046_after_award")
    migrate()
    return [AwardRound.get_or_none(AwardRound.call == each.id) for each in calls]


def test_what_was_recommended_or_awarded_before_there_were_rounds_is_carried_over():
    awarded, waiting = earlier(CallState.AWARDED), earlier(CallState.RECOMMENDED)
    none = earlier(CallState.AWARDED, won=False)
    left = [earlier(CallState.AWARDED, noted=False), earlier(CallState.RANKED)]
    row, second, third, *rest = carried(awarded, waiting, none, *left)
    told = Recommendation.get(Recommendation.call == awarded)
    assert (row.number, row.state) == (1, AwardState.APPROVED)
    assert (row.approved_at, row.letters_at, row.made_at) == (AWARDED, AWARDED, make.NOON)
    (chosen,) = award_rounds.chosen(award_rounds.by_slug(awarded.slug))
    assert (chosen.proposal.id, chosen.reason) == (told.proposal_id, REASON)
    assert (second.state, second.approved_at) == (AwardState.RECOMMENDED, None)
    assert award_rounds.undecided(opening.call_by_slug(waiting.slug)).id == second.id
    assert third.state is AwardState.APPROVED
    assert rest == [None, None]
    (kept,) = LotAward.select()
    assert (kept.round_id, kept.proposal_id, kept.lot_id) == (
        row.id,
        told.proposal_id,
        told.lot_id,
    )
    assert (kept.state, kept.standstill_until) == (AcceptanceState.ACCEPTED, AWARDED)


def test_what_a_government_answered_before_is_kept_with_its_recommendation():
    call, seat = seating.asked_call()
    no_objection.agree(call, seating.actor(seat), make.moment())
    given = fresh(call).no_objection_on
    Runner(db.database.obj, str(MIGRATIONS)).down("0090_rounds_no_objection")
    migrate()
    row = award_rounds.latest(call)
    assert (row.no_objection_on, row.no_objection_by) == (given, seat.person.name)
    assert given is not None
