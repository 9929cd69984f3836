"""A whole report as a workbook: signed when it is given, read back whole or not at all."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from portal.db import atomic
from portal.domain import report_book as rules
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken, RulesBroken
from portal.domain.policy import require
from portal.domain.proposals import clean_filename
from portal.domain.report_book import Chapter, Fate, Say, Values
from portal.models import Report, ReportBook
from portal.services import events, house_secret, report_book_parts
from portal.services.file_checks import Limits, Upload, taken_at_once
from portal.services.report_writing import Save, begin_writing
from portal.services.transaction_files import require_plain

MOST_TOLD = 200
MOST_ROWS = 2000
"""The most rows that are read of a sheet."""
_DAMAGED = (InvalidFileException, KeyError, ValueError, TypeError, AttributeError)
Speak = Callable[[str], Say]
"""Returns what tells words in a language."""
Rows = Mapping[str, tuple[str, int, Sequence[object]]]
"""The rows of a workbook by their key: on which sheet, its number, and its cells."""


@dataclass(frozen=True)
class Sent:
    """A workbook that was sent, what a file may be, and what tells words in a language."""

    upload: Upload
    limits: Limits
    speak: Speak


@dataclass(frozen=True)
class Outcome:
    """What became of a workbook: sections saved, and those that others changed meanwhile."""

    saved: Sequence[str] = ()
    conflicts: Sequence[str] = ()


@dataclass
class _Told:
    """What the sections of a workbook say, and every cell that cannot be read."""

    values: dict[str, Values] = field(default_factory=dict)
    problems: list[RuleBroken] = field(default_factory=list)


def identity(report: Report, chapters: Sequence[Chapter], language: str) -> str:
    """Return what identifies a workbook, as the text that is signed."""
    base = {each.code: [each.version, rules.digest(each.values)] for each in chapters}
    return json.dumps(
        {
            "report": report.id.hex,
            "reference": report.reference,
            "contract": report.contract_id.hex,
            "language": language,
            "shape": rules.shape(chapters),
            "base": base,
        },
        sort_keys=True,
    )


def signature(text: str) -> str:
    """Return the portal's mark on what identifies a workbook."""
    return rules.seal(house_secret.get(), text)


def receive(report: Report, sent: Sent, save: Save) -> Outcome:
    """Read a workbook and save what it changes, all of it or nothing.

    Sections that others changed meanwhile are kept aside, to be shown side by side. The same
    workbook again changes nothing.
    """
    require(save.by, Action.WRITE_REPORT, report)
    known, rows = _opened(sent)
    chapters = _same_report(report, known)
    told = _read(chapters, rows, sent.speak(known["language"]))
    if told.problems:
        raise RulesBroken(told.problems)
    fates = {
        each.code: rules.fate(each, told.values[each.code], known["base"][each.code])
        for each in chapters
    }
    changed = [code for code, each in fates.items() if each is Fate.CHANGED]
    conflicts = [code for code, each in fates.items() if each is Fate.CONFLICT]
    with atomic():
        begin_writing(report, save)
        _save(report, {code: told.values[code] for code in changed}, save)
        _set_aside(report, {code: told.values[code] for code in conflicts}, sent, save)
        if changed:
            events.record(save.by, "report.book_taken", report, save.at, sections=len(changed))
    return Outcome(changed, conflicts)


def _save(report: Report, values: Mapping[str, Values], save: Save) -> None:
    versions = {each.code: each.version for each in report_book_parts.chapters(report, "en")}
    for code, each in values.items():
        report_book_parts.save(report, code, each, Save(save.by, save.at, versions[code]))


def _set_aside(report: Report, values: Mapping[str, Values], sent: Sent, save: Save) -> None:
    here = (ReportBook.report == report.id) & ReportBook.taken_at.is_null()
    ReportBook.delete().where(here).execute()
    if not values:
        return
    versions = {each.code: each.version for each in report_book_parts.chapters(report, "en")}
    ReportBook.create(
        report=report,
        content={
            code: {"values": each, "seen": versions[code]} for code, each in values.items()
        },
        filename=clean_filename(sent.upload.filename),
        sent_at=save.at,
        sent_by=save.by.person_id,
    )


