"""The filters of the audit log, as they stand in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.services.audit_log import Wanted
from portal.wording import WORDS

LONGEST = 100
TEXTS = ("name", "reference", "person")
DAYS = ("since", "until")
PLACES = ("before", "after")


@dataclass(frozen=True)
class Filters:
    """What was asked for, what of it could not be read, and how to say it in an address."""

    wanted: Wanted
    typed: Mapping[str, str]
    unclear: frozenset[str] = field(default=frozenset())

    def address(self, **changes: object) -> dict[str, str]:
        """Return the parts of an address with the same filters and some changes."""
        parts = {name: self.typed[name] for name in (*TEXTS, *DAYS)}
        parts |= {name: str(value) for name, value in changes.items()}
        return {name: value for name, value in parts.items() if value}


def read(given: Mapping[str, str]) -> Filters:
    """Read the filters of an address; what makes no sense is passed over, a day is told."""
    names = (*TEXTS, *DAYS, *PLACES)
    typed = {name: given.get(name, "").strip()[:LONGEST] for name in names}
    if f"event.{typed['name']}" not in WORDS:
        typed["name"] = ""
    days = {name: _day(typed[name]) for name in DAYS}
    places = {name: _place(typed[name]) for name in PLACES}
    texts = {name: typed[name] for name in TEXTS}
    unclear = frozenset(name for name in DAYS if typed[name] and days[name] is None)
    return Filters(Wanted(**texts, **days, **places), typed, unclear)  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _place(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(2**63))
    return int(text) if is_number else None
