"""The pages around a sealed proposal: password, key first, own copy, withdrawal, recall."""

from datetime import timedelta
from html import unescape

import pytest

from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import (
    Answer,
    Call,
    DeliveredMail,
    Envelope,
    Event,
    PartnerKey,
    Proposal,
    SignIn,
)
from portal.services import accounts, clock, files
from tests import factories, openings
from tests.conftest import made_again
from tests.factories import PASSPHRASE, PASSWORD, person, person_key, sign_in

TEXT = "We answer with care."


@pytest.fixture
def call(app):
    return factories.call(CallState.PUBLISHED, sealed=True)


@pytest.fixture
def signatory(call):
    made = person(*PARTNER_ROLES, partner=factories.partner())
    person_key(made)
    return made


@pytest.fixture
def draft(call, signatory):
    return factories.proposal(call, signatory.partner)


@pytest.fixture
def signed(app, signatory):
    return sign_in(app.test_client(), signatory)


def at(proposal, rest=""):
    return f"/proposals/{proposal.id}{rest}"


def read(answer):
    return unescape(answer.text)


def submitted(client, proposal):
    done = client.post(at(proposal, "/submit"), data={"password": PASSWORD})
    assert done.location == at(proposal, "/receipt")
    return Proposal.get_by_id(proposal.id)


def past_the_deadline(call):
    Call.update(deadline=clock.now() - timedelta(minutes=1)).where(Call.id == call.id).execute()


def test_the_password_is_asked_once_more_and_a_wrong_one_submits_nothing(signed, draft):
    assert "Password of your account" in read(signed.get(at(draft, "/submit")))
    for typed in ({}, {"password": "guessed"}):
        refused = signed.post(at(draft, "/submit"), data=typed)
        assert refused.status_code == 422
        assert TEXT in read(refused)
    assert "This is not the password of your account." in read(refused)
    assert "guessed" not in refused.text
    assert Proposal.get().state is ProposalState.DRAFT


def test_wrong_passwords_are_tried_a_few_times_only(app, signatory, draft):
    limited = made_again(app, RATELIMIT_ENABLED=True, SIGN_IN_LIMIT="2 per hour")
    limited.config["WTF_CSRF_ENABLED"] = False
    client = sign_in(limited.test_client(), signatory)
    typed = {"password": "guessed"}
    codes = [client.post(at(draft, "/submit"), data=typed).status_code for _ in range(3)]
    assert codes == [422, 422, 429]


def test_a_signatory_without_a_key_is_led_to_it_and_back(app, call):
    who = person(*PARTNER_ROLES, partner=factories.partner())
    draft = factories.proposal(call, who.partner)
    client = sign_in(app.test_client(), who)
    back = f"/account/key?next={at(draft, '/submit')}"
    assert back in read(client.get(at(draft, "/submit")))
    led = client.post(at(draft, "/submit"), data={"password": PASSWORD})
    assert (led.status_code, led.location) == (303, back)
    phrase = "a passphrase with five words"
    typed = {"passphrase": phrase, "again": phrase, "password": PASSWORD}
    made = client.post(back, data=typed)
    assert made.location == at(draft, "/submit")
    submitted(client, draft)


def test_ten_clicks_lead_to_one_receipt(signed, draft):
    done = submitted(signed, draft)
    for _ in range(9):
        again = signed.post(at(draft, "/submit"), data={"password": PASSWORD})
        assert again.location == at(draft, "/receipt")
    assert Envelope.select().count() == 1
    page = read(signed.get(at(draft, "/receipt")))
    assert done.receipt in page
    assert Envelope.get().sha256 in page
    assert done.fingerprint in page


def test_the_own_copy_is_read_with_the_passphrase_and_kept_nowhere(signed, draft):
    submitted(signed, draft)
    page = read(signed.get(at(draft)))
    assert TEXT not in page
    assert "The file still has the fingerprint that stands on the receipt." in page
    wrong = signed.post(at(draft, "/read"), data={"passphrase": "guessed"})
    assert wrong.status_code == 422
    assert "This passphrase does not open your key." in read(wrong)
    opened = signed.post(at(draft, "/read"), data={"passphrase": PASSPHRASE})
    assert TEXT in read(opened)
    assert opened.headers["Cache-Control"] == "no-store"
    assert TEXT not in read(signed.get(at(draft)))
    assert not Answer.select().exists()


