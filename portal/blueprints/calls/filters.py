"""The filters of the public list, as they stand in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from portal.config import LANGUAGES
from portal.services import library
from portal.services.call_list import OPEN, STATES, Wanted

LONGEST = 100
TEXTS = ("text", "country", "service", "place", "language", "after", "before")
DAYS = ("since", "until")


@dataclass(frozen=True)
class Filters:
    """What was asked for, what of it could not be read, and how to say it in an address."""

    wanted: Wanted
    typed: Mapping[str, str]
    unclear: frozenset[str] = field(default=frozenset())

    def address(self, **changes: str) -> dict[str, str]:
        """Return the parts of an address with the same filters and some changes."""
        parts = {name: self.typed.get(name, "") for name in ("state", *TEXTS[:-2], *DAYS)}
        parts |= changes
        return {name: value for name, value in parts.items() if value and value != OPEN}


_NOTHING = Filters(Wanted(), dict.fromkeys(("state", *TEXTS, *DAYS), ""))


def read(given: Mapping[str, str]) -> Filters:
    """Read the filters of an address; what makes no sense is passed over, a day is told."""
    if not given:
        return _NOTHING
    typed = {name: given.get(name, "").strip()[:LONGEST] for name in ("state", *TEXTS, *DAYS)}
    texts = {name: typed[name] for name in TEXTS}
    days = {name: _day(typed[name]) for name in DAYS}
    state = typed["state"] if typed["state"] in STATES else OPEN
    wanted = replace(Wanted(state=state), **texts, **days)  # type: ignore[arg-type]
    unclear = frozenset(name for name in DAYS if typed[name] and days[name] is None)
    return Filters(_known(wanted), typed, unclear)


def _known(wanted: Wanted) -> Wanted:
    services = library.by_code("services", "service")
    service = wanted.service if wanted.service in services else ""
    language = wanted.language if wanted.language in LANGUAGES else ""
    return replace(wanted, service=service, language=language)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
