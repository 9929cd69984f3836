"""Clarifications: partners ask on a call, everybody reads the published answers.

Who asked is stored for the asker's own list and for mails. Nothing here gives it to anybody
else: what is read for others is read without the columns that tell.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from peewee import IntegrityError, fn

from portal.db import atomic
from portal.domain import clarifications as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import CallState, ClarificationState
from portal.domain.policy import VISITOR, Actor, require
from portal.models import Call, Clarification, ClarificationRound
from portal.services import events, working_days
from portal.services.prepared import Prepared
from portal.services.steps import found

LONGEST_QUESTION = rules.LONGEST_QUESTION
ANONYMOUS = (
    Clarification.id,
    Clarification.call,
    Clarification.lot_number,
    Clarification.section,
    Clarification.number,
    Clarification.round,
    Clarification.state,
    Clarification.question,
    Clarification.edited,
    Clarification.answer,
    Clarification.comment,
    Clarification.asked_at,
    Clarification.drafter,
    Clarification.reader,
    Clarification.duplicate_of,
    Clarification.corrects,
    Clarification.version,
)
"""The columns that others than the asker may read: all but those that tell who asked."""

_PER_DAY = 20
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wish:
    """A question as it was typed; ``lot_number`` and ``section`` are empty for all of it."""

    text: str
    lot_number: int | None = None
    section: str = ""


@dataclass(frozen=True)
class Published:
    """One published answer, as everybody reads it."""

    id: UUID
    number: int
    lot_number: int | None
    section: str
    question: str
    answer: str
    round: int
    at: datetime
    corrects: int | None = None
    corrected_by: int | None = None


@dataclass(frozen=True)
class Own:
    """A question in its asker's own list; ``number`` once it is answered."""

    question: str
    lot_number: int | None
    section: str
    asked_at: datetime
    number: int | None


@dataclass(frozen=True)
class Brief:
    """What the page of a call says of its clarifications."""

    count: int
    closes: datetime | None
    open: bool


def closes(call: Call) -> datetime | None:
    """Return until when questions are taken: as the call says, else by the house default."""
    if call.clarify_until is not None or call.deadline is None:
        return call.clarify_until
    works = working_days.calendar(call.centre.country)
    return rules.cut_off(call.deadline, call.zone, works)


def answers_by(call: Call) -> datetime | None:
    """Return until when answers are due: as the call says, else by the house default."""
    if call.answers_by is not None or call.deadline is None:
        return call.answers_by
    return call.deadline - timedelta(days=rules.ANSWER_DAYS)


def takes_questions(call: Call, at: datetime) -> bool:
    """Say whether a question on the call is taken at a moment."""
    last = closes(call)
    return call.state is CallState.PUBLISHED and last is not None and at < last


def ask(call: Call, wish: Wish, by: Actor, at: datetime, most: int = _PER_DAY) -> Clarification:
    """Take a question of a partner's person; sent twice, it is the same question.

    Refused with the reason once questions are closed, and when the partner has asked ``most``
    questions on this call within a day. The event names nobody.
    """
    require(by, Action.ASK_QUESTION, call)
    _require_open(call, at)
    text = " ".join(wish.text.split())
    if len(wish.text) > LONGEST_QUESTION:
        raise RuleBroken("question_long", "question", most=LONGEST_QUESTION)
    digest = _digest(call, wish, text, by)
    known: Clarification | None = Clarification.get_or_none(Clarification.digest == digest)
    if known is not None:
        return known
    _require_few(call, by, at, most)
    try:
        return _create(call, wish, (by, at), digest)
    except IntegrityError:
        return found(Clarification.get_or_none(Clarification.digest == digest))


def _require_open(call: Call, at: datetime) -> None:
    if takes_questions(call, at):
        return
    last = closes(call)
    if call.state is not CallState.PUBLISHED or last is None:
        raise RuleBroken(rule="call_takes_no_question")
    raise RuleBroken("questions_closed", "question", at=last, zone=call.zone)


