"""The pages on templates, on taking a section over, and on fragments."""

from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import Call, CallTemplate, TorFragment
from portal.services import calls
from tests import factories


def read(answer):
    return unescape(answer.get_data(as_text=True))


@pytest.fixture
def officer(client):
    person = factories.person(Role.PROGRAMME_OFFICER)
    factories.sign_in(client, person)
    return person


@pytest.fixture
def earlier(app):
    return factories.call(CallState.AWARDED, lots=2, title="The earlier shelter")


def typed(centre, **more):
    given = {"title": "New", "background": "Asked for.", "language": "en", "currency": "MAD"}
    return {**given, "zone": "Africa/Casablanca", **more}


def test_a_draft_starts_from_an_earlier_call_that_was_chosen(client, officer, earlier):
    centre = factories.centre(officer)
    page = read(client.get(f"/calls/new?centre={centre.slug}"))
    assert f'value="call:{earlier.slug}"' in page
    address = f"/calls/new?centre={centre.slug}&start=call:{earlier.slug}"
    page = read(client.get(address))
    assert 'value="The earlier shelter"' in page
    assert (
        f"takes its lots, terms, criteria and the other tables from {earlier.reference}" in page
    )
    assert client.post(address, data=typed(centre)).status_code == 303
    made = Call.get(Call.title == "New")
    assert [lot.title for lot in calls.lots(made)] == ["Rabat 1", "Rabat 2"]


def test_an_unknown_or_retired_start_is_told(client, officer, earlier):
    centre = factories.centre(officer)
    address = f"/calls/new?centre={centre.slug}&start="
    assert client.get(address + "call:IOM-MAR-1999-001").status_code == 404
    template = factories.template(earlier)
    client.post(f"/calls/templates/{template.id}/retire")
    answer = client.get(address + f"template:{template.id}")
    assert answer.status_code == 422
    assert "This template is out of use." in read(answer)


def test_a_call_is_kept_as_a_template_and_taken_out_of_use(client, officer, earlier):
    assert f"/calls/{earlier.slug}/keep" in read(client.get(f"/calls/{earlier.slug}"))
    assert "The earlier shelter" in read(client.get(f"/calls/{earlier.slug}/keep"))
    assert client.post(f"/calls/{earlier.slug}/keep", data={"name": ""}).status_code == 422
    wanted = {"name": "Shelter", "purpose": "Small centres."}
    answer = client.post(f"/calls/{earlier.slug}/keep", data=wanted, follow_redirects=True)
    text = read(answer)
    assert "Kept as version 1." in text
    assert "Small centres." in text
    template = CallTemplate.get()
    answer = client.post(f"/calls/templates/{template.id}/retire", follow_redirects=True)
    assert "Out of use since" in read(answer)


def test_a_section_is_shown_before_it_is_replaced(client, officer, earlier):
    draft = factories.call(author=officer)
    address = f"/calls/{draft.slug}/edit/lots/take"
    assert address in read(client.get(f"/calls/{draft.slug}/edit/lots"))
    assert "Choose a call" in read(client.get(address))
    page = read(client.get(f"{address}?source={earlier.slug}"))
    assert "Rabat 2" in page
    answer = client.post(f"{address}?source={earlier.slug}", data={"version": "1"})
    assert answer.headers["Location"].endswith(f"/calls/{draft.slug}/edit/lots")
    assert len(calls.lots(draft)) == 2


def test_a_section_saved_meanwhile_is_told_and_not_replaced(client, officer, earlier):
    draft = factories.call(author=officer)
    address = f"/calls/{draft.slug}/edit/lots/take?source={earlier.slug}"
    Call.update(version=2).where(Call.id == draft.id).execute()
    answer = client.post(address, data={"version": "1"})
    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in read(answer)
    assert len(calls.lots(draft)) == 1


def test_a_section_of_a_published_call_is_not_replaced(client, officer, earlier):
    other = factories.call(CallState.PUBLISHED)
    answer = client.get(f"/calls/{other.slug}/edit/lots/take?source={earlier.slug}")
    assert answer.status_code == 409


def test_a_fragment_is_written_revised_and_retired(client, officer):
    assert "Three meals a day" in read(client.get("/calls/fragments"))
    new = {
        "service": "food",
        "wording": "en",
        "title": "Meals at night",
        "text": "Warm meals.",
        "valid_from": "2026-01-01",
    }
    assert client.post("/calls/fragments/new", data={**new, "title": ""}).status_code == 422
    answer = client.post("/calls/fragments/new", data=new, follow_redirects=True)
    assert "Meals at night" in read(answer)
    address = "/calls/fragments/food.1/en"
    assert "Warm meals." in read(client.get(f"{address}/revise"))
    change = {"version": "1", "title": "Meals", "text": "Hot.", "valid_from": "2026-02-01"}
    assert client.post(f"{address}/revise", data=change).status_code == 303
    answer = client.post(f"{address}/revise", data={**change, "text": "Cold."})
    text = read(answer)
    assert answer.status_code == 409
    assert "Hot." in text
    assert "Cold." in text
    assert TorFragment.select().count() == 2
    answer = client.post(f"{address}/retire", follow_redirects=True)
    assert "out of use" in read(answer)
    assert "Meals" not in read(client.get("/calls/fragments")).split("<main")[1]


def test_a_fragment_is_taken_into_a_draft_and_its_use_is_shown(client, officer):
    draft = factories.call(author=officer)
    address = f"/calls/{draft.slug}/edit/terms/fragment"
    assert address in read(client.get(f"/calls/{draft.slug}/edit/terms"))
    assert "Three meals a day" in read(client.get(address))
    wanted = {"version": "1", "code": "food.meals"}
    answer = client.post(address, data=wanted, follow_redirects=True)
    assert "Three meals a day" in read(answer)
    assert draft.reference in read(client.get("/calls/fragments/food.meals/en"))
    answer = client.post(address, data=wanted)
    assert answer.status_code == 409
    assert Call.get_by_id(draft.id).scope.count("Three meals a day") == 1


def test_a_fragment_that_was_not_chosen_is_told(client, officer):
    draft = factories.call(author=officer)
    answer = client.post(f"/calls/{draft.slug}/edit/terms/fragment", data={"version": "1"})
    assert answer.status_code == 422
    assert "Choose a fragment." in read(answer)


def test_the_catalogue_is_for_the_office(client, app):
    person = factories.person(Role.PARTNER_OWNER, partner=factories.partner())
    factories.sign_in(client, person)
    for path in ("/calls/templates", "/calls/fragments", "/calls/fragments/food.meals/en"):
        assert client.get(path).status_code == 403
    factories.sign_in(client, factories.person(Role.AUDITOR))
    assert client.get("/calls/fragments").status_code == 200
    assert client.post("/calls/fragments/food.meals/en/retire").status_code == 403
    assert client.get("/calls/fragments/nothing/en").status_code == 404


def test_the_french_catalogue_has_french_texts(client, officer):
    client.set_cookie("language", "fr")
    assert "Trois repas par jour" in read(client.get("/calls/fragments"))
