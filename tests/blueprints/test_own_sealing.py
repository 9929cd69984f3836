"""The pages on which a partner seals its proposal on its own computer and hands it in."""

from html import unescape
from io import BytesIO

import pytest

from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.seal_keys import fingerprint, raw
from portal.domain.uploads import CHUNK
from portal.models import Call, CallKey, Envelope, PendingUpload, Person, Proposal
from portal.services import call_keys
from tests import factories as make
from tests import openings, owning
from tests.factories import PASSWORD, sign_in


@pytest.fixture
def call(app):
    return openings.sealed_call(own_sealing=True)


@pytest.fixture
def given(call):
    return owning.draft(call)


@pytest.fixture
def signed(app, given):
    return sign_in(app.test_client(), Person.get_by_id(given[1].person_id))


def at(proposal, rest=""):
    return f"/proposals/{proposal.id}/own-sealing{rest}"


def read(answer):
    return unescape(answer.text)


def packed(client, draft):
    return client.post(at(draft, "/package/whole"))


def sent(client, draft, envelope):
    data = {"file": (BytesIO(envelope), "my.envelope"), "purpose": "envelope:whole"}
    return client.post(at(draft, "/envelope"), data=data)


def test_the_page_tells_each_step_the_key_and_the_command(signed, given, call):
    page = read(signed.get(at(given[0])))
    assert fingerprint(raw(call_keys.of(call).public)) in page
    assert f"portal-seal.pyz {call.slug}-1-whole.package whole.envelope" in page
    assert "This becomes possible once the envelope has arrived." in page
    check = read(signed.get(f"/proposals/{given[0].id}/submit"))
    assert "Seal on my own computer" in check
    assert "Submit the proposal" not in check


def test_anybody_downloads_the_command(client):
    given = client.get("/portal-seal.pyz")
    assert given.data[:2] == b"PK"
    assert "portal-seal.pyz" in given.headers["Content-Disposition"]


def test_from_the_package_to_the_receipt(signed, given, tmp_path):
    draft = given[0]
    package = packed(signed, draft)
    assert package.status_code == 200
    assert package.headers["Cache-Control"] == "no-store"
    envelope = owning.sealed(package.data, tmp_path)
    assert sent(signed, draft, envelope).location == at(draft)
    page = read(signed.get(at(draft)))
    assert "Arrived" in page
    assert "Submit the envelope" in page
    wrong = signed.post(at(draft, "/submit"), data={"password": "guessed"})
    assert wrong.status_code == 422
    assert "This is not the password of your account." in read(wrong)


def test_the_receipt_says_what_it_vouches_for_and_is_given_once(signed, given, tmp_path):
    draft = given[0]
    sent(signed, draft, owning.sealed(packed(signed, draft).data, tmp_path))
    done = signed.post(at(draft, "/submit"), data={"password": PASSWORD})
    assert done.location == f"/proposals/{draft.id}/receipt"
    receipt = read(signed.get(done.location))
    assert Envelope.get().sha256 in receipt
    assert "vouches for nothing inside" in receipt
    assert "answers with" not in receipt
    again = signed.post(at(draft, "/submit"), data={"password": PASSWORD})
    assert again.location == done.location
    assert Envelope.select().count() == 1


def test_an_envelope_arrives_in_parts_and_goes_on_where_it_was_cut(signed, given, tmp_path):
    draft = given[0]
    openings.attach(draft, b"%PDF-1.7" + b"x" * (2 * CHUNK), given[1])
    envelope = owning.sealed(packed(signed, draft).data, tmp_path)
    told = {"name": "my.envelope", "size": len(envelope), "purpose": "envelope:whole"}
    begun = signed.post(at(draft, "/uploads"), data=told).json
    first = signed.patch(f"{begun['address']}?offset=0", data=envelope[:CHUNK])
    assert first.json == {"offset": CHUNK}
    assert "Not arrived whole yet" in read(signed.get(at(draft)))
    again = signed.post(at(draft, "/uploads"), data=told).json
    assert (again["offset"], again["finish"]) == (CHUNK, begun["finish"])
    for place in range(CHUNK, len(envelope), CHUNK):
        part = envelope[place : place + CHUNK]
        signed.patch(f"{begun['address']}?offset={place}", data=part)
    assert signed.post(begun["finish"]).json == {"next": at(draft)}
    assert "my.envelope" not in read(signed.get(f"/proposals/{draft.id}/attachments"))


