"""Money of reports for tests: what the office found, and what addresses name of it."""

from decimal import Decimal

from portal.domain.actions import Role
from portal.domain.transactions import PayeeKind
from portal.models import IneligibleAmount, ListedTransaction, Report, TransactionList
from tests import factories


def finding(report, category="staff"):
    """An amount that finance does not accept."""
    return IneligibleAmount.create(
        report=report,
        category=category,
        amount=Decimal(10),
        reason="A fine.",
        found_at=factories.NOON,
        found_by=factories.person(Role.FINANCE_OFFICER),
    )


def listed(report, *rows):
    """The list of a report that counts: a document and what was bought for each row."""
    made = TransactionList.create(
        report=report,
        filename="list.csv",
        sha256="0" * 64,
        rows=len(rows),
        total=Decimal(100) * len(rows),
        sums={"staff": str(Decimal(100) * len(rows))},
        sent_at=factories.NOON,
        sent_by=factories.person(Role.PARTNER_OWNER, partner=report.partner),
        taken_at=factories.NOON,
    )
    for number, (document, description) in enumerate(rows, 2):
        ListedTransaction.create(
            listed=made,
            row=number,
            dated_on=report.starts_on,
            document=document,
            known_as=document.casefold(),
            payee=PayeeKind.SUPPLIER,
            description=description,
            category="staff",
            amount=Decimal(100),
            currency="MAD",
            rate=Decimal(1),
            value=Decimal(100),
        )
    return made


def records():
    """What addresses of the money of reports name."""
    first = Report.select().order_by(Report.number).first()
    return {"amount_id": [finding(first).id]}
