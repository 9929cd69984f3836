"""The pages of centres."""

from html import unescape

import pytest

from portal.domain.actions import Role
from portal.models import Centre, Event, Site
from portal.models.centres import ManagementModel
from tests import factories

TYPED = {
    "name": "City apartments, Morocco",
    "country": "MA",
    "authority": "National authority for migration",
    "requested_on": "2025-09-15",
    "request": "Safe and discreet accommodation.",
    "model": "partner",
    "model_reason": "Partners have the access.",
    "handover": "The cities take over in the third year.",
    "capacity": "60",
    "risks": "Rents rise.\nNeighbours object.",
    "sites-0-city": "Rabat",
    "sites-0-kind": "apartments",
    "sites-0-places": "24",
    "sites-1-city": "",
    "sites-1-kind": "building",
    "sites-1-places": "",
}


def read(answer):
    return unescape(answer.get_data(as_text=True))


@pytest.fixture(autouse=True)
def _officer(client):
    factories.sign_in(client, factories.person(Role.PROGRAMME_OFFICER))


def test_a_centre_is_registered_from_the_form_and_empty_rows_are_passed_over(client):
    answer = client.post("/centres/new", data=TYPED, follow_redirects=True)
    text = read(answer)
    assert answer.request.path == "/centres/IOM-MAR-CENTRE-01"
    assert "The centre is registered." in text
    assert "Fully or partially run through an implementing partner" in text
    assert 'href="/calls/new?centre=IOM-MAR-CENTRE-01"' in text
    assert [(site.city, site.places) for site in Site.select()] == [("Rabat", 24)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"handover": ""}, "Describe how the centre passes to the state."),
        ({"sites-0-city": "", "sites-0-places": ""}, "Enter at least one site"),
        ({"sites-0-places": "many"}, "Enter a whole number in figures."),
        ({"capacity": "0"}, "Enter a number from 1 to 100000."),
        ({"requested_on": ""}, "Enter a day."),
        ({"model": ""}, "Choose one of the four models."),
    ],
)
def test_what_is_to_be_corrected_is_told_and_what_was_typed_stays(client, change, sentence):
    answer = client.post("/centres/new", data=TYPED | change)
    text = read(answer)
    assert answer.status_code == 422
    assert sentence in text
    assert 'value="City apartments, Morocco"' in text
    assert "Neighbours object." in text
    assert (Centre.select().count(), Event.select().count()) == (0, 0)


def test_a_centre_of_another_model_says_what_comes_instead_and_leads_nowhere_dead(client):
    centre = factories.centre(model=ManagementModel.CO_MANAGED)
    text = read(client.get(f"/centres/{centre.slug}"))
    assert "cooperation agreement and its management committee" in text
    assert "/calls/new" not in text


def test_the_list_names_every_centre(client):
    centre = factories.centre()
    text = read(client.get("/centres/"))
    assert centre.reference in text
    assert centre.name in text


def test_others_cannot_register_and_partners_see_no_centre(client):
    factories.sign_in(client, factories.person(Role.PROCUREMENT_OFFICER))
    assert client.get("/centres/new").status_code == 403
    assert client.post("/centres/new", data=TYPED).status_code == 403
    partner = factories.person(Role.PARTNER_OWNER, partner=factories.partner())
    factories.sign_in(client, partner)
    assert client.get("/centres/").status_code == 403
    assert Centre.select().count() == 0


def test_an_unknown_centre_is_told_so(client):
    assert client.get("/centres/IOM-MAR-CENTRE-99").status_code == 404
