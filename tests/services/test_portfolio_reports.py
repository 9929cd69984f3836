"""Reports on the portfolio: frozen when asked for, small counts left out, in both languages."""

from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken
from portal.models import Document, Event, IndicatorSum, Report, Site
from portal.pdf.documents import official
from portal.pdf.facts import portfolio as facts
from portal.pdf.pipeline import compose
from portal.services import portfolio_reports
from portal.services.portfolio import Wanted
from tests import factories as make
from tests import pictured

NOW = datetime(2026, 5, 15, 9, tzinfo=UTC)


@pytest.fixture
def officer(app):
    return make.actor(Role.PROGRAMME_OFFICER)


def with_parts(contract, **parts):
    """The kept sums of a contract, by women, men, girls and boys."""
    whole = IndicatorSum.get(IndicatorSum.contract == contract)
    for value, total in parts.items():
        IndicatorSum.update(total=total).where(
            (IndicatorSum.contract == contract) & (IndicatorSum.value == value)
        ).execute() or IndicatorSum.create(
            contract=contract,
            indicator=whole.indicator_id,
            dimension="sex_age",
            value=value,
            total=total,
        )


def reached(contract, total, **parts):
    row = IndicatorSum.dimension == ""
    IndicatorSum.update(total=total).where((IndicatorSum.contract == contract) & row).execute()
    with_parts(contract, **parts)


def test_small_counts_and_what_tells_them_are_left_out(officer):
    contract = pictured.contract((100, 20_000))
    reached(contract, 100, women=50, men=40, girls=7, boys=3)
    made = portfolio_reports.ask(Wanted(), officer, NOW)
    (row,) = made.content["people"]
    assert (row["boys"], row["girls"]) == (None, None)
    assert (row["women"], row["men"], row["total"]) == (50, 40, 100)


def test_counts_are_added_up_over_contracts_before_they_are_judged(officer):
    first, second = pictured.contract((100, 20_000)), pictured.contract((100, 20_000))
    reached(first, 100, women=50, men=40, girls=7, boys=3)
    reached(second, 100, women=50, men=40, girls=7, boys=3)
    (row,) = portfolio_reports.ask(Wanted(), officer, NOW).content["people"]
    assert [row[part] for part in portfolio_reports.PARTS] == [100, 80, 14, 6]


def test_a_report_stays_as_it_was_when_more_is_accepted_later(officer):
    contract = pictured.contract((90, 20_000))
    made = portfolio_reports.ask(Wanted(), officer, NOW)
    pictured.accept(Report.get(contract=contract, number=2), 110, 5_000)
    told = facts.report(made.id, "en")
    assert told["contracts"][0]["spent"] == "20000"
    assert told["money"] == [
        {"currency": "MAD", "agreed": "107000", "spent": "20000", "share": 18}
    ]


def test_both_languages_are_asked_for_and_tell_the_filters(officer):
    pictured.contract((90, 20_000.5), donor="European Union")
    pictured.contract(donor="Norway")
    Site.update(latitude=34.02, longitude=-6.84).execute()
    made = portfolio_reports.ask(Wanted(donor="European Union"), officer, NOW)
    assert made.number == "IOM/PORTFOLIO/2026/001"
    english, french = (
        compose(official(row)) for row in Document.select().order_by(Document.language)
    )
    assert "European Union" in english
    assert "Norway" not in english
    assert "Progress and money by contract" in english
    assert "endorsement" in english
    assert 'lang="fr"' in french
    assert "20\N{NO-BREAK SPACE}000,50\N{NO-BREAK SPACE}MAD" in french
    assert Event.get(Event.name == "portfolio.report_asked").facts == {"contracts": 1}


def test_many_contracts_are_carried_as_a_file(officer, monkeypatch):
    monkeypatch.setattr(facts, "PRINTED", 1)
    pictured.contract(of=make.partner("=evil"))
    pictured.contract()
    told = facts.report(portfolio_reports.ask(Wanted(), officer, NOW).id, "en")
    assert (len(told["contracts"]), told["count"]) == (1, 2)
    assert told["attached"]["portfolio.csv"].count("\r\n") == 3
    assert ",'=evil," in told["attached"]["portfolio.csv"]


def test_nothing_to_report_on_and_others_are_refused(officer):
    with pytest.raises(RuleBroken, match="portfolio_empty"):
        portfolio_reports.ask(Wanted(donor="None"), officer, NOW)
    with pytest.raises(NotAllowed):
        portfolio_reports.ask(Wanted(), make.actor(Role.LEGAL_OFFICER), NOW)


def test_a_report_is_asked_for_on_the_page_with_its_filters(app):
    pictured.contract((90, 20_000), donor="EU")
    person = make.person(Role.HEAD_OF_OFFICE)
    client = make.sign_in(app.test_client(), person)
    assert 'name="donor" value="EU"' in client.get("/portfolio/?donor=EU").text
    answer = client.post("/portfolio/reports", data={"donor": "EU"})
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 202
    assert "IOM/PORTFOLIO/" in client.get("/portfolio/reports").text
    assert client.post("/portfolio/reports", data={"donor": "None"}).status_code == 422
