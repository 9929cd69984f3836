"""The sections of the played report that are forms, filled in by the partner."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.domain.monitoring import add_months
from portal.domain.report_parts import Table
from portal.models import Report
from portal.play.people import read
from portal.services import report_parts
from portal.services.report_parts import Part
from portal.services.report_writing import Save

Words = Mapping[str, Any]


def fill(report: Report, save: Save) -> None:
    """Write every section of this kind that the contract asks for."""
    data = read("report_parts")
    for code, part in report_parts.parts(report, "en").items():
        typed = {
            "tables": {each.name: _rows(part, each, data[code]) for each in part.spec.tables},
            "values": data[code].get("values", {}),
        }
        report_parts.save(report, code, _dated(typed, report), save)


def _rows(part: Part, table: Table, data: Words) -> list[Words]:
    given = data[table.name]
    if table.free:
        return _free(part, table, given)
    rows = given.get("rows", {})
    return [
        {"key": each.key, **given["each"], **rows.get(each.key, {})}
        for each in part.frame[table.name]
    ]


def _free(part: Part, table: Table, given: Sequence[Words]) -> list[Words]:
    """Take over what is suggested and add what the sample says of each row."""
    offered = part.suggested["tables"][table.name] if part.suggested else []
    return [{**row, **more} for row, more in zip(offered, given, strict=True)]


def _dated(typed: Words, report: Report) -> Words:
    """Count the days of plans in months after the end of the period, and those of services."""
    length = (report.ends_on - report.starts_on).days + 1
    tables = {
        name: [
            {**row, **_day(row.get("by"), report.ends_on), **_served(row, length)}
            for row in rows
        ]
        for name, rows in typed["tables"].items()
    }
    return {**typed, "tables": tables}


def _day(by: object, last: date) -> dict[str, date]:
    return {"by": add_months(last, by["months"])} if isinstance(by, Mapping) else {}


def _served(row: Words, length: int) -> dict[str, int]:
    """Serve on no more days than the period has, which may hold a February."""
    return {"days": min(row["days"], length)} if "days" in row else {}
