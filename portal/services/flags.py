"""Flags on a partner: raised, escalated, made red or lowered, resolved by the right person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.lifecycle import (
    ESCALATE_FLAG,
    LIFT_FLAG,
    LOWER_FLAG,
    MAKE_FLAG_RED,
    RESOLVE_FLAG,
    FlagState,
    Step,
)
from portal.domain.policy import Actor, require
from portal.domain.proposals import clean_filename
from portal.domain.verification import FlagCategory
from portal.models import Flag, Partner, Person
from portal.services import events, files
from portal.services.file_checks import Limits, Upload, taken_at_once
from portal.services.prepared import Prepared
from portal.services.steps import advance, found

LEAST_WORDS = 3
RAISED = (FlagState.OBSERVATION, FlagState.RISK, FlagState.ESCALATED)
"""What a flag can be when it is raised; red comes from the head of office only."""


@dataclass(frozen=True)
class NewFlag:
    """What somebody notes about a partner; ``evidence`` is a reference, ``upload`` a file."""

    state: FlagState
    category: FlagCategory
    text: str
    evidence: str = ""
    upload: Upload | None = None


def by_id(flag_id: UUID) -> Flag:
    """Find a flag with its partner and author, or refuse with ``NotFound``."""
    query = Flag.select(Flag, Partner, Person).join(Partner).switch(Flag)
    row: Flag | None = query.join(Person, on=Flag.author).where(Flag.id == flag_id).first()
    return found(row)


def of(partner: Partner) -> list[Flag]:
    """Return the flags on a partner with their authors, the newest first."""
    query = Flag.select(Flag, Person).join(Person, on=Flag.author)
    return list(query.where(Flag.partner == partner).order_by(Flag.raised_at.desc()))


def is_stopped(partner: Partner) -> bool:
    """Say whether a red flag keeps a partner from applying."""
    return bool(_red(partner.id))


_red: Prepared[tuple[UUID]] = Prepared(
    lambda key: Flag.select(Flag.id).where(
        (Flag.partner == key) & (Flag.state == FlagState.RED)
    ),
    plain=tuple,
)


def raise_flag(partner: Partner, new: NewFlag, limits: Limits, by: Actor, at: datetime) -> Flag:
    """Note something about a partner; the same words of the same person are noted once."""
    require(by, Action.RAISE_FLAG, partner)
    _require_words(new.text, "text")
    if new.state not in RAISED:
        raise RuleBroken("flag_kind", "state")
    file = _file(new.upload, limits)
    with atomic():
        there = _same(partner, new, by)
        if there is not None:
            return there
        made = Flag.create(
            partner=partner,
            state=new.state,
            category=new.category,
            text=new.text.strip(),
            evidence=new.evidence.strip(),
            author=by.person_id,
            raised_at=at,
            **file,
        )
        events.record(by, "flag.raised", made, at, state=new.state.value)
    return made


def _require_words(text: str, field: str) -> None:
    if len(text.split()) < LEAST_WORDS:
        raise RuleBroken("flag_words_missing", field, words=LEAST_WORDS)


def _file(upload: Upload | None, limits: Limits) -> dict[str, str]:
    if upload is None:
        return {}
    made = taken_at_once(upload, limits)
    return {
        "filename": clean_filename(upload.filename),
        "media_type": made.kind.media_type,
        "path": files.put("evidence", made.content),
    }


def _same(partner: Partner, new: NewFlag, by: Actor) -> Flag | None:
    same = (Flag.text == new.text.strip()) & (Flag.category == new.category)
    mine = (Flag.partner == partner) & (Flag.author == by.person_id)
    return Flag.get_or_none(mine & same & (Flag.state == new.state))


def make_red(partner: Partner, text: str, judges: tuple[UUID, Actor], at: datetime) -> Flag:
    """Raise a red flag for a confirmed match; ``judges`` are the first and second person."""
    first, second = judges
    made = Flag.create(
        partner=partner,
        state=FlagState.RED,
        category=FlagCategory.SANCTIONS,
        text=text,
        author=first,
        raised_at=at,
        decided_at=at,
        decided_by=second.person_id,
    )
    events.record(second, "flag.made_red", made, at)
    return made


def escalate(flag: Flag, reason: str, by: Actor, at: datetime) -> None:
    """Hand a flag to the head of office."""
    _take(flag, ESCALATE_FLAG, reason, by)
    with atomic():
        advance(flag, ESCALATE_FLAG, decision=reason.strip())
        events.record(by, "flag.escalated", flag, at)


def decide(flag: Flag, reason: str, by: Actor, at: datetime, *, red: bool) -> None:
    """Make an escalated flag red, which stops applying, or lower it to a risk."""
    step = MAKE_FLAG_RED if red else LOWER_FLAG
    _take(flag, step, reason, by)
    decided: dict[str, Any] = {
        "decision": reason.strip(),
        "decided_at": at,
        "decided_by": by.person_id,
    }
    with atomic():
        advance(flag, step, **decided)
        if red:
            events.record(by, "flag.made_red", flag, at)
        else:
            events.record(by, "flag.lowered", flag, at)


def resolve(flag: Flag, reason: str, by: Actor, at: datetime) -> None:
    """Settle an observation or a risk."""
    _settle(flag, RESOLVE_FLAG, reason, by, at)


def lift(flag: Flag, reason: str, by: Actor, at: datetime) -> None:
    """Settle a red flag, as another person than those who made it red."""
    _settle(flag, LIFT_FLAG, reason, by, at)


def _settle(flag: Flag, step: Step[FlagState], reason: str, by: Actor, at: datetime) -> None:
    _take(flag, step, reason, by)
    settled: dict[str, Any] = {
        "resolution": reason.strip(),
        "resolved_at": at,
        "resolved_by": by.person_id,
    }
    with atomic():
        advance(flag, step, **settled)
        events.record(by, "flag.resolved", flag, at)


def _take(flag: Flag, step: Step[FlagState], reason: str, by: Actor) -> None:
    require(by, step.action, flag)
    step.take(flag.state)
    _require_words(reason, "reason")


def evidence_of(flag: Flag) -> bytes:
    """Return the file that was given as evidence, or refuse with ``NotFound``."""
    if not flag.path:
        raise NotFound
    return files.read(flag.path)
