"""The minimum standards of a contract over its periods, from the self-checks that count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.progress import worst
from portal.domain.report_specs import STANDARDS, Finding
from portal.models import Contract, Report, ReportPart
from portal.services import report_frames
from portal.services.contract_pictures import accepted


@dataclass(frozen=True)
class Line:
    """One standard with what was found of it in each period; None where nothing counts yet."""

    name: str
    findings: list[Finding | None]


def over_time(contract: Contract, reports: Sequence[Report], language: str) -> list[Line]:
    """Return the standards of a contract, each with the worst finding of its sites by period.

    Nothing without an accepted report, as nothing was checked.
    """
    counting = {each.id for each in reports if accepted(each)}
    query = ReportPart.select(ReportPart.report, ReportPart.content).where(
        ReportPart.report.in_(list(counting)) & (ReportPart.code == STANDARDS.code)
    )
    found = {row.report_id: _findings(row.content) for row in query} if counting else {}
    if not any(found.values()):
        return []
    names = _names(contract, language)
    return [
        Line(name, [worst(found.get(each.id, {}).get(code, ())) for each in reports])
        for code, name in names.items()
    ]


def _names(contract: Contract, language: str) -> dict[str, str]:
    """Return each standard once, whatever the number of its sites."""
    asked = report_frames.frames(contract, language)[STANDARDS.code]["checks"]
    names: dict[str, str] = {}
    for each in asked:
        names.setdefault(each.key.partition("@")[0], each.label)
    return names


def _findings(content: Mapping[str, Any]) -> dict[str, list[Finding]]:
    """Read the findings of a self-check by standard."""
    found: dict[str, list[Finding]] = {}
    for row in content.get("tables", {}).get("checks", ()):
        if row.get("finding"):
            code = str(row["key"]).partition("@")[0]
            found.setdefault(code, []).append(Finding(row["finding"]))
    return found
