"""How like two questions are, so that an answer can be found again under another wording."""

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

ALIKE = 55
"""From which likeness of 100 on an earlier answer is worth showing."""


def likeness(question: str, other: str) -> int:
    """Say how like two questions are, from 0 to 100, whatever the order of their words."""
    return round(token_set_ratio(question, other, processor=default_process))
