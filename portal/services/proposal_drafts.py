"""Writing a proposal: declarations, answers and budget, by several people at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal import db
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import Conflict, RuleBroken, WrongState
from portal.domain.lifecycle import SUBMIT_PROPOSAL, CallState, ProposalState
from portal.domain.policy import Actor, require
from portal.domain.proposals import INDIRECT, Contribution, direct_total
from portal.models import Answer, BudgetLine, BudgetTotal, Call, Proposal, Question
from portal.services import (
    clock,
    draft_history,
    draft_presence,
    draft_whole,
    events,
    library,
)
from portal.services.draft_whole import Change, Saved
from portal.services.prepared import Prepared
from portal.services.steps import fresh, save_version

if TYPE_CHECKING:
    from peewee import ModelSelect

Content = Mapping[str, object]
Seen = tuple[int, int]
"""The version that stands and the one that the writer saw."""
FIELDS = (
    *("category", "description", "unit", "quantity", "unit_cost", "months", "share", "own"),
)
PERCENT = Decimal(100)
LARGEST = Decimal(10**11)


class Way(StrEnum):
    """How a text comes into a draft; the value is what the log calls it."""

    TYPED = "proposal.answered"
    AUTOSAVED = "proposal.autosaved"
    RESTORED = "proposal.restored"
    REUSED = "proposal.reused"
    IMPORTED = "proposal.imported"


@dataclass(frozen=True)
class AnswerDraft:
    """A text on one question, the version its writer saw, 0 for none yet, and how it came."""

    question: Question
    text: str
    seen: int
    way: Way = Way.TYPED


@dataclass(frozen=True)
class Line:
    """One line of a budget as it is typed; ``unit_cost`` is for one unit and one month."""

    category: str
    description: str
    unit: str
    quantity: Decimal
    unit_cost: Decimal
    months: int = 1
    share: Decimal = PERCENT
    own: Contribution = Contribution.CASH


@dataclass(frozen=True)
class BudgetDraft:
    """All lines of direct costs, the percent of indirect costs, and the version seen.

    ``stated`` is the total that the partner states itself, None for none.
    """

    lines: Sequence[Line]
    indirect_percent: Decimal
    seen: int
    way: Way = Way.TYPED
    stated: Decimal | None = None


@dataclass(frozen=True)
class DeclarationsDraft:
    """The codes of the declarations that are ticked, the version seen, and how they came."""

    codes: Sequence[str]
    seen: int
    way: Way = Way.TYPED


def change(key: str, pair: tuple[Content, Content], versions: Seen, way: Way) -> Change:
    """Return what a save of a whole section changes; ``pair`` is what it said and is to say."""
    apart = way in {Way.RESTORED, Way.REUSED, Way.IMPORTED}
    event = way.value if apart else ""
    return Change(key, *pair, *versions, way is Way.AUTOSAVED, apart, event)


def open_calls() -> "ModelSelect[Call]":
    """Select the keys of the calls that are published and whose deadline is ahead.

    The database judges that by its own clock, in the statement that carries this.
    """
    return open_by(clock.shift())


def open_by(shift: int) -> "ModelSelect[Call]":
    """Select them by a clock that has been moved by some seconds."""
    ahead = Call.deadline > db.now_expression(shift)
    return Call.select(Call.id).where((Call.state == CallState.PUBLISHED) & ahead)


def is_open(call: Call) -> bool:
    """Say whether a call takes proposals now, by the database's own clock."""
    return bool(_opens(clock.shift())(call.id))


@cache
def _opens(shift: int) -> Prepared[tuple[UUID]]:
    return Prepared(lambda key: open_by(shift).where(Call.id == key), plain=tuple)


def deadline_passed(call: Call) -> RuleBroken:
    """Return the refusal of what came too late, with the deadline in the call's zone."""
    if fresh(call).state is CallState.CANCELLED:
        return RuleBroken("call_cancelled", reference=call.reference)
    return RuleBroken("deadline_passed", deadline=call.deadline, zone=call.zone)


