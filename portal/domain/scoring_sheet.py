"""A workbook of scorecards: how it is told from any other, and what its cells may say."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMAT = "scorecards 1"
SHEET, KEY = "Scores", "Key"
FIRST_ROW = 4
SCORE, REASON = "F", "G"
"""The two columns that a member writes in."""
WIDTH = 8
MOST_ROWS = 5000
_LABEL = b"portal scoring sheet\0"


@dataclass(frozen=True)
class Line:
    """One row of a workbook as it was filled in: which score it is, and where it stands."""

    key: str
    score: Any
    reason: str
    row: int


@dataclass(frozen=True)
class Workbook:
    """What was read of a file: whom it was made for, and its rows."""

    identity: Mapping[str, Any]
    lines: tuple[Line, ...]


def written(identity: Mapping[str, Any]) -> str:
    """Return what identifies a workbook as the text that is signed."""
    return json.dumps(identity, sort_keys=True, separators=(",", ":"))


def signature(secret: bytes, text: str) -> str:
    """Sign what identifies a workbook: an HMAC with SHA-256 under the portal's secret."""
    return hmac.new(secret, _LABEL + text.encode(), hashlib.sha256).hexdigest()


def is_genuine(secret: bytes, text: str, given: str) -> bool:
    """Say whether this portal made what identifies a workbook."""
    return hmac.compare_digest(signature(secret, text).encode(), given.encode())


def score_of(cell: Any, scale: int) -> int | None:  # noqa: ANN401 - whatever a cell holds
    """Read a score, None for an empty cell; ``ValueError`` for what is not on the scale."""
    text = "" if cell is None else str(cell).strip().removesuffix(".0")
    if not text:
        return None
    if isinstance(cell, bool) or not text.isdecimal() or int(text) > scale:
        raise ValueError(text)
    return int(text)
