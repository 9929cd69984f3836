"""A committee that scores two lots, with one proposal in each."""

from portal.domain.actions import Role
from portal.domain.lifecycle import ProposalState
from portal.models import Lot
from portal.services import opening, revealing, scoring, screening
from tests import factories as make


def closed(**facts):
    """A closed call with two lots and a sealed proposal for each."""
    call = make.closed_call(proposals=1, lots=2, **facts)
    make.proposal(call, state=ProposalState.SUBMITTED, lot=lot(call, 2), number=None)
    return opening.call_by_slug(call.slug)


def opened(call):
    """The same call, opened by two people."""
    opening.start(call, make.actor(Role.PROCUREMENT_OFFICER), make.moment())
    call = opening.call_by_slug(call.slug)
    opening.confirm(call, make.actor(Role.LEGAL_OFFICER), make.moment())
    return opening.call_by_slug(call.slug)


def begun(call):
    """The same call, its committee scoring: every proposal eligible, nobody in conflict."""
    make.declare_all(call)
    officer = make.actor(Role.PROCUREMENT_OFFICER)
    for each in opening.opened(call):
        screening.screen(each, make.all_yes(), officer, make.moment())
    screening.start_scoring(call, officer, make.moment())
    return opening.call_by_slug(call.slug)


def lot(call, number):
    """A lot of a call by its number."""
    found = Lot.get((Lot.call == call) & (Lot.number == number))
    return revealing.lot_by_id(found.id)


def cards(call, number):
    """The scorecards of a lot."""
    lot_id = lot(call, number).id
    return [each for each in scoring.counted(call) if each.proposal.lot_id == lot_id]
