"""The pages of a call's key: who still has to do what, each act one button."""

from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import Call, CallKey, KeyShare
from portal.services import call_ceremony
from tests import factories
from tests.conftest import made_again
from tests.factories import PASSPHRASE, person, person_key, sign_in


@pytest.fixture
def call(app):
    return factories.call(CallState.APPROVED, sealed=False)


def enter(app, who):
    return sign_in(app.test_client(), who)


def keyed(*roles, **facts):
    made = person(*roles, **facts)
    person_key(made)
    return made


def read(answer):
    return unescape(answer.text)


def at(call, rest=""):
    return f"/calls/{call.slug}/key{rest}"


@pytest.fixture
def ready(app, call):
    """A call whose key was just made, with the people of its ceremony."""
    officer, legal, head = (
        keyed(Role.PROCUREMENT_OFFICER),
        keyed(Role.LEGAL_OFFICER),
        keyed(Role.HEAD_OF_OFFICE),
    )
    typed = {"holders": [str(officer.id), str(legal.id)], "escrow": str(head.id)}
    done = enter(app, officer).post(at(call, "/make"), data=typed)
    assert done.status_code == 303
    return officer, legal, head


def test_procurement_is_led_from_the_call_to_the_key_and_chooses_holders(app, call):
    officer, legal = keyed(Role.PROCUREMENT_OFFICER), keyed(Role.LEGAL_OFFICER)
    head = keyed(Role.HEAD_OF_OFFICE)
    without = person(Role.FINANCE_OFFICER, name="Naima Keyless")
    client = enter(app, officer)
    page = read(client.get(f"/calls/{call.slug}"))
    assert "Make the key that the proposals are sealed to." in page
    assert at(call) in page
    page = read(client.get(at(call)))
    assert legal.name in page
    assert f"not in the list: {without.name}" in page
    refused = client.post(
        at(call, "/make"), data={"holders": [str(officer.id)], "escrow": str(head.id)}
    )
    assert refused.status_code == 422
    assert "Let at least 2 people hold a share." in read(refused)
    assert f'checked id="holders-0" name="holders" type="checkbox" value="{officer.id}"' in (
        refused.text
    )
    assert not CallKey.select().exists()


def test_two_holders_try_the_key_on_the_page(app, call, ready):
    officer, legal, _head = ready
    first, second = enter(app, officer), enter(app, legal)
    assert "Give my share for the trial" in read(first.get(at(call)))
    wrong = first.post(at(call, "/trial"), data={"passphrase": "guessed"})
    assert wrong.status_code == 422
    assert "This passphrase does not open your key." in read(wrong)
    assert "guessed" not in wrong.text
    given = first.post(
        at(call, "/trial"), data={"passphrase": PASSPHRASE}, follow_redirects=True
    )
    assert "Another holder now gives theirs" in read(given)
    assert "Given until" in read(given)
    tried = second.post(
        at(call, "/trial"), data={"passphrase": PASSPHRASE}, follow_redirects=True
    )
    assert "The trial envelope was opened" in read(tried)


def test_who_holds_no_share_is_told_so(app, call, ready):
    other = enter(app, keyed(Role.FINANCE_OFFICER))
    refused = other.post(at(call, "/trial"), data={"passphrase": PASSPHRASE})
    assert refused.status_code == 422
    assert "You hold no share of the key of this call." in read(refused)


def test_the_paper_is_given_as_a_pdf_and_kept_nowhere(app, call, ready):
    officer, _legal, head = ready
    client = enter(app, head)
    wrong = client.post(at(call, "/escrow.pdf"), data={"passphrase": "guessed"})
    assert wrong.status_code == 422
    answer = client.post(at(call, "/escrow.pdf"), data={"passphrase": PASSPHRASE})
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    words = call_ceremony.escrow_words(
        call, PASSPHRASE, factories.accounts.actor_of(head), factories.moment()
    )
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert all(word in text for word in words)
    assert call.reference in text
    kept = [each for each in app.config["INSTANCE"].rglob("*.pdf") if each.is_file()]
    assert kept == []
    assert enter(app, officer).post(at(call, "/escrow.pdf")).status_code == 403


def test_once_confirmed_the_paper_is_given_no_more(app, call, ready):
    _officer, _legal, head = ready
    client = enter(app, head)
    done = client.post(at(call, "/escrow/confirm"), follow_redirects=True)
    assert "The portal has forgotten this share" in read(done)
    assert KeyShare.get(KeyShare.escrow == 1).box == ""
    again = client.post(at(call, "/escrow.pdf"), data={"passphrase": PASSPHRASE})
    assert again.status_code == 422
    assert "The portal has forgotten it." in read(again)


def test_publication_is_refused_in_words_until_the_key_is_ready(app, call, ready):
    officer, legal, head = ready
    client = enter(app, officer)
    page = read(client.get(f"/calls/{call.slug}"))
    assert f"{legal.name} has not tried the share of the key yet." in page
    assert "The share in escrow has not been printed" in page
    assert "Go to the key of the call" in page
    assert f'href="/calls/{call.slug}/publish"' not in page
    assert client.post(f"/calls/{call.slug}/publish").status_code == 422
    for who in (officer, legal):
        enter(app, who).post(at(call, "/trial"), data={"passphrase": PASSPHRASE})
    enter(app, head).post(at(call, "/escrow/confirm"))
    assert "The key is ready" in read(client.get(at(call)))
    assert f'href="/calls/{call.slug}/publish"' in read(client.get(f"/calls/{call.slug}"))
    assert client.post(f"/calls/{call.slug}/publish").status_code == 303
    assert Call.get_by_id(call.id).state is CallState.PUBLISHED


def test_somebody_without_a_key_is_led_to_make_one(app, call):
    page = read(enter(app, person(Role.LEGAL_OFFICER)).get(at(call)))
    assert f"/account/key?next=/calls/{call.slug}/key" in page


def test_the_head_of_office_takes_a_share_out_of_use(app):
    call = factories.call(CallState.PUBLISHED, sealed=True)
    client = enter(app, person(Role.HEAD_OF_OFFICE))
    share = KeyShare.get(KeyShare.position == 1)
    assert "Let this share count no more" in read(client.get(at(call)))
    done = client.post(at(call, f"/shares/{share.id}/remove"), follow_redirects=True)
    assert "This share counts no more." in read(done)
    other = KeyShare.get(KeyShare.position == 2)
    refused = client.post(at(call, f"/shares/{other.id}/remove"))
    assert refused.status_code == 422
    assert "Let at least 2 people hold a share." in read(refused)


def test_passphrases_are_tried_a_few_times_only(app, call, ready):
    officer, _legal, _head = ready
    limited = made_again(app, RATELIMIT_ENABLED=True, SIGN_IN_LIMIT="3 per hour")
    limited.config["WTF_CSRF_ENABLED"] = False
    client = sign_in(limited.test_client(), officer)
    codes = [
        client.post(at(call, "/trial"), data={"passphrase": "guessed"}).status_code
        for _ in range(4)
    ]
    assert codes == [422, 422, 422, 429]
