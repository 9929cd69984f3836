"""What became of ineligible amounts after a spot check was reported, until none is pending."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RulesBroken, WrongState
from portal.domain.lifecycle_visits import VISIT_TO_PARTNER
from portal.domain.policy import Actor, require
from portal.domain.visits import Amounts, broken_amounts
from portal.models import Contract
from portal.models.visits import Visit
from portal.services import events
from portal.services.steps import fresh, save_version

WAYS = ("refunded", "supported", "justified", "written_off")
"""The ways in which an ineligible amount is settled."""


def settle(visit: Visit, ways: Amounts, seen: int, by: Actor, at: datetime) -> None:
    """Note how much of a reported check is settled in each way; what was tested stays."""
    require(by, Action.WRITE_VISIT, visit)
    now = fresh(visit)
    if now.state not in VISIT_TO_PARTNER or now.tested is None:
        raise WrongState("settle_visit", now.state)
    changes = {name: getattr(ways, name) for name in WAYS}
    if broken := broken_amounts(replace(now.amounts, **changes)):
        raise RulesBroken(broken)
    with atomic():
        save_version(visit, seen, changes)
        events.record(by, "visit.settled", visit, at)


def pending(contract: Contract) -> list[tuple[Visit, Decimal]]:
    """Return the reported checks of a contract with an amount that is still unsupported."""
    told = (Visit.contract == contract) & Visit.state.in_(list(VISIT_TO_PARTNER))
    rows = Visit.select().where(told & (Visit.ineligible > 0)).order_by(Visit.number)
    found = [(each, each.amounts.pending) for each in rows]
    return [each for each in found if each[1] > 0]
