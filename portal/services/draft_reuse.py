"""Answers that a partner has written before: one taken over, or those of a whole lot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import Conflict, NotFound, RuleBroken
from portal.domain.likeness import ALIKE, likeness
from portal.domain.policy import Actor, require
from portal.domain.proposal_parts import PartKey
from portal.domain.proposals import word_count
from portal.models import Answer, Call, Lot, Proposal, ProposalPart, Question
from portal.services import draft_sections, proposal_parts
from portal.services.proposal_contents import Section, whole
from portal.services.proposal_drafts import AnswerDraft, Way, hold, save_answer
from portal.services.proposal_parts import Part, PartDraft

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
    """One answer or part of another lot, and what stands at its place in this draft."""

    source: Section | Part
    target: Section | Part

    @property
    def key(self) -> str:
        """The key of the section."""
        return str(self.target.key)

    @property
    def question(self) -> Question:
        """The question of an answer."""
        return cast("Section", self.target).question

    @property
    def title(self) -> str:
        """The title of an answer: its number and criterion; a part has its own word."""
        if isinstance(self.target, Part):
            return ""
        return f"{self.question.position}. {self.target.criterion.name}"

    @property
    def words(self) -> int:
        """How many words are copied."""
        return word_count(_said(self.source))

    @property
    def words_there(self) -> int:
        """How many words stand here."""
        return word_count(_said(self.target))

    @property
    def is_filled(self) -> bool:
        """Whether something is in the way."""
        return bool(self.words_there)


def _said(where: Section | Part) -> str:
    """Return everything that is written there, for its words."""
    return where.text if isinstance(where, Section) else _flat(where.content)


def _flat(content: object) -> str:
    if isinstance(content, Mapping):
        return " ".join(_flat(each) for name, each in content.items() if name != "key")
    if isinstance(content, list):
        return " ".join(_flat(each) for each in content)
    return "" if content is None else str(content)


@dataclass(frozen=True)
class Cloning:
    """Which texts may be replaced, and the version of each section that was seen."""

    replace: frozenset[str]
    seen: Mapping[str, int]


def sources(proposal: Proposal, by: Actor) -> list[Proposal]:
    """Return the partner's other proposals for the same call that can be copied from."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    own = (Proposal.partner == proposal.partner_id) & (Proposal.call == proposal.call_id)
    parts = ProposalPart.select(ProposalPart.proposal).where(
        ProposalPart.key.in_(list(PartKey))
    )
    answered = Answer.select(Answer.proposal).where(Answer.text != "")
    readable = Proposal.id.in_(answered) | Proposal.id.in_(parts)
    rows = Proposal.select(Proposal, Call, Lot).join(Call).switch(Proposal).join(Lot)
    others = rows.where(own & readable & (Proposal.id != proposal.id))
    return list(others.order_by(Lot.number))


def source_of(proposal: Proposal, source_id: UUID, by: Actor) -> Proposal:
    """Return one of those, or refuse with ``NotFound``."""
    for each in sources(proposal, by):
        if each.id == source_id:
            return each
    raise NotFound


def pieces(proposal: Proposal, source: Proposal) -> list[Piece]:
    """Return what can be copied from another lot, each beside what stands here."""
    given = {str(each.key): each for each in _places(source)}
    both = [Piece(given[str(each.key)], each) for each in _places(proposal)]
    return [each for each in both if each.words and _said(each.source) != _said(each.target)]


def _places(proposal: Proposal) -> list[Section | Part]:
    contents = whole(proposal)
    return [*contents.sections, *contents.parts]


def clone(
    proposal: Proposal, source: Proposal, wish: Cloning, by: Actor, at: datetime
) -> list[str]:
    """Copy what another lot says; a text that stands here stays unless it is named.

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
    try:
        if isinstance(piece.source, Section):
            draft = AnswerDraft(piece.question, piece.source.text, seen, Way.REUSED)
            save_answer(proposal, draft, by, at)
        else:
            part = PartDraft(piece.source.key, piece.source.content, seen, Way.REUSED)
            proposal_parts.save(proposal, part, by, at)
    except Conflict as conflict:
        raise RuleBroken("changed_meanwhile", "replace") from conflict
