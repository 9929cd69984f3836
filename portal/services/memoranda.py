"""Memoranda between IOM and a worker of the State: written, approved, signed, ended."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.allowances import (
    DECLARATIONS,
    Terms,
    above,
    broken_terms,
    uncovered,
)
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_allowances import (
    APPROVE_MEMORANDUM,
    END_MEMORANDUM,
    SIGN_MEMORANDUM,
)
from portal.domain.lifecycle_clearances import ClearanceState
from portal.domain.policy import Actor, require
from portal.models import Clearance, Memorandum
from portal.models.centres import ManagementModel
from portal.services import documents, events
from portal.services.allowance_finding import (
    cover,
    held,
    holders,
    memorandum_by_id,
    places_of,
    taken,
)
from portal.services.steps import advance, fresh, save_version


@dataclass(frozen=True)
class Signed:
    """What is recorded of the signatures on paper, and where that paper is kept."""

    on: date
    kept_at: str
    declared: Collection[str]


def draft(clearance: Clearance, terms: Terms, by: Actor, at: datetime) -> Memorandum:
    """Write down what is agreed with one worker, under a clearance that covers it."""
    require(by, Action.WRITE_MEMORANDUM, clearance)
    with atomic():
        now = held(clearance.id)
        if now.centre.model is not ManagementModel.CO_MANAGED:
            raise RuleBroken("memorandum_model")
        _require_sound(now, terms)
        number = Memorandum.select().where(Memorandum.clearance == now).count() + 1
        people = {"author": by.person_id, "writer": by.person_id}
        made = Memorandum.create(
            reference=f"{now.reference}/M{number}",
            number=number,
            clearance=now,
            created_at=at,
            **people,
            **_columns(terms),
        )
        events.record(by, "memorandum.drafted", made, at, reference=made.reference)
    return made


def _columns(terms: Terms) -> dict[str, Any]:
    return asdict(replace(terms, tasks=terms.tasks.strip()))


def _require_sound(clearance: Clearance, terms: Terms, but: Memorandum | None = None) -> None:
    """Refuse terms that make no sense or that the clearance does not cover or bear."""
    covering = cover(clearance, ClearanceState.CLEARED)
    other = taken(clearance, memorandum=but.id if but else None)
    broken = [
        *broken_terms(terms, clearance.currency, places_of(clearance)),
        *uncovered(covering, terms.function, terms.starts_on, terms.ends_on),
        *above(clearance.ceiling, other, terms.ceiling, clearance.currency),
    ]
    if broken:
        raise RulesBroken(broken)


def save(memorandum: Memorandum, terms: Terms, seen: int, by: Actor, at: datetime) -> None:
    """Save a draft; refused with ``Conflict`` if somebody saved it meanwhile."""
    require(by, Action.WRITE_MEMORANDUM, memorandum)
    with atomic():
        _require_sound(held(memorandum.clearance_id), terms, memorandum)
        APPROVE_MEMORANDUM.take(fresh(memorandum).state)
        values = {**_columns(terms), "writer": by.person_id}
        save_version(memorandum, seen, values, theirs=_typed)
        events.record(by, "memorandum.saved", memorandum, at)


def terms_of(row: Memorandum) -> Terms:
    """Return the terms of a memorandum."""
    return Terms(**{name: getattr(row, name) for name in Terms.__dataclass_fields__})


def _typed(now: Memorandum) -> dict[str, object]:
    return asdict(terms_of(now))


def approve(memorandum: Memorandum, by: Actor, at: datetime) -> None:
    """Approve a memorandum as head of office: it is printed to be signed.

    From here on its ceiling is taken of the clearance; two approvers at once never pass it.
    """
    require(by, Action.APPROVE_MEMORANDUM, memorandum)
    with atomic():
        clearance = held(memorandum.clearance_id)
        now = memorandum_by_id(memorandum.id)
        require(by, Action.APPROVE_MEMORANDUM, now)
        _require_sound(clearance, terms_of(now), now)
        _require_post(clearance, now)
        advance(now, APPROVE_MEMORANDUM, approved_by=by.person_id, approved_at=at)
        events.record(by, "memorandum.approved", now, at)
        documents.request("memorandum", now.id, now.reference, LANGUAGES, at)


def _require_post(clearance: Clearance, row: Memorandum) -> None:
    post = next(each for each in clearance.functions if each.function == row.function)
    if holders(row) >= post.people:
        raise RuleBroken("memorandum_people", people=post.people)


def sign(memorandum: Memorandum, signed: Signed, by: Actor, at: datetime) -> None:
    """Record that both have signed on paper, with the three declarations of the worker."""
    require(by, Action.WRITE_MEMORANDUM, memorandum)
    if set(signed.declared) != set(DECLARATIONS):
        raise RuleBroken("memorandum_declared", DECLARATIONS[0])
    with atomic():
        now = memorandum_by_id(memorandum.id)
        _require_signing_day(now, signed.on, at)
        facts = {"declared": list(DECLARATIONS), "kept_at": signed.kept_at.strip()}
        advance(now, SIGN_MEMORANDUM, None, signed_on=signed.on, signed_at=at, **facts)
        events.record(by, "memorandum.signed", now, at)


def _require_signing_day(row: Memorandum, day: date, at: datetime) -> None:
    if day > at.date():
        raise RuleBroken("signature_ahead", "on")
    if row.approved_at is not None and day < row.approved_at.date():
        raise RuleBroken("signature_before_approval", "on")


def end(memorandum: Memorandum, day: date, reason: str, by: Actor, at: datetime) -> None:
    """End a memorandum with the reason; no day after its end is paid."""
    require(by, Action.WRITE_MEMORANDUM, memorandum)
    if not reason.strip():
        raise RuleBroken("memorandum_reason", "reason")
    with atomic():
        held(memorandum.clearance_id)
        said = {"ended_on": min(day, memorandum.ends_on), "reason": reason.strip()}
        advance(memorandum, END_MEMORANDUM, None, **said)
        events.record(by, "memorandum.ended", memorandum, at)