def hold(proposal: Proposal) -> None:
    """Keep the row of a draft for this transaction; refuse what is submitted or too late."""
    if _holds(clock.shift())(proposal.id):
        return
    state = fresh(proposal).state
    if state is not ProposalState.DRAFT:
        raise WrongState(SUBMIT_PROPOSAL.name, state)
    raise deadline_passed(proposal.call)


@cache
def _holds(shift: int) -> Prepared[tuple[UUID]]:
    draft = (Proposal.state == ProposalState.DRAFT) & Proposal.call.in_(open_by(shift))

    def make(key: UUID) -> "ModelSelect[Proposal]":
        query = Proposal.select(Proposal.id).where((Proposal.id == key) & draft)
        return query if db.is_sqlite() else query.for_update()

    return Prepared(make, plain=tuple)


def declarations() -> Mapping[str, Mapping[str, str]]:
    """Return the house's declarations by their code."""
    return library.by_code("declarations", "declaration")


def declaration_texts(language: str) -> dict[str, str]:
    """Return the declarations in a language, by their code."""
    return {code: library.text_of(each, "", language) for code, each in declarations().items()}


def lines(proposal: Proposal) -> list[BudgetLine]:
    """Return the lines of a proposal's budget in their order."""
    query = BudgetLine.select().where(BudgetLine.proposal == proposal)
    return list(query.order_by(BudgetLine.position))


def stated_total(proposal: Proposal) -> Decimal | None:
    """Return the total that a partner states for its budget, None for none."""
    kept = BudgetTotal.get_or_none(BudgetTotal.proposal == proposal)
    return kept.amount if kept else None


def ticked(proposal: Proposal) -> list[str]:
    """Return the codes of the declarations that the partner has made."""
    return list(dict(proposal.declarations or {}).get("codes", []))


def save_declarations(
    proposal: Proposal, draft: DeclarationsDraft, by: Actor, at: datetime
) -> Saved | None:
    """Keep which declarations the partner makes, with the version of their wording."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    known = [code for code in declarations() if code in draft.codes]
    made = {"version": library.read("declarations")["version"], "codes": known}
    changes = {"declarations": made, "declared": len(known) == len(declarations())}
    with atomic():
        hold(proposal)
        now = fresh(proposal)
        versions = (now.declarations_version, draft.seen)
        pair = ({"codes": ticked(now)}, {"codes": known})
        made_of = change("declarations", pair, versions, draft.way)
        return draft_whole.save(
            proposal, made_of, lambda: _put_declarations(proposal, draft.seen, changes), by, at
        )


def _put_declarations(proposal: Proposal, seen: int, changes: Content) -> None:
    column = "declarations_version"
    save_version(proposal, seen, changes, column=column, theirs=_their_declarations)


def _their_declarations(now: Proposal) -> Mapping[str, object]:
    return {"ticked": ticked(now)}


def save_answer(proposal: Proposal, draft: AnswerDraft, by: Actor, at: datetime) -> Answer:
    """Keep the text on one question, also when it is still too long; return what stands.

    A text that is there already is not saved again: it came twice, or two wrote the same.
    """
    require(by, Action.WRITE_PROPOSAL, proposal)
    with atomic():
        hold(proposal)
        present = _answer(proposal, draft.question)
        if present is not None and _is_there(present, draft):
            return present
        if present is None:
            _first_answer(proposal, draft, by, at)
        else:
            changes = {"text": draft.text, "saved_at": at, "saved_by": by.person_id}
            save_version(present, draft.seen, changes, theirs=_their_text)
        now = Answer.get((Answer.proposal == proposal) & (Answer.question == draft.question))
        _remember(now, present, draft, by)
    return now


def _is_there(present: Answer, draft: AnswerDraft) -> bool:
    again = draft.way is not Way.TYPED or draft.seen != present.version
    return again and present.text == draft.text


def _remember(now: Answer, former: Answer | None, draft: AnswerDraft, by: Actor) -> None:
    """Keep the version in the history; autosaves of one run are one event."""
    proposal, at, way = now.proposal, now.saved_at, draft.way
    key = answer_key(draft.question)
    if way is Way.AUTOSAVED:
        draft_presence.mark(proposal, key, by, at)
    began = draft_history.keep(
        proposal,
        answer_state(former, key) if former else None,
        answer_state(now, key),
        apart=way in {Way.RESTORED, Way.REUSED, Way.IMPORTED},
    )
    if began or way is not Way.AUTOSAVED:
        events.record(by, way, proposal, at, question=draft.question.position)


def answer_key(question: Question) -> str:
    """Return the key of the section that answers a question."""
    return f"answer-{question.position}"


def answer_state(answer: Answer, key: str) -> draft_history.State:
    """Return what an answer says, for the history."""
    return draft_history.State(
        key, {"text": answer.text}, answer.version, answer.saved_at, answer.saved_by_id
    )


def _answer(proposal: Proposal, question: Question) -> Answer | None:
    return Answer.get_or_none((Answer.proposal == proposal) & (Answer.question == question))


def _first_answer(proposal: Proposal, draft: AnswerDraft, by: Actor, at: datetime) -> None:
    row = {
        "proposal": proposal,
        "question": draft.question,
        "text": draft.text,
        "saved_at": at,
        "saved_by": by.person_id,
    }
    made = Answer.insert(row).on_conflict_ignore().as_rowcount().execute()
    if made != 1:
        now = Answer.get((Answer.proposal == proposal) & (Answer.question == draft.question))
        raise Conflict(now.version, _their_text(now))


def _their_text(now: Answer) -> Mapping[str, object]:
    return {"text": now.text}


def save_budget(
    proposal: Proposal, draft: BudgetDraft, by: Actor, at: datetime
) -> Saved | None:
    """Replace the budget by these lines; the indirect costs become a line of their own."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    if direct_total(draft.lines) >= LARGEST:
        raise RuleBroken("budget_too_large", "lines")
    with atomic():
        hold(proposal)
        versions = (fresh(proposal).budget_version, draft.seen)
        pair = (standing_budget(proposal), typed_content(draft))
        made = change("budget", pair, versions, draft.way)
        return draft_whole.save(proposal, made, lambda: _put_budget(proposal, draft), by, at)


