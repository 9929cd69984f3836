"""A call as its readers see it: the terms in their language, and the timetable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from portal.models import Call
from portal.services import library


@dataclass(frozen=True)
class Milestone:
    """One point of the timetable: a moment, or a whole day; ``stage`` is past, now or ahead."""

    name: str
    moment: datetime | None
    day: date | None
    stage: str


def terms(
    services: Iterable[str], standards: Iterable[str], language: str
) -> list[dict[str, object]]:
    """Return each service with its minimum standards, in the order of the library.

    Each entry has ``service`` (its name; empty for standards of the whole centre) and
    ``standards`` with ``code``, ``text`` and ``verification``. All texts are the library's.
    """
    wanted, chosen = set(services), set(standards)
    by_service = _standards(chosen, language)
    listed: list[dict[str, object]] = [
        {
            "service": library.text_of(each, "", language),
            "standards": by_service.pop(str(each["code"]), []),
        }
        for each in library.entries("services", "service")
        if each["code"] in wanted
    ]
    rest = sorted(
        (row for rows in by_service.values() for row in rows), key=lambda row: row["code"]
    )
    return [*listed, {"service": "", "standards": rest}] if rest else listed


def _standards(chosen: set[str], language: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for each in library.entries("standards", "standard"):
        if each["code"] in chosen:
            found.setdefault(str(each["service"]), []).append(_standard(each, language))
    return found


def _standard(entry: Mapping[str, object], language: str) -> dict[str, str]:
    return {
        "code": str(entry["code"]),
        "text": library.text_of(entry, "text", language),
        "verification": library.text_of(entry, "verification", language),
    }


def milestones(call: Call, at: datetime) -> list[Milestone]:
    """Return the timetable of a call in order, and say which point comes next."""
    points: list[tuple[str, datetime | None, date | None]] = [
        ("published", call.published_at, None),
        ("deadline", call.deadline, None),
        ("opening", _first(call.opened_at, call.opening_at), None),
        ("results", call.awarded_at, call.results_on),
        ("start", None, call.starts_on),
    ]
    known = [point for point in points if point[1] or point[2]]
    ahead = [name for name, moment, day in known if not _past(moment, day, at)]
    return [Milestone(name, moment, day, _stage(name, ahead)) for name, moment, day in known]


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
