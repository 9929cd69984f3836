"""A filled-in questionnaire into a proposal: a report first, then all that was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from portal.db import atomic
from portal.domain import questionnaires as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.domain.questionnaires import Verdict
from portal.models import Proposal, Question
from portal.services import questionnaire_files
from portal.services.file_checks import Limits, Upload, taken_at_once
from portal.services.proposal_contents import Section, whole
from portal.services.proposal_drafts import AnswerDraft, Way, save_answer

ENDINGS = (".docx", ".xlsx")
_QUESTION = "question."


@dataclass(frozen=True)
class Item:
    """One answer of the file beside what stands in the proposal; no section when unknown."""

    verdict: Verdict
    text: str
    section: Section | None = None

    @property
    def over(self) -> int:
        """How many words the text has too many."""
        return 0 if self.section is None else rules.over(self.text, self.question.words)

    @property
    def question(self) -> Question:
        """The question that it answers."""
        if self.section is None:
            message = "an unknown answer has no question"
            raise ValueError(message)
        return self.section.question


def report(proposal: Proposal, upload: Upload, limits: Limits, by: Actor) -> list[Item]:
    """Read a file and say what becomes of each answer; nothing is saved yet.

    A file of another call is refused whole.
    """
    require(by, Action.WRITE_PROPOSAL, proposal)
    ending = PurePath(upload.filename.lower()).suffix
    if upload.content and ending not in ENDINGS:
        raise RuleBroken("questionnaire_type", "file")
    found = questionnaire_files.read(ending, taken_at_once(upload, limits).content)
    if found.get("call") != proposal.call_id.hex:
        raise RuleBroken("questionnaire_foreign", "file")
    return judged(proposal, _texts(found))


def _texts(found: Mapping[str, str]) -> dict[str, str]:
    return {
        key.removeprefix(_QUESTION): text
        for key, text in found.items()
        if key.startswith(_QUESTION)
    }


def judged(proposal: Proposal, texts: Mapping[str, str]) -> list[Item]:
    """Say what becomes of texts by the key of their question, against what stands now."""
    sections = {each.question.key.hex: each for each in whole(proposal).sections}
    known = [
        Item(rules.judge(texts[key], section.text), texts[key], section)
        for key, section in sections.items()
        if key in texts
    ]
    strange = [text for key, text in texts.items() if key not in sections and text.strip()]
    return known + [Item(Verdict.UNKNOWN, text) for text in strange]


@dataclass(frozen=True)
class Chosen:
    """A text that is to be taken in, and the version of the answer that was seen beside it."""

    position: int
    text: str
    seen: int


def take(proposal: Proposal, chosen: Sequence[Chosen], by: Actor, at: datetime) -> int:
    """Save every chosen text, or none when one of the answers was saved meanwhile."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    questions = {each.question.position: each.question for each in whole(proposal).sections}
    with atomic():
        for each in chosen:
            if each.position in questions:
                draft = AnswerDraft(
                    questions[each.position], each.text, each.seen, Way.IMPORTED
                )
                save_answer(proposal, draft, by, at)
    return len(chosen)
