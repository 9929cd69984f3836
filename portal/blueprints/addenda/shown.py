"""The differences of an addendum as the pages show them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.domain.changes import Change
from portal.services import addendum_changes
from portal.web import language

READERS: Mapping[str, Callable[[str], Any]] = {
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
    "amount": Decimal,
}


def shown(changes: Sequence[Change], versions: Sequence[Any]) -> list[dict[str, Any]]:
    """Return differences in the reader's language, with dates and amounts as such."""
    return as_read(addendum_changes.told(changes, versions, language()))


def as_read(told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return differences that were told as plain data with days and amounts as such."""
    return [{**each, "values": [_value(one) for one in each["values"]]} for each in told]


def _value(told: dict[str, Any]) -> dict[str, Any]:
    read = READERS.get(told["kind"])
    if read is None:
        return told
    ends = {name: read(told[name]) if told[name] else None for name in ("before", "after")}
    return {**told, **ends}
