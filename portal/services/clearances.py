"""Clearances of Internal Instruction 92: written, asked for, withdrawn, expired."""

from datetime import datetime
from typing import Any

from babel.numbers import get_currency_precision

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.clearances import Request, broken_request, needed
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_clearances import (
    ASK_CLEARANCE,
    EXPIRE_CLEARANCE,
    WITHDRAW_CLEARANCE,
    ClearanceState,
)
from portal.domain.policy import VISITOR, Actor, require
from portal.models import Centre, Clearance
from portal.services import events
from portal.services.steps import advance, fresh, hold, save_version


def draft(centre: Centre, asked: Request, by: Actor, at: datetime) -> Clearance:
    """Write down what is to be cleared for a centre run by the government or jointly."""
    require(by, Action.WRITE_CLEARANCE, centre)
    _require_sound(asked, centre, at)
    with atomic():
        Centre.update(version=Centre.version).where(Centre.id == centre.id).execute()
        number = Clearance.select().where(Clearance.centre == centre).count() + 1
        made = Clearance.create(
            reference=f"{centre.reference}/IN92/{number}",
            number=number,
            centre=centre,
            author=by.person_id,
            created_at=at,
            **_columns(asked),
        )
        events.record(by, "clearance.drafted", made, at, reference=made.reference)
    return made


def _require_sound(asked: Request, centre: Centre, at: datetime) -> None:
    if not needed(centre.model):
        raise RuleBroken("clearance_model")
    places = get_currency_precision(asked.currency)
    if broken := broken_request(asked, centre.model, places, at.date()):
        raise RulesBroken(broken)


def _columns(asked: Request) -> dict[str, Any]:
    return {
        "covers": [each.value for each in asked.covers],
        "posts": [{"function": each.function, "people": each.people} for each in asked.posts],
        "ceiling": asked.ceiling,
        "currency": asked.currency,
        "starts_on": asked.starts_on,
        "ends_on": asked.ends_on,
        "justification": asked.justification.strip(),
        "exit_plan": asked.exit_plan.strip(),
        "donor": asked.donor.strip(),
        "agreement": asked.agreement.strip(),
    }


def save(clearance: Clearance, asked: Request, seen: int, by: Actor, at: datetime) -> None:
    """Save a draft; refused with ``Conflict`` if somebody saved it meanwhile."""
    require(by, Action.WRITE_CLEARANCE, clearance)
    _require_sound(asked, clearance.centre, at)
    with atomic():
        hold(clearance, ASK_CLEARANCE)
        save_version(clearance, seen, _columns(asked), theirs=_typed)
        events.record(by, "clearance.saved", clearance, at)


def _typed(now: Clearance) -> dict[str, object]:
    names = ("ceiling", "currency", "starts_on", "ends_on", "justification", "exit_plan")
    plain = {name: getattr(now, name) for name in (*names, "donor", "agreement", "covers")}
    return {**plain, "posts": now.functions}


def ask(clearance: Clearance, by: Actor, at: datetime) -> None:
    """Ask those whose consent the management model needs; nothing is changed from then on."""
    require(by, Action.WRITE_CLEARANCE, clearance)
    with atomic():
        hold(clearance, ASK_CLEARANCE)
        now = fresh(clearance)
        if now.ends_on < at.date():
            raise RuleBroken("clearance_over", "ends_on")
        advance(clearance, ASK_CLEARANCE, asked_at=at)
        events.record(by, "clearance.asked", clearance, at)


def withdraw(clearance: Clearance, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw a clearance with the reason: nothing more is paid under it."""
    require(by, Action.WRITE_CLEARANCE, clearance)
    if not reason.strip():
        raise RuleBroken("clearance_reason_missing", "reason")
    with atomic():
        advance(clearance, WITHDRAW_CLEARANCE, reason=reason.strip(), ended_at=at)
        events.record(by, "clearance.withdrawn", clearance, at)


def expire_due(at: datetime) -> int:
    """Let the clearances expire whose last day has passed; return how many."""
    over = (Clearance.state == ClearanceState.CLEARED) & (Clearance.ends_on < at.date())
    rows = list(Clearance.select().where(over))
    for each in rows:
        with atomic():
            advance(each, EXPIRE_CLEARANCE, ended_at=at)
            events.record(VISITOR, "clearance.expired", each, at)
    return len(rows)
