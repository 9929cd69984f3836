"""The sections of a draft by their key: what they are called and what they say."""

from dataclasses import dataclass

from portal.domain.errors import NotFound
from portal.domain.texts import number_of
from portal.models import Answer, Proposal, Question
from portal.services.proposal_contents import questions
from portal.services.proposal_parts import asked

BEFORE = ("declarations", "eligibility")
AFTER = ("budget", "attachments")


@dataclass(frozen=True)
class DraftSection:
    """One section: its key, and its own title where it answers a question of the call."""

    key: str
    title: str = ""


def all_of(proposal: Proposal) -> list[DraftSection]:
    """Return the sections of a draft in the order of its task list."""
    answers = [
        DraftSection(f"answer-{each.position}", f"{each.position}. {each.criterion.name}")
        for each in questions(proposal)
    ]
    parts = tuple(each.value for each in asked(proposal.call))
    plain = [[DraftSection(key) for key in keys] for keys in (BEFORE, parts, AFTER)]
    return [*plain[0], *answers, *plain[1], *plain[2]]


def by_key(proposal: Proposal, key: str) -> DraftSection:
    """Return a section of a draft, or refuse with ``NotFound``."""
    for each in all_of(proposal):
        if each.key == key:
            return each
    raise NotFound


def question_at(proposal: Proposal, position: int) -> Question:
    """Return the question at a position that still stands, or refuse with ``NotFound``."""
    for each in questions(proposal):
        if each.position == position:
            return each
    raise NotFound


def position_of(key: str) -> int:
    """Return the position of the question that an answer's key names, or ``NotFound``."""
    kind, _, number = key.partition("-")
    position = number_of(number)
    if kind != "answer" or position is None:
        raise NotFound
    return position


def answer_to(proposal: Proposal, question: Question) -> Answer | None:
    """Return what stands under a question, if anything."""
    return Answer.get_or_none((Answer.proposal == proposal) & (Answer.question == question))
