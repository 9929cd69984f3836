"""What of a report is purged after the years of the office: words, never figures."""

from collections.abc import Mapping
from typing import Any

from portal.domain.report_parts import Content, Kind, Spec

WORDS = frozenset({Kind.LINE, Kind.TEXT})


def without_words(spec: Spec, content: Content) -> dict[str, Any]:
    """Return a section with every text emptied; counts, answers and days stay."""
    values = {field.name for field in spec.values if field.kind in WORDS}
    tables = {
        table.name: {field.name for field in table.fields if field.kind in WORDS}
        for table in spec.tables
    }
    return {
        **content,
        "tables": {
            name: [_emptied(row, tables.get(name, set())) for row in rows]
            for name, rows in content.get("tables", {}).items()
        },
        "values": _emptied(content.get("values", {}), values),
    }


def _emptied(row: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: "" if name in names and value else value for name, value in row.items()}
