"""Print what a list of 10,000 transactions costs: read, checked, kept, and taken in."""

import resource
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from xlsxwriter import Workbook

from bench.evaluation import call_of, person
from portal import create_app
from portal.db import atomic
from portal.domain.actions import Role
from portal.migrate import migrate
from portal.models import (
    Contract,
    ContractBudget,
    Grant,
    Lot,
    Partner,
    Proposal,
    Report,
)
from portal.pdf.transactions_xlsx import headings, names
from portal.services import accounts, clock, monitoring, transactions
from portal.services.file_checks import Limits, Upload
from portal.services.monitoring import Save
from portal.services.transaction_files import FORMAT, HEAD_ROW, KEY, SHEET
from portal.services.transactions import Sent

ROWS = 10_000
LIMITS = Limits(10 * 1024 * 1024, 1)
ROUNDS = 3
MEGABYTE = 1024 * 1024
LINES = ("staff", "supplies", "operating")


def report_of(now: datetime) -> Report:
    """Make a contract with its reports, and the first of them."""
    author = person(0, now)
    call = call_of(author, now)
    about = {"city": "Rabat", "places": 20, "apartments": 5, "ceiling": 1_000_000}
    lot = Lot.create(call=call, number=1, title="Lot 1", **about)
    partner = Partner.create(name="Association", country="MA", created_at=now)
    proposal = Proposal.create(call=call, lot=lot, partner=partner, created_at=now)
    contract = Contract.create(
        reference="IOM/B/2026/001-C1",
        slug="IOM-B-2026-001-C1",
        call=call,
        lot=lot,
        partner=partner,
        proposal=proposal,
        language="en",
        currency="MAD",
        amount=Decimal(3_000_000),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        report_every_months=3,
        report_days=30,
        created_at=now,
    )
    for position, category in enumerate(LINES, 1):
        ContractBudget.create(
            contract=contract, position=position, category=category, amount=1_000_000
        )
    monitoring.make_periods(contract, now)
    owner = person(1, now)
    owner.partner = partner
    owner.save()
    Grant.create(person=owner, role=Role.PARTNER_OWNER)
    return Report.get((Report.contract == contract) & (Report.number == 1))


def workbook(report: Report) -> bytes:
    """Fill in the list of a report, a row for each document."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet, key = book.add_worksheet(SHEET), book.add_worksheet(KEY)
        for row, text in enumerate((FORMAT, report.contract_id.hex)):
            key.write_string(row, 1, text)
        for column, text in enumerate(headings("en")):
            sheet.write_string(HEAD_ROW - 1, column, text)
        for row in range(ROWS):
            day = report.starts_on + timedelta(days=row % 90)
            cells = [day.isoformat(), f"INV-2026-{row:05}", "supplier", "Blankets and kits"]
            cells += [LINES[row % 3], 12.5 + row % 900, "MAD"]
            sheet.write_row(HEAD_ROW + row, 0, cells)
    return out.getvalue()


def table(report: Report) -> bytes:
    """Write the list of a report as CSV."""
    lines = [",".join(headings("en"))]
    for row in range(ROWS):
        day = report.starts_on + timedelta(days=row % 90)
        told = f"{day},INV-2026-{row:05},supplier,Blankets and kits"
        lines.append(f"{told},{LINES[row % 3]},{12.5 + row % 900},MAD,,")
    return "\n".join(lines).encode()


def seconds(act: Callable[[], object]) -> float:
    """Return how long an act takes, on the clock of the wall."""
    began = perf_counter()
    act()
    return perf_counter() - began


def measure(report: Report, filename: str, content: bytes) -> None:
    """Print the time of sending a new list and of taking it in."""
    owner = accounts.actor_of(accounts.Person.get(accounts.Person.email == "p1@example.org"))
    now = clock.now()
    limits, words = LIMITS, names(report.contract.call)
    sending, taking = [], []
    for number in range(ROUNDS):
        upload = Upload("", filename, content + b" " * number * filename.endswith("csv"))
        sent = Sent(upload, limits, words)
        save = Save(owner, now, 0)
        sending.append(seconds(lambda: transactions.send(report, sent, save)))  # noqa: B023
        there = transactions.waiting(report)
        if there is not None:
            taking.append(seconds(lambda: transactions.take(report, there.id, save)))  # noqa: B023
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{filename}: {len(content) / MEGABYTE:.1f} MB, {ROWS} rows\n"
        f"  read, checked and kept: {sending[0]:.2f} s (ceiling 5 s)\n"
        f"  taken in: {min(taking):.2f} s; the process held at most {peak} MB\n"
    )


def main() -> None:
    """Measure both kinds of file."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'portal.sqlite'}"
        app = create_app({"DATABASE_URL": url, "INSTANCE": Path(folder), "DEVELOPMENT": True})
        migrate()
        with app.app_context():
            with atomic():
                report = report_of(datetime(2026, 1, 2, tzinfo=UTC))
            clock.set_shift(
                round((datetime(2026, 4, 2, tzinfo=UTC) - clock.now()).total_seconds())
            )
            measure(report, "list.csv", table(report))
            measure(report, "list.xlsx", workbook(report))


if __name__ == "__main__":
    main()
