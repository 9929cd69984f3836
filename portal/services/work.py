"""My work: what needs a person now, and what they wait for."""

from datetime import UTC, datetime

from portal.domain.policy import Actor
from portal.services import (
    action_points,
    addenda,
    after_award,
    agreement_steps,
    allowance_steps,
    amendments,
    assessments,
    assurance,
    bank_details,
    call_ceremony,
    call_publishing,
    calls,
    centres,
    clarification_desk,
    clause_library,
    clearance_finding,
    closing_work,
    committee,
    concept_notes,
    contract_deviations,
    contract_paper,
    contract_reviews,
    contracts,
    corrections,
    deficiency,
    diligence,
    draft_assigning,
    handover_work,
    instalment_work,
    invitations,
    meetings,
    monitoring,
    notices,
    opening_work,
    partner_documents,
    partner_joining,
    partner_matching,
    partners,
    performance,
    procedure_steps,
    proposals,
    report_assigning,
    retention,
    risks,
    seat_work,
    visits,
)
from portal.services.todo import Item

AREAS = (
    partners,
    partner_joining,
    partner_documents,
    bank_details,
    partner_matching,
    centres,
    calls,
    call_publishing,
    call_ceremony,
    addenda,
    amendments,
    invitations,
    concept_notes,
    diligence,
    assessments,
    proposals,
    draft_assigning,
    clarification_desk,
    opening_work,
    committee,
    seat_work,
    after_award,
    allowance_steps,
    deficiency,
    contracts,
    corrections,
    contract_paper,
    clause_library,
    clearance_finding,
    contract_deviations,
    contract_reviews,
    instalment_work,
    closing_work,
    monitoring,
    report_assigning,
    notices,
    assurance,
    visits,
    action_points,
    risks,
    agreement_steps,
    meetings,
    procedure_steps,
    performance,
    handover_work,
    retention,
)
_LATEST = datetime.max.replace(tzinfo=UTC)


def items(actor: Actor, at: datetime) -> list[Item]:
    """Return everything that needs the actor or that the actor waits for, soonest first."""
    found = [item for area in AREAS for item in area.work_items(actor, at)]
    return sorted(found, key=lambda item: (item.due or _LATEST, item.reference))


def count(actor: Actor, at: datetime) -> int:
    """Return how many things need the actor now."""
    return sum(not item.waiting for item in items(actor, at))
