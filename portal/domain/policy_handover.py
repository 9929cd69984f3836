"""Who drafts, approves and carries out the handover of a centre to the State."""

from collections.abc import Mapping

from portal.domain.actions import Action, Role
from portal.domain.actor import Rule
from portal.domain.policy_persons import Thing, Who, not_its_writer
from portal.domain.policy_visits import is_programme, reads_checks


def is_head(actor: Who, _thing: Thing) -> bool:
    """Allow the head of office, who answers for the handover to the government."""
    return Role.HEAD_OF_OFFICE in actor.roles


HANDOVER_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_HANDOVER: (reads_checks,),
    Action.WRITE_HANDOVER: (is_programme,),
    Action.APPROVE_HANDOVER: (is_head, not_its_writer),
    Action.AGREE_HANDOVER: (is_programme,),
    Action.MARK_HANDOVER: (is_programme,),
    Action.HAND_OVER: (is_programme,),
}
