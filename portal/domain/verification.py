"""What the office finds out about a partner: the answers of a verification, and flags."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import (
    REFUSE_VERIFICATION,
    VERIFY,
    VERIFY_WITH_CONDITIONS,
    Step,
    VerificationState,
)


class FlagCategory(StrEnum):
    """What a flag on a partner is about."""

    REPUTATION = "reputation"
    FINANCE = "finance"
    OPERATION = "operation"
    COMPLIANCE = "compliance"
    EXPLOITATION = "exploitation"
    SAFEGUARDING = "safeguarding"
    SANCTIONS = "sanctions"
    OTHER = "other"


@dataclass(frozen=True)
class Answer:
    """The answer to one question, yes or no, with a note."""

    yes: bool | None
    note: str = ""


STEPS: Mapping[VerificationState, Step[VerificationState]] = {
    step.end: step for step in (VERIFY, VERIFY_WITH_CONDITIONS, REFUSE_VERIFICATION)
}
"""The step that leads to each verdict."""
_TEXT_MISSING = {
    VerificationState.CONDITIONS: "conditions_missing",
    VerificationState.NOT_VERIFIED: "refusal_reason_missing",
}


def broken_verification(
    answers: Mapping[str, Answer], verdict: VerificationState, text: str
) -> list[RuleBroken]:
    """Return what stands against a verdict: open questions, bare noes, missing words.

    ``field`` of each names the input: ``<code>_ok``, ``<code>_note``, ``verdict``, ``text``.
    """
    broken = _broken_answers(answers, "check_unanswered", "check_note_missing")
    if verdict is VerificationState.VERIFIED and _noes(answers):
        broken.append(RuleBroken("verified_against_no", "verdict", count=len(_noes(answers))))
    if verdict in _TEXT_MISSING and not text.strip():
        broken.append(RuleBroken(_TEXT_MISSING[verdict], field="text"))
    return broken


def broken_declaration(answers: Mapping[str, Answer]) -> list[RuleBroken]:
    """Return what stands against storing declarations: statements left open, bare noes."""
    return _broken_answers(answers, "declaration_unanswered", "declaration_comment_missing")


def _broken_answers(
    answers: Mapping[str, Answer], unanswered: str, bare: str
) -> list[RuleBroken]:
    open_ones = [code for code, answer in answers.items() if answer.yes is None]
    noes = [code for code in _noes(answers) if not answers[code].note.strip()]
    return [RuleBroken(unanswered, f"{code}_ok") for code in open_ones] + [
        RuleBroken(bare, f"{code}_note") for code in noes
    ]


def _noes(answers: Mapping[str, Answer]) -> list[str]:
    return [code for code, answer in answers.items() if answer.yes is False]


def stored(answers: Mapping[str, Answer]) -> dict[str, dict[str, object]]:
    """Return answers as plain data to keep."""
    return {
        code: {"yes": bool(answer.yes), "note": answer.note.strip()}
        for code, answer in answers.items()
    }


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; 28 February after a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def agrees(answers: Iterable[Answer]) -> bool:
    """Say whether every statement was answered with yes."""
    return all(answer.yes is True for answer in answers)
