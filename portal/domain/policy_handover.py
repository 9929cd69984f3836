"""Who drafts, approves and carries out the handover of a centre to the State."""

from collections.abc import Mapping

from portal.domain.actions import Action, Role
from portal.domain.actor import Rule, holds
from portal.domain.policy_persons import not_its_writer
from portal.domain.policy_visits import is_programme, reads_checks

HANDOVER_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_HANDOVER: (reads_checks,),
    Action.WRITE_HANDOVER: (is_programme,),
    Action.APPROVE_HANDOVER: (holds(Role.HEAD_OF_OFFICE), not_its_writer),
    Action.AGREE_HANDOVER: (is_programme,),
    Action.MARK_HANDOVER: (is_programme,),
    Action.HAND_OVER: (is_programme,),
}
