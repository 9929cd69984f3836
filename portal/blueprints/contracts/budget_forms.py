"""The form of a budget by category, made for the categories of one call."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange, Optional

from portal.blueprints.fields import AmountField, VersionedForm, text
from portal.services import contract_budget

AMOUNT = "amount_"
_LEAST = _l("An amount cannot be below zero.")


def budget_form(
    contract: Any,  # noqa: ANN401 - a record
    names: Mapping[str, str],
    *,
    reason: bool = False,
) -> Any:  # noqa: ANN401 - its fields are those of the call
    """Return a form with one amount for each category, as the contract has them now."""
    stands = contract_budget.amounts_of(contract)
    fields: dict[str, Any] = {
        f"{AMOUNT}{code}": AmountField(
            names.get(code, code), [Optional(), NumberRange(min=0, message=_LEAST)]
        )
        for code in stands
    }
    if reason:
        fields["reason"] = text(_l("Reason"))
    made = type("BudgetForm", (VersionedForm,), fields)
    shown = {f"{AMOUNT}{code}": amount for code, amount in stands.items()}
    return made(data={**shown, "version": str(contract.version)})


def amounts(form: Any) -> dict[str, Decimal]:  # noqa: ANN401 - its fields are those of the call
    """Return what was typed by category; an empty field is nothing."""
    return {
        field.short_name.removeprefix(AMOUNT): field.data or Decimal(0)
        for field in form
        if field.short_name.startswith(AMOUNT)
    }
