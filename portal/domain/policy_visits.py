"""Who checks: visits, action points and their rows of the policy."""

from collections.abc import Mapping

from portal.domain.actions import PARTNER_ROLES, READERS, Action, Role
from portal.domain.actor import Rule, Thing, Who, holds
from portal.domain.lifecycle_risks import PERFORMANCE_TO_PARTNER
from portal.domain.lifecycle_visits import VISIT_TO_PARTNER
from portal.domain.visits import MONEY_KINDS, NOT_YET

CHECKERS = frozenset({Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER})
PARTNER_WRITERS = frozenset({Role.PARTNER_OWNER, Role.PARTNER_EDITOR})


reads_checks = holds(*READERS)
checks_contracts = holds(*CHECKERS)
is_programme = holds(Role.PROGRAMME_OFFICER)


def reads_own_or_all_checks(actor: Who, _thing: Thing) -> bool:
    """Allow the office, the auditor and people of a partner: each list shows its own."""
    return bool(actor.roles & READERS) or bool(actor.partner_id and actor.roles & PARTNER_ROLES)


def contract_is_in_force(_actor: Who, contract: Thing) -> bool:
    """Ask for a contract that both sides have signed."""
    return contract.state not in NOT_YET


def writes_visit(actor: Who, visit: Thing) -> bool:
    """Allow the programme officer, and finance where a visit is about money."""
    if Role.PROGRAMME_OFFICER in actor.roles:
        return True
    return Role.FINANCE_OFFICER in actor.roles and visit.kind in MONEY_KINDS


def reads_visit(actor: Who, visit: Thing) -> bool:
    """Allow the office and the auditor, and the partner once the visit is reported."""
    if actor.roles & READERS:
        return True
    return _of_partner(actor, visit) and visit.state in VISIT_TO_PARTNER


def _of_partner(actor: Who, thing: Thing) -> bool:
    return actor.partner_id is not None and bool(actor.partner_id == thing.partner_id)


def comments_visit(actor: Who, visit: Thing) -> bool:
    """Allow writers of the partner whose contract was visited."""
    own = _of_partner(actor, visit) and visit.state in VISIT_TO_PARTNER
    return own and bool(actor.roles & PARTNER_WRITERS)


def reads_point(actor: Who, point: Thing) -> bool:
    """Allow the office, the auditor, and the partner whose contract it is."""
    return bool(actor.roles & READERS) or _of_partner(actor, point)


def does_point(actor: Who, point: Thing) -> bool:
    """Allow the owner, and the owner of the partner's account for its colleagues."""
    if actor.person_id is not None and actor.person_id == point.owner_id:
        return True
    stands_in = _of_partner(actor, point) and Role.PARTNER_OWNER in actor.roles
    return stands_in and point.of_partner


def not_the_doer(actor: Who, point: Thing) -> bool:
    """Ask for another person than the owner and the one who said that it is done."""
    return actor.person_id not in {point.owner_id, point.done_by_id}


def reads_performance(actor: Who, performance: Thing) -> bool:
    """Allow the office and the auditor, and the partner once it is shared."""
    if actor.roles & READERS:
        return True
    return _of_partner(actor, performance) and performance.state in PERFORMANCE_TO_PARTNER


def comments_performance(actor: Who, performance: Thing) -> bool:
    """Allow writers of the partner that was rated, once it reads the ratings."""
    own = _of_partner(actor, performance) and performance.state in PERFORMANCE_TO_PARTNER
    return own and bool(actor.roles & PARTNER_WRITERS)


VISIT_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_CHECKS: (reads_own_or_all_checks,),
    Action.SEE_VISIT: (reads_visit,),
    Action.PLAN_VISIT: (checks_contracts, contract_is_in_force),
    Action.WRITE_VISIT: (writes_visit,),
    Action.COMMENT_VISIT: (comments_visit,),
    Action.SEE_ACTION_POINT: (reads_point,),
    Action.ADD_ACTION_POINT: (checks_contracts,),
    Action.DO_ACTION_POINT: (does_point,),
    Action.VERIFY_ACTION_POINT: (checks_contracts, not_the_doer),
    Action.SEE_RISKS: (reads_checks,),
    Action.WRITE_RISK: (is_programme,),
    Action.SEE_PERFORMANCE: (reads_performance,),
    Action.WRITE_PERFORMANCE: (is_programme,),
    Action.COMMENT_PERFORMANCE: (comments_performance,),
}
"""The rows of the policy that belong to checking."""
