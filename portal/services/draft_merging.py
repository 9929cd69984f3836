"""Two versions of a table of a draft put together, from the version that both grew from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.domain.proposals import INDIRECT
from portal.domain.row_merging import Clash, keyed, merge_rows
from portal.models import DraftVersion, Proposal
from portal.services import draft_restoring
from portal.services.proposal_drafts import PERCENT, BudgetDraft

Content = Mapping[str, Any]
Choices = Mapping[str, str]
VALUE = "value"
"""The one cell of a single field, which is merged as a row of its own."""


@dataclass(frozen=True)
class Suggestion:
    """Both versions together, and what both changed, by key."""

    content: Content
    clashes: Mapping[str, Clash]


@dataclass(frozen=True)
class Sides:
    """What both grew from, what somebody typed, and what others saved meanwhile."""

    base: Content
    mine: Content
    theirs: Content


def base_of(proposal: Proposal, section: str, seen: int) -> Content:
    """Return what a section said in the version that was seen, as far as the history tells.

    Where that version is no longer told apart, an earlier one: then more is asked about.
    """
    mine = (DraftVersion.proposal == proposal) & (DraftVersion.section == section)
    known = DraftVersion.select().where(mine & (DraftVersion.version <= seen))
    row: DraftVersion | None = known.order_by(DraftVersion.version.desc()).first()
    return {} if row is None else dict(row.content)


def part(sides: Sides, choices: Choices | None = None) -> Suggestion:
    """Put two versions of a part together: the rows of its table, and its single fields."""
    contents = (sides.base, sides.mine, sides.theirs)
    base, mine, theirs = (_by_key(each.get("rows", [])) for each in contents)
    table = merge_rows(base, mine, theirs, choices)
    base, mine, theirs = (_fields(each.get("values", {})) for each in contents)
    single = merge_rows(base, mine, theirs, choices)
    values = {name: each[VALUE] for name, each in single.rows.items()}
    content = {"rows": list(table.rows.values()), "values": values}
    return Suggestion(content, {**table.clashes, **single.clashes})


def _by_key(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(row.get("key") or f"new {n}"): row for n, row in enumerate(rows)}


def _fields(values: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {name: {VALUE: each} for name, each in values.items()}


def budget(sides: Sides, choices: Choices | None = None) -> Suggestion:
    """Put two versions of a budget together: its lines, and the percent of indirect costs."""
    base = {f"line {n}": row for n, row in enumerate(_direct(sides.base), 1)}
    mine, theirs = (keyed(base, _direct(each), _name) for each in (sides.mine, sides.theirs))
    table = merge_rows(base, mine, theirs, choices)
    was, own, now = (_percent(each) for each in (sides.base, sides.mine, sides.theirs))
    single = merge_rows(was, own, now, choices)
    content = {"lines": [*table.rows.values(), *single.rows.values()], **_stated(sides)}
    return Suggestion(content, {**table.clashes, **single.clashes})


def _stated(sides: Sides) -> Content:
    """Return the stated total: the one that was typed, unless only the others changed it."""
    own = sides.mine if sides.mine.get("stated") != sides.base.get("stated") else sides.theirs
    return {"stated": own["stated"]} if "stated" in own else {}


def _direct(content: Content) -> list[Mapping[str, Any]]:
    return [each for each in content.get("lines", []) if each["category"] != INDIRECT]


def _percent(content: Content) -> dict[str, Mapping[str, Any]]:
    """Return the indirect costs as they are typed: what they are taken of follows from it."""
    found = [each for each in content.get("lines", []) if each["category"] == INDIRECT]
    return {INDIRECT: {**found[0], "unit_cost": "0"}} if found else {}


def _name(line: Mapping[str, Any]) -> tuple[str, str]:
    return str(line["category"]), str(line["description"])


def budget_draft(merged: Suggestion, seen: int) -> BudgetDraft:
    """Return a merged budget to be saved against the version that was seen."""
    lines = draft_restoring.budget_lines(list(merged.content["lines"]))
    direct = [each for each in lines if each.category != INDIRECT]
    percents = [each.quantity * PERCENT for each in lines if each.category == INDIRECT]
    stated = draft_restoring.stated(merged.content)
    return BudgetDraft(direct, sum(percents, Decimal(0)), seen, stated=stated)
