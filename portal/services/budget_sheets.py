"""A budget out of a spreadsheet: pasted rows, or the file that the portal gave out."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.domain.actions import Action
from portal.domain.amounts import read_cell
from portal.domain.budget_sheet import Sheet, Words, read, split
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.policy import Actor, require
from portal.domain.proposals import INDIRECT
from portal.models import Proposal
from portal.services import proposal_drafts
from portal.services.file_checks import Limits, Upload, taken_at_once
from portal.services.proposal_drafts import PERCENT, BudgetDraft, Line

FORMAT = "budget 1"
FIRST_ROW, LAST_ROW = 5, 204
"""Where the lines stand on the sheet; more rows than it has are read, to tell of too many."""
INDIRECT_CELL = (3, 4)
STATED_CELL = (2, 9)
KEY_CELLS = ("B1", "B2", "B3")
WIDTH = 8
MOST_UNPACKED = 20 * 1024 * 1024


@dataclass(frozen=True)
class Pasted:
    """Rows copied from a spreadsheet, to stand below the lines that are there or for them."""

    text: str
    seen: int
    below: bool = False


@dataclass(frozen=True)
class _Given:
    """What a file says: the version of the budget it was made from, its figures, its rows."""

    version: int
    percent: Decimal
    stated: Decimal | None
    rows: list[Sequence[object]]


@dataclass(frozen=True)
class SentSheet:
    """A file that comes back, and what a file may be."""

    upload: Upload
    limits: Limits


def paste(proposal: Proposal, pasted: Pasted, words: Words, by: Actor, at: datetime) -> int:
    """Take pasted rows into the budget, all or none; return how many."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    lines = _whole(read(split(pasted.text), words))
    present = proposal_drafts.lines(proposal)
    kept = [_line(each) for each in present if each.category != INDIRECT]
    draft = BudgetDraft(
        [*(kept if pasted.below else []), *lines],
        _indirect(present),
        pasted.seen,
        stated=proposal_drafts.stated_total(proposal),
    )
    proposal_drafts.save_budget(proposal, draft, by, at)
    return len(lines)


def take_in(proposal: Proposal, sent: SentSheet, words: Words, by: Actor, at: datetime) -> int:
    """Take a filled-in file in place of the budget, all or nothing; return how many lines.

    A file of another proposal, or one given out before the budget was saved again, is refused.
    """
    require(by, Action.WRITE_PROPOSAL, proposal)
    given = _opened(proposal, taken_at_once(sent.upload, sent.limits).content)
    lines = _whole(read(given.rows, words, FIRST_ROW))
    draft = BudgetDraft(lines, given.percent, given.version, stated=given.stated)
    proposal_drafts.save_budget(proposal, draft, by, at)
    return len(lines)


def _whole(sheet: Sheet) -> list[Line]:
    if sheet.problems:
        raise RulesBroken(sheet.problems)
    return [Line(**each) for each in sheet.lines]


def _line(row: Any) -> Line:  # noqa: ANN401 - a record
    names = ("category", "description", "unit", "quantity", "unit_cost", "months", "share")
    return Line(**{name: getattr(row, name) for name in names}, own=row.own)


def _indirect(present: Sequence[Any]) -> Decimal:
    return sum(
        (each.quantity * PERCENT for each in present if each.category == INDIRECT), PERCENT * 0
    )


def _opened(proposal: Proposal, content: bytes) -> _Given:
    with zipfile.ZipFile(BytesIO(content)) as package:
        if sum(each.file_size for each in package.infolist()) > MOST_UNPACKED:
            raise RuleBroken("file_bomb", "file")
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise RuleBroken("file_broken", "file") from error
    try:
        return _read_book(proposal, book)
    finally:
        book.close()


def _read_book(proposal: Proposal, book: Any) -> _Given:  # noqa: ANN401 - openpyxl's own
    if book.sheetnames[:2] != ["Budget", "Key"]:
        raise RuleBroken("sheet_foreign", "file")
    form, key, version = (book["Key"][cell].value for cell in KEY_CELLS)
    if form != FORMAT or key != proposal.id.hex:
        raise RuleBroken("sheet_foreign", "file")
    if version != proposal.budget_version:
        raise RuleBroken("sheet_stale", "file")
    sheet = book["Budget"]
    percent = _percent(sheet.cell(*INDIRECT_CELL).value)
    stated = _stated(sheet.cell(*STATED_CELL).value)
    rows = sheet.iter_rows(min_row=FIRST_ROW, max_row=LAST_ROW, max_col=WIDTH, values_only=True)
    return _Given(int(version), percent, stated, list(rows))


def _stated(value: object) -> Decimal | None:
    """Return the total that a partner wrote itself; an empty cell states none."""
    if value in {None, ""}:
        return None
    amount = read_cell(value)
    if amount is None or not 0 < amount < proposal_drafts.LARGEST:
        raise RuleBroken("sheet_stated", "file")
    return amount


def _percent(value: object) -> Decimal:
    percent = PERCENT * 0 if value in {None, ""} else read_cell(value)
    if percent is None or not 0 <= percent <= PERCENT or (percent * 10) % 1:
        raise RuleBroken("sheet_indirect", "file")
    return percent


def words(names: dict[str, str], own: dict[Any, str]) -> Words:
    """Return what a reader calls the categories and the contributions, beside their codes."""
    direct = {code: name for code, name in names.items() if code != INDIRECT}
    called = {name.casefold(): code for code, name in direct.items()}
    kinds = {name.casefold(): kind for kind, name in own.items()}
    return Words(
        {**called, **{code.casefold(): code for code in direct}},
        {**kinds, **{kind.value: kind for kind in own}},
    )
