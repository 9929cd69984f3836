"""A call as its readers see it: the terms in their language, and the timetable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from portal.domain.working_days import moved
from portal.models import Call, ServiceNeed
from portal.services import library, standards, working_days


@dataclass(frozen=True)
class Milestone:
    """One point of the timetable: a moment, or a whole day; ``stage`` is past, now or ahead."""

    name: str
    moment: datetime | None
    day: date | None
    stage: str


def terms(call: Call, needs: Iterable[ServiceNeed], language: str) -> list[dict[str, object]]:
    """Return each service of a call with its minimum standards, in the order of the library.

    Each entry has ``service`` (its name; empty for standards of the whole centre),
    ``indicators``, and ``standards`` with ``code``, ``text`` and ``verification``. Texts are
    the library's, in a language; standards of the call's own are as they were written.
    """
    mine = list(needs)
    by_service = _standards(set(call.standards), language)
    for need, told in zip(mine, standards.own(mine), strict=True):
        by_service.setdefault(need.service, []).append(told)
    measured = indicators_of(language)
    listed: list[dict[str, object]] = [
        {
            "service": library.text_of(each, "", language),
            "standards": by_service.pop(str(each["code"]), []),
            "indicators": _measures(str(each["code"]), measured, mine),
        }
        for each in library.entries("services", "service")
        if each["code"] in call.services
    ]
    rest = sorted(
        (row for rows in by_service.values() for row in rows), key=lambda row: row["code"]
    )
    whole_centre: dict[str, object] = {
        "service": "",
        "standards": rest,
        "indicators": measured.get("centre", []),
    }
    return [*listed, whole_centre] if rest else listed


def _measures(
    code: str, measured: Mapping[str, list[str]], own: Iterable[ServiceNeed]
) -> list[str]:
    mine = [need.indicator for need in own if need.service == code and need.indicator]
    return [*measured.get(code, []), *mine]


def personal(call: Call, language: str) -> dict[str, object]:
    """Return what a call says of personal data, its categories named in a language."""
    return {
        "categories": _named("category", call.data_categories, language),
        "special": _named("special", call.special_categories, language),
        "children": call.children_data,
        "transfers": call.data_transfers,
        "note": call.transfer_note,
        "months": call.retention_months,
    }


def _named(kind: str, codes: Iterable[str], language: str) -> list[str]:
    chosen = set(codes)
    listed = library.entries("data_protection", kind)
    return [library.text_of(each, "", language) for each in listed if each["code"] in chosen]


def _standards(chosen: set[str], language: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for each in library.entries("standards", "standard"):
        if each["code"] in chosen:
            found.setdefault(str(each["service"]), []).append(
                standards.of_entry(each, language)
            )
    return found


def catalogue(language: str) -> list[dict[str, Any]]:
    """Return every service of the library with its standards and indicators.

    The last entry, ``centre``, has what applies to the whole centre.
    """
    every = {str(each["code"]) for each in library.entries("standards", "standard")}
    grouped, measured = _standards(every, language), indicators_of(language)
    codes = [*(str(each["code"]) for each in library.entries("services", "service")), "centre"]
    return [
        {
            "code": code,
            "standards": grouped.get(code, []),
            "indicators": measured.get(code, []),
        }
        for code in codes
    ]


def indicators_of(language: str) -> dict[str, list[str]]:
    """Return the names of the library's indicators by the service that they measure."""
    found: dict[str, list[str]] = {}
    for each in library.entries("indicators", "indicator"):
        found.setdefault(str(each["service"]), []).append(
            library.text_of(each, "name", language)
        )
    return found


def milestones(call: Call, at: datetime) -> list[Milestone]:
    """Return the timetable of a call in order, and say which point comes next."""
    points: list[tuple[str, datetime | None, date | None]] = [
        ("published", call.published_at, None),
        ("visit", call.site_visit_at, None),
        ("clarify", call.clarify_until, None),
        ("answers", call.answers_by, None),
        ("deadline", call.deadline, None),
        ("opening", _first(call.opened_at, call.opening_at), None),
        ("results", call.awarded_at, call.results_on),
        ("standstill", None, standstill_ends(call)),
        ("start", None, call.starts_on),
    ]
    known = sorted((each for each in points if each[1] or each[2]), key=_when)
    ahead = [name for name, moment, day in known if not _past(moment, day, at)]
    return [Milestone(name, moment, day, _stage(name, ahead)) for name, moment, day in known]


def standstill_ends(call: Call) -> date | None:
    """Return the last day of the standstill, which begins with the planned results."""
    if call.results_on is None:
        return None
    works = working_days.calendar(call.centre.country)
    return moved(call.results_on, call.standstill_days, works)


def _when(point: tuple[str, datetime | None, date | None]) -> date:
    _name, moment, day = point
    return moment.date() if moment is not None else day or date.max


def _first(*moments: datetime | None) -> datetime | None:
    return next((moment for moment in moments if moment is not None), None)


def _past(moment: datetime | None, day: date | None, at: datetime) -> bool:
    if moment is not None:
        return moment <= at
    return day is not None and datetime(day.year, day.month, day.day, tzinfo=UTC) <= at


def _stage(name: str, ahead: list[str]) -> str:
    if name not in ahead:
        return "past"
    return "now" if name == ahead[0] else "ahead"
