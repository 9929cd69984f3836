"""The monitoring report: its facts and its pages."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import draft, official
from portal.pdf.facts import monitoring as facts
from portal.services import accounts, monitoring, report_filings
from tests import factories as make
from tests.reports import money_agreed
from tests.services.test_monitoring import fill

JULY = datetime(2026, 7, 10, 9, tzinfo=UTC)


def text_of(content, page=None):
    pages = PdfReader(BytesIO(content)).pages
    pages = pages if page is None else [pages[page]]
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def people(app):
    partner = make.partner("Association Lumen")
    return [accounts.actor_of(each) for each in make.team(partner)]


@pytest.fixture
def officer(app):
    return accounts.actor_of(make.person(Role.PROGRAMME_OFFICER, name="Nadia Haddad"))


@pytest.fixture
def reports(people, officer):
    """Two periods of a contract: the first filed, returned once and accepted."""
    partner = make.Partner.get_by_id(people[0].partner_id)
    contract = make.contract(partner)
    monitoring.make_periods(contract, make.NOON)
    first, second = (monitoring.by_slug(f"{contract.slug}-P{n}") for n in (1, 2))
    fill(first, people[0], JULY)
    report_filings.submit(first, people[2], JULY)
    monitoring.send_back(first, {"risks": "Which incident?"}, officer, JULY)
    report_filings.submit(first, people[2], JULY)
    money_agreed(first, JULY)
    monitoring.accept(first, "Checked on a visit.", officer, JULY)
    return first, second


def test_the_facts_are_plain_data_and_stay_the_same_when_later_periods_are_filed(
    reports, people, officer
):
    first, second = reports
    before = facts.report(first.id, "en")
    fill(second, people[0], JULY, money=("30000", "2000"))
    report_filings.submit(second, people[2], JULY)
    money_agreed(second, JULY)
    monitoring.accept(second, "Fine.", officer, JULY)
    assert facts.report(first.id, "en") == before
    assert json.loads(json.dumps(before)) == before
    later = facts.report(second.id, "en")
    assert Decimal(later["total"]["so_far"]) == 20_000 + 1_400 + 30_000 + 2_000
    assert later["indicators"][0]["so_far"] == "200"


def test_the_issued_report_carries_figures_words_comments_and_names(reports):
    row = Document.get(Document.language == "en")
    paper = render(official(row))
    cover, summary, text = text_of(paper, 0), text_of(paper, 1), text_of(paper)
    assert "Accepted by IOM Morocco" in cover
    assert "Association Lumen" in cover
    assert "Progress of the indicators since the start" in summary
    assert "Money against the plan" in summary
    for part in (
        reports[0].reference,
        "Association Lumen",
        "women",
        "MAD 21,400",
        "We did what we planned.",
        "Which incident?",
        "Checked on a visit.",
        "Nadia Haddad",
        row.code,
    ):
        assert part.casefold() in text.casefold(), part


@pytest.mark.usefixtures("reports")
def test_the_report_in_french_names_the_questions_in_french():
    row = Document.get(Document.language == "fr")
    text = text_of(render(official(row)))
    assert "avez-vous fait et obtenu pendant cette période" in text
    assert "OIM Maroc" in text


def test_an_unwritten_report_prints_as_a_draft(reports):
    text = text_of(render(draft("report", reports[1].id, "en", JULY)))
    assert "DRAFT" in text
    assert reports[1].reference in text


@pytest.mark.usefixtures("reports")
def test_equal_reports_give_equal_bytes():
    row = Document.get(Document.language == "en")
    assert render(official(row)) == render(official(row))
