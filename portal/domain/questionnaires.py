"""A questionnaire that was filled in offline: what becomes of each answer in it."""

from enum import StrEnum

from portal.domain.proposals import word_count


class Verdict(StrEnum):
    """What becomes of one answer of a file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    EMPTY = "empty"
    UNKNOWN = "unknown"


def judge(text: str, standing: str) -> Verdict:
    """Say what becomes of a text, given what stands in the proposal now.

    A text that stands there and is another one is never replaced without being asked.
    """
    if not text.strip():
        return Verdict.EMPTY
    if text.strip() == standing.strip():
        return Verdict.UNCHANGED
    return Verdict.CONFLICT if standing.strip() else Verdict.NEW


def over(text: str, limit: int) -> int:
    """Return how many words a text has too many."""
    return max(0, word_count(text) - limit)