def _require_few(call: Call, by: Actor, at: datetime, most: int) -> None:
    lately = Clarification.asked_at > at - _DAY
    own = (Clarification.call == call) & (Clarification.partner == by.partner_id)
    if Clarification.select().where(own & lately).count() >= most:
        raise RuleBroken("questions_many", "question", most=most)


def _digest(call: Call, wish: Wish, text: str, by: Actor) -> str:
    parts = (call.id, by.person_id, wish.lot_number, wish.section, text)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def _create(
    call: Call, wish: Wish, asked: tuple[Actor, datetime], digest: str
) -> Clarification:
    by, at = asked
    with atomic():
        made = Clarification.create(
            call=call,
            lot_number=wish.lot_number,
            section=wish.section,
            question=wish.text.strip(),
            asker=by.person_id,
            partner=by.partner_id,
            digest=digest,
            asked_at=at,
        )
        events.record(VISITOR, "clarification.asked", made, at)
    return made


def by_id(clarification_id: UUID) -> Clarification:
    """Return a question with its call, without who asked, or refuse with ``NotFound``."""
    chosen = Clarification.select(*ANONYMOUS, Call).join(Call)
    one: Clarification | None = chosen.where(Clarification.id == clarification_id).first()
    return found(one)


def mine(call: Call, by: Actor) -> list[Own]:
    """Return the actor's own questions on a call, newest first, each with its answer."""
    if by.person_id is None:
        return []
    lead = Clarification.alias()
    rows = (
        Clarification.select(Clarification, lead.number.alias("lead_number"))
        .left_outer_join(lead, on=(Clarification.duplicate_of == lead.id))
        .where((Clarification.call == call) & (Clarification.asker == by.person_id))
        .order_by(Clarification.asked_at.desc())
    )
    return [
        Own(
            row["question"],
            row["lot_number"],
            row["section"],
            row["asked_at"],
            row["number"] or row["lead_number"],
        )
        for row in list[Any](rows.dicts())
    ]


def published(call: Call, until: int | None = None) -> list[Published]:
    """Return the published answers by their number; ``until`` keeps the rounds up to one."""
    later = ClarificationRound
    done = Clarification.state == ClarificationState.PUBLISHED
    query = (
        Clarification.select(*ANONYMOUS, later)
        .join(later)
        .where((Clarification.call == call) & done)
    )
    if until is not None:
        query = query.where(later.number <= until)
    rows = list(query.order_by(Clarification.number))
    return _told(rows)


def _told(rows: Iterable[Clarification]) -> list[Published]:
    kept = list(rows)
    numbers = {row.id: row.number for row in kept}
    later = {row.corrects_id: row.number for row in kept}
    return [
        replace(
            _published(row),
            corrects=numbers.get(row.corrects_id) if row.corrects_id else None,
            corrected_by=later.get(row.id),
        )
        for row in kept
    ]


def _published(row: Clarification) -> Published:
    made = found(row.round)
    return Published(
        id=row.id,
        number=row.number or 0,
        lot_number=row.lot_number,
        section=row.section,
        question=row.edited,
        answer=row.answer,
        round=made.number,
        at=made.published_at,
    )


def rounds(call: Call) -> list[ClarificationRound]:
    """Return the publications of a call, newest first."""
    chosen = ClarificationRound.select().where(ClarificationRound.call == call)
    return list(chosen.order_by(ClarificationRound.number.desc()))


def round_of(call: Call, number: int) -> ClarificationRound:
    """Return one publication of a call, or refuse with ``NotFound``."""
    same = (ClarificationRound.call == call) & (ClarificationRound.number == number)
    return found(ClarificationRound.get_or_none(same))


def brief(call: Call, at: datetime) -> Brief:
    """Sum up the clarifications of a call for its own page."""
    (count,) = _answered.first(call.id) or (0,)
    return Brief(count, closes(call), takes_questions(call, at))


_answered: Prepared[tuple[int]] = Prepared(
    lambda key: Clarification.select(fn.COUNT(Clarification.id)).where(
        (Clarification.call == key) & (Clarification.state == ClarificationState.PUBLISHED)
    ),
    plain=tuple,
)
