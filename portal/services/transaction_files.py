"""Rows of a list of transactions out of a file: the portal's own XLSX, or CSV.

Read in pieces under limits of size; formulas and merged cells are told, never computed.
"""

import csv
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import Any, TypeAlias

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.domain.errors import RuleBroken
from portal.domain.texts import tidy
from portal.domain.transactions import COLUMNS, FORMULA
from portal.domain.uploads import MEGABYTE, ScanState
from portal.services import virus
from portal.services.file_checks import Limits, Upload, taken_at_once

FORMAT = "transactions 1"
SHEET, KEY = "Transactions", "Key"
HEAD_ROW = 4
"""The row of the headings in the portal's own file; in CSV they are the first row."""
MOST_UNPACKED = 60 * MEGABYTE
WIDTH = len(COLUMNS)
Rows: TypeAlias = Iterator[tuple[int, Sequence[object]]]
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]{1,20})"')
_PLAIN = (str, int, float, date)
_PIECE = MEGABYTE
_OVERLAP = 400


@dataclass(frozen=True)
class Expected:
    """What a file must show: the key of its contract, its headings; and its most rows."""

    key: str
    headings: Collection[tuple[str, ...]]
    most: int


def rows(upload: Upload, limits: Limits, expected: Expected) -> Rows:
    """Return the numbered rows below the headings; refuse a file that is no such list."""
    ending = PurePath(upload.filename.lower()).suffix
    if ending == ".csv":
        return _csv(_text(upload.content, limits), expected)
    if ending != ".xlsx":
        raise RuleBroken("list_kind", "file")
    content = taken_at_once(upload, limits).content
    require_plain(content)
    return _xlsx(content, expected)


def _text(content: bytes, limits: Limits) -> str:
    if not content:
        raise RuleBroken("file_empty", "file")
    if len(content) > limits.size:
        raise RuleBroken("file_too_large", "file", most=limits.size // MEGABYTE)
    if virus.scan(content) is ScanState.WAITING:
        raise RuleBroken("scanner_away", "file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleBroken("list_encoding", "file") from error


def _csv(text: str, expected: Expected) -> Rows:
    first = text.partition("\n")[0]
    mark = max(";", ",", "\t", key=first.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=mark)
    try:
        _require_headings(next(lines, []), expected, 1)
        yield from ((number, line[:WIDTH]) for number, line in enumerate(lines, 2))
    except csv.Error as error:
        raise RuleBroken("file_broken", "file") from error


def _require_headings(cells: Sequence[object], expected: Expected, row: int) -> None:
    said = tuple(tidy(str(each or "")).casefold() for each in cells[:WIDTH])
    known = {tuple(tidy(each).casefold() for each in one) for one in expected.headings}
    if said not in known:
        wanted = " | ".join(next(iter(expected.headings)))
        raise RuleBroken("list_headings", "file", row=row, headings=wanted)


def require_plain(content: bytes) -> None:
    """Refuse a package that unpacks to too much, and one with merged cells on any sheet."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        members = package.infolist()
        if sum(each.file_size for each in members) > MOST_UNPACKED:
            raise RuleBroken("file_bomb", "file")
        sheets = [each for each in members if each.filename.startswith("xl/worksheets/")]
        found = [cells for each in sheets for cells in _merged(package, each)]
    if found:
        raise RuleBroken("list_merged", "file", cells=", ".join(found[:10]))


def _merged(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> list[str]:
    found: dict[str, None] = {}
    tail = b""
    with package.open(member) as sheet:
        while piece := sheet.read(_PIECE):
            found |= dict.fromkeys(each.decode() for each in _MERGED.findall(tail + piece))
            tail = piece[-_OVERLAP:]
    return list(found)


def _xlsx(content: bytes, expected: Expected) -> Rows:
    try:
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise RuleBroken("file_broken", "file") from error
    try:
        _require_own(book, expected)
        yield from _cells(book[SHEET], expected)
    finally:
        book.close()


def _require_own(book: Any, expected: Expected) -> None:  # noqa: ANN401 - openpyxl's own
    own = {SHEET, KEY} <= set(book.sheetnames)
    if not own or [book[KEY][each].value for each in ("B1", "B2")] != [FORMAT, expected.key]:
        raise RuleBroken("list_foreign", "file")


def _cells(sheet: Any, expected: Expected) -> Rows:  # noqa: ANN401 - openpyxl's own
    sheet.reset_dimensions()
    last = HEAD_ROW + expected.most + 1
    found = sheet.iter_rows(min_row=HEAD_ROW, max_row=last, max_col=WIDTH, values_only=True)
    _require_headings(next(found, ()), expected, HEAD_ROW)
    for number, line in enumerate(found, HEAD_ROW + 1):
        yield number, [_cell(each) for each in line]


def _cell(value: object) -> object:
    """Return what a cell says; one that computes is told by its kind or its first sign."""
    return value if value is None or isinstance(value, _PLAIN) else FORMULA
