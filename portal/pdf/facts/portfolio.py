"""Facts of the report on the portfolio: what was frozen when it was asked for."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from portal.pdf.attached import PORTFOLIO
from portal.pdf.facts.shared import base_facts
from portal.pdf.table_files import written
from portal.services import library, portfolio_reports

PRINTED = 300
"""How many contracts the table prints; more of them are carried as a file."""
PICTURED = 18
"""How many contracts stand in the picture, so that it fits one page with its heading."""
_COLUMNS = (
    "reference",
    "partner",
    "centre",
    "country",
    "donor",
    "lot",
    "starts_on",
    "ends_on",
    "currency",
    "amount",
    "spent",
    "progress",
    "late",
)


def report(subject_id: UUID, language: str) -> dict[str, object]:
    """Return the facts of one report in a language."""
    row = portfolio_reports.by_id(subject_id)
    contracts = row.content["contracts"]
    countries = sorted({each["country"] for each in contracts})
    about = {"country": countries[0] if len(countries) == 1 else "", "zone": "UTC"}
    return {
        **base_facts(row.number, row.number, language=language, **about),
        **row.content,
        "countries": countries,
        "filters": {**row.filters, "service": _service(row.filters["service"], language)},
        "asked_at": row.asked_at.isoformat(),
        "centres": len({each["centre"] for each in contracts}),
        "partners": len({each["partner"] for each in contracts}),
        "contracts": contracts[:PRINTED],
        "count": len(contracts),
        "late": sum(each["late"] for each in contracts),
        "pictured": [_shares(each) for each in contracts[:PICTURED]],
        "attached": {PORTFOLIO: _file(contracts)} if len(contracts) > PRINTED else {},
    }


def _service(code: str, language: str) -> str:
    entry = library.by_code("services", "service").get(code)
    return library.text_of(entry, "", language) if entry else ""


def _shares(each: Mapping[str, Any]) -> list[object]:
    """Return a row of the picture: money spent as a ring, progress as a bar, in percent."""
    name = f"{each['partner']}, {each['lot']}"
    burned, progress = each["burned"], each["progress"]
    return [name, [] if burned is None else [min(100, burned)], progress]


def _file(contracts: Sequence[Mapping[str, Any]]) -> str:
    return written(_COLUMNS, ([each[name] for name in _COLUMNS] for each in contracts))
