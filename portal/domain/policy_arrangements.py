"""Who may keep the arrangements of centres that no partner runs."""

from collections.abc import Mapping

from portal.domain.actions import Action
from portal.domain.actor import Rule
from portal.domain.policy_clearances import CLEARANCE_POLICY
from portal.domain.policy_handover import HANDOVER_POLICY
from portal.domain.policy_joint import JOINT_POLICY
from portal.domain.policy_procedures import PROCEDURE_POLICY

ARRANGEMENT_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    **CLEARANCE_POLICY,
    **HANDOVER_POLICY,
    **JOINT_POLICY,
    **PROCEDURE_POLICY,
}