def test_what_is_no_envelope_is_refused_in_words_and_keeps_the_page(signed, given):
    packed(signed, given[0])
    refused = sent(signed, given[0], b"%PDF-1.7")
    assert refused.status_code == 422
    assert "so it cannot be opened" in read(refused)
    assert not PendingUpload.select().exists()
    told = {"name": "x", "size": 10**12, "purpose": "envelope:whole"}
    large = signed.post(at(given[0], "/uploads"), data=told)
    assert large.status_code == 422
    assert "MB" in large.json["message"]


def test_an_envelope_that_has_arrived_can_be_removed(signed, given, tmp_path):
    sent(signed, given[0], owning.sealed(packed(signed, given[0]).data, tmp_path))
    upload = PendingUpload.get()
    signed.post(at(given[0], f"/uploads/{upload.id}/discard"))
    assert not PendingUpload.select().exists()
    assert Proposal.get_by_id(given[0].id).state is ProposalState.DRAFT


def test_a_draft_that_is_not_complete_leads_to_what_is_missing(signed, given):
    Proposal.update(declared=False).execute()
    refused = packed(signed, given[0])
    assert refused.status_code == 422
    assert "What is still missing" in read(refused)


def test_who_has_no_key_makes_one_first(app, call):
    draft = make.proposal(call, declarations=owning.all_declared())
    who = make.person(*PARTNER_ROLES, partner=draft.partner)
    client = sign_in(app.test_client(), who)
    assert "Make my key" in read(client.get(at(draft)))
    led = client.post(at(draft, "/submit"), data={"password": PASSWORD})
    assert led.location.startswith("/account/key")


def test_a_call_sealed_by_the_portal_has_no_such_page(app):
    draft, by = owning.draft(openings.sealed_call())
    client = sign_in(app.test_client(), Person.get_by_id(by.person_id))
    assert client.get(at(draft)).location == f"/proposals/{draft.id}"
    assert packed(client, draft).status_code == 404


def test_the_public_page_tells_it_with_the_key_and_its_fingerprint(client, call):
    page = read(client.get(f"/calls/{call.slug}"))
    key = CallKey.get()
    assert "Sealed on your own computer" in page
    assert key.public in page
    assert fingerprint(raw(key.public)) in page
    assert "/portal-seal.pyz" in page


def test_the_author_says_that_partners_seal_for_themselves(app):
    call = make.call(CallState.DRAFT)
    client = sign_in(app.test_client(), call.author)
    page = client.get(f"/calls/{call.slug}/edit/documents")
    assert "Proposals are sealed on the partner's own computer" in read(page)
    sent = {"version": call.version, "own_sealing": "y"}
    assert client.post(f"/calls/{call.slug}/edit/documents", data=sent).status_code == 303
    assert Call.get_by_id(call.id).own_sealing is True


def test_the_opening_page_names_a_refused_envelope_with_its_reason(app, call, given, tmp_path):
    package = owning.packed(*given)
    manifest = owning.read(package)[1]
    manifest["rows"]["answer"][0]["question"] = "f" * 32
    owning.arrive(*given, owning.forged(package, manifest))
    owning.submit(*given)
    openings.close(call)
    openings.begin(call)
    openings.work()
    officer = make.person(Role.PROCUREMENT_OFFICER)
    page = read(sign_in(app.test_client(), officer).get(f"/calls/{call.slug}/opening"))
    assert "Refused" in page
    assert "answers something that this call does not ask" in page
