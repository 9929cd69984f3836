"""Who may keep the arrangements of centres that no partner runs."""

from collections.abc import Mapping

from portal.domain.actions import Action
from portal.domain.actor import Rule
from portal.domain.policy_handover import HANDOVER_POLICY

ARRANGEMENT_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    **HANDOVER_POLICY,
}
