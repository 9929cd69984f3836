"""Money of reports for the sweep: rates, an amount that is not eligible, a cash position."""

from portal.models import Instalment, Report
from tests import ledgers


def records():
    """Put money into the reports that are staged; return keys that addresses name."""
    first = Report.select().order_by(Report.number).first()
    Instalment.create(
        contract=first.contract, position=1, percent=40, amount=42_800, condition="Signed"
    )
    return ledgers.records()
