"""Who may be judged: eligibility questions, when an answer passes, and what is still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.call_terms import AnswerKind, PassingRule
from portal.domain.errors import RuleBroken

NUMBER_RULES = frozenset({PassingRule.AT_LEAST, PassingRule.AT_MOST})
LARGEST = 1_000_000_000
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Asked:
    """One eligibility question; ``figure`` is what a number must reach or not exceed."""

    key: str
    passing: PassingRule
    figure: int | None = None
    evidence: bool = False


def kind_of(passing: PassingRule) -> AnswerKind:
    """Say what a question asks for, from the rule by which its answer passes."""
    return AnswerKind.NUMBER if passing in NUMBER_RULES else AnswerKind.YES_NO


def broken_question(passing: PassingRule, figure: int | None) -> str:
    """Name the rule that a question breaks, or nothing: only a number has a figure."""
    if passing in NUMBER_RULES:
        return "question_figure_missing" if figure is None else ""
    return "" if figure is None else "question_figure_not_asked"


def is_answer(question: Asked, given: object) -> bool:
    """Say whether something is an answer of the kind that the question asks for."""
    if kind_of(question.passing) is AnswerKind.YES_NO:
        return given in (YES, NO)
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= LARGEST


def passes(question: Asked, given: object) -> bool:
    """Say whether an answer lets a proposal be judged; no answer never does."""
    if not is_answer(question, given):
        return False
    if question.passing is PassingRule.AT_LEAST:
        return int(str(given)) >= (question.figure or 0)
    if question.passing is PassingRule.AT_MOST:
        return int(str(given)) <= (question.figure or 0)
    return given == question.passing.value


@dataclass(frozen=True)
class EligibilityFacts:
    """The questions, the answers by key, and the keys that a file proves."""

    questions: Sequence[Asked] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    proven: frozenset[str] = frozenset()


def open_questions(facts: EligibilityFacts) -> list[int]:
    """Return the numbers of the questions without an answer, from 1."""
    return [
        number
        for number, each in enumerate(facts.questions, 1)
        if not is_answer(each, facts.answers.get(each.key))
    ]


def unproven(facts: EligibilityFacts) -> list[int]:
    """Return the numbers of the questions that want a file and have none, from 1."""
    return [
        number
        for number, each in enumerate(facts.questions, 1)
        if each.evidence and each.key not in facts.proven
    ]


def eligibility_rules(facts: EligibilityFacts) -> list[RuleBroken]:
    """Return what eligibility still keeps from being submitted, by section.

    An answer that does not pass keeps nothing back: it is told, and screening decides.
    """
    broken = [
        RuleBroken("eligibility_open", "eligibility", number=number)
        for number in open_questions(facts)
    ]
    return broken + [
        RuleBroken("evidence_missing", "attachments", number=number)
        for number in unproven(facts)
    ]
