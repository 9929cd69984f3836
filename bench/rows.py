"""Many made-up rows: calls, partners and clarifications, written quickly and all alike."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from portal.db import atomic, database
from portal.domain.lifecycle import CallState, ClarificationState
from portal.models import (
    Call,
    Centre,
    Clarification,
    Criterion,
    Event,
    Indicator,
    Lot,
    Partner,
    Person,
    Question,
    Record,
)
from portal.models.centres import ManagementModel
from portal.services import call_search

CALLS = 2_000
PARTNERS = 20_000
CLARIFICATIONS = 100_000
COUNTRIES = ("MA", "TN", "DZ", "LY", "EG", "SN", "ML", "NE", "TD", "SD")
SERVICES = ("accommodation", "food", "hygiene_kits", "registration")
NO_PASSWORD = "-"  # noqa: S105 - nobody signs in
WORDS = "Shelter and protection for women, families and unaccompanied children on the move. "
_STATES = (CallState.PUBLISHED, CallState.PUBLISHED, CallState.AWARDED)


def fill() -> str:
    """Write all rows and return the slug of an open call."""
    now = datetime.now(UTC)
    author = Person.create(
        email="author@example.org", name="Author", password_hash=NO_PASSWORD, created_at=now
    )
    calls = list(_calls(_centres(author, now), author, now))
    with atomic():
        write(Partner, _partners(now))
        write(Call, calls)
        for table, make in ((Lot, _lots), (Criterion, _criteria), (Indicator, _indicators)):
            write(table, (row for call in calls for row in make(call)))
        write(Question, _questions())
        write(Clarification, _clarifications(calls, now))
        write(Event, (_published(row, now) for row in calls))
        for call in Call.select(Call, Centre).join(Centre):
            call_search.put(call)
    return str(calls[0]["slug"])


def write(table: type[Record], rows: Iterable[dict[str, object]]) -> None:
    """Write rows that all have the same columns past peewee's builder of statements."""
    made = table._meta.defaults  # noqa: SLF001 - peewee has no other name for it
    first, *rest = rows
    fields = [table.columns()[name] for name in {**{each.name: 0 for each in made}, **first}]
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    holes = ", ".join("?" for _field in fields)
    values = ([_value(field, row, made) for field in fields] for row in [first, *rest])
    statement = f'INSERT INTO "{table._meta.table_name}" ({names}) VALUES ({holes})'  # noqa: S608, SLF001
    database.connection().executemany(statement, values)


def _value(field: Any, row: dict[str, object], made: dict[Any, Any]) -> object:  # noqa: ANN401
    if field.name in row:
        return field.db_value(row[field.name])
    start = made[field]
    return field.db_value(start() if callable(start) else start)


def _centres(author: Person, now: datetime) -> list[Centre]:
    return [
        Centre.create(
            reference=f"IOM/{code}/CENTRE/01",
            slug=f"IOM-{code}-CENTRE-01",
            name=f"Centre of {code}",
            country=code,
            model=ManagementModel.PARTNER,
            authority="Ministry",
            requested_on=now.date(),
            request=WORDS,
            capacity=60,
            author=author,
            created_at=now,
        )
        for code in COUNTRIES
    ]


def _partners(now: datetime) -> Iterator[dict[str, object]]:
    for number in range(PARTNERS):
        yield {"name": f"Association {number}", "country": "MA", "created_at": now}


def _calls(centres: list[Centre], author: Person, now: datetime) -> Iterator[dict[str, object]]:
    for number in range(CALLS):
        state = _STATES[number % 3]
        ahead = number % 3 == 0
        days = timedelta(days=number % 60 + 1, minutes=number)
        yield {
            "id": uuid4(),
            "reference": f"IOM/B/2026/{number:04d}",
            "slug": f"IOM-B-2026-{number:04d}",
            "centre": centres[number % len(centres)],
            "state": state,
            "title": f"Shelter in apartments, lot{number}",
            "currency": "MAD",
            "zone": "Africa/Casablanca",
            **dict.fromkeys(("background", "objectives", "target_groups", "scope"), WORDS * 5),
            **dict.fromkeys(("staffing", "hours", "data_profile"), WORDS),
            "services": [SERVICES[number % 4], SERVICES[(number + 1) % 4]],
            "standards": ["S01"],
            "starts_on": now.date(),
            "deadline": now + days if ahead else now - days,
            "opening_at": now + days + timedelta(hours=2),
            "results_on": (now + days).date(),
            "author": author,
            "created_at": now,
            "published_at": now - timedelta(days=90),
        }


def _published(call: dict[str, object], now: datetime) -> dict[str, object]:
    return {"at": now, "name": "call.published", "kind": "call", "subject_id": call["id"]}


def _lots(call: dict[str, object]) -> Iterator[dict[str, object]]:
    for number in range(1, 4):
        yield {
            "call": call["id"],
            "number": number,
            "city": f"City {number}",
            "title": f"Apartments {number}",
            "scope": WORDS,
            "places": 20,
            "apartments": 5,
            "ceiling": 1_000_000,
        }


def _criteria(call: dict[str, object]) -> Iterator[dict[str, object]]:
    for position in range(1, 6):
        yield {
            "call": call["id"],
            "position": position,
            "name": f"Criterion {position}",
            "guidance": WORDS,
            "weight": 20,
        }


def _indicators(call: dict[str, object]) -> Iterator[dict[str, object]]:
    for position in range(1, 6):
        yield {
            "call": call["id"],
            "position": position,
            "name": f"Indicator {position}",
            "unit": "persons",
            "target": 100,
        }


def _questions() -> Iterator[dict[str, object]]:
    for each in Criterion.select(Criterion.id, Criterion.call, Criterion.position):
        yield {
            "call": each.call_id,
            "position": each.position,
            "criterion": each.id,
            "text": "How will you do this?",
        }


def _clarifications(
    calls: list[dict[str, object]], now: datetime
) -> Iterator[dict[str, object]]:
    for number in range(CLARIFICATIONS):
        yield {
            "call": calls[number % len(calls)]["id"],
            "number": number // len(calls) + 1,
            "state": ClarificationState.PUBLISHED,
            "question": WORDS,
            "edited": WORDS,
            "answer": WORDS,
            "asked_at": now,
        }
