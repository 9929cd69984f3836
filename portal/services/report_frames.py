"""The rows that a contract fixes in the sections of its reports: standards, services, posts."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.domain.call_terms import Shift
from portal.domain.report_parts import Asked, Frame
from portal.domain.report_specs import STATEMENT
from portal.models import Contract, ContractClause, ProposalPart, Site, StaffPost
from portal.services import library, standards


def frames(contract: Contract, language: str) -> dict[str, Frame]:
    """Return the fixed rows of every section of a contract's reports by its code."""
    places = sites(contract)
    return {
        "standards": {"checks": _at(places, _standards(contract, language))},
        "services": {"services": _at(places, _services(contract, language))},
        "staffing": _staffing(contract),
        "incidents": {
            "incidents": _types("incident", language),
            "complaints": _types("complaint", language),
        },
        "data_protection": {"statement": [Asked(each, each) for each in STATEMENT]},
    }


def _types(kind: str, language: str) -> list[Asked]:
    listed = library.entries("report", kind)
    return [Asked(str(each["code"]), library.text_of(each, "", language)) for each in listed]


HOURS = {"breach": ("D11", "breach_hours"), "allegation": ("C16", "allegation_hours")}
"""Where a contract says within how many hours IOM is told: clause and name of the figure."""


def hours(contract: Contract) -> dict[str, int]:
    """Return the hours within which IOM is told, by what of: agreed, else of the library."""
    codes = [code for code, _ in HOURS.values()]
    rows = {each.code: each for each in contract.clauses.where(ContractClause.code.in_(codes))}
    known = library.by_code("clauses", "clause")
    return {
        name: int(_figure(rows.get(code), known[code], place))
        for name, (code, place) in HOURS.items()
    }


def _figure(row: ContractClause | None, entry: Mapping[str, Any], place: str) -> str:
    asked = (row.parameters if row else None) or entry["parameters"]
    default = next((str(each["value"]) for each in asked if each["name"] == place), "0")
    return str((row.given if row else {}).get(place) or default)


def sites(contract: Contract) -> list[tuple[str, str]]:
    """Return key and name of each place that a contract is about: one, or more in its city.

    A lot without a site of the centre is a place of its own.
    """
    lot = contract.lot
    here = Site.centre == contract.call.centre_id
    chosen = (Site.id == lot.site_id) if lot.site_id else (Site.city == lot.city)
    found = list(Site.select().where(here & chosen).order_by(Site.position))
    names = [each.note or each.city for each in found]
    return [(str(each.id), name) for each, name in zip(found, names, strict=True)] or [
        ("lot", lot.title)
    ]


def _at(places: Sequence[tuple[str, str]], rows: Sequence[Asked]) -> list[Asked]:
    """Ask for each row at each place; the place is named where there are several."""
    if len(places) == 1:
        return list(rows)
    return [
        Asked(f"{row.key}@{key}", f"{row.label} ({name})", row.under)
        for row in rows
        for key, name in places
    ]


def _standards(contract: Contract, language: str) -> list[Asked]:
    return [
        Asked(each["code"], f"{each['code']} {each['text']}", each["verification"])
        for each in standards.of_call(contract.call, language)
    ]


def _services(contract: Contract, language: str) -> list[Asked]:
    known = library.by_code("services", "service")
    chosen = [known[code] for code in contract.call.services or [] if code in known]
    return [Asked(str(each["code"]), library.text_of(each, "", language)) for each in chosen]


def _staffing(contract: Contract) -> Frame:
    posts = _proposed(contract) or _called_for(contract)
    shifts = {shift for _, on in posts for shift in on}
    if contract.call.day_and_night:
        shifts = {each.value for each in Shift}
    cover = [Asked(each.value, each.value) for each in Shift if each.value in shifts]
    return {"posts": [asked for asked, _ in posts], "cover": cover}


def _proposed(contract: Contract) -> list[tuple[Asked, Sequence[str]]]:
    """Return the positions that the partner proposed, with their shifts."""
    part = ProposalPart.get_or_none(
        (ProposalPart.proposal == contract.proposal_id) & (ProposalPart.key == "staffing")
    )
    rows: Sequence[Mapping[str, Any]] = part.content.get("rows", []) if part else []
    return [
        (Asked(f"p{number}", str(row.get("role") or ""), "", row.get("number")), row["shifts"])
        for number, row in enumerate(rows, 1)
    ]


def _called_for(contract: Contract) -> list[tuple[Asked, Sequence[str]]]:
    query = StaffPost.select().where(StaffPost.call == contract.call_id)
    return [
        (Asked(str(each.key), each.function, each.note, each.people), each.shifts)
        for each in query.order_by(StaffPost.position)
    ]
