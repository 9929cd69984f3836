"""Committees on calls of two lots, with alternates and every kind of seat."""

from datetime import timedelta

from portal.domain.actions import Role, SeatKind
from portal.domain.call_terms import GovernmentPart
from portal.domain.lifecycle import ProposalState
from portal.models import Call, Lot, Proposal, Seat
from portal.services import (
    accounts,
    award_answers,
    award_next,
    no_objection,
    opening,
    screening,
    standstill,
)
from portal.services.award_choice import Choice
from tests import factories as make


def two_lots(**facts):
    """An opened call of two lots: a partner proposes for the first, another for the second."""
    call = make.closed_call(proposals=0, lots=2, **{"seats": 4, **facts})
    for lot in call.lots.order_by(Lot.number):
        at = call.deadline - timedelta(hours=lot.number)
        make.proposal(
            call, state=ProposalState.SUBMITTED, lot=lot, number=None, submitted_at=at
        )
    opening.start(call, make.actor(Role.PROCUREMENT_OFFICER), make.moment())
    stale = opening.call_by_slug(call.slug)
    opening.confirm(stale, make.actor(Role.LEGAL_OFFICER), make.moment())
    return opening.call_by_slug(call.slug)


def of_lot(call, number):
    """The one proposal for a lot."""
    return next(each for each in opening.opened(call) if each.lot.number == number)


def seats(call):
    """The seats of a call that stand, the chair first."""
    return list(
        Seat.select()
        .where((Seat.call == call) & Seat.left_at.is_null())
        .order_by(Seat.chair.desc(), Seat.id)
    )


def actor(seat):
    """The holder of a seat, as the rules see them now."""
    return accounts.actor_of(seat.person)


def alternate(seat):
    """Name somebody who steps in for the holder of a seat."""
    person = make.person(Role.COMMITTEE_MEMBER)
    Seat.update(alternate=person).where(Seat.id == seat.id).execute()
    return person


def begun(call):
    """The call with everybody declared free, everything eligible, and scoring begun."""
    for seat in seats(call):
        if seat.declared_at is None:
            make.declare(call, seat.person)
    officer = make.actor(Role.PROCUREMENT_OFFICER)
    for each in opening.opened(call):
        if Proposal.get_by_id(each.id).state is ProposalState.SUBMITTED:
            screening.screen(each, make.all_yes(), officer, make.moment())
    screening.start_scoring(call, officer, make.moment())
    return opening.call_by_slug(call.slug)


def asked_call(values=(4,), **facts):
    """A recommended call whose government is asked for its no-objection; and its seat."""
    given = {
        "government_part": GovernmentPart.NO_OBJECTION,
        "government_reason": "It asked.",
        **facts,
    }
    call = make.ranked_call(*values, **given)
    holder = make.person(Role.AUTHORITY_REPRESENTATIVE)
    seat = Seat.create(call=call, person=holder, kind=SeatKind.NO_OBJECTION, government=True)
    make.declare(call, holder)
    return make.recommended(Call.get_by_id(call.id)), seat


def declined_call():
    """A call whose government agreed to the first award, which its partner then declined."""
    call, seat = asked_call(values=(5, 4))
    no_objection.agree(call, actor(seat), make.moment())
    call = make.letters_left(make.approved(call))
    won, second = opening.opened(call)
    row = standstill.by_proposal(won.id)
    by = make.actor(Role.PARTNER_SIGNATORY, partner=won.partner)
    award_answers.decline(row, "Our shelter burnt down.", by, make.moment())
    return opening.call_by_slug(call.slug), seat, second


def recommend_next(call, choice):
    """Recommend a proposal, or none, for the lot that has no award any more."""
    [of] = award_next.released(call)
    officer = make.actor(Role.PROCUREMENT_OFFICER)
    award_next.recommend(call, of, Choice(choice, make.WHY), officer, make.moment())
