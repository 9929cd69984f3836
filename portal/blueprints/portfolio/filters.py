"""The filters of the portfolio, as they stand in its address."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.services.cycle_times import Which
from portal.services.portfolio import Wanted

LONGEST = 200
NAMES = ("country", "centre", "partner", "donor", "service")
_LAST = 9_999
YEARS = range(2000, 2200)
"""The years that can be asked for; anything else is every year."""


@dataclass(frozen=True)
class Filters:
    """What was asked for, and how to say it in an address."""

    wanted: Wanted

    def address(self, **changes: object) -> dict[str, str]:
        """Return the parts of an address with the same filters and some changes."""
        parts = {name: getattr(self.wanted, name) for name in NAMES}
        parts |= {name: str(value) for name, value in changes.items()}
        return {name: value for name, value in parts.items() if value}


def read(given: Mapping[str, str]) -> Filters:
    """Read the filters of an address; a page that makes no sense is the first."""
    typed = {name: given.get(name, "").strip()[:LONGEST] for name in NAMES}
    return Filters(Wanted(**typed, number=_number(given.get("page", ""))))


def of_times(given: Mapping[str, str]) -> Which:
    """Read by what the calls are chosen whose steps are measured; no year is every year."""
    typed = {name: given.get(name, "").strip()[:LONGEST] for name in ("country", "centre")}
    year = _number(given.get("year", ""))
    return Which(**typed, year=year if year in YEARS else 0)


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_LAST))
    return max(1, int(text)) if is_number else 1
