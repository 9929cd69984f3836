"""The houses of the sample partners: their profiles in sections."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.domain.partner_house import Body
from portal.domain.policy import Actor
from portal.models import Partner
from portal.services import partner_profile
from portal.services.partner_profile import SECTIONS, Draft, Row

Told = Mapping[str, Any]
_EMPTY = {"reviewed_on": None, "adopted_on": None, "birth_year": None}


def fill(
    partner: Partner,
    entry: Mapping[str, Any],
    house: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Let the owner write every section that the data files tell of."""
    told = {
        **house,
        "people": [{**each, "body": _body(each["function"])} for each in entry["key_people"]],
        "work": [{"country": code} for code in house.get("countries", [entry["country"]])],
    }
    told.setdefault("budgets", [_last_budget(entry, at.year - 1)])
    for code, of in SECTIONS.items():
        values = {name: house[name] for name in of.columns if name in house}
        rows = [_row(each, of.row) for each in told.get(code, [])]
        if values or rows:
            partner_profile.save(partner, of, Draft(1, values, rows), by, at)


def _body(function: str) -> Body:
    governs = any(word in function for word in ("resident", "Chair", "Treasurer", "general"))
    return Body.GOVERNING if governs else Body.MANAGEMENT


def _last_budget(entry: Mapping[str, Any], year: int) -> dict[str, Any]:
    amount, currency = entry["yearly_budget"], entry["budget_currency"]
    return {"year": year, "amount": amount, "currency": currency}


def _row(told: Mapping[str, Any], names: tuple[str, ...]) -> Row:
    row = {name: told.get(name, _EMPTY.get(name, "")) for name in names}
    if "amount" in row:
        row["amount"] = Decimal(row["amount"])
    return row
