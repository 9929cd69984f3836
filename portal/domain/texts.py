"""What is done to every text that a person types or pastes, before it is kept."""

import re
import unicodedata

_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]"
)
"""Soft hyphens, marks of no width, and marks that turn the direction of a text."""
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_QUOTES = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
    }
)
_EMPTY_MARKUP = re.compile(r"(\s|&nbsp;|</?(p|br|div|span)\b[^<>]*>)*", re.IGNORECASE)

_NUMBER = re.compile("[0-9]{1,9}")


def number_of(sent: object) -> int | None:
    """Return the number that a hidden field or an address carries; None for what is none.

    One of more than nine figures is none: no column of a number holds it.
    """
    text = str(sent or "").strip()
    return int(text) if _NUMBER.fullmatch(text) else None


def tidy(typed: str) -> str:
    """Return a typed or pasted text as it is kept.

    Quotes of word processors become plain, hard spaces become spaces, line ends one kind;
    what nobody sees goes: soft hyphens, control characters, marks of direction. Letters of
    every script, joiners and emoji stay. An editor's empty paragraph is an empty text.
    """
    text = _BREAKS.sub("\n", typed)
    text = _SPACES.sub(" ", _HIDDEN.sub("", text)).translate(_QUOTES)
    text = "".join(each for each in text if _is_text(each))
    text = unicodedata.normalize("NFC", text).strip()
    return "" if _EMPTY_MARKUP.fullmatch(text) else text


def _is_text(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
