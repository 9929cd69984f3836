"""Words to search by: the same for every script and both databases."""

import re

from anyascii import anyascii

LONGEST_WORD = 40
MOST_WORDS = 20_000
MOST_TERMS = 8
_WORD = re.compile("[a-z0-9]+")


def words(text: str) -> list[str]:
    """Return the different words of a text in Latin letters and figures, sorted.

    Other scripts are transliterated, so that what is typed in Arabic or without accents finds
    the same; nothing else than a-z and 0-9 is left, so no word can be an operator.
    """
    return sorted(set(_split(text)))[:MOST_WORDS]


def terms(typed: str) -> list[str]:
    """Return the first words of what somebody searches for, each once, in their order."""
    return list(dict.fromkeys(_split(typed)))[:MOST_TERMS]


def _split(text: str) -> list[str]:
    plain = anyascii(text).lower()
    return [word[:LONGEST_WORD] for word in _WORD.findall(plain)]
