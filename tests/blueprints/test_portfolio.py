"""The pages of the portfolio."""

import pytest

from portal.domain.actions import Role
from portal.models import Centre, Site
from tests import factories as make
from tests import pictured
from tests.services.test_cycle_times import measured_call


@pytest.fixture
def officer(app):
    return make.sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))


def test_the_portfolio_is_filtered_by_its_address_and_keeps_what_was_chosen(officer):
    kept = pictured.contract((90, 20_000), donor="EU & co")
    other = pictured.contract(donor="Norway")
    shown = officer.get("/portfolio/?donor=EU+%26+co").text
    assert kept.partner.name in shown.split("</form>")[1]
    assert f"{other.reference}," not in shown
    assert '<option value="EU &amp; co" selected>' in " ".join(shown.split())
    assert "1 contract<" in shown
    assert 'href="/portfolio/map?donor=EU+%26+co"' in shown
    assert "No contract fits all of this." in officer.get("/portfolio/?donor=None").text


def test_what_is_overdue_is_told_with_its_day(officer):
    pictured.contract()
    assert "since 30 April 2026" in officer.get("/portfolio/").text


def test_a_page_that_makes_no_sense_is_the_first(officer):
    pictured.contract()
    for page in ("0", "-1", "x", "9" * 30):
        assert "1 contract<" in officer.get(f"/portfolio/?page={page}").text


def test_the_map_has_a_table_beside_it_and_says_what_it_does_not_mean(officer):
    contract = pictured.contract()
    Site.update(latitude=34.02, longitude=-6.84).execute()
    shown = officer.get("/portfolio/map").text
    assert 'id="sites-title"' in shown
    assert "do not imply official endorsement" in shown
    assert contract.call.centre.name in shown


@pytest.mark.parametrize(
    "role", [Role.LEGAL_OFFICER, Role.COMMITTEE_MEMBER, Role.PARTNER_OWNER]
)
def test_others_have_no_portfolio(app, role):
    client = make.sign_in(app.test_client(), make.person(role))
    assert client.get("/portfolio/").status_code == 403
    assert 'href="/portfolio/"' not in client.get("/work").text


@pytest.mark.parametrize(
    "role",
    [
        Role.HEAD_OF_OFFICE,
        Role.FINANCE_OFFICER,
        Role.AUDITOR,
        Role.PROGRAMME_OFFICER,
        Role.PROCUREMENT_OFFICER,
    ],
)
def test_those_who_oversee_contracts_have_it_in_their_menu(app, role):
    client = make.sign_in(app.test_client(), make.person(role))
    assert 'href="/portfolio/"' in client.get("/work").text


def test_times_are_told_by_step_and_by_call(officer):
    call = measured_call()
    shown = officer.get("/portfolio/times").text
    assert "100 days." in shown
    assert "Opening to scores revealed" in shown
    assert 'id="stages-title"' in shown
    assert f'href="/calls/{call.slug}"' in shown
    other = officer.get("/portfolio/times?year=2011&country=MA").text
    assert f'href="/calls/{call.slug}"' not in other
    assert 'name="year"' in other


def test_a_donor_is_named_on_the_contract_and_shown_to_the_office_only(app, officer):
    contract = pictured.contract()
    address = f"/contracts/{contract.slug}"
    assert "Name the donor" in officer.get(address).text
    officer.post(f"{address}/donor", data={"donor": "EU"})
    assert "EU" in officer.get(address).text
    own = make.person(Role.PARTNER_OWNER, partner=contract.partner)
    assert ">EU<" not in make.sign_in(app.test_client(), own).get(address).text


def places(centre, **typed):
    site = Site.get(centre=centre)
    given = {"latitude": "34,024", "longitude": "-6.84", **typed}
    rows = {f"sites-0-{name}": value for name, value in given.items()}
    return {"version": str(centre.version), "sites-0-key": str(site.id), **rows}


def test_places_are_read_with_point_or_comma_and_kept_to_a_hundredth(officer):
    centre = make.centre()
    answer = officer.post(f"/centres/{centre.slug}/places", data=places(centre))
    assert answer.status_code == 303
    site = Site.get(centre=centre)
    assert (str(site.latitude), str(site.longitude)) == ("34.02", "-6.84")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"latitude": "91"}, "Enter degrees from -90 to 90."),
        ({"longitude": ""}, "A place needs both latitude and longitude, or neither."),
        ({"latitude": "north"}, "Not a valid decimal value."),
        ({"latitude": "NaN"}, "Enter degrees from -90 to 90."),
        ({"latitude": "1e400"}, "Enter degrees from -90 to 90."),
        ({"longitude": "9" * 30}, "Enter degrees from -180 to 180."),
    ],
)
def test_a_place_that_is_none_stays_in_the_form(officer, typed, sentence):
    centre = make.centre()
    answer = officer.post(f"/centres/{centre.slug}/places", data=places(centre, **typed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert Site.get(centre=centre).latitude is None


def test_two_who_place_the_same_sites_see_both(officer):
    centre = make.centre()
    stale = places(centre, latitude="1.5")
    Centre.update(version=5).where(Centre.id == centre.id).execute()
    Site.update(latitude=34.02, longitude=-6.84).execute()
    answer = officer.post(f"/centres/{centre.slug}/places", data=stale)
    assert answer.status_code == 409
    assert "34.02" in answer.text
    assert "1.5" in answer.text