def waiting(report: Report) -> ReportBook | None:
    """Return the workbook of which sections wait for a choice."""
    here = (ReportBook.report == report.id) & ReportBook.taken_at.is_null()
    found: ReportBook | None = ReportBook.get_or_none(here)
    return found


def choose(report: Report, chosen: Sequence[str], save: Save) -> int:
    """Take the chosen sections of the waiting workbook; the others stay as they are online.

    Refused with ``Conflict`` where a chosen section was saved once more meanwhile.
    """
    with atomic():
        begin_writing(report, save)
        book = waiting(report)
        if book is None:
            raise RuleBroken("book_gone")
        if set(chosen) - set(book.content):
            raise NotFound
        for code in chosen:
            kept = book.content[code]
            again = Save(save.by, save.at, kept["seen"])
            report_book_parts.save(report, code, kept["values"], again)
        same = ReportBook.id == book.id
        ReportBook.update(taken_at=save.at).where(same).execute()
        if chosen:
            facts = {"sections": len(chosen)}
            events.record(save.by, "report.book_taken", report, save.at, **facts)
    return len(chosen)


def _opened(sent: Sent) -> tuple[Mapping[str, Any], Rows]:
    if sent.upload.content and PurePath(sent.upload.filename.lower()).suffix != ".xlsx":
        raise RuleBroken("book_foreign", "file")
    content = taken_at_once(sent.upload, sent.limits).content
    require_plain(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    except _DAMAGED as error:
        raise RuleBroken("file_broken", "file") from error
    try:
        return _genuine(book), _rows(book)
    finally:
        book.close()


def _genuine(book: Any) -> Mapping[str, Any]:  # noqa: ANN401 - openpyxl's own
    """Return what identifies a workbook of this portal; refuse any other."""
    if rules.KEY not in book.sheetnames:
        raise RuleBroken("book_foreign", "file")
    form, text, sign = (str(book[rules.KEY][f"B{row}"].value or "") for row in (1, 2, 3))
    if not rules.is_genuine(house_secret.get(), text, sign):
        raise RuleBroken("book_foreign", "file")
    if form != rules.FORMAT:
        raise RuleBroken("book_other_version", "file")
    known: Mapping[str, Any] = json.loads(text)
    return known


def _rows(book: Any) -> Rows:  # noqa: ANN401 - openpyxl's own
    found: dict[str, tuple[str, int, Sequence[object]]] = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        width = rules.KEY_COLUMN + 1
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=width, values_only=True)
        for number, row in enumerate(rows, 1):
            key = str(row[-1] or "") if len(row) == width else ""
            if key:
                found[key] = (sheet.title, number, row)
    return found


def _same_report(report: Report, known: Mapping[str, Any]) -> list[Chapter]:
    """Return the sections as they stand, or refuse a workbook that was made for others."""
    facts = {"reference": known["reference"]}
    if known["contract"] != report.contract_id.hex:
        raise RuleBroken("book_other_contract", "file", **facts)
    if known["report"] != report.id.hex:
        raise RuleBroken("book_other_period", "file", **facts)
    chapters = report_book_parts.chapters(report, known["language"])
    if known["shape"] != rules.shape(chapters):
        raise RuleBroken("book_other_version", "file")
    return chapters


def _read(chapters: Sequence[Chapter], rows: Rows, say: Say) -> _Told:
    told = _Told()
    wanted = {key: line for each in chapters for key, line in rules.keyed(each)}
    if set(wanted) != set(rows):
        raise RuleBroken("book_rows", "file")
    cells: dict[str, dict[str, Any]] = {}
    for key, line in wanted.items():
        cells[key] = _cells(line, rows[key], say, told)
        if len(told.problems) >= MOST_TOLD:
            return told
    told.values = {each.code: rules.said(each, cells) for each in chapters}
    return told


def _cells(
    line: rules.Line, row: tuple[str, int, Sequence[object]], say: Say, told: _Told
) -> dict[str, Any]:
    sheet, number, found = row
    said: dict[str, Any] = {}
    for place, ask in line.cells:
        try:
            said[ask.name] = rules.read(ask, found[place], say)
        except RuleBroken as broken:
            cell = f"{get_column_letter(place + 1)}{number}"
            where = {"sheet": sheet, "cell": cell}
            told.problems.append(RuleBroken(broken.rule, field="file", **where, **broken.facts))
    return said
