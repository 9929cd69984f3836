"""Documents of a report that another report of the same partner charges too.

The same number alone means little, as suppliers number by themselves: kind of payee, amount and
currency have to be the same. It is a warning for the officer who reviews, never a refusal.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from portal.domain.lifecycle import ReportState
from portal.domain.transactions import PayeeKind
from portal.models import ListedTransaction, Report, TransactionList
from portal.services import transactions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peewee import ModelSelect

MOST = 50
ALIKE = ("known_as", "payee", "amount", "currency")
"""What two rows have in common that charge one document twice."""
SHOWN = ("row", "document", "payee", "amount", "currency")


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
    here = (ListedTransaction.listed == there.id) & (Report.id != report.id)
    submitted = Report.state != ReportState.DRAFT
    found = _pairs().where(here & submitted & (Report.partner == report.partner_id))
    rows: Iterable[Any] = found.limit(MOST).tuples()
    return [Twin(*each) for each in rows]


def _pairs() -> "ModelSelect[Any]":
    """Join documents with those of other lists charged alike, and with their reports."""
    other = ListedTransaction.alias()
    same = [getattr(other, each) == getattr(ListedTransaction, each) for each in ALIKE]
    counts = TransactionList.taken_at.is_null(is_null=False)
    counts &= TransactionList.replaced_at.is_null()
    columns = [getattr(ListedTransaction, each) for each in SHOWN]
    return (
        ListedTransaction.select(*columns, Report.reference, Report.slug)
        .join(other, on=reduce(and_, same))
        .join(TransactionList, on=(other.listed == TransactionList.id) & counts)
        .join(Report)
        .order_by(ListedTransaction.row, Report.reference)
    )
