"""Which clauses of a contract stand with its signatures, and which keep together before."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

CLOSING = 1000
"""How many letters of clauses stand before the last one: all fit on the page of signatures."""
TIED = 2
"""How many clauses before them keep to the one ahead, so that none stands alone on a page."""


class Closing(NamedTuple):
    """The clauses of the end by number; 0 where there are none.

    From ``number`` on they run up to the signatures, with which the ``last`` keeps; from
    ``tied`` on they keep to the one ahead.
    """

    number: int
    last: int
    tied: int


def closing_from(parts: Sequence[Mapping[str, Any]]) -> Closing:
    """Return where the end of a contract begins: its last clause, and short ones before it."""
    clauses = [each for part in parts for each in part["clauses"]]
    if not clauses:
        return Closing(0, 0, 0)
    first, letters = clauses[-1]["number"], 0
    for each in reversed(clauses[:-1]):
        letters += sum(len(paragraph) for paragraph in each["paragraphs"])
        if letters > CLOSING:
            break
        first = each["number"]
    return Closing(first, clauses[-1]["number"], first - TIED)
