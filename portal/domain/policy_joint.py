"""Who keeps the arrangement of a jointly managed centre, and its rows of the policy."""

from collections.abc import Mapping

from portal.domain.actions import READERS, Action, Role
from portal.domain.actor import Rule, holds
from portal.domain.policy_persons import not_its_writer

readers = holds(*READERS)
programme = holds(Role.PROGRAMME_OFFICER)
legal = holds(Role.LEGAL_OFFICER)
head = holds(Role.HEAD_OF_OFFICE)
JOINT_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_AGREEMENT: (readers,),
    Action.WRITE_AGREEMENT: (programme,),
    Action.REVIEW_AGREEMENT: (legal, not_its_writer),
    Action.APPROVE_AGREEMENT: (head, not_its_writer),
    Action.HOLD_AGREEMENT: (head,),
    Action.SEE_MEETINGS: (readers,),
    Action.KEEP_MEETING: (programme,),
    Action.AGREE_MINUTES: (holds(Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE),),
    Action.FOLLOW_DECISION: (programme,),
}
"""The rows of the policy that belong to jointly managed centres."""
