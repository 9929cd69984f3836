"""Money of reports for the sweep: lists of transactions, a workbook, findings."""

from datetime import date
from decimal import Decimal

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.domain.report_money import Rate
from portal.domain.report_specs import PARTS
from portal.models import Instalment, Report, ReportBook
from portal.pdf.transactions_xlsx import headings, names
from portal.services import clock, monitoring, report_rates, transactions
from portal.services.file_checks import Limits, Upload
from portal.services.monitoring import Save
from portal.services.transactions import Sent
from tests import factories as make
from tests import ledgers
from tests.browser.stage_sealed import of

LONG = "Rent-of-the-apartments-and-of-the-house-by-the-port-" * 5


def records():
    """Put money into the reports that are staged; return keys that addresses name."""
    first = Report.select().order_by(Report.number).first()
    Instalment.create(
        contract=first.contract, position=1, percent=40, amount=42_800, condition="Signed"
    )
    return ledgers.records()


def faces():
    """A report with a list that counts, one that waits and a workbook; and one to check."""
    contract = make.contract(make.partner(), report_sections=list(PARTS))
    Instalment.create(contract=contract, position=1, percent=40, amount=42_800, condition="?")
    monitoring.make_periods(contract, clock.now())
    written, checked = Report.select().where(Report.contract == contract).limit(2)
    owner = make.person(Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY, partner=contract.partner)
    save = Save(make.accounts.actor_of(owner), clock.now(), 0)
    rate = Rate("USD", written.starts_on, Decimal("9.8512"), "United Nations operational rate")
    report_rates.keep(written, rate, save)
    send(written, save, (f"S-{number}" for number in range(120)))
    transactions.take(written, transactions.waiting(written).id, save)
    send(written, save, ("S-1", "I-1"))
    mine = {"values": {"answer": {"answer": {"text": LONG}}}, "seen": 1}
    ReportBook.create(
        report=written,
        content={"risks": mine},
        filename="report.xlsx",
        sent_at=clock.now(),
        sent_by=owner,
    )
    Report.update(state=ReportState.SUBMITTED).where(Report.id == checked.id).execute()
    ledgers.finding(checked)
    finance = make.person(Role.FINANCE_OFFICER)
    pages = ("show", "listed", "send_list", "workbook", "rates", "cash", "expenditure")
    return [
        *(of(f"monitoring.{each}", owner, slug=written.slug) for each in pages),
        of("monitoring.not_eligible", finance, slug=checked.slug),
        of("monitoring.show", finance, slug=checked.slug),
    ]


def send(report, save, documents):
    """Send a list with a row for each document."""
    day = date.isoformat(report.starts_on)
    rows = [f"{day},{each},landlord,{LONG},staff,100.50,USD,," for each in documents]
    content = "\n".join([",".join(headings("en")), *rows]).encode()
    upload = Upload("", "list.csv", content)
    sent = Sent(upload, Limits(10**6, 1), names(report.contract.call))
    transactions.send(report, sent, save)
