"""Answers that a partner has written before: one taken over, or those of a whole lot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import Conflict, NotFound, RuleBroken
from portal.domain.likeness import ALIKE, likeness
from portal.domain.policy import Actor, require
from portal.domain.proposals import word_count
from portal.models import Answer, Call, Lot, Proposal, Question
from portal.services import draft_sections
from portal.services.proposal_contents import Section, whole
from portal.services.proposal_drafts import AnswerDraft, Way, hold, save_answer

if TYPE_CHECKING:
    from peewee import ModelSelect

MOST_READ = 400
MOST_SHOWN = 8


@dataclass(frozen=True)
class Earlier:
    """An answer from another proposal of the partner, and how like its question is."""

    answer: Answer
    likeness: int

    @property
    def words(self) -> int:
        """How many words it has."""
        return word_count(self.answer.text)


@dataclass(frozen=True)
class TakeOver:
    """Which earlier answer goes where: ``after`` what stands there, or instead of it."""

    question: Question
    answer_id: UUID
    seen: int
    after: bool


def _of_partner(proposal: Proposal) -> "ModelSelect[Answer]":
    """Return the query for what the partner wrote in its other proposals.

    What is sealed has no rows here; nobody, the partner neither, reads it by this way.
    """
    own = (Proposal.partner == proposal.partner_id) & (Proposal.id != proposal.id)
    return (
        Answer.select(Answer, Question, Proposal, Call, Lot)
        .join(Question)
        .switch(Answer)
        .join(Proposal)
        .join(Call)
        .switch(Proposal)
        .join(Lot)
        .where(own & (Answer.text != ""))
    )


def earlier(proposal: Proposal, question: Question, by: Actor) -> list[Earlier]:
    """Return what the partner answered to like questions before, the most like first."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    newest = _of_partner(proposal).order_by(Answer.saved_at.desc()).limit(MOST_READ)
    found = [Earlier(each, likeness(question.text, each.question.text)) for each in newest]
    alike = [each for each in found if each.likeness >= ALIKE]
    return sorted(alike, key=lambda each: -each.likeness)[:MOST_SHOWN]


def take(proposal: Proposal, wish: TakeOver, by: Actor, at: datetime) -> Answer:
    """Take an earlier answer over; what stood there stays in the history."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    source = _of_partner(proposal).where(Answer.id == wish.answer_id).first()
    if source is None:
        raise NotFound
    present = draft_sections.answer_to(proposal, wish.question)
    standing = present.text if present and wish.after else ""
    text = f"{standing}\n\n{source.text}" if standing else source.text
    draft = AnswerDraft(wish.question, text, wish.seen, Way.REUSED)
    return save_answer(proposal, draft, by, at)


@dataclass(frozen=True)
class Piece:
    """One answer of another lot, and what stands at its place in this draft."""

    source: Section
    target: Section

    @property
    def key(self) -> str:
        """The key of the section."""
        return self.target.key

    @property
    def is_filled(self) -> bool:
        """Whether there is a text in the way, other than the same one."""
        return bool(self.target.text) and self.target.text != self.source.text


@dataclass(frozen=True)
class Cloning:
    """Which texts may be replaced, and the version of each section that was seen."""

    replace: frozenset[str]
    seen: Mapping[str, int]


def sources(proposal: Proposal, by: Actor) -> list[Proposal]:
    """Return the partner's other proposals for the same call that can be copied from."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    rows = _of_partner(proposal).where(Proposal.call == proposal.call_id).order_by(Lot.number)
    return list({each.proposal.id: each.proposal for each in rows}.values())


def source_of(proposal: Proposal, source_id: UUID, by: Actor) -> Proposal:
    """Return one of those, or refuse with ``NotFound``."""
    for each in sources(proposal, by):
        if each.id == source_id:
            return each
    raise NotFound


def pieces(proposal: Proposal, source: Proposal) -> list[Piece]:
    """Return what can be copied from another lot, each beside what stands here."""
    given = {each.key: each for each in whole(source).sections if each.text}
    return [
        Piece(given[each.key], each)
        for each in whole(proposal).sections
        if each.key in given and given[each.key].text != each.text
    ]


def clone(
    proposal: Proposal, source: Proposal, wish: Cloning, by: Actor, at: datetime
) -> list[str]:
    """Copy the answers of another lot; a text that stands here stays unless it is named.

    All or nothing: what a colleague saved since it was shown refuses the whole.
    """
    require(by, Action.WRITE_PROPOSAL, proposal)
    source = source_of(proposal, source.id, by)
    with atomic():
        hold(proposal)
        chosen = [
            each
            for each in pieces(proposal, source)
            if not each.is_filled or each.key in wish.replace
        ]
        for each in chosen:
            _copy(proposal, each, wish.seen.get(each.key, 0), by, at)
    return [each.key for each in chosen]


def _copy(proposal: Proposal, piece: Piece, seen: int, by: Actor, at: datetime) -> None:
    draft = AnswerDraft(piece.target.question, piece.source.text, seen, Way.REUSED)
    try:
        save_answer(proposal, draft, by, at)
    except Conflict as conflict:
        raise RuleBroken("changed_meanwhile", "replace") from conflict
