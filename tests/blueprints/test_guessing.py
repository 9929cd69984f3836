"""Who guesses a reference learns nothing: what is closed to them is as if it were not there."""

import re

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from tests import factories as make
from tests import pictured

AREAS = ("", "/figures", "/amendments", "/end", "/pictures", "/risks", "/performance")
SECRET = re.compile(r'name="csrf_token" value="[^"]*"')


def told(client, address, method="GET"):
    """Everything an answer tells, but for the address that was asked for."""
    answer = client.open(address, method=method)
    location = answer.location and answer.location.replace(address.replace("/", "%2F"), "")
    text = SECRET.sub("", answer.text).replace(address, "")
    return answer.status_code, location and location.partition("?")[0], text * (not location)


def unknown(slug):
    """A reference of the same form that nothing has."""
    return slug.replace("2026", "2031")


@pytest.fixture
def contract(app):
    """A contract with an accepted report, of one partner."""
    return pictured.contract((90, 20_000))


def other_partner(client):
    return make.sign_in(client, make.person(Role.PARTNER_OWNER, partner=make.partner()))


def visitor(client):
    return client


@pytest.mark.parametrize("who", [other_partner, visitor], ids=lambda each: each.__name__)
def test_a_contract_and_a_report_of_others_answer_like_unknown_ones(client, contract, who):
    who(client)
    report = contract.reports.get()
    for slug, kind in ((contract.slug, "contracts"), (report.slug, "reports")):
        assert told(client, f"/{kind}/{slug}") == told(client, f"/{kind}/{unknown(slug)}")
    for area in AREAS:
        here = f"/contracts/{contract.slug}{area}"
        assert told(client, here) == told(client, unknown(here))


def test_posting_to_what_is_not_ones_own_tells_no_more(client, contract):
    other_partner(client)
    here = f"/reports/{contract.reports.get().slug}/submit"
    assert told(client, here, "POST") == told(client, unknown(here), "POST")


@pytest.mark.parametrize(
    "part", ["", "/opening", "/award", "/committee", "/edit/basics", ".pdf"]
)
def test_a_call_that_is_not_published_answers_partners_like_an_unknown_one(client, part):
    other_partner(client)
    for call in (make.call(CallState.DRAFT), make.invited_call(make.partner())):
        here = f"/calls/{call.slug}"
        assert told(client, here + part) == told(client, unknown(here) + part)


@pytest.mark.parametrize("area", ["handover", "procedures", "rosters", "meetings", "agreement"])
def test_the_state_of_a_centre_is_no_business_of_partners(client, area):
    other_partner(client)
    here = f"/centres/{make.centre().slug}/{area}"
    assert told(client, here) == told(client, here.replace("CENTRE-", "CENTRE-9"))


def test_ones_own_partner_is_told_what_it_lacks_the_right_for(client, contract):
    make.sign_in(client, make.person(Role.PARTNER_EDITOR, partner=contract.partner))
    assert client.get(f"/contracts/{contract.slug}/sign").status_code == 403


def test_no_browser_keeps_the_files_of_a_call_by_invitation(client):
    partner = make.partner()
    call, everybodys = make.invited_call(partner), make.call(CallState.PUBLISHED)
    make.sign_in(client, make.person(Role.PARTNER_OWNER, partner=partner))
    for form in ("ics", "docx", "xlsx"):
        assert client.get(f"/calls/{call.slug}.{form}").headers["Cache-Control"] == "no-store"
    assert client.get(f"/calls/{everybodys.slug}.ics").headers["Cache-Control"] == "no-cache"
