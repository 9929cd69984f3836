"""Money that is behind a contract: what was paid, and what accepted reports spent."""

from collections.abc import Sequence
from decimal import Decimal

from portal.domain.lifecycle import ReportState
from portal.models import Contract, Expenditure, Instalment, Report


def fixed_instalments(_contract: Contract) -> Sequence[Instalment]:
    """Return the instalments that nothing may change any more: those asked for or paid.

    The portal records no payments yet, so none is fixed; a table of payments is read here.
    """
    return ()


def paid(contract: Contract) -> Decimal:
    """Return what was paid of a contract so far."""
    return sum((each.amount for each in fixed_instalments(contract)), Decimal(0))


def spent(contract: Contract) -> dict[str, Decimal]:
    """Return what accepted reports say was spent, by budget category."""
    accepted = (Report.contract == contract) & (Report.state == ReportState.ACCEPTED)
    found: dict[str, Decimal] = {}
    for row in Expenditure.select().join(Report).where(accepted):
        found[row.category] = found.get(row.category, Decimal(0)) + (row.amount or 0)
    return found