def test_a_file_comes_out_of_the_own_copy_with_the_passphrase_and_is_kept_nowhere(
    app, signed, signatory, draft
):
    content = openings.pdf(200_000)
    kept = openings.attach(draft, content, accounts.actor_of(signatory))
    submitted(signed, draft)
    address = at(draft, f"/read/{kept.id}")
    page = read(signed.post(at(draft, "/read"), data={"passphrase": PASSPHRASE}))
    assert f'formaction="{address}"' in page
    for typed in ({}, {"passphrase": "guessed"}):
        refused = signed.post(address, data=typed)
        assert refused.status_code == 422
        assert "Download the file" in read(refused)
    assert "This passphrase does not open your key." in read(refused)
    given = signed.post(address, data={"passphrase": PASSPHRASE})
    assert given.data == content
    assert given.headers["Cache-Control"] == "no-store"
    assert given.headers["Content-Disposition"] == "attachment; filename=statutes.pdf"
    assert not list(files.names("attachments"))
    other = signed.post(at(draft, f"/read/{draft.id}"), data={"passphrase": PASSPHRASE})
    assert other.status_code == 404
    stranger = sign_in(app.test_client(), person(*PARTNER_ROLES, partner=factories.partner()))
    assert stranger.post(address, data={"passphrase": PASSPHRASE}).status_code == 403


def test_no_file_comes_out_of_a_damaged_copy(signed, signatory, draft):
    kept = openings.attach(draft, openings.pdf(200_000), accounts.actor_of(signatory))
    submitted(signed, draft)
    openings.damage(Envelope.get())
    refused = signed.post(at(draft, f"/read/{kept.id}"), data={"passphrase": PASSPHRASE})
    assert refused.status_code == 422
    assert "damaged" in read(refused)


def test_a_colleague_gets_a_copy_on_the_page_of_the_key(app, signed, signatory, draft):
    submitted(signed, draft)
    editor = person(Role.PARTNER_EDITOR, partner=signatory.partner, name="Aicha Late")
    client = sign_in(app.test_client(), editor)
    assert "You have no copy of the key of your organisation." in read(client.get(at(draft)))
    address = f"/partners/{signatory.partner_id}/key"
    assert f"/account/key?next={address}" in read(client.get(address))
    person_key(editor)
    assert "Give a copy" in read(signed.get(address))
    give = f"{address}/{editor.id}/give"
    wrong = signed.post(give, data={"passphrase": "guessed"})
    assert wrong.status_code == 422
    done = signed.post(give, data={"passphrase": PASSPHRASE}, follow_redirects=True)
    assert "Your colleague has a copy of the key now." in read(done)
    assert TEXT in read(client.post(at(draft, "/read"), data={"passphrase": PASSPHRASE}))
    stranger = sign_in(
        app.test_client(), person(Role.PARTNER_OWNER, partner=factories.partner())
    )
    assert stranger.get(address).status_code == 403
    assert stranger.post(give).status_code == 403


def test_the_key_of_an_organisation_can_be_made_before_it_submits(signed, signatory):
    address = f"/partners/{signatory.partner_id}/key"
    assert "Your organisation has no key yet" in read(signed.get(address))
    done = signed.post(f"{address}/make", follow_redirects=True)
    assert "The key of your organisation is made." in read(done)
    signed.post(f"{address}/make")
    assert PartnerKey.select().count() == 1


def test_a_proposal_is_withdrawn_with_the_password_and_a_mail(app, signed, draft):
    done = submitted(signed, draft)
    assert "What becomes of it" in read(signed.get(at(draft, "/withdraw")))
    wrong = signed.post(at(draft, "/withdraw"), data={"password": "guessed"})
    assert wrong.status_code == 422
    told = signed.post(
        at(draft, "/withdraw"), data={"password": PASSWORD}, follow_redirects=True
    )
    assert "The proposal is withdrawn. Nobody will open it." in read(told)
    assert "Withdrawn, never opened" in read(signed.get("/proposals/"))
    app.extensions["jobs"].deliver.call_local()
    mails = [each.subject for each in DeliveredMail.select()]
    assert any("Proposal withdrawn" in each for each in mails)
    assert signed.get(at(draft, "/withdraw")).status_code == 409
    assert done.receipt in read(signed.get(at(draft, "/receipt")))


def test_a_proposal_is_taken_back_with_the_passphrase_and_submitted_again(signed, draft):
    first = submitted(signed, draft)
    wrong = signed.post(at(draft, "/take-back"), data={"passphrase": "guessed"})
    assert wrong.status_code == 422
    told = signed.post(
        at(draft, "/take-back"), data={"passphrase": PASSPHRASE}, follow_redirects=True
    )
    assert "The proposal is a draft again." in read(told)
    assert TEXT in read(signed.get(at(draft, "/answers/1")))
    again = submitted(signed, draft)
    assert again.receipt != first.receipt
    assert [each.number for each in Envelope.select().order_by(Envelope.number)] == [1, 2]


