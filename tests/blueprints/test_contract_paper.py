"""The pages of a contract that is signed on paper."""

from html import unescape
from io import BytesIO

import pytest

from portal.models import PaperAct, Person
from portal.services import clock
from tests import papers
from tests.factories import sign_in
from tests.services.test_contract_paper import Desk

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def as_(app):
    """A browser in which the person behind an actor is signed in."""
    return lambda who: sign_in(app.test_client(), Person.get_by_id(who.person_id))


def text(answer):
    return unescape(answer.get_data(as_text=True))


@pytest.fixture
def entered(desk, as_, app):
    """A scan that procurement entered on the pages, and the pages' address."""
    here, buyer = f"/contracts/{desk.slug}", as_(desk.procurement)
    assert "Print for a signature on paper" in text(buyer.get(here))
    assert buyer.post(f"{here}/print").status_code == 303
    app.extensions["jobs"].renderer = lambda _document: papers.pdf()
    app.extensions["jobs"].deliver.call_local()
    assert buyer.get(f"{here}/print.pdf").data.startswith(b"%PDF")
    sent = {
        "person": str(desk.signatory.person_id),
        "signed_on": clock.now().date().isoformat(),
    }
    missing = buyer.post(f"{here}/paper", data=sent)
    assert (missing.status_code, "Choose a file." in text(missing)) == (422, True)
    assert sent["signed_on"] in text(missing)
    sent["file"] = (BytesIO(papers.pdf()), "scan.pdf")
    assert buyer.post(f"{here}/paper", data=sent).location == f"{here}#on-paper"
    return PaperAct.get()


def test_the_second_person_sees_every_hash_and_confirms(desk, as_, entered):
    here, check = f"/contracts/{desk.slug}", f"/contracts/papers/{entered.id}"
    legal = as_(desk.legal)
    shown = text(legal.get(check))
    for part in ("fingerprint", "sha256", "printed_sha256"):
        assert getattr(entered, part)[:16] in shown
    seen = {"fingerprint": entered.fingerprint, "sha256": entered.sha256}
    assert legal.post(check, data={**seen, "decision": "confirm"}).location == here
    assert legal.post(check, data={**seen, "decision": "confirm"}).status_code == 409
    partner = as_(desk.signatory)
    assert "Scan of the signed contract" in text(partner.get(here))
    assert partner.get(f"{check}/scan").headers["Cache-Control"] == "no-store"


def test_what_does_not_fit_is_told_on_the_page(desk, as_, entered):
    check, legal = f"/contracts/papers/{entered.id}", as_(desk.legal)
    assert as_(desk.procurement).get(check).status_code == 403
    seen = {"fingerprint": entered.fingerprint, "sha256": "0" * 64}
    other = legal.post(check, data={**seen, "decision": "confirm"})
    assert (other.status_code, "another scan" in text(other)) == (422, True)
    refused = legal.post(check, data={**seen, "comment": "", "decision": "decline"})
    assert (refused.status_code, "Say why you decline" in text(refused)) == (422, True)


def test_a_word_that_a_template_writes_out_follows_the_reader_whoever_came_first(
    desk, as_, entered
):
    check, legal = f"/contracts/papers/{entered.id}", as_(desk.legal)
    for language, button in (("en", "Confirm the signature"), ("fr", "Confirmer la signature")):
        legal.set_cookie("language", language)
        assert f"{button}</button>" in text(legal.get(check))
