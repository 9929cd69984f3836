"""The pages of concept notes, as the partner and the office use them."""

from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.call_kinds import CallKind
from portal.domain.lifecycle import ConceptState
from portal.models import Call, ConceptNote, Event
from tests import factories

TYPED = {
    "version": "1",
    "title": "Night shelter",
    "language": "fr",
    "country": "MA",
    "city": "Oujda",
    "problem": "Minors sleep in the street.",
    "approach": "Ten beds.",
    "services": ["accommodation"],
    "amount": "1 200 000,50",
    "currency": "mad",
    "months": "12",
}


def read(answer):
    return unescape(answer.get_data(as_text=True))


def enter(client, *roles, **facts):
    person = factories.person(*roles, **facts)
    factories.sign_in(client, person)
    return person


@pytest.fixture
def owner(client):
    return enter(client, Role.PARTNER_OWNER, partner=factories.partner("Nour"))


def test_a_note_is_written_saved_half_done_and_sent(client, owner):
    assert "/concepts/new" in read(client.get("/concepts/"))
    answer = client.post("/concepts/new", data={"title": "Night", "language": "en"})
    address = answer.location
    assert "Choose the country." in read(client.get(address))
    assert 'value="Night"' in read(client.get(f"{address}/edit"))
    assert client.post(f"{address}/edit", data=TYPED).status_code == 303
    note = ConceptNote.get()
    assert (note.city, note.currency, note.services) == ("Oujda", "MAD", ["accommodation"])
    assert "Send to the office" in read(client.get(address))
    assert client.post(f"{address}/send").status_code == 303
    assert client.post(f"{address}/send").status_code == 409
    page = read(client.get(address))
    assert ConceptNote.get().reference in page
    assert "Waits for the office" in page
    assert client.get(f"{address}/edit").status_code == 409


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Fill this in."),
        ({"amount": "much"}, "Enter an amount in figures."),
        ({"months": "500"}, "Enter a number from 1 to 120."),
        ({"currency": "dirham"}, "Enter the three letters of the currency."),
    ],
)
def test_a_wrong_note_is_told_and_what_was_typed_is_kept(client, owner, change, sentence):
    answer = client.post("/concepts/new", data=TYPED | change)
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert "Minors sleep in the street." in read(answer)
    assert ConceptNote.select().count() == Event.select().count() == 0


def test_two_writers_see_both_versions(client, owner):
    note = factories.concept(of=owner.partner)
    address = f"/concepts/{note.id}/edit"
    client.post(address, data=TYPED)
    answer = client.post(address, data=TYPED | {"problem": "My own words."})
    assert answer.status_code == 409
    assert "My own words." in read(answer)
    assert "Minors sleep in the street." in read(answer)


def test_an_incomplete_note_is_refused_in_words(client, owner):
    note = factories.concept(of=owner.partner, approach="")
    answer = client.post(f"/concepts/{note.id}/send")
    assert answer.status_code == 422
    assert "Write how you would solve it." in read(answer)


def test_nobody_else_reads_a_note(client, owner):
    other = factories.concept(ConceptState.SENT)
    assert client.get(f"/concepts/{other.id}").status_code == 403
    assert other.title not in read(client.get("/concepts/"))


def test_the_office_reads_what_was_sent_and_declines_with_a_reason(app, client):
    enter(client, Role.PROGRAMME_OFFICER)
    note, draft = factories.concept(ConceptState.SENT), factories.concept()
    page = read(client.get("/concepts/"))
    assert note.reference in page
    assert str(draft.id) not in page
    assert client.get(f"/concepts/{draft.id}").status_code == 403
    assert "Take up" in read(client.get(f"/concepts/{note.id}"))
    address = f"/concepts/{note.id}/decline"
    assert "Write the reason." in read(client.post(address, data={"answer": " "}))
    assert client.post(address, data={"answer": "No <money>."}).status_code == 303
    assert client.post(address, data={"answer": "No."}).status_code == 409
    partner = app.test_client()
    enter(partner, Role.PARTNER_SIGNATORY, partner=note.partner)
    assert "No <money>." in read(partner.get(f"/concepts/{note.id}"))


def test_a_note_is_taken_up_as_a_draft(app, client):
    enter(client, Role.PROGRAMME_OFFICER)
    note, centre = factories.concept(ConceptState.SENT), factories.centre()
    address = f"/concepts/{note.id}/take-up"
    assert centre.name in read(client.get(address))
    typed = {"centre": centre.slug, "reason": "innovation"}
    refused = client.post(address, data=typed | {"text": ""})
    assert refused.status_code == 422
    assert Call.select().count() == 0
    answer = client.post(address, data=typed | {"text": "Nobody else does this."})
    call = Call.get()
    assert answer.location == f"/calls/{call.slug}"
    assert call.kind is CallKind.DIRECT
    assert note.reference in read(client.get(f"/calls/{call.slug}/direct"))
    partner = app.test_client()
    enter(partner, Role.PARTNER_OWNER, partner=note.partner)
    page = read(partner.get(f"/concepts/{note.id}"))
    assert "A call is being prepared from it." in page
    assert call.reference not in page


def test_a_made_up_centre_or_reason_is_refused(client):
    enter(client, Role.PROGRAMME_OFFICER)
    note = factories.concept(ConceptState.SENT)
    factories.centre()
    typed = {"centre": "IOM-MAR-CENTRE-99", "reason": "because", "text": "x"}
    assert client.post(f"/concepts/{note.id}/take-up", data=typed).status_code == 422
    assert ConceptNote.get().state is ConceptState.SENT


def test_an_odd_page_of_the_list_is_not_found(client):
    enter(client, Role.PROGRAMME_OFFICER)
    assert client.get("/concepts/?before=yesterday").status_code == 404
    assert client.get("/concepts/?before=2026-01-01").status_code == 200
