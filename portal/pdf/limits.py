"""What a document may hold, so that plain text can never hang the layout."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

MARKS_IN_A_RUN = 4
TEXT_CHARACTERS = 60_000
ALL_CHARACTERS = 1_000_000
TABLE_ROWS = 2_000
ALL_VALUES = 40_000

# Control characters break the file; direction overrides make a name read as another name.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]",
)
_MAYBE_MARKS = re.compile(rf"[^\w\s]{{{MARKS_IN_A_RUN + 1}}}")


class TooLong(ValueError):
    """A document holds more than can be laid out: says what, how much, and the limit."""

    def __init__(self, what: str, size: int, limit: int) -> None:
        super().__init__(what, size, limit)
        self.what, self.size, self.limit = what, size, limit

    def __str__(self) -> str:
        return f"{self.what}: {self.size}, at most {self.limit}"


def bounded(facts: Mapping[str, object]) -> dict[str, object]:
    """Copy facts with clean text; raise TooLong over a limit, TypeError for no primitive."""
    clean = {str(key): _clean(value, str(key)) for key, value in facts.items()}
    _refuse_over("values", _count(clean), ALL_VALUES)
    _refuse_over("characters", len(json.dumps(clean, ensure_ascii=False)), ALL_CHARACTERS)
    return clean


def clean_text(text: str) -> str:
    """Normalise to NFC, drop unprintable characters, keep four combining marks in a run."""
    text = unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))
    return _few_marks(text) if _MAYBE_MARKS.search(text) else text


def _few_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character).startswith("M") else 0
        if run <= MARKS_IN_A_RUN:
            kept.append(character)
    return "".join(kept)


def _clean(value: object, where: str) -> object:
    if isinstance(value, str):
        _refuse_over(where, len(value), TEXT_CHARACTERS)
        return clean_text(value)
    if isinstance(value, Mapping):
        return {str(key): _clean(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, Sequence):
        _refuse_over(where, len(value), TABLE_ROWS)
        return [_clean(inner, where) for inner in value]
    return _plain(value, where)


def _plain(value: object, where: str) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    message = f"{where} is a {type(value).__name__}, not a primitive"
    raise TypeError(message)


def _count(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_count, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_count, value))
    return 1


def _refuse_over(what: str, size: int, limit: int) -> None:
    if size > limit:
        raise TooLong(what, size, limit)
