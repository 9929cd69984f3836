"""What a contract promises in instalments, and what the office paid of it."""

from datetime import date
from decimal import Decimal

from portal.models import Contract


def promised(contract: Contract) -> bool:
    """Say whether a contract pays instalments, so that its partner accounts for the cash."""
    return bool(contract.instalments.exists())


def within(_contract: Contract, _first: date, _last: date) -> Decimal | None:
    """Return what was paid from one day to another; None where payments are not recorded."""
    return None
