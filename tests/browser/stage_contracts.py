"""Contracts under review and negotiation, a clause that waits, and two faces of a committee."""

from decimal import Decimal

from flask import current_app

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import ContractComment, Seat
from portal.services import (
    contract_budget,
    contract_drafting,
    contract_negotiation,
    contract_reviews,
    contracts,
    opening,
)
from tests import factories as make
from tests import seating
from tests.blueprints.test_clauses import typed
from tests.browser.stage_sealed import of
from tests.services.test_contract_negotiation import Table
from tests.services.test_contract_paper import Desk
from tests.services.test_moderation import divergent_call


def faces():
    """Put them into the database; return the pages that show them."""
    return [
        *reviewed(),
        *negotiated(),
        *on_paper(),
        *budgeted(),
        waiting_clause(),
        moderated(),
        asked(),
    ]


def reviewed():
    """A review that waits, and a deviation that somebody asked for."""
    buyer, legal = make.actor(Role.PROCUREMENT_OFFICER), make.actor(Role.LEGAL_OFFICER)
    drafted, made = (contract_drafting.assemble(awarded(), buyer, make.NOON) for _ in "ab")
    departure = make.deviation(drafted.clauses.get())
    contracts.send(made, buyer, make.NOON)
    review = contract_reviews.of(made)[0]
    return [
        of("contracts.review", legal, review_id=review.id),
        of("contracts.deviation", legal, deviation_id=departure.id),
    ]


def awarded():
    """A proposal of which a contract can be made."""
    call = make.call(CallState.AWARDED, awarded_at=make.NOON)
    return make.proposal(call, state=ProposalState.AWARDED)


def negotiated():
    """A contract that was offered twice: the partner reads what changed."""
    table = Table()
    table.propose("C21", "The parties are free.")
    contract_negotiation.hand_back(table.now(), table.signatory, make.NOON)
    words = ContractComment.get(ContractComment.contract == table.now())
    contract_negotiation.take_over(words, table.procurement, make.NOON)
    table.deviate("C21")
    table.offer()
    return [of("contracts.version", table.signatory, slug=table.slug, number=2)]


def on_paper():
    """A contract whose scan waits for a second person."""
    desk = Desk()
    paper = desk.entered()
    return [
        of("contracts.add_paper", desk.procurement, slug=desk.slug),
        of("contracts.confirm_paper", desk.legal, paper_id=paper.id),
    ]


def budgeted():
    """A contract back with the office with a proposed budget, and one that is offered."""
    offered, table = Table(), Table()
    amounts = {"staff": Decimal(400_000), "indirect": Decimal(28_000)}
    contract_budget.propose(table.now(), amounts, "Rents.", table.partner, make.NOON)
    contract_negotiation.hand_back(table.now(), table.signatory, make.NOON)
    return [
        of("contracts.propose_budget", offered.signatory, slug=offered.slug),
        of("contracts.edit_budget", table.procurement, slug=table.slug),
        of("contracts.offer", table.signatory, slug=table.slug),
    ]


def waiting_clause():
    """A clause that one person wrote and another decides on."""
    client = make.sign_in(current_app.test_client(), make.person(Role.PROCUREMENT_OFFICER))
    client.post("/clauses/new", data=typed(code="C40"))
    officer = make.person(Role.DATA_PROTECTION_OFFICER)
    return of("clauses.decide", officer, clause="C40")


def moderated():
    """A criterion on which members are far apart."""
    call = divergent_call()
    chair = call.seats.where(Seat.chair).get().person
    told = opening.opened(call)[0]
    return of("committee.moderation_item", chair, proposal_id=told.id, position=1)


def asked():
    """A recommended award on which the government is asked."""
    call, seat = seating.asked_call()
    return of("committee.objection", seat.person, slug=call.slug)
