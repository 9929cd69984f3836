"""The office's side of clarifications: group, edit, draft, a second reader, publish, remind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain import clarifications as rules
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import (
    CHECK_ANSWER,
    DRAFT_ANSWER,
    MERGE_QUESTION,
    PUBLISH_ANSWER,
    RETURN_ANSWER,
    SPLIT_QUESTION,
    UNANSWERED,
    CallState,
    ClarificationState,
)
from portal.domain.policy import Actor, require
from portal.models import (
    Call,
    Clarification,
    ClarificationRound,
    Grant,
    Invitation,
    Partner,
    Person,
    Proposal,
)
from portal.services import documents, events, followers, outbox
from portal.services.clarifications import ANONYMOUS, answers_by
from portal.services.counters import next_number
from portal.services.steps import advance, save_version
from portal.services.todo import Item

LONGEST_ANSWER = rules.LONGEST_ANSWER


@dataclass(frozen=True)
class Desk:
    """The questions of a call as the office works on them, by what is to be done next."""

    asked: list[Clarification]
    drafted: list[Clarification]
    checked: list[Clarification]
    merged: list[Clarification]

    @property
    def open(self) -> int:
        """How many questions still wait for a published answer."""
        return len(self.asked) + len(self.drafted) + len(self.checked)


@dataclass(frozen=True)
class Edit:
    """Who saves a draft, when, and which version of it they saw."""

    by: Actor
    at: datetime
    seen: int


def desk(call: Call) -> Desk:
    """Return the questions of a call that are not published, oldest first, without askers."""
    left = Clarification.state != ClarificationState.PUBLISHED
    query = Clarification.select(*ANONYMOUS).where((Clarification.call == call) & left)
    rows = list(query.order_by(Clarification.asked_at))
    for row in rows:
        row.call = call
    of = {state: [row for row in rows if row.state is state] for state in ClarificationState}
    return Desk(
        asked=of[ClarificationState.ASKED],
        drafted=of[ClarificationState.DRAFTED],
        checked=of[ClarificationState.CHECKED],
        merged=of[ClarificationState.MERGED],
    )


def warnings(items: Sequence[Clarification]) -> dict[UUID, list[str]]:
    """Return for each question what in its texts for all may tell who asked it.

    That is names and acronyms of partners, and mail addresses. It looks for every partner, not
    for the asking one, so that no answer of it gives the asker away.
    """
    query = Partner.select(Partner.name, Partner.acronym).tuples()
    rows: list[Any] = list(query) if items else []
    names = [name for name, _ in rows if name]
    acronyms = [acronym for _, acronym in rows if acronym]
    return {
        item.id: rules.telling(f"{item.edited}\n{item.answer}", names, acronyms)
        for item in items
    }


def draft(item: Clarification, edited: str, answer: str, edit: Edit) -> None:
    """Save the question as all may read it and its answer; a second person reads them next."""
    require(edit.by, DRAFT_ANSWER.action, item)
    with atomic():
        save_version(item, edit.seen, {"edited": edited, "answer": answer})
        advance(item, DRAFT_ANSWER, drafter=edit.by.person_id, reader=None, comment="")
        events.record(edit.by, "clarification.drafted", item, edit.at)


def check(item: Clarification, edit: Edit) -> None:
    """Release an answer that somebody else drafted, in the version that was read."""
    require(edit.by, CHECK_ANSWER.action, item)
    same = Clarification.version == edit.seen
    with atomic():
        advance(item, CHECK_ANSWER, same, reader=edit.by.person_id, comment="")
        events.record(edit.by, "clarification.checked", item, edit.at)


def send_back(item: Clarification, comment: str, by: Actor, at: datetime) -> None:
    """Return a drafted answer with what is to be changed."""
    require(by, RETURN_ANSWER.action, item)
    with atomic():
        advance(item, RETURN_ANSWER, reader=by.person_id, comment=comment)
        events.record(by, "clarification.returned", item, at)


def leads(item: Clarification) -> list[Clarification]:
    """Return the questions of the same call that this one can be grouped under."""
    same = (Clarification.call == item.call_id) & (Clarification.id != item.id)
    able = Clarification.state.in_([*UNANSWERED, ClarificationState.PUBLISHED])
    query = Clarification.select(*ANONYMOUS).where(same & able)
    return list(query.order_by(Clarification.asked_at))


def grouped(item: Clarification) -> list[Clarification]:
    """Return the questions that stand under this one."""
    query = Clarification.select(*ANONYMOUS).where(Clarification.duplicate_of == item.id)
    return list(query.order_by(Clarification.asked_at))


def merge(item: Clarification, into: UUID, by: Actor, at: datetime) -> None:
    """Group a question under an equal one, which is answered for both."""
    require(by, MERGE_QUESTION.action, item)
    if into not in {each.id for each in leads(item)}:
        raise RuleBroken("merge_target", "into")
    with atomic():
        advance(item, MERGE_QUESTION, duplicate_of=into)
        Clarification.update(duplicate_of=into).where(
            Clarification.duplicate_of == item.id
        ).execute()
        events.record(by, "clarification.merged", item, at)


def split(item: Clarification, by: Actor, at: datetime) -> None:
    """Let a grouped question stand on its own again."""
    require(by, SPLIT_QUESTION.action, item)
    with atomic():
        advance(item, SPLIT_QUESTION, duplicate_of=None)
        events.record(by, "clarification.split", item, at)


def correct(item: Clarification, by: Actor, at: datetime) -> Clarification:
    """Begin a correction of a published answer: a new question with a number of its own."""
    require(by, Action.HANDLE_QUESTION, item)
    if item.state is not ClarificationState.PUBLISHED:
        raise RuleBroken(rule="correct_published")
    begun = (Clarification.corrects == item.id) & Clarification.state.in_(list(UNANSWERED))
    with atomic():
        known = Clarification.get_or_none(begun)
        if known is not None:
            return known
        made = Clarification.create(
            call=item.call_id,
            lot_number=item.lot_number,
            section=item.section,
            question=item.edited,
            edited=item.edited,
            answer=item.answer,
            corrects=item.id,
            asked_at=at,
        )
        events.record(by, "clarification.corrected", made, at)
    return made


def publish(call: Call, chosen: Sequence[UUID], by: Actor, at: datetime) -> ClarificationRound:
    """Publish checked answers to everybody at once, numbered, with a document, and mail it."""
    require(by, Action.PUBLISH_ANSWERS, call)
    picked = (Clarification.call == call) & Clarification.id.in_(list(chosen))
    rows = list(Clarification.select(*ANONYMOUS).where(picked).order_by(Clarification.asked_at))
    if not rows:
        raise RuleBroken("answers_none", "chosen")
    with atomic():
        made = ClarificationRound.create(
            call=call,
            number=next_number(f"clarifications {call.reference}"),
            published_at=at,
            publisher=by.person_id,
        )
        for row in rows:
            number = next_number(f"clarification {call.reference}")
            advance(row, PUBLISH_ANSWER, number=number, round=made.id)
        facts = {"round": made.number, "answers": len(rows)}
        events.record(by, "clarification.published", call, at, **facts)
        name = f"{call.reference}-CLAR-{made.number}"
        documents.request("clarifications", made.id, name, LANGUAGES, at)
        _tell(call, at)
    return made


def _tell(call: Call, at: datetime) -> None:
    facts = {"reference": call.reference, "title": call.title, "slug": call.slug}
    for person in _concerned(call):
        outbox.put_mail(person.email, "clarifications", person.language, at, **facts)
    followers.notify(call, "clarifications", at)


def _concerned(call: Call) -> list[Person]:
    """Return who asked, and the people of partners that propose or are invited."""
    asked = Clarification.select(Clarification.asker).where(
        (Clarification.call == call) & Clarification.asker.is_null(is_null=False)
    )
    writing = Proposal.select(Proposal.partner).where(Proposal.call == call)
    invited = Invitation.select(Invitation.partner).where(Invitation.call == call)
    concerned = Person.id.in_(asked) | Person.partner.in_(writing) | Person.partner.in_(invited)
    return _reachable(concerned)


def _reachable(condition: object) -> list[Person]:
    alive = Person.disabled_at.is_null() & Person.confirmed_at.is_null(is_null=False)
    return list(Person.select().where(alive & condition).order_by(Person.email))


def remind(at: datetime, before: timedelta) -> int:
    """Mail procurement once about questions whose answers are due within ``before``.

    Return on how many calls.
    """
    waiting = Clarification.state.in_(list(UNANSWERED)) & Clarification.reminded_at.is_null()
    calls = Call.select().where(
        (Call.state == CallState.PUBLISHED)
        & Call.id.in_(Clarification.select(Clarification.call).where(waiting))
    )
    return sum(_remind(call, at) for call in calls if _is_near(call, at + before))


def _is_near(call: Call, until: datetime) -> bool:
    due = answers_by(call)
    return due is not None and due <= until


def _remind(call: Call, at: datetime) -> bool:
    unasked = (Clarification.call == call) & Clarification.reminded_at.is_null()
    with atomic():
        left = Clarification.update(reminded_at=at).where(
            unasked & Clarification.state.in_(list(UNANSWERED))
        )
        count = left.execute()
        if count:
            _mail_procurement(call, count, at)
    return bool(count)


def _mail_procurement(call: Call, count: int, at: datetime) -> None:
    officers = Grant.select(Grant.person).where(Grant.role == Role.PROCUREMENT_OFFICER)
    for person in _reachable(Person.id.in_(officers)):
        outbox.put_mail(
            person.email,
            "clarifications_due",
            person.language,
            at,
            reference=call.reference,
            slug=call.slug,
            count=count,
        )


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the calls with questions to answer or answers to read, due when answers are.

    Procurement has them all; the author of a call reads what is drafted on it.
    """
    if not actor.roles & {Role.PROCUREMENT_OFFICER, Role.PROGRAMME_OFFICER}:
        return []
    open_ones = (
        Clarification.select(Clarification.call, Clarification.state, Clarification.drafter)
        .where(Clarification.state.in_(list(UNANSWERED)))
        .distinct()
        .tuples()
    )
    words: dict[UUID, set[str]] = {}
    for call_id, state, drafter in list[Any](open_ones):
        words.setdefault(call_id, set()).add(_word(state, own=drafter == actor.person_id))
    known = Call.select().where(Call.id.in_(list(words)))
    return [
        _item(call, word)
        for call in known
        for word in sorted(words[call.id])
        if _concerns(call, word, actor)
    ]


def _concerns(call: Call, word: str, actor: Actor) -> bool:
    if Role.PROCUREMENT_OFFICER in actor.roles:
        return True
    return word == "work.check_answers" and call.author_id == actor.person_id


def _word(state: ClarificationState, *, own: bool) -> str:
    if state is ClarificationState.DRAFTED:
        return "work.answers_wait_reader" if own else "work.check_answers"
    if state is ClarificationState.CHECKED:
        return "work.publish_answers"
    return "work.answer_questions"


def _item(call: Call, word: str) -> Item:
    return Item(
        word,
        call.reference,
        call.title,
        "clarifications.desk",
        {"slug": call.slug},
        due=answers_by(call),
        zone=call.zone,
        waiting=word == "work.answers_wait_reader",
    )
