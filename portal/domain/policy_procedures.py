"""Who keeps the procedures and rosters of centres that the State runs, alone or with IOM."""

from collections.abc import Mapping

from portal.domain.actions import READERS, Action, Role
from portal.domain.actor import Rule, Thing, Who, holds
from portal.domain.policy_persons import not_the_author

STATE_MODELS = frozenset({"government", "co_managed"})
"""The management models of the handbook in which public staff work in the centre."""


def run_with_the_state(_actor: Who, thing: Thing) -> bool:
    """Ask for a centre that the State runs, alone or with IOM, or for something of one."""
    centre = getattr(thing, "centre", thing)
    return centre is not None and str(centre.model) in STATE_MODELS


readers = holds(*READERS)
programme = holds(Role.PROGRAMME_OFFICER)
reviewers = holds(Role.DATA_PROTECTION_OFFICER, Role.LEGAL_OFFICER)
budget_keepers = holds(Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER)
PROCEDURE_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_PROCEDURES: (readers, run_with_the_state),
    Action.DRAFT_PROCEDURE: (programme, run_with_the_state),
    Action.REVIEW_PROCEDURE: (reviewers, not_the_author),
    Action.AGREE_PROCEDURE: (holds(Role.HEAD_OF_OFFICE),),
    Action.KEEP_STATE_BUDGET: (budget_keepers, run_with_the_state),
    Action.SEE_ROSTER: (readers, run_with_the_state),
    Action.KEEP_ROSTER: (programme, run_with_the_state),
}
