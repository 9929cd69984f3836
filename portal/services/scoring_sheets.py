"""Scorecards as a workbook: what goes into it, and how it is read back, whole or not at all."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.db import atomic
from portal.domain import scoring_sheet as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.policy import Actor, require
from portal.domain.scoring_sheet import Line, Workbook
from portal.domain.texts import tidy
from portal.models import Criterion, Lot, Scorecard
from portal.services import events, house_secret, marking, packs
from portal.services.marking import Mark, Marks
from portal.services.scoring import criteria, is_open, marks, require_writable

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
LONGEST_REASON = 20_000


@dataclass(frozen=True)
class Card:
    """One scorecard of a workbook, with what stands on the portal."""

    row: Scorecard
    marks: Marks


@dataclass(frozen=True)
class Sheet:
    """What a workbook holds: the own scorecards of one lot, and who it is made for."""

    lot: Lot
    criteria: Sequence[Criterion]
    cards: Sequence[Card]
    identity: str

    @property
    def signature(self) -> str:
        """The portal's mark on whom it is made for."""
        return rules.signature(house_secret.get(), self.identity)


def sheet(lot: Lot, by: Actor) -> Sheet:
    """Return what the actor's workbook of a lot holds; its name and versions are signed."""
    require(by, Action.USE_PACK, lot)
    cards = [Card(each, marks(each)) for each in packs.cards(lot, by)]
    versions = {str(each.row.id): each.row.version for each in cards}
    identity = {"call": lot.call.slug, "lot": lot.number, "member": str(by.person_id)}
    text = rules.written({**identity, "cards": versions})
    return Sheet(lot, criteria(lot.call), cards, text)


def key(card: Scorecard, criterion: Criterion) -> str:
    """Name one score in a workbook."""
    return f"{card.id}.{criterion.position}"


def read_back(lot: Lot, content: bytes, by: Actor, at: datetime) -> int:
    """Take the scores of a workbook over and return how many changed.

    A file of another member, call or lot, one that was tampered with, and one made before a
    scorecard changed are refused whole. Cells that are wrong are told one by one, and nothing
    is kept before all are right. The same file again changes nothing.
    """
    here = sheet(lot, by)
    book = _genuine(_opened(content))
    mine = json.loads(here.identity)
    if any(book.identity[name] != mine[name] for name in ("call", "lot", "member")):
        raise RuleBroken("workbook_of_another", "file")
    given = _given(here, book.lines)
    changed = {each.row.id: _differing(each.marks, given[each.row.id]) for each in here.cards}
    _require_fresh(here, book.identity["cards"], changed)
    with atomic():
        for each in here.cards:
            if changed[each.row.id]:
                _keep(each.row, changed[each.row.id], by, at)
    return sum(map(len, changed.values()))


def _opened(content: bytes) -> Any:  # noqa: ANN401 - openpyxl's own
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            unpacked = sum(each.file_size for each in package.infolist())
        if len(content) > MOST_BYTES or unpacked > MOST_UNPACKED:
            raise RuleBroken("file_bomb", "file")
        return load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        AttributeError,
    ) as bad:
        raise RuleBroken("workbook_foreign", "file") from bad


def _genuine(book: Any) -> Workbook:  # noqa: ANN401 - openpyxl's own
    """Return what a workbook of this portal says; refuse any other."""
    try:
        if not {rules.SHEET, rules.KEY} <= set(book.sheetnames):
            raise RuleBroken("workbook_foreign", "file")
        signed = [str(book[rules.KEY][f"B{row}"].value or "") for row in (1, 2, 3)]
        form, text, signature = signed
        if form != rules.FORMAT or not rules.is_genuine(house_secret.get(), text, signature):
            raise RuleBroken("workbook_foreign", "file")
        return Workbook(json.loads(text), tuple(_lines(book[rules.SHEET])))
    finally:
        book.close()


def _lines(page: Any) -> Iterator[Line]:  # noqa: ANN401 - openpyxl's own
    last = rules.FIRST_ROW + rules.MOST_ROWS
    rows = page.iter_rows(
        min_row=rules.FIRST_ROW, max_row=last, max_col=rules.WIDTH, values_only=True
    )
    for number, row in enumerate(rows, rules.FIRST_ROW):
        if len(row) == rules.WIDTH and row[-1]:
            yield Line(str(row[-1]), row[-3], tidy(str(row[-2] or "")), number)


def _given(here: Sheet, lines: Sequence[Line]) -> dict[Any, dict[Any, Mark]]:
    """Return the marks of the file by card and criterion; each wrong cell is told."""
    by_key = {each.key: each for each in lines}
    wanted = [(each.row, one) for each in here.cards for one in here.criteria]
    if set(by_key) != {key(*each) for each in wanted} or len(by_key) != len(lines):
        raise RuleBroken("workbook_foreign", "file")
    given: dict[Any, dict[Any, Mark]] = {each.row.id: {} for each in here.cards}
    broken: list[RuleBroken] = []
    for card, criterion in wanted:
        line = by_key[key(card, criterion)]
        try:
            given[card.id][criterion.id] = _mark(line, criterion.scale)
        except RuleBroken as wrong:
            told = {"number": card.proposal.number, "criterion": criterion.name}
            broken.append(RuleBroken(wrong.rule, field="file", **{**wrong.facts, **told}))
    if broken:
        raise RulesBroken(broken)
    return given


def _mark(line: Line, scale: int) -> Mark:
    try:
        value = rules.score_of(line.score, scale)
    except ValueError as error:
        cell = f"{rules.SCORE}{line.row}"
        raise RuleBroken("workbook_score", "file", cell=cell, scale=scale) from error
    if len(line.reason) > LONGEST_REASON:
        cell = f"{rules.REASON}{line.row}"
        raise RuleBroken("workbook_reason", "file", cell=cell, most=LONGEST_REASON)
    return Mark(value, line.reason)


def _differing(there: Marks, given: Mapping[Any, Mark]) -> dict[Any, Mark]:
    return {name: mark for name, mark in given.items() if there.get(name, Mark()) != mark}


def _require_fresh(
    here: Sheet, versions: Mapping[str, int], changed: Mapping[Any, Mapping[Any, Mark]]
) -> None:
    """Refuse the whole file where it would change a card that changed since, or is locked."""
    stale = [
        str(each.row.proposal.number)
        for each in here.cards
        if changed[each.row.id]
        and (not is_open(each.row) or versions.get(str(each.row.id)) != each.row.version)
    ]
    if stale:
        raise RuleBroken("workbook_stale", "file", numbers=", ".join(stale))


def _keep(card: Scorecard, changed: Marks, by: Actor, at: datetime) -> None:
    require(by, Action.SCORE, card)
    same = (Scorecard.id == card.id) & (Scorecard.version == card.version)
    if Scorecard.update(version=Scorecard.version + 1).where(same).execute() != 1:
        raise RuleBroken("workbook_stale", "file", numbers=card.proposal.number)
    require_writable(card)
    for criterion_id, mark in changed.items():
        marking.put(card, criterion_id, mark, at)
    events.record(by, "scorecard.read_back", card, at, scores=len(changed))
