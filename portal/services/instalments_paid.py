"""What a contract promises in instalments, and what the office paid of it."""

from datetime import date
from decimal import Decimal

from portal.models import Contract, Instalment, InstalmentRequest


def promised(contract: Contract) -> bool:
    """Say whether a contract pays instalments, so that its partner accounts for the cash."""
    return bool(contract.instalments.exists())


def within(contract: Contract, first: date, last: date) -> Decimal | None:
    """Return what was paid from one value date to another; None where nothing is recorded."""
    made = InstalmentRequest.select(InstalmentRequest.amount, InstalmentRequest.value_date)
    paid = made.join(Instalment).where(
        (Instalment.contract == contract) & InstalmentRequest.value_date.is_null(is_null=False)
    )
    rows = list(paid)
    if not rows:
        return None
    found = (row.amount for row in rows if row.value_date and first <= row.value_date <= last)
    return sum(found, Decimal(0))
