"""Who reviews a report at which desk, and who talks about its sections."""

from collections.abc import Mapping

from portal.domain.actions import PARTNER_ROLES, Action, Role
from portal.domain.actor import Rule, Thing, Who
from portal.domain.policy_contracts import report_was_filed

DESKS = frozenset({Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER})


def reads_at_a_desk(actor: Who, _thing: Thing) -> bool:
    """Allow those of the office who review reports."""
    return bool(actor.roles & DESKS)


def checks_money(actor: Who, _thing: Thing) -> bool:
    """Allow the finance officer."""
    return Role.FINANCE_OFFICER in actor.roles


def discusses(actor: Who, report: Thing) -> bool:
    """Allow both desks, and everybody with a role at the partner whose report it is."""
    own = actor.partner_id is not None and actor.partner_id == report.partner_id
    return reads_at_a_desk(actor, report) or (own and bool(actor.roles & PARTNER_ROLES))


def settles(actor: Who, comment: Thing) -> bool:
    """Allow both desks, and the partner where one of its own people asked."""
    asked_here = comment.made_by.partner_id == actor.partner_id
    own = discusses(actor, comment.report) and actor.partner_id is not None
    return reads_at_a_desk(actor, comment) or (own and asked_here)


REPORT_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.REVIEW_SECTION: (reads_at_a_desk, report_was_filed),
    Action.CHECK_REPORT_MONEY: (checks_money,),
    Action.DISCUSS_REPORT: (discusses, report_was_filed),
    Action.SETTLE_THREAD: (settles,),
}
