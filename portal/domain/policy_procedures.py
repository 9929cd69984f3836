"""Who keeps the procedures and rosters of centres that the State runs, alone or with IOM."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from portal.domain.actions import OFFICE_ROLES, Action, Role
from portal.domain.actor import Rule
from portal.domain.policy_persons import not_the_author

Who: TypeAlias = Any
"""The actor, as the policy sees them."""
Thing: TypeAlias = Any
READERS = OFFICE_ROLES | {Role.AUDITOR}
STATE_MODELS = frozenset({"government", "co_managed"})
"""The management models of the handbook in which public staff work in the centre."""


def reads_procedures(actor: Who, _thing: Thing) -> bool:
    """Allow the office and the auditor."""
    return bool(actor.roles & READERS)


def drafts_procedures(actor: Who, _thing: Thing) -> bool:
    """Allow programme officers."""
    return Role.PROGRAMME_OFFICER in actor.roles


def run_with_the_state(_actor: Who, thing: Thing) -> bool:
    """Ask for a centre that the State runs, alone or with IOM, or for something of one."""
    centre = getattr(thing, "centre", thing)
    return centre is not None and str(centre.model) in STATE_MODELS


def reviews_procedures(actor: Who, _thing: Thing) -> bool:
    """Allow the data-protection officer and the legal officer."""
    return bool(actor.roles & {Role.DATA_PROTECTION_OFFICER, Role.LEGAL_OFFICER})


def agrees_procedures(actor: Who, _thing: Thing) -> bool:
    """Allow the head of office, who agrees them with the authority."""
    return Role.HEAD_OF_OFFICE in actor.roles


def keeps_public_money(actor: Who, _thing: Thing) -> bool:
    """Allow programme and finance to note what the State promised and paid."""
    return bool(actor.roles & {Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER})


PROCEDURE_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_PROCEDURES: (reads_procedures, run_with_the_state),
    Action.DRAFT_PROCEDURE: (drafts_procedures, run_with_the_state),
    Action.REVIEW_PROCEDURE: (reviews_procedures, not_the_author),
    Action.AGREE_PROCEDURE: (agrees_procedures,),
    Action.KEEP_STATE_BUDGET: (keeps_public_money, run_with_the_state),
    Action.SEE_ROSTER: (reads_procedures, run_with_the_state),
    Action.KEEP_ROSTER: (drafts_procedures, run_with_the_state),
}
