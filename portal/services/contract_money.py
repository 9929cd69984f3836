"""Money that is behind a contract: what was paid, and what accepted reports spent."""

from collections.abc import Sequence
from decimal import Decimal

from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_contracts import InstalmentState
from portal.models import Contract, Expenditure, Instalment, InstalmentRequest, Report


def fixed_instalments(contract: Contract) -> Sequence[Instalment]:
    """Return the instalments that nothing may change any more: those ever asked for."""
    mine = Instalment.contract == contract
    return list(Instalment.select().where(mine & (Instalment.state != InstalmentState.PLANNED)))


def paid(contract: Contract) -> Decimal:
    """Return what was paid of a contract so far."""
    made = InstalmentRequest.select(InstalmentRequest.amount).join(Instalment)
    rows = made.where(
        (Instalment.contract == contract) & (Instalment.state == InstalmentState.PAID)
    )
    latest = rows.where(InstalmentRequest.rejected_at.is_null())
    return sum((each.amount for each in latest), Decimal(0))


def spent(contract: Contract) -> dict[str, Decimal]:
    """Return what accepted reports say was spent, by budget category."""
    accepted = (Report.contract == contract) & (Report.state == ReportState.ACCEPTED)
    found: dict[str, Decimal] = {}
    for row in Expenditure.select().join(Report).where(accepted):
        found[row.category] = found.get(row.category, Decimal(0)) + (row.amount or 0)
    return found
