"""Rules of the policy about due diligence: assessments of partners."""

from portal.domain.actions import Role
from portal.domain.actor import Thing, Who
from portal.domain.lifecycle_diligence import AssessmentState

ASSESSORS = frozenset({Role.PROGRAMME_OFFICER, Role.PROCUREMENT_OFFICER, Role.FINANCE_OFFICER})


def assesses_partners(actor: Who, _thing: Thing) -> bool:
    """Allow those who assess partners: programme, procurement and finance."""
    return bool(actor.roles & ASSESSORS)


def assessment_is_approved(_actor: Who, assessment: Thing) -> bool:
    """Allow the partner once a second person has approved the assessment."""
    return assessment.state is AssessmentState.APPROVED
