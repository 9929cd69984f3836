"""A filled-in questionnaire into a proposal: a report first, then all that was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath

from portal.db import atomic
from portal.domain import questionnaires as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.policy import Actor, require
from portal.domain.questionnaires import Verdict
from portal.models import Proposal, Question
from portal.services import (
    proposal_eligibility,
    questionnaire_files,
    questionnaire_sections,
)
from portal.services.file_checks import Limits, Upload, taken_at_once
from portal.services.proposal_contents import Section, whole
from portal.services.proposal_drafts import (
    AnswerDraft,
    BudgetDraft,
    Way,
    save_answer,
    save_budget,
    stated_total,
)
from portal.services.proposal_eligibility import EligibilityDraft
from portal.services.questionnaire_sections import Money, Reply, Row
from portal.services.steps import fresh

ENDINGS = (".docx", ".xlsx")


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


@dataclass(frozen=True)
class Report:
    """What becomes of everything in a file, and the versions of what stands beside it."""

    items: Sequence[Item]
    replies: Sequence[Reply]
    money: Money


def report(proposal: Proposal, upload: Upload, limits: Limits, by: Actor) -> Report:
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
    rows = questionnaire_sections.rows(proposal, _part(found, "budget."))
    return judged(
        proposal, Written(_part(found, "question."), _part(found, "eligibility."), rows)
    )


def _part(found: Mapping[str, str], head: str) -> dict[str, str]:
    return {key.removeprefix(head): text for key, text in found.items() if key.startswith(head)}


@dataclass(frozen=True)
class Written:
    """What a file says: texts by the key of their question, and rows of a budget."""

    answers: Mapping[str, str]
    eligibility: Mapping[str, str]
    rows: Sequence[Row]


def judged(proposal: Proposal, written: Written) -> Report:
    """Say what becomes of what a file says, against what stands now."""
    return Report(
        _items(proposal, written.answers),
        questionnaire_sections.replies(proposal, written.eligibility),
        questionnaire_sections.money(proposal, written.rows),
    )


def _items(proposal: Proposal, texts: Mapping[str, str]) -> list[Item]:
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


@dataclass(frozen=True)
class Choice:
    """All that is to be taken in: answers, answers on eligibility, rows of the budget.

    Each section comes with the version that was seen beside it.
    """

    answers: Sequence[Chosen]
    eligibility: Mapping[str, str] = field(default_factory=dict)
    eligibility_seen: int = 0
    rows: Sequence[Row] = ()
    budget_seen: int = 0


def take(proposal: Proposal, choice: Choice, by: Actor, at: datetime) -> int:
    """Save all that is chosen, or nothing when one section was saved meanwhile.

    What cannot be read is refused in words. Returns how many answers and lines came in.
    """
    require(by, Action.WRITE_PROPOSAL, proposal)
    with atomic():
        _take_answers(proposal, choice.answers, by, at)
        if choice.eligibility:
            _take_eligibility(proposal, choice, by, at)
        if choice.rows:
            _take_budget(proposal, choice, by, at)
    return len(choice.answers) + len(choice.eligibility) + len(choice.rows)


def _take_answers(
    proposal: Proposal, chosen: Sequence[Chosen], by: Actor, at: datetime
) -> None:
    questions = {each.question.position: each.question for each in whole(proposal).sections}
    for each in chosen:
        if each.position in questions:
            question = questions[each.position]
            draft = AnswerDraft(question, each.text, each.seen, Way.IMPORTED)
            save_answer(proposal, draft, by, at)


def _take_eligibility(proposal: Proposal, choice: Choice, by: Actor, at: datetime) -> None:
    found = questionnaire_sections.replies(proposal, choice.eligibility)
    if any(each.given is None for each in found):
        raise RuleBroken("reply_unreadable")
    taken = {str(each.question.key): each.given for each in found if each.question}
    given = {**proposal_eligibility.answers(fresh(proposal)), **taken}
    draft = EligibilityDraft(given, choice.eligibility_seen, Way.IMPORTED)
    proposal_eligibility.save_answers(proposal, draft, by, at)


def _take_budget(proposal: Proposal, choice: Choice, by: Actor, at: datetime) -> None:
    lines, broken = questionnaire_sections.read(proposal, choice.rows)
    if broken:
        raise RulesBroken(list(broken))
    percent = questionnaire_sections.indirect(proposal)
    draft = BudgetDraft(
        lines, percent, choice.budget_seen, Way.IMPORTED, stated_total(proposal)
    )
    save_budget(proposal, draft, by, at)
