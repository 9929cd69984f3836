"""Facts of the sections of a report that are forms, as plain data."""

from typing import Any

from portal.domain.report_annexes import is_picture
from portal.domain.report_parts import Field, Kind, Table
from portal.models import Report
from portal.pdf.pictures import printed
from portal.services import report_annexes, report_parts
from portal.services.report_parts import Part

MOST_PRINTED = 6
"""How many photos a report prints; the others stay in the portal."""


def written(row: Report, language: str) -> dict[str, dict[str, Any]]:
    """Return what each section holds, by its code."""
    return {code: _part(each) for code, each in report_parts.parts(row, language).items()}


def _part(part: Part) -> dict[str, Any]:
    values = part.content["values"]
    return {
        "code": part.code,
        "begun": part.begun,
        "tally": dict(part.standards),
        "tables": [_table(part, each) for each in part.spec.tables],
        "values": [{**_field(each), "given": values[each.name]} for each in part.spec.values],
    }


def _table(part: Part, table: Table) -> dict[str, Any]:
    rows = zip(part.told(table), part.content["tables"][table.name], strict=True)
    return {
        "name": table.name,
        "words": table.words,
        "free": table.free,
        "fields": [_field(each) for each in table.fields],
        "rows": [
            {
                "label": asked.label,
                "planned": asked.planned,
                "cells": {each.name: kept[each.name] for each in table.fields},
            }
            for (asked, _), kept in rows
        ],
    }


def _field(field: Field) -> dict[str, Any]:
    number = field.kind in (Kind.WHOLE, Kind.LEVEL)
    return {"name": field.name, "kind": field.kind, "group": field.group, "number": number}


def annexes(row: Report) -> list[dict[str, Any]]:
    """Return the annexes of a report with their fingerprints, the first photos to print."""
    listed = report_annexes.of(row)
    photos = [each for each in listed if is_picture(each.media_type)][:MOST_PRINTED]
    shown = {each.id for each in photos}
    return [
        {
            "caption": each.caption,
            "filename": each.filename,
            "kilobytes": max(1, each.size // 1024),
            "sha256": each.sha256,
            "shown": each.shown.value,
            "address": printed(report_annexes.content(each)) if each.id in shown else "",
        }
        for each in listed
    ]
