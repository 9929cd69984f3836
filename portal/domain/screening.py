"""Eligibility: the checks of a proposal and what stands against a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.domain.errors import RuleBroken


@dataclass(frozen=True)
class Check:
    """The answer to one check of eligibility."""

    ok: bool | None
    note: str = ""


def broken_checks(checks: Mapping[str, Check]) -> list[RuleBroken]:
    """Return a broken rule for each check without an answer, or with a bare no."""
    broken = [
        RuleBroken("check_unanswered", f"{code}_ok")
        for code, check in checks.items()
        if check.ok is None
    ]
    return broken + [
        RuleBroken("check_note_missing", f"{code}_note")
        for code, check in checks.items()
        if check.ok is False and not check.note.strip()
    ]


def broken_decision(
    checks: Mapping[str, Check], verdicts: Sequence[bool | None], reason: str, *, eligible: bool
) -> list[RuleBroken]:
    """Return what stands against a screening decision.

    ``verdicts`` holds one entry for each possible match: same person, another one, or None.
    """
    broken = broken_checks(checks)
    undecided = sum(verdict is None for verdict in verdicts)
    if undecided:
        broken.append(RuleBroken("matches_undecided", count=undecided))
    if not eligible and not reason.strip():
        broken.append(RuleBroken("screening_reason_missing", "reason"))
    return broken + (_against(checks, verdicts) if eligible else [])


def _against(checks: Mapping[str, Check], verdicts: Sequence[bool | None]) -> list[RuleBroken]:
    broken = []
    if any(verdicts):
        broken.append(RuleBroken("sanctions_same", "decision"))
    if any(check.ok is False for check in checks.values()):
        broken.append(RuleBroken("check_failed", "decision"))
    return broken
