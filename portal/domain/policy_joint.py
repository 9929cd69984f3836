"""Who keeps the arrangement of a jointly managed centre, and its rows of the policy."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from portal.domain.actions import OFFICE_ROLES, Action, Role
from portal.domain.actor import Rule
from portal.domain.policy_persons import not_its_writer

Who: TypeAlias = Any
"""The actor, as the policy sees them."""
Thing: TypeAlias = Any
READERS = OFFICE_ROLES | {Role.AUDITOR}


def reads_agreements(actor: Who, _thing: Thing) -> bool:
    """Allow the office and the auditor."""
    return bool(actor.roles & READERS)


def writes_agreements(actor: Who, _thing: Thing) -> bool:
    """Allow the programme officer, who works with the authority."""
    return Role.PROGRAMME_OFFICER in actor.roles


def reviews_agreements(actor: Who, _thing: Thing) -> bool:
    """Allow the legal officer."""
    return Role.LEGAL_OFFICER in actor.roles


def heads_the_office(actor: Who, _thing: Thing) -> bool:
    """Allow the head of office."""
    return Role.HEAD_OF_OFFICE in actor.roles


def agrees_to_minutes(actor: Who, _thing: Thing) -> bool:
    """Allow the programme officer and the head of office."""
    return bool(actor.roles & {Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE})


JOINT_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_AGREEMENT: (reads_agreements,),
    Action.WRITE_AGREEMENT: (writes_agreements,),
    Action.REVIEW_AGREEMENT: (reviews_agreements, not_its_writer),
    Action.APPROVE_AGREEMENT: (heads_the_office, not_its_writer),
    Action.HOLD_AGREEMENT: (heads_the_office,),
    Action.SEE_MEETINGS: (reads_agreements,),
    Action.KEEP_MEETING: (writes_agreements,),
    Action.AGREE_MINUTES: (agrees_to_minutes,),
    Action.FOLLOW_DECISION: (writes_agreements,),
}
"""The rows of the policy that belong to jointly managed centres."""
