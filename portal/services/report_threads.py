"""Threads on the sections of a report: both sides ask and answer, until one settles it.

What the office asks for in a return begins a thread; either side begins others while the report
is between its first submission and its acceptance. None is printed with the report but the
comments of its returns.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from peewee import Expression

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_report_review import (
    ANSWER_THREAD,
    SETTLE_THREAD,
)
from portal.domain.policy import Actor, require
from portal.models import Grant, Person, Report, ReportAnswer, ReportComment
from portal.services import events, outbox
from portal.services.report_desks import section_of
from portal.services.report_queries import DESK_ROLES
from portal.services.steps import advance, found

if TYPE_CHECKING:
    from peewee import ModelSelect

OPEN_TO_WORDS = (ReportState.SUBMITTED, ReportState.RETURNED)


def of(report: Report) -> Mapping[str, Sequence[ReportComment]]:
    """Return the threads by section, oldest first; each with who asked."""
    rows = _with_people().where(ReportComment.report == report.id)
    listed: dict[str, list[ReportComment]] = defaultdict(list)
    for row in rows.order_by(ReportComment.made_at, ReportComment.id):
        listed[row.section].append(row)
    return listed


def answers(report: Report) -> Mapping[UUID, Sequence[ReportAnswer]]:
    """Return the answers by the key of their thread, oldest first, each with its writer."""
    query = ReportAnswer.select(ReportAnswer, Person).join(Person)
    mine = ReportComment.select(ReportComment.id).where(ReportComment.report == report.id)
    listed: dict[UUID, list[ReportAnswer]] = defaultdict(list)
    for row in query.where(ReportAnswer.comment.in_(mine)).order_by(ReportAnswer.made_at):
        listed[row.comment_id].append(row)
    return listed


def by_id(comment_id: UUID) -> ReportComment:
    """Find a thread with its report and who began it."""
    query = ReportComment.select(ReportComment, Person, Report).join(Person)
    joined = query.switch(ReportComment).join(Report)
    row: ReportComment | None = joined.where(ReportComment.id == comment_id).first()
    return found(row)


def _with_people() -> "ModelSelect[ReportComment]":
    return ReportComment.select(ReportComment, Person).join(Person)


def ask(report: Report, code: str, text: str, by: Actor, at: datetime) -> ReportComment:
    """Begin a thread on a section and tell the other side."""
    require(by, Action.DISCUSS_REPORT, report)
    section_of(report, code)
    _require_words(text)
    said = {"text": text.strip(), "made_at": at, "made_by": by.person_id}
    with atomic():
        _hold(report)
        made = ReportComment.create(report=report, round=0, section=code, **said)
        events.record(by, "report.thread_begun", report, at, section=code)
        _tell(by_id(made.id), by, at)
    return made


def answer(comment: ReportComment, text: str, by: Actor, at: datetime) -> None:
    """Answer in a thread and tell the other side; a settled one is open again."""
    require(by, Action.DISCUSS_REPORT, comment.report)
    _require_words(text)
    said = {"text": text.strip(), "made_at": at, "made_by": by.person_id}
    with atomic():
        _hold(comment.report)
        advance(comment, ANSWER_THREAD, None, settled_at=None)
        ReportAnswer.create(comment=comment, **said)
        facts = {"section": comment.section}
        events.record(by, "report.thread_answered", comment.report, at, **facts)
        _tell(comment, by, at)


def settle(comment: ReportComment, by: Actor, at: datetime) -> None:
    """Say that nothing more is asked in a thread."""
    require(by, Action.SETTLE_THREAD, comment)
    with atomic():
        _hold(comment.report)
        advance(comment, SETTLE_THREAD, None, settled_at=at)
        facts = {"section": comment.section}
        events.record(by, "report.thread_settled", comment.report, at, **facts)


def _require_words(text: str) -> None:
    if not text.strip():
        raise RuleBroken("comment_empty", "text")


def _hold(report: Report) -> None:
    """Lock a report about which there is something to say: filed and not yet accepted."""
    held = Report.update(number=Report.number).where(
        (Report.id == report.id) & Report.state.in_(list(OPEN_TO_WORDS))
    )
    if held.execute() != 1:
        raise RuleBroken("thread_over")


def _tell(comment: ReportComment, by: Actor, at: datetime) -> None:
    """Put a mail without the words into the outbox for each of the other side."""
    facts = {"reference": comment.report.reference, "slug": comment.report.slug}
    facts["thread"] = str(comment.id)
    for person in _readers(comment, by):
        named = {**facts, "name": person.name}
        outbox.put_mail(person.email, "report_thread", person.language, at, **named)


def _readers(comment: ReportComment, by: Actor) -> "ModelSelect[Person]":
    """Return who is told: the partner's people, or those of the office who wrote in it.

    Where nobody of the office did, its desk is told.
    """
    reached = Person.confirmed_at.is_null(is_null=False) & Person.disabled_at.is_null()
    if by.partner_id is None:
        return Person.select().where(reached & (Person.partner == comment.report.partner_id))
    wrote = ReportAnswer.select(ReportAnswer.made_by).where(ReportAnswer.comment == comment.id)
    there = Person.id.in_(wrote) | (Person.id == comment.made_by_id)
    of_office = Person.select().where(reached & Person.partner.is_null() & there)
    return of_office if of_office.exists() else _desk(comment, reached)


def _desk(comment: ReportComment, reached: Expression) -> "ModelSelect[Person]":
    desk = section_of(comment.report, comment.section).desk
    roles = [role for role, at_desk in DESK_ROLES.items() if at_desk is desk]
    holders = Grant.select(Grant.person).where(Grant.role.in_(roles))
    return Person.select().where(reached & Person.id.in_(holders))
