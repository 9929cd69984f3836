"""The financial report: figures, certificate, transactions on the page or beside it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.lifecycle import ReportState
from portal.domain.report_money import Cash, Rate
from portal.domain.transactions import PayeeKind
from portal.models import (
    Document,
    Expenditure,
    Instalment,
    ListedTransaction,
    Report,
    TransactionList,
)
from portal.pdf import render
from portal.pdf.attached import attached
from portal.pdf.documents import draft
from portal.pdf.facts import financial_reports as facts
from portal.services import (
    accounts,
    financial_reports,
    ineligible,
    money_certificates,
    monitoring,
    report_cash,
    report_rates,
)
from portal.services.ineligible import Finding
from portal.services.monitoring import Save
from tests import factories as make

APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)
MAY = datetime(2026, 5, 10, 9, tzinfo=UTC)
JUNE = datetime(2026, 6, 10, 9, tzinfo=UTC)


@pytest.fixture
def report(app):
    """A report of April 2026 that finance read and programme accepted in May."""
    contract = make.contract(make.partner("Association Lumen"))
    Instalment.create(contract=contract, position=1, percent=40, amount=42_800, condition="?")
    monitoring.make_periods(contract, make.NOON)
    made = monitoring.by_slug(f"{contract.slug}-P1")
    owner = make.actor(Role.PARTNER_OWNER, partner=made.partner)
    rate = Rate("USD", date(2026, 1, 1), Decimal("9.8512"), "UN operational rate")
    report_rates.keep(made, rate, Save(owner, APRIL, 0))
    cash = Cash(Decimal(0), Decimal(42_800), Decimal(0), Decimal(20_800))
    report_cash.save(made, cash, Save(owner, APRIL, 1))
    for code, amount in (("staff", 20_000), ("indirect", 2_000)):
        row = (Expenditure.report == made.id) & (Expenditure.category == code)
        Expenditure.update(amount=Decimal(amount), note="As planned.").where(row).execute()
    return made


@pytest.fixture
def officer(app):
    return make.actor(Role.FINANCE_OFFICER)


@pytest.fixture
def accepted(report, officer):
    signatory = make.person(Role.PARTNER_SIGNATORY, partner=report.partner, name="Salma Bennis")
    money_certificates.certify(report, accounts.actor_of(signatory), APRIL)
    Report.update(state=ReportState.SUBMITTED).execute()
    filed = monitoring.by_slug(report.slug)
    ineligible.find(filed, Finding("staff", Decimal(500), "A parking fine."), officer, APRIL)
    Report.update(state=ReportState.ACCEPTED, accepted_at=MAY).execute()
    return monitoring.by_slug(report.slug)


def listed(report, count):
    owner = make.person(Role.PARTNER_OWNER, partner=report.partner)
    made = TransactionList.create(
        report=report,
        filename="list.csv",
        sha256="0" * 64,
        rows=count,
        total=Decimal(count),
        sums={"staff": str(count)},
        sent_at=APRIL,
        sent_by=owner,
        taken_at=APRIL,
    )
    row = {
        "listed": made.id,
        "dated_on": date(2026, 2, 1),
        "payee": PayeeKind.LANDLORD,
        "description": "Rent of February",
        "category": "staff",
        "amount": Decimal(1),
        "currency": "MAD",
        "rate": Decimal(1),
        "value": Decimal(1),
    }
    rows = [{**row, "row": n, "document": f"D-{n}", "known_as": f"d-{n}"} for n in range(count)]
    for start in range(0, count, 500):
        ListedTransaction.insert_many(rows[start : start + 500]).execute()


def text_of(content):
    pages = PdfReader(BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\xa0", " ")


def test_the_financial_report_prints_money_certificate_and_transactions_in_both_languages(
    accepted,
):
    listed(accepted, 3)
    text = text_of(render(draft("financial_report", accepted.id, "en", JUNE)))
    print_fingerprint = money_certificates.last(accepted).fingerprint[:12]
    for part in (
        accepted.reference,
        "Association Lumen",
        "MAD 21,500",
        "A parking fine.",
        "UN operational rate",
        "9.8512",
        "20,800",
        "Salma Bennis",
        print_fingerprint,
        "Rent of February",
        "D-2",
    ):
        assert part in text, part
    french = facts.financial_report(accepted.id, "fr")
    assert [each["name"] for each in french["lines"]] == ["Personnel", "Coûts indirects"]


def test_a_long_list_goes_into_an_attached_file_with_its_totals_on_the_page(
    accepted, monkeypatch
):
    monkeypatch.setattr(facts, "TABLE_ROWS", 2)
    listed(accepted, 3)
    content = render(draft("financial_report", accepted.id, "en", JUNE))
    text = text_of(content)
    assert "The list is attached to this file as transactions.csv." in text
    assert "3 documents, MAD 3 in all." in text
    assert "Rent of February" not in text
    lines = attached(content, facts.TRANSACTIONS).decode().splitlines()
    assert lines[0].endswith("Credit,MAD")
    assert lines[3].startswith("2026-02-01,D-2,Landlord,Rent of February,")


def test_what_is_found_after_the_acceptance_leaves_the_facts_as_they_were(accepted, officer):
    before = facts.financial_report(accepted.id, "en")
    ineligible.find(accepted, Finding("staff", Decimal(7), "Found on a visit."), officer, JUNE)
    ineligible.lift(ineligible.of(accepted)[0], "The receipt came.", officer, JUNE)
    assert facts.financial_report(accepted.id, "en") == before
    assert before["total"]["so_far"] == before["by_period"][-1]["so_far"] == "21500"


def test_a_report_in_writing_prints_what_there_is(report):
    text = text_of(render(draft("financial_report", report.id, "fr", APRIL)))
    assert "Rapport financier" in text
    assert "Situation de trésorerie" in text


def test_a_financial_report_is_issued_once_in_a_language_after_the_acceptance(
    report, officer, request
):
    owner = make.actor(Role.PARTNER_OWNER, partner=report.partner)
    with pytest.raises(RuleBroken, match="financial_not_accepted"):
        financial_reports.ask(report, "en", owner, APRIL)
    accepted = request.getfixturevalue("accepted")
    for _ in range(2):
        financial_reports.ask(accepted, "en", officer, JUNE)
    financial_reports.ask(accepted, "fr", officer, JUNE)
    numbers = sorted(each.number for each in Document.select())
    assert numbers == [f"{report.reference}-FIN-{each}" for each in ("EN", "FR")]
    with pytest.raises(NotAllowed):
        financial_reports.ask(accepted, "en", make.actor(Role.COMMITTEE_MEMBER), JUNE)
