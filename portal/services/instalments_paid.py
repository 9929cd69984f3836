"""What the office paid of a contract's instalments, as far as the portal knows."""

from datetime import date
from decimal import Decimal

from portal.models import Contract


def within(_contract: Contract, _first: date, _last: date) -> Decimal | None:
    """Return what was paid from one day to another; None where payments are not recorded."""
    return None
