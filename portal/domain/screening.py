"""Eligibility: the checklist of a proposal and what stands against a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import RuleBroken


class ItemKind(StrEnum):
    """What an item of the checklist is about."""

    QUESTION = "question"
    EVIDENCE = "evidence"
    DOCUMENT = "document"
    PAPER = "paper"
    CHECK = "check"


class Outcome(StrEnum):
    """What an item of the checklist says of a proposal."""

    PASSED = "passed"
    FAILED = "failed"
    MISSING = "missing"
    EXPIRED = "expired"
    REFUSED = "refused"
    TO_JUDGE = "to_judge"
    NOT_REQUIRED = "not_required"


@dataclass(frozen=True)
class Check:
    """The answer to one check of eligibility."""

    ok: bool | None
    note: str = ""


FILES = frozenset({ItemKind.EVIDENCE, ItemKind.DOCUMENT, ItemKind.PAPER})


@dataclass(frozen=True)
class ItemFacts:
    """What is known of an item: ``passes`` decides a question, ``present`` a file at first.

    A paper of the profile passes while it has not expired. ``check`` is what a person found
    where no rule decides; ``mandatory`` holds for files.
    """

    kind: ItemKind
    passes: bool | None = None
    present: bool = False
    mandatory: bool = True
    check: Check = Check(None)


def needs_person(facts: ItemFacts) -> bool:
    """Say whether a person answers an item: a check, or a file on which no rule decides."""
    decided = facts.kind is ItemKind.PAPER and bool(facts.passes)
    return facts.kind is ItemKind.CHECK or (
        facts.kind in FILES and facts.present and not decided
    )


def outcome(facts: ItemFacts) -> Outcome:
    """Say what an item means: by its rule where one decides, else by what a person found."""
    if needs_person(facts):
        return _found(facts)
    if facts.passes is not None:
        return Outcome.PASSED if facts.passes else Outcome.FAILED
    return Outcome.MISSING if facts.mandatory else Outcome.NOT_REQUIRED


def _found(facts: ItemFacts) -> Outcome:
    if facts.check.ok is None:
        return Outcome.EXPIRED if _is_over(facts) else Outcome.TO_JUDGE
    return Outcome.PASSED if facts.check.ok else Outcome.REFUSED


def _is_over(facts: ItemFacts) -> bool:
    return facts.kind is ItemKind.PAPER and facts.passes is False


def can_be_supplied(facts: ItemFacts) -> bool:
    """Say whether a partner lacks an item that it may supply in a window for what is missing.

    An answer that does not pass is an answer: it cannot be given again.
    """
    told = outcome(facts)
    unusable = told is Outcome.REFUSED and facts.kind in FILES
    return unusable or told in {Outcome.MISSING, Outcome.EXPIRED}


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


def broken_items(outcomes: Sequence[Outcome]) -> list[RuleBroken]:
    """Return what the checklist holds against an eligible proposal beside a person's checks."""
    failed = outcomes.count(Outcome.FAILED)
    missing = outcomes.count(Outcome.MISSING)
    rules = [
        (failed, RuleBroken("eligibility_failed", "decision")),
        (missing, RuleBroken("checklist_missing", "decision", count=missing)),
    ]
    return [rule for holds, rule in rules if holds]
