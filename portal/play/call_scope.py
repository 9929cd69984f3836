"""The sections of the played calls on scope: lots, terms, services, staff, money, data."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.domain.call_terms import PassingRule, Shift
from portal.models import BudgetCategory, Call
from portal.play.stage import Stage, picked
from portal.services import call_drafting as drafting
from portal.services import call_scope as scope
from portal.services.call_drafting import Edit

TERMS = ("objectives", "target_groups")
DATA = (
    "data_categories",
    "special_categories",
    "children_data",
    "data_transfers",
    "transfer_note",
    "retention_months",
)


def fill(stage: Stage, call: Call, data: Mapping[str, Any], at: datetime) -> None:
    """Save the sections on scope from a data file, one by one, as the author would."""
    by = stage.actor("programme")

    def edit() -> Edit:
        return Edit(by, at, Call.get_by_id(call.id).version)

    terms = data["terms"]
    texts = {**picked(terms, *TERMS), "scope": terms["facilities"]}
    drafting.save_columns(call, "terms", texts, edit())
    places = {each.city: each.id for each in scope.sites(call)}
    lots = [_lot(row, places) for row in data["lot"]]
    scope.save_lots(call, lots, data.get("lots_to_win"), edit())
    needs = [scope.NeedRow(**row) for row in data.get("need", [])]
    scope.save_services(call, picked(data, "services", "standards"), needs, edit())
    staff = {**picked(terms, "staffing", "hours"), "day_and_night": True}
    scope.save_staffing(call, staff, [_post(row) for row in data["post"]], edit())
    scope.save_eligibility(call, [_asked(row) for row in data["eligibility"]], edit())
    files = [scope.DocumentRow(**row) for row in data["document"]]
    scope.save_documents(call, files, edit())
    scope.save_budget(call, _categories(call, data), picked(data, "indirect_ceiling"), edit())
    handled = {**picked(terms, "data_profile"), **picked(data["data"], *DATA)}
    drafting.save_columns(call, "data", handled, edit())


def _lot(row: Mapping[str, Any], places: Mapping[str, UUID]) -> scope.LotRow:
    same = picked(row, "city", "title", "scope", "places", "apartments")
    ceiling = Decimal(row["ceiling"])
    return scope.LotRow(**same, ceiling=ceiling, site=places.get(row["city"]))


def _post(row: Mapping[str, Any]) -> scope.PostRow:
    shifts = [Shift(each) for each in row["shifts"]]
    return scope.PostRow(**picked(row, "function", "people", "note"), shifts=shifts)


def _asked(row: Mapping[str, Any]) -> scope.EligibilityRow:
    passing = PassingRule(row["passing"])
    return scope.EligibilityRow(
        row["text"], passing, row.get("figure"), evidence=row.get("evidence", False)
    )


def _categories(call: Call, data: Mapping[str, Any]) -> list[scope.CategoryRow]:
    ceilings = data.get("ceilings", {})
    return [
        scope.CategoryRow(each.name, ceilings.get(each.code), str(each.key))
        for each in scope.rows(call, BudgetCategory)
    ]
