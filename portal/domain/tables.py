"""Tables that leave the portal as files: columns with a kind, and rows of plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds; a spreadsheet shows and sorts it as such."""

    TEXT = "text"
    WORD = "word"
    """A member of an enum, told in the reader's language."""
    WHOLE = "whole"
    AMOUNT = "amount"
    DAY = "day"
    MOMENT = "moment"
    """An instant, in UTC."""


Columns = Sequence[tuple[str, Kind]]
"""The code of each heading, told in the reader's language, and what stands below it."""


@dataclass(frozen=True)
class Table:
    """A table by its name; rows may come as they are read."""

    name: str
    columns: Columns
    rows: Iterable[Sequence[object]]
