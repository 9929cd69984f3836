"""Eligibility and budget of a filled-in questionnaire: what becomes of them in a proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.domain import budget_sheet
from portal.domain import questionnaires as rules
from portal.domain.budget_sheet import Words
from portal.domain.call_terms import AnswerKind
from portal.domain.errors import RuleBroken
from portal.domain.proposals import INDIRECT
from portal.domain.questionnaires import Verdict
from portal.models import BudgetLine, EligibilityQuestion, Proposal
from portal.services import budget_categories, proposal_drafts, proposal_eligibility
from portal.services.proposal_drafts import PERCENT, Line
from portal.services.questionnaire_files import COLUMNS

_SHOWN = ("category", "description", "unit", "quantity", "unit_cost", "months")
Row = Sequence[str]


@dataclass(frozen=True)
class Reply:
    """An answer on eligibility in the file beside what stands; no question when unknown."""

    verdict: Verdict
    text: str
    given: object = None
    standing: object = None
    question: EligibilityQuestion | None = None


@dataclass(frozen=True)
class Money:
    """The budget of the file beside the one that stands, whole; and what is wrong with it.

    ``rows`` are its lines as they were written, under the code of their category.
    """

    verdict: Verdict
    rows: Sequence[Row] = ()
    lines: Sequence[Line] = ()
    standing: Sequence[BudgetLine] = ()
    broken: Sequence[RuleBroken] = ()


def replies(proposal: Proposal, texts: Mapping[str, str]) -> list[Reply]:
    """Say what becomes of answers by the key of their question, against what stands now."""
    standing = proposal_eligibility.answers(proposal)
    asked = {each.key.hex: each for each in proposal_eligibility.questions(proposal.call_id)}
    known = [
        _reply(question, texts[key], standing.get(str(question.key)))
        for key, question in asked.items()
        if key in texts
    ]
    strange = [text for key, text in texts.items() if key not in asked and text.strip()]
    return known + [Reply(Verdict.UNKNOWN, text) for text in strange]


def _reply(question: EligibilityQuestion, text: str, standing: object) -> Reply:
    given = rules.read_reply(text, number=question.kind is AnswerKind.NUMBER)
    verdict = rules.judge_reply(text, given, standing)
    return Reply(verdict, text, given, standing, question)


def rows(proposal: Proposal, texts: Mapping[str, str]) -> list[Row]:
    """Return the written lines of a budget by their places ``KEY.LINE.COLUMN``, in order.

    A line under a category that the call does not have keeps the key of it.
    """
    codes = {each.key.hex: each.code for each in budget_categories.of(proposal.call)}
    lines: dict[tuple[str, str], dict[str, str]] = {}
    for place, text in texts.items():
        category, _, rest = place.partition(".")
        number, _, column = rest.partition(".")
        if column in COLUMNS and text.strip():
            lines.setdefault((category, number), {})[column] = " ".join(text.split())
    return [
        (codes.get(category, category), *(line.get(column, "") for column in COLUMNS))
        for (category, _number), line in lines.items()
    ]


def money(proposal: Proposal, written: Sequence[Row]) -> Money:
    """Say what becomes of the written lines of a budget, against the one that stands now."""
    present = proposal_drafts.lines(proposal)
    standing = [each for each in present if each.category != INDIRECT]
    if not written:
        return Money(Verdict.EMPTY)
    lines, broken = read(proposal, written)
    if broken:
        return Money(Verdict.UNREADABLE, written, (), standing, broken)
    verdict = Verdict.CONFLICT if standing else Verdict.NEW
    if _seen(lines) == _seen(standing):
        verdict = Verdict.UNCHANGED
    return Money(verdict, written, lines, standing)


def read(proposal: Proposal, written: Sequence[Row]) -> tuple[list[Line], Sequence[RuleBroken]]:
    """Read the written lines of a budget: all of them, and every fault with its row."""
    names = budget_categories.names(proposal.call, proposal.call.language)
    codes = {code.casefold(): code for code in names if code != INDIRECT}
    sheet = budget_sheet.read([(), *written], Words(codes), first=0)
    return [Line(**each) for each in sheet.lines], sheet.problems


def _seen(lines: Sequence[Any]) -> list[list[object]]:
    """Return what a questionnaire says of lines: it knows no share and no own contribution."""
    return [[getattr(each, name) for name in _SHOWN] for each in lines]


def indirect(proposal: Proposal) -> Decimal:
    """Return the percent of indirect costs that stands: a questionnaire has none."""
    kept = [each for each in proposal_drafts.lines(proposal) if each.category == INDIRECT]
    return sum((each.quantity * PERCENT for each in kept), Decimal(0))
