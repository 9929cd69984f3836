"""A questionnaire that was filled in offline: what becomes of each answer in it."""

from enum import StrEnum

from portal.domain.amounts import read_cell
from portal.domain.eligibility import LARGEST, NO, YES
from portal.domain.proposals import word_count

_SAID = {
    **dict.fromkeys(("yes", "y", "oui", "o", "true", "نعم"), YES),
    **dict.fromkeys(("no", "n", "non", "false", "لا"), NO),
}


class Verdict(StrEnum):
    """What becomes of one answer of a file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    EMPTY = "empty"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


def judge(text: str, standing: str) -> Verdict:
    """Say what becomes of a text, given what stands in the proposal now.

    A text that stands there and is another one is never replaced without being asked.
    """
    if not text.strip():
        return Verdict.EMPTY
    if text.strip() == standing.strip():
        return Verdict.UNCHANGED
    return Verdict.CONFLICT if standing.strip() else Verdict.NEW


def read_reply(text: str, *, number: bool) -> object:
    """Read an answer on eligibility as people write it; None when it is none."""
    if not number:
        return _SAID.get(text.strip().rstrip(".").casefold())
    amount = read_cell(text.strip())
    whole = amount is not None and amount % 1 == 0 and 0 <= amount <= LARGEST
    return int(amount) if amount is not None and whole else None


def judge_reply(text: str, given: object, standing: object) -> Verdict:
    """Say what becomes of an answer on eligibility, read as ``given``."""
    if not text.strip():
        return Verdict.EMPTY
    if given is None:
        return Verdict.UNREADABLE
    if standing is None:
        return Verdict.NEW
    return Verdict.UNCHANGED if given == standing else Verdict.CONFLICT


def over(text: str, limit: int) -> int:
    """Return how many words a text has too many."""
    return max(0, word_count(text) - limit)
