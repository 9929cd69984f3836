"""Money of reports for tests: what the office found, and what addresses name of it."""

from decimal import Decimal

from portal.domain.actions import Role
from portal.models import IneligibleAmount, Report
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


def records():
    """What addresses of the money of reports name."""
    first = Report.select().order_by(Report.number).first()
    return {"amount_id": [finding(first).id]}
