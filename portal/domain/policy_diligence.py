"""Rules of the policy about due diligence: flags, matches and assessments of partners."""

from typing import Any, TypeAlias

from portal.domain.actions import Role
from portal.domain.lifecycle import AssessmentState

Who: TypeAlias = Any
"""The actor, as the policy sees them."""
Thing: TypeAlias = Any
ASSESSORS = frozenset({Role.PROGRAMME_OFFICER, Role.PROCUREMENT_OFFICER, Role.FINANCE_OFFICER})


def not_who_made_it_red(actor: Who, flag: Thing) -> bool:
    """Ask for another person than the one who raised the flag or made it red."""
    return actor.person_id not in {flag.author_id, flag.decided_by_id}


def not_the_first_judge(actor: Who, match: Thing) -> bool:
    """Ask for another person than the one who judged the possible match first."""
    return match.judged_by_id is not None and actor.person_id != match.judged_by_id


def assesses_partners(actor: Who, _thing: Thing) -> bool:
    """Allow those who assess partners: programme, procurement and finance."""
    return bool(actor.roles & ASSESSORS)


def assessment_is_approved(_actor: Who, assessment: Thing) -> bool:
    """Allow the partner once a second person has approved the assessment."""
    return assessment.state is AssessmentState.APPROVED
