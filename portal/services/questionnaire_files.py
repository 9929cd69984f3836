"""Answers out of a questionnaire that was filled in offline, as DOCX or XLSX, by their keys."""

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.domain.errors import RuleBroken
from portal.domain.texts import tidy

FORMAT = "questionnaire 1"
FIRST_ROW, LAST_ROW = 5, 404
COLUMNS = ("description", "unit", "quantity", "cost", "months")
"""What a line of the budget says, in this order, in both kinds of file."""
MOST_UNPACKED = 20 * 1024 * 1024
MOST_ANSWERS = 2000
LONGEST = 20_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_W}{name}" for name in ("del", "moveFrom", "sdtPr", "pPr", "instrText")}
_PLACEHOLDER = "PlaceholderText"


def read(ending: str, content: bytes) -> Mapping[str, str]:
    """Return what was written, by the key of its place; ``call`` names the call's own key."""
    _require_small(content)
    try:
        found = _docx(content) if ending == ".docx" else _xlsx(content)
    except (ParseError, DefusedXmlException, KeyError, ValueError, TypeError) as error:
        raise RuleBroken("file_broken", "file") from error
    if len(found) > MOST_ANSWERS:
        raise RuleBroken("file_bomb", "file")
    return {key: tidy(text)[:LONGEST] for key, text in found.items()}


def _require_small(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as package:
        if sum(each.file_size for each in package.infolist()) > MOST_UNPACKED:
            raise RuleBroken("file_bomb", "file")


def _docx(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        body = fromstring(package.read("word/document.xml"), forbid_dtd=True)
    return dict(_controls(body))


def _controls(body: Element) -> Iterator[tuple[str, str]]:
    for control in body.iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        key = "" if tag is None else tag.get(f"{_W}val", "")
        if key.startswith("call."):
            yield "call", key.removeprefix("call.")
        elif key:
            yield key, _written(control)


def _written(control: Element) -> str:
    """Return the text of a control, a line for each paragraph; its hint is no text."""
    paragraphs = list(control.iter(f"{_W}p")) or [control]
    return "\n".join("".join(_pieces(each)) for each in paragraphs)


def _pieces(element: Element) -> Iterator[str]:
    if element.tag in _GONE or _is_hint(element):
        return
    if element.tag == f"{_W}t":
        yield element.text or ""
    elif element.tag in {f"{_W}br", f"{_W}cr"}:
        yield "\n"
    elif element.tag == f"{_W}tab":
        yield "\t"
    for inner in element:
        yield from _pieces(inner)


def _is_hint(element: Element) -> bool:
    style = element.find(f"{_W}rPr/{_W}rStyle")
    return style is not None and style.get(f"{_W}val") == _PLACEHOLDER


def _xlsx(content: bytes) -> dict[str, str]:
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, AttributeError) as error:
        raise RuleBroken("file_broken", "file") from error
    try:
        return _read_book(book)
    finally:
        book.close()


def _read_book(book: Any) -> dict[str, str]:  # noqa: ANN401 - openpyxl's own
    if not {"Questions", "Key"} <= set(book.sheetnames) or book["Key"]["B1"].value != FORMAT:
        raise RuleBroken("questionnaire_foreign", "file")
    found = {"call": str(book["Key"]["B2"].value)}
    for name, head in (("Questions", "question"), ("Eligibility", "eligibility")):
        found |= {f"{head}.{key}": text for text, key in _rows(book, name, 5)}
    for *cells, key in _rows(book, "Budget", 7):
        found |= {
            f"budget.{key}.{name}": text
            for name, text in zip(COLUMNS, cells, strict=True)
            if text
        }
    return found


def _rows(book: Any, name: str, width: int) -> Iterator[list[str]]:  # noqa: ANN401 - openpyxl's own
    """Yield the cells of each row with a key: what is written, and the key as the last."""
    if name not in book.sheetnames:
        return
    given = 3 if name != "Budget" else 1
    rows = book[name].iter_rows(
        min_row=FIRST_ROW, max_row=LAST_ROW, max_col=width, values_only=True
    )
    for row in rows:
        if row[-1]:
            yield ["" if cell is None else str(cell) for cell in row[given:]]
