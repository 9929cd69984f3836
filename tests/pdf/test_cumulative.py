"""The cumulative report: figures over all accepted periods, corrections, and the long table."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.pdf import documents, render
from portal.pdf.facts import cumulative
from portal.services import accounts, corrections, monitoring, report_figures
from tests import factories as make
from tests import measuring

LATER = measuring.LATER


@pytest.fixture
def officer(app):
    return make.actor(Role.PROGRAMME_OFFICER)


@pytest.fixture
def contract(officer):
    """Two accepted periods, the first of them corrected."""
    made = measuring.contract()
    people = [accounts.actor_of(each) for each in make.team(made.partner)]
    for number in (1, 2):
        measuring.accepted(made, number, people, officer, at=LATER + timedelta(days=number))
    first = monitoring.by_slug(f"{made.slug}-P1")
    about = (report_figures.actuals(first)[0].indicator_id, measuring.persons(50, 40))
    asked = corrections.propose(first, about, "Ten came twice.", people[2], LATER)
    corrections.approve(asked, "", officer, LATER + timedelta(days=5))
    return made


def test_every_indicator_stands_with_its_periods_parts_and_corrections(contract):
    facts = cumulative.report(contract.id, "en")
    first, rate = facts["indicators"][:2]
    assert (first["value"], first["share"], first["target"]) == ("190", 47, 400)
    assert (rate["total"], rate["denominator"], rate["value"]) == (34, 40, "85")
    assert facts["chunks"][0]["rows"][0]["values"] == ["90", "100"]
    assert facts["breakdowns"][0]["parts"] == [["Female", 110, None], ["Male", 80, None]]
    assert [(each["accepted"], each["new"]) for each in facts["corrections"]] == [("100", "90")]
    assert facts["attached"] == {}


def test_a_table_of_more_than_two_thousand_rows_is_carried_as_csv(contract, monkeypatch):
    monkeypatch.setattr(cumulative, "MOST_ROWS", 5)
    carried = cumulative.report(contract.id, "fr")["attached"][cumulative.CARRIED]
    rows = list(csv.DictReader(StringIO(carried)))
    parts = [row for row in rows if (row["dimension"], row["period"]) == ("sex", "1")]
    assert {row["value"]: row["number"] for row in parts} == {"Féminin": "50", "Masculin": "40"}
    assert len(rows) == 2 * (5 + 4)


def test_the_paper_prints_it_in_french(contract):
    paper = render(documents.draft("cumulative", contract.id, "fr", LATER))
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    assert "Rapport cumulé" in text
    assert "34 sur 40" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Ten came twice." in text


def test_the_page_shows_periods_and_parts(app, contract):
    client = make.sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))
    text = client.get(f"/contracts/{contract.slug}/figures").text
    assert "Accepted periods: 2." in text
    assert "Cumulative report (PDF)" in text
    assert "Travelling alone" in text
    other = make.person(Role.PARTNER_OWNER, partner=make.partner())
    stranger = make.sign_in(app.test_client(), other)
    assert stranger.get(f"/contracts/{contract.slug}/figures").status_code == 404
