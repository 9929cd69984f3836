"""Tables taken out of the portal: the policy and the filters of their pages, and an event."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from portal.domain.actions import Role
from portal.models import Event, Site
from tests import factories as make
from tests import pictured, visiting

pytestmark = pytest.mark.both_databases


@pytest.fixture
def officer(app):
    return make.sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))


def rows(answer):
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def test_every_table_of_the_office_is_given_in_both_forms_and_each_is_an_event(officer):
    pictured.contract((90, 20_000))
    names = ("contracts", "reports", "portfolio", "centres", "calls", "action-points", "visits")
    for name in names:
        assert rows(officer.get(f"/exports/{name}.csv")) is not None
        workbook = officer.get(f"/exports/{name}.xlsx")
        assert load_workbook(BytesIO(workbook.data)).active["A1"].value == "Reference"
    told = [(e.facts["table"], e.facts["form"]) for e in Event.select().order_by(Event.id)]
    assert told == [(name, form) for name in names for form in ("csv", "xlsx")]


def test_a_file_keeps_the_filters_of_its_page(officer):
    kept = pictured.contract((90, 20_000.5), donor="EU")
    pictured.contract(donor="Norway")
    (row,) = rows(officer.get("/exports/portfolio.csv?donor=EU"))
    assert (row["Reference"], row["Spent"], row["Donor"]) == (kept.reference, "20000.5", "EU")
    shown = officer.get("/portfolio/?donor=EU").text
    assert 'href="/exports/portfolio.xlsx?donor=EU"' in shown


def test_a_name_that_looks_like_a_formula_is_made_harmless(officer):
    pictured.contract(of=make.partner("=cmd|' /C calc'!A0"))
    (row,) = rows(officer.get("/exports/contracts.csv"))
    assert row["Partner"].startswith("'=cmd")


def test_headings_stand_in_the_readers_language(officer):
    officer.set_cookie("language", "fr")
    pictured.contract()
    (row,) = rows(officer.get("/exports/contracts.csv"))
    assert row["État"] == "En vigueur"


def test_a_partner_takes_out_its_own_rows_without_the_donor(app):
    own = pictured.contract(donor="EU")
    pictured.contract()
    who = make.person(Role.PARTNER_OWNER, partner=own.partner)
    client = make.sign_in(app.test_client(), who)
    (row,) = rows(client.get("/exports/contracts.csv"))
    assert row["Reference"] == own.reference
    assert "Donor" not in row
    assert len(rows(client.get("/exports/reports.csv"))) == 4
    assert client.get("/exports/portfolio.csv").status_code == 403
    assert Event.select().where(Event.name == "table.exported").count() == 2


def test_the_register_of_proposals_is_empty_before_the_opening(app):
    closed, opened = make.closed_call(), make.opened_call()
    who = make.person(Role.PROCUREMENT_OFFICER)
    client = make.sign_in(app.test_client(), who)
    assert rows(client.get(f"/exports/calls/{closed.slug}/proposals.csv")) == []
    (row,) = rows(client.get(f"/exports/calls/{opened.slug}/proposals.csv"))
    assert row["State"] == "Submitted, sealed"


def test_the_auditor_takes_out_the_events_that_fit(app):
    centre = make.centre()
    officer = make.sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))
    site = Site.get(centre=centre)
    sent = {"version": "1", "sites-0-key": str(site.id), "sites-0-latitude": "1"}
    officer.post(f"/centres/{centre.slug}/places", data={**sent, "sites-0-longitude": "2"})
    auditor = make.sign_in(app.test_client(), make.person(Role.AUDITOR))
    answer = auditor.get("/exports/events.xlsx?name=centre.sites_placed")
    page = load_workbook(BytesIO(answer.data)).active
    assert [page["D2"].value, page["D3"].value] == ["centre.sites_placed", None]
    assert officer.get("/exports/events.csv").status_code == 403


def test_the_register_of_risks_is_taken_out_by_centre_and_by_contract(officer):
    field = visiting.Field()
    visiting.risk_of(field)
    centre = field.contract.call.centre
    for address in (f"contracts/{field.contract.slug}", f"centres/{centre.slug}"):
        (row,) = rows(officer.get(f"/exports/{address}/risks.csv"))
        assert (row["Title"], row["Score"]) == ("The ministry names no focal point.", "12")
