"""Eligibility and the comparison of names with the sanctions list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz.fuzz import token_sort_ratio

from portal.domain.errors import RuleBroken

ALIKE = 88
"""From this likeness of 100 on, a person has to judge a possible match."""
VERDICT_WORDS = 10
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_NAME_END = re.compile("[,;:(\t]| - | \N{EN DASH} ")


@dataclass(frozen=True)
class Listed:
    """One entry of the sanctions list with every name it is known under."""

    reference: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A name that looks like one on the list; ``likeness`` is 0 to 100."""

    name: str
    reference: str
    listed_name: str
    likeness: int


@dataclass(frozen=True)
class Check:
    """The answer to one check of eligibility."""

    ok: bool | None
    note: str = ""


def plain(name: str) -> str:
    """Write a name in small ASCII letters with single spaces, whatever script it came in."""
    return _NOT_LETTERS.sub(" ", anyascii(name).casefold()).strip()


def people(lines: str) -> list[str]:
    """Return the names of key people, one a line, without the function that follows them."""
    names = (_NAME_END.split(line)[0].strip() for line in lines.splitlines())
    return [name for name in names if name]


def likeness(one: str, other: str) -> int:
    """Say how alike two names are, 0 to 100, whatever the order of their words."""
    return int(token_sort_ratio(plain(one), plain(other)))


def matches(names: Iterable[str], entries: Sequence[Listed]) -> list[Match]:
    """Return the possible matches of names with the list, the best of each entry."""
    found = (_best(name, entry) for name in dict.fromkeys(names) for entry in entries)
    return [match for match in found if match.likeness >= ALIKE]


def _best(name: str, entry: Listed) -> Match:
    degree, listed = max((likeness(name, each), each) for each in entry.names)
    return Match(name, entry.reference, listed, degree)


def broken_verdict(reason: str) -> list[RuleBroken]:
    """Return what is wrong with the reason of a verdict on a possible match."""
    if len(reason.split()) < VERDICT_WORDS:
        return [RuleBroken("verdict_reason_short", "reason", words=VERDICT_WORDS)]
    return []


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
