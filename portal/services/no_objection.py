"""The no-objection that a government gives to a recommended award."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.call_rules_times import local_day
from portal.domain.call_terms import GovernmentPart
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import APPROVE_AWARD, CallState
from portal.domain.policy import Actor, require
from portal.models import Call
from portal.services import events
from portal.services.steps import fresh

NONE: dict[str, Any] = {
    "no_objection_on": None,
    "no_objection_by": "",
    "no_objection_reference": "",
}
"""The columns of a call without a no-objection."""


@dataclass(frozen=True)
class Given:
    """A no-objection: the day it was given, by whom, and the reference of the letter."""

    on: date
    by: str
    reference: str


def is_missing(call: Call) -> bool:
    """Say whether the award still waits for the government's no-objection."""
    asked = call.government_part is GovernmentPart.NO_OBJECTION
    return asked and call.no_objection_on is None


def require_given(call: Call) -> None:
    """Refuse to approve an award before the no-objection that the call asks for is recorded."""
    if is_missing(fresh(call)):
        raise RuleBroken("no_objection_missing")


def record(call: Call, given: Given, by: Actor, at: datetime) -> None:
    """Record the no-objection to the recommended award, once."""
    require(by, Action.APPROVE_AWARD, call)
    APPROVE_AWARD.take(call.state)
    _check(call, given, at)
    changes = {
        "no_objection_on": given.on,
        "no_objection_by": given.by.strip(),
        "no_objection_reference": given.reference.strip(),
    }
    with atomic():
        waits = (Call.state == CallState.RECOMMENDED) & Call.no_objection_on.is_null()
        if Call.update(changes).where((Call.id == call.id) & waits).execute() != 1:
            _refuse(call)
        call.__data__.update(changes)
        events.record(by, "call.no_objection", call, at, on=given.on.isoformat())


def _check(call: Call, given: Given, at: datetime) -> None:
    if call.government_part is not GovernmentPart.NO_OBJECTION:
        raise RuleBroken("no_objection_unasked")
    if not given.by.strip() or not given.reference.strip():
        raise RuleBroken("no_objection_empty")
    if given.on > local_day(at, call.zone):
        raise RuleBroken("no_objection_ahead", "on")


def _refuse(call: Call) -> None:
    now = fresh(call)
    if now.state is not CallState.RECOMMENDED:
        raise WrongState(APPROVE_AWARD.name, now.state)
    raise RuleBroken("no_objection_twice")
