"""Documents of a report that another report of the same partner charges too.

The same number alone means little, as suppliers number by themselves: kind of payee, amount and
currency have to be the same. It is a warning for the officer who reviews, never a refusal.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from portal.domain.lifecycle import ReportState
from portal.domain.transactions import PayeeKind
from portal.models import ListedTransaction, Report, TransactionList
from portal.services import transactions

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 50


@dataclass(frozen=True)
class Twin:
    """A document, and the other report that charges it, by its reference and address."""

    row: int
    document: str
    payee: PayeeKind
    amount: Decimal
    currency: str
    reference: str
    slug: str


def of(report: Report) -> list[Twin]:
    """Return the documents of a report that stand in others of its partner, by row."""
    there = transactions.current(report)
    if there is None:
        return []
    other = ListedTransaction.alias()
    same = (
        (other.known_as == ListedTransaction.known_as)
        & (other.payee == ListedTransaction.payee)
        & (other.amount == ListedTransaction.amount)
        & (other.currency == ListedTransaction.currency)
    )
    counts = TransactionList.taken_at.is_null(is_null=False)
    counts &= TransactionList.replaced_at.is_null()
    names = ("row", "document", "payee", "amount", "currency")
    columns = [getattr(ListedTransaction, each) for each in names]
    query = (
        ListedTransaction.select(*columns, Report.reference, Report.slug)
        .join(other, on=same)
        .join(TransactionList, on=(other.listed == TransactionList.id) & counts)
        .join(Report)
        .where(
            (ListedTransaction.listed == there.id)
            & (Report.id != report.id)
            & (Report.partner == report.partner_id)
            & (Report.state != ReportState.DRAFT)
        )
    )
    found = query.order_by(ListedTransaction.row, Report.reference).limit(MOST)
    rows: Iterable[Any] = found.tuples()
    return [Twin(*each) for each in rows]