def test_after_the_deadline_recall_is_refused_saying_when_it_was(call, signed, draft):
    submitted(signed, draft)
    past_the_deadline(call)
    assert "Take it back to revise" not in read(signed.get(at(draft)))
    for rest, typed in (
        ("/withdraw", {"password": PASSWORD}),
        ("/take-back", {"passphrase": PASSPHRASE}),
    ):
        refused = signed.post(at(draft, rest), data=typed)
        assert refused.status_code == 422
        assert "The deadline has passed: it was" in read(refused)
        assert "Casablanca" in read(refused) or "Morocco" in read(refused)
    assert Proposal.get().state is ProposalState.SUBMITTED


def test_only_a_signatory_withdraws_or_takes_back(app, signed, signatory, draft):
    submitted(signed, draft)
    editor = sign_in(app.test_client(), person(Role.PARTNER_EDITOR, partner=signatory.partner))
    officer = sign_in(app.test_client(), person(Role.PROCUREMENT_OFFICER))
    for who in (editor, officer):
        for rest in ("/withdraw", "/take-back"):
            assert who.post(at(draft, rest)).status_code == 403
    assert officer.post(at(draft, "/read")).status_code == 403


def proved(client, proposal):
    return client.post(at(proposal, "/submit/password"), data={"password": PASSWORD})


def test_who_typed_the_password_before_submits_by_the_button_alone(signed, draft):
    assert proved(signed, draft).location == at(draft, "/submit#final")
    page = read(signed.get(at(draft, "/submit")))
    assert "the button alone submits it" in page
    assert "Password of your account" not in page
    done = signed.post(at(draft, "/submit"))
    assert done.location == at(draft, "/receipt")
    told = Event.get(Event.name == "proposal.signatory_proved")
    assert (told.subject_id, told.facts) == (draft.id, {})


def test_a_wrong_password_beforehand_proves_nothing(signed, draft):
    refused = signed.post(at(draft, "/submit/password"), data={"password": "guessed"})
    assert refused.status_code == 422
    assert "This is not the password of your account." in read(refused)
    assert signed.post(at(draft, "/submit")).status_code == 422
    assert Proposal.get().state is ProposalState.DRAFT


def test_a_proof_holds_in_its_own_browser_only(app, signed, signatory, draft):
    proved(signed, draft)
    elsewhere = sign_in(app.test_client(), signatory)
    assert elsewhere.post(at(draft, "/submit")).status_code == 422


def test_a_proof_is_for_one_proposal(call, signed, signatory, draft):
    other = factories.proposal(factories.call(CallState.PUBLISHED, sealed=True), draft.partner)
    proved(signed, other)
    assert signed.post(at(draft, "/submit")).status_code == 422


@pytest.mark.parametrize(("minutes", "status"), [("15", 303), ("1", 422), ("0", 422)])
def test_a_proof_ends_after_its_minutes(monkeypatch, signed, draft, minutes, status):
    proved(signed, draft)
    early = clock.now() - timedelta(minutes=5)
    SignIn.update(proved_at=early).execute()
    monkeypatch.setenv("PORTAL_PROOF_MINUTES", minutes)
    assert signed.post(at(draft, "/submit")).status_code == status


def test_a_proof_is_spent_by_the_submission(signed, draft):
    proved(signed, draft)
    signed.post(at(draft, "/submit"))
    assert SignIn.select().where(SignIn.proved_for.is_null(is_null=False)).count() == 0


def test_a_new_password_ends_a_proof(signed, signatory, draft):
    proved(signed, draft)
    who = accounts.actor_of(signatory)
    token = signed.get_cookie("session").value
    accounts.change_password(who, PASSWORD, "quite another one", clock.now(), token)
    assert SignIn.select().where(SignIn.proved_at.is_null(is_null=False)).count() == 0


def test_a_password_that_is_typed_is_checked_also_when_one_was_proved(signed, draft):
    proved(signed, draft)
    assert signed.post(at(draft, "/submit"), data={"password": "guessed"}).status_code == 422


def test_a_password_cannot_be_proved_after_the_deadline(call, signed, draft):
    past_the_deadline(call)
    assert proved(signed, draft).status_code == 422


def test_wrong_passwords_beforehand_are_counted_with_the_others(app, signatory, draft):
    limited = made_again(app, RATELIMIT_ENABLED=True, SIGN_IN_LIMIT="2 per hour")
    limited.config["WTF_CSRF_ENABLED"] = False
    client = sign_in(limited.test_client(), signatory)
    typed = {"password": "guessed"}
    pages = ("/submit/password", "/submit", "/submit/password")
    codes = [client.post(at(draft, page), data=typed).status_code for page in pages]
    assert codes == [422, 422, 429]
