"""Facts of the cumulative report: the figures of a contract over its accepted periods."""

import csv
from collections.abc import Sequence
from io import StringIO
from uuid import UUID

from portal.domain.cells import safe_cell
from portal.models import Contract
from portal.pdf.facts.figures import correction_facts, told
from portal.pdf.facts.shared import base_facts
from portal.services import corrections, cumulative
from portal.services.cumulative import Line

AT_ONCE = 8
"""How many periods stand beside each other on a page."""
MOST_ROWS = 2_000
"""Longer tables are carried along as CSV, with their totals on the page."""
CARRIED = "figures.csv"
HEADS = ("indicator", "unit", "dimension", "value", "period", "number", "denominator")


def report(subject_id: UUID, language: str) -> dict[str, object]:
    """Return the cumulative figures of a contract, by period and by part, and corrections."""
    contract = Contract.get_by_id(subject_id)
    found = cumulative.lines(contract)
    numbers = cumulative.periods(found)
    standing = cumulative.standing(contract)
    rows = cumulative.rows(found, language)
    return {
        **_about(contract, language),
        "periods": len(numbers),
        "on_track": standing.on_track if standing else 0,
        "indicators": [_line(each) for each in found],
        "chunks": [_chunk(found, some) for some in _in_parts(numbers)],
        "breakdowns": _breakdowns(found, language),
        "corrections": correction_facts(
            each for each in corrections.of_contract(contract.id) if each.decided_at
        ),
        "rows": len(rows),
        "attached": {CARRIED: as_csv(rows)} if len(rows) > MOST_ROWS else {},
    }


def _about(contract: Contract, language: str) -> dict[str, object]:
    call = contract.call
    where = {"country": call.centre.country, "zone": call.zone}
    return {
        **base_facts(contract.reference, call.title, language=language, **where),
        "partner": contract.partner.name,
        "lot": contract.lot.title,
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
    }


def _line(each: Line) -> dict[str, object]:
    return {
        "name": each.indicator.name,
        "unit": each.indicator.unit,
        "own": each.indicator.is_own,
        "kind": each.kind.value,
        "adding": each.measure.adding.value,
        "baseline": each.goal.baseline,
        "target": each.goal.target,
        "total": each.whole.figure.total,
        "denominator": each.whole.figure.denominator if each.measure.of_two else None,
        "value": told(each.value, each.kind),
        "share": each.share,
    }


def _in_parts(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE)]


def _chunk(found: Sequence[Line], numbers: Sequence[int]) -> dict[str, object]:
    rows = [
        {
            "name": each.indicator.name,
            "kind": each.kind.value,
            "values": [told(each.by_period.get(number), each.kind) for number in numbers],
        }
        for each in found
    ]
    return {"numbers": list(numbers), "rows": rows}


def _breakdowns(found: Sequence[Line], language: str) -> list[dict[str, object]]:
    return [
        {
            "name": each.indicator.name,
            "dimension": dimension,
            "parts": [[name, one.total, one.denominator] for name, one in parts],
        }
        for each in found
        for dimension, parts in each.named_parts(language)
        if any(not one.empty for _name, one in parts)
    ]


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """Write figures as CSV that a spreadsheet reads without running anything."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    writer.writerows([safe_cell(each) for each in row] for row in rows)
    return text.getvalue()
