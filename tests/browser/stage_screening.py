"""Screenings and assessments in every state, each with who looks at it."""

from datetime import timedelta

from portal.domain.actions import Role
from portal.domain.assessments import AssessmentKind, Finding
from portal.models import BudgetTotal, RequiredDocument
from portal.services import (
    assessments,
    budget_checks,
    deficiency,
    exclusions,
    opening,
    proposals,
    screening,
)
from tests import factories as make
from tests.browser.stage_sealed import of


def faces():
    """Put screenings and assessments in every state; return the pages that show them."""
    return [*windows(), *excluded(), *assessed(), *budgets()]


def windows():
    """What is missing before it is asked for, while it is, and after it was supplied."""
    call = make.opened_call(proposals=2)
    RequiredDocument.update(mandatory=True).where(RequiredDocument.call == call).execute()
    first = opening.opened(call)[0]
    buyer = make.actor(Role.PROCUREMENT_OFFICER)
    other = make.opened_call()
    RequiredDocument.update(mandatory=True).where(RequiredDocument.call == other).execute()
    key = f"document_{call.required_documents.first().key.hex}"
    deficiency.open_window(call, [key], buyer, make.moment())
    writer = make.person(Role.PARTNER_EDITOR, partner=first.partner)
    own = {"proposal_id": first.id}
    return [
        of("committee.windows", buyer, slug=other.slug),
        of("committee.windows", buyer, slug=call.slug),
        of("committee.sheet", buyer, **own),
        of("committee.missing", writer, **own),
        of("proposals.show", writer, **own),
    ]


def budgets():
    """A budget that states another total than its lines, to confirm and confirmed."""
    call = make.ranked_call(4, 3)
    first, second = opening.opened(call)
    buyer = make.actor(Role.PROCUREMENT_OFFICER)
    for each in (first, second):
        BudgetTotal.create(proposal=each, amount=430_000)
    reason = "The offer letter leaves out the rent of month twelve."
    budget_checks.confirm(second, reason, buyer, make.moment())
    return [
        of("committee.budgets", buyer, slug=call.slug),
        of("committee.budget_check", buyer, proposal_id=first.id),
        of("committee.budget_check", buyer, proposal_id=second.id),
    ]


def excluded():
    """An exclusion as its first person and its second one see it, and one that is confirmed."""
    call = make.opened_call(proposals=2)
    waits, out = opening.opened(call)
    first, second = make.actor(Role.PROCUREMENT_OFFICER), make.actor(Role.HEAD_OF_OFFICE)
    reason = "Registered for one year only, where the call asks for two."
    decision = make.all_yes(eligible=False, reason=reason)
    screening.screen(waits, decision, first, make.moment())
    screening.screen(out, decision, first, make.moment())
    exclusions.confirm(proposals.by_id(out.id), second, make.moment())
    return [
        of("committee.sheet", first, proposal_id=waits.id),
        of("committee.sheet", second, proposal_id=waits.id),
        of("committee.sheet", first, proposal_id=out.id),
        of("committee.screening", first, slug=call.slug),
    ]


def assessed():
    """An assessment being written, one that waits, and approved ones as their partner reads."""
    partner = make.partner()
    owner = make.team(partner)[0]
    due = make.moment().date() + timedelta(days=60)
    weak = Finding("no", "No training since 2024.", "Train everybody.", due)
    done = make.assessed(partner, AssessmentKind.PSEA, training=weak)
    by, second = make.actor(Role.PROGRAMME_OFFICER), make.actor(Role.HEAD_OF_OFFICE)
    sent = assessments.start(partner, AssessmentKind.CAPACITY, by, make.moment())
    draft = make.assessment_draft(AssessmentKind.CAPACITY)
    assessments.send(sent, draft, by, make.moment())
    begun = assessments.start(make.partner(), AssessmentKind.CAPACITY, by, make.moment())
    return [
        of("diligence.assess", by, assessment_id=begun.id),
        of("diligence.assessment", second, assessment_id=sent.id),
        of("diligence.assessment", owner, assessment_id=done.id),
        of("diligence.assessments", owner, partner_id=partner.id),
        of("partners.profile", owner, partner_id=partner.id),
    ]
