"""A whole report as a workbook: what it asks, how its cells are read, what becomes of each."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from portal.domain.amounts import read_cell
from portal.domain.errors import RuleBroken
from portal.domain.texts import tidy

FORMAT = "report workbook 1"
KEY, LISTS = "Key", "Lists"
LABEL_COLUMN, KEY_COLUMN = 0, 11
"""The first column says what a row asks, the hidden last one which row it is."""
LEVELS = range(1, 6)
_SEAL = b"portal report workbook\0"
_SHOWN = 60


class CellKind(StrEnum):
    """What a cell takes; a ``SIGNED`` amount may be below 0."""

    TEXT = "text"
    WHOLE = "whole"
    LEVEL = "level"
    AMOUNT = "amount"
    SIGNED = "signed"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True)
class Word:
    """A text that stands in the table of words, told in the language of the workbook."""

    key: str


Said: TypeAlias = Word | str
Say: TypeAlias = Callable[[Said], str]
Values: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""What a section says: by grid, by line, by what is asked."""


@dataclass(frozen=True)
class Ask:
    """One cell to write in; ``most`` is its longest text or highest number."""

    name: str
    kind: CellKind
    most: int = 0
    choices: tuple[tuple[str, Word], ...] = ()


@dataclass(frozen=True)
class Line:
    """One row of a sheet: what it asks about, its cells and what stands in them.

    None among ``asks`` is a column that this row leaves empty.
    """

    key: str
    label: Said
    asks: Sequence[Ask | None]
    values: Mapping[str, Any]

    @property
    def cells(self) -> list[tuple[int, Ask]]:
        """The cells to write in, each with its column."""
        numbered = enumerate(self.asks, LABEL_COLUMN + 1)
        return [(column, ask) for column, ask in numbered if ask is not None]


@dataclass(frozen=True)
class Grid:
    """Rows under one row of headings; of a ``free`` one the empty rows say nothing."""

    name: str
    heads: Sequence[Said]
    lines: Sequence[Line]
    free: bool = False


@dataclass(frozen=True)
class Chapter:
    """One section of a report: on which sheet it stands, and the version that was read."""

    code: str
    sheet: str
    title: Said
    version: int
    grids: Sequence[Grid]

    @property
    def values(self) -> Values:
        """What stands in the section."""
        return said(self, {key: _standing(line) for key, line in keyed(self)})


class Fate(StrEnum):
    """What becomes of a section of a workbook."""

    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"


def keyed(chapter: Chapter) -> Iterator[tuple[str, Line]]:
    """Yield every line of a section with the key by which it is found in a workbook."""
    for grid in chapter.grids:
        yield from ((f"{chapter.code}|{grid.name}|{line.key}", line) for line in grid.lines)


def _standing(line: Line) -> dict[str, Any]:
    """Return what stands in a line, its texts as a cell would give them back."""
    values = {ask.name: line.values.get(ask.name) for _column, ask in line.cells}
    return {
        name: tidy(each).strip() if isinstance(each, str) else each
        for name, each in values.items()
    }


def said(chapter: Chapter, cells: Mapping[str, Mapping[str, Any]]) -> Values:
    """Return cells by the key of their line as what a section says; empty free rows go."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for grid in chapter.grids:
        lines = [cells[f"{chapter.code}|{grid.name}|{line.key}"] for line in grid.lines]
        if grid.free:
            full = [each for each in lines if any(v not in {"", None} for v in each.values())]
            found[grid.name] = {str(number): each for number, each in enumerate(full)}
        else:
            keys = [line.key for line in grid.lines]
            found[grid.name] = dict(zip(keys, lines, strict=True))
    return found


def digest(values: object) -> str:
    """Return the SHA-256 of plain data in hexadecimal."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def shape(chapters: Sequence[Chapter]) -> str:
    """Identify which cells a workbook has, whatever stands in them."""
    return digest(
        [
            [key, [ask.name for _column, ask in line.cells]]
            for chapter in chapters
            for key, line in keyed(chapter)
        ]
    )


def fate(chapter: Chapter, values: Values, base: Sequence[Any]) -> Fate:
    """Say what becomes of a section: ``base`` is the version and digest it was made from."""
    if values == chapter.values or digest(values) == base[1]:
        return Fate.SAME
    return Fate.CHANGED if chapter.version == base[0] else Fate.CONFLICT


def seal(secret: bytes, text: str) -> str:
    """Sign what identifies a workbook: an HMAC with SHA-256 under the portal's secret."""
    return hmac.new(secret, _SEAL + text.encode(), hashlib.sha256).hexdigest()


def is_genuine(secret: bytes, text: str, given: str) -> bool:
    """Say whether this portal made what identifies a workbook."""
    return hmac.compare_digest(seal(secret, text).encode(), given.encode())


def read(ask: Ask, cell: object, say: Say) -> Any:  # noqa: ANN401 - plain data
    """Return what a cell says as it is kept; ``RuleBroken`` without a place when it cannot."""
    text = "" if cell is None else tidy(str(cell)).strip()
    if isinstance(cell, str) and text.startswith("="):
        raise RuleBroken("book_cell_formula")
    if not text:
        return None if ask.kind in {CellKind.WHOLE, CellKind.LEVEL} else ""
    return _READERS[ask.kind](ask, cell, text, say)


def _text(ask: Ask, _cell: object, text: str, _say: Say) -> str:
    if len(text) > ask.most:
        raise RuleBroken("book_cell_long", most=ask.most)
    return text


def _whole(ask: Ask, cell: object, text: str, _say: Say) -> int:
    plain = text.removesuffix(".0").replace(" ", "")
    if isinstance(cell, bool) or not plain.isdecimal() or int(plain) > ask.most:
        raise RuleBroken("book_cell_whole", typed=text[:_SHOWN], most=ask.most)
    return int(plain)


def _level(_ask: Ask, cell: object, text: str, _say: Say) -> int:
    plain = text.removesuffix(".0")
    if isinstance(cell, bool) or not plain.isdecimal() or int(plain) not in LEVELS:
        raise RuleBroken("book_cell_level", typed=text[:_SHOWN])
    return int(plain)


def _amount(ask: Ask, cell: object, text: str, _say: Say) -> str:
    amount = read_cell(cell)
    if amount is None or (amount < 0 and ask.kind is CellKind.AMOUNT):
        raise RuleBroken("book_cell_amount", typed=text[:_SHOWN])
    return plain_amount(amount)


def plain_amount(amount: Decimal | None) -> str:
    """Return an amount as a workbook keeps it, nothing for none."""
    return "" if amount is None else f"{amount.normalize():f}"


def _day(_ask: Ask, cell: object, text: str, _say: Say) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise RuleBroken("book_cell_day", typed=text[:_SHOWN]) from None


def _choice(ask: Ask, _cell: object, text: str, say: Say) -> str:
    known = {value.casefold(): value for value, _word in ask.choices}
    known |= {say(word).casefold(): value for value, word in ask.choices}
    if text.casefold() not in known:
        raise RuleBroken("book_cell_choice", typed=text[:_SHOWN])
    return known[text.casefold()]


_READERS: Mapping[CellKind, Callable[[Ask, object, str, Say], Any]] = {
    CellKind.TEXT: _text,
    CellKind.WHOLE: _whole,
    CellKind.LEVEL: _level,
    CellKind.AMOUNT: _amount,
    CellKind.SIGNED: _amount,
    CellKind.DAY: _day,
    CellKind.CHOICE: _choice,
}