def _put_budget(proposal: Proposal, draft: BudgetDraft) -> None:
    save_version(proposal, draft.seen, {}, column="budget_version", theirs=_their_budget)
    BudgetLine.delete().where(BudgetLine.proposal == proposal).execute()
    for position, line in enumerate(all_lines(draft), 1):
        BudgetLine.create(proposal=proposal, position=position, **vars(line))
    BudgetTotal.delete().where(BudgetTotal.proposal == proposal).execute()
    if draft.stated is not None:
        BudgetTotal.create(proposal=proposal, amount=draft.stated)


def standing_budget(proposal: Proposal) -> dict[str, object]:
    """Return the budget that stands as plain data, for the history."""
    return budget_content(lines(proposal), stated_total(proposal))


def budget_content(rows: Sequence[Any], stated: Decimal | None) -> dict[str, object]:
    """Return lines of a budget and its stated total as plain data, for the history."""
    listed = [{name: _plain(getattr(row, name)) for name in FIELDS} for row in rows]
    return {"lines": listed, **({} if stated is None else {"stated": _plain(stated)})}


def typed_content(draft: BudgetDraft) -> dict[str, object]:
    """Return a budget that was typed as the history would keep it."""
    return budget_content(all_lines(draft), draft.stated)


def _plain(value: object) -> object:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def all_lines(draft: BudgetDraft) -> list[Line]:
    """Return the lines of a budget with its indirect costs as the last."""
    if not draft.indirect_percent:
        return list(draft.lines)
    share = draft.indirect_percent / PERCENT
    direct = direct_total(draft.lines)
    return [*draft.lines, Line(INDIRECT, "", "", share, direct)]


def _their_budget(now: Proposal) -> Mapping[str, object]:
    return {"lines": lines(now), "stated": stated_total(now)}
