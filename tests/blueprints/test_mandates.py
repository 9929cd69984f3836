"""The pages of signing mandates, and what a signing page says of them."""

from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ContractState
from portal.models import Mandate
from tests import factories as make
from tests import papers
from tests.factories import NOON, sign_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house():
    """A partner with an owner and a signatory."""
    partner = make.partner()
    owner = make.person(Role.PARTNER_OWNER, partner=partner)
    return partner, owner, make.person(Role.PARTNER_SIGNATORY, partner=partner)


@pytest.fixture
def as_(app):
    """A browser in which the person is signed in."""
    return lambda person: sign_in(app.test_client(), person)


def text(answer):
    return unescape(answer.get_data(as_text=True))


def typed(person, **changes):
    given = {
        "person": str(person.id),
        "file": (BytesIO(papers.pdf()), "decision.pdf"),
        "title": "Decision of the board",
        "limit": "500 000",
        "currency": "mad",
        "valid_from": "2026-01-01",
        "valid_until": "",
    }
    return {**given, **changes}


def test_the_owner_adds_a_mandate_and_the_office_reads_its_document(house, as_):
    partner, owner, signatory = house
    address = f"/mandates/partners/{partner.id}"
    went = as_(owner).post(f"{address}/add", data=typed(signatory))
    assert went.location == address
    desk = as_(make.person(Role.PROCUREMENT_OFFICER))
    shown = text(desk.get(address))
    assert signatory.name in shown
    assert "up to MAD\N{NO-BREAK SPACE}500,000" in shown
    assert "Add a mandate" not in shown
    given = desk.get(f"{address}/{Mandate.get().id}")
    assert given.headers["Cache-Control"] == "no-store"
    assert as_(owner).post(f"{address}/{Mandate.get().id}/revoke").status_code == 303
    assert "Ended on" in text(desk.get(address))


def test_a_mandate_that_does_not_fit_keeps_what_was_typed(house, as_):
    partner, owner, signatory = house
    wrong = {"currency": "", "valid_until": "2025-12-31"}
    answer = as_(owner).post(
        f"/mandates/partners/{partner.id}/add", data=typed(signatory, **wrong)
    )
    assert answer.status_code == 422
    shown = text(answer)
    assert "Say in which currency the limit is." in shown
    assert "The last day must not be before the first." in shown
    assert "Decision of the board" in shown
    assert Mandate.select().count() == 0


def test_an_administrator_keeps_the_delegations_of_the_office(as_):
    head, administrator = make.person(Role.HEAD_OF_OFFICE), make.person(Role.ADMINISTRATOR)
    went = as_(administrator).post("/mandates/office/add", data=typed(head))
    assert went.location == "/mandates/office"
    address = f"/mandates/office/{Mandate.get().id}"
    assert as_(head).get(address).status_code == 200
    assert as_(head).post("/mandates/office/add", data=typed(head)).status_code == 422
    assert as_(administrator).post(f"{address}/revoke").status_code == 303


def test_the_signing_page_says_by_what_one_signs_or_why_one_cannot(house, as_):
    partner, _owner, signatory = house
    contract = make.contract(partner, state=ContractState.APPROVED, fingerprint="f" * 64)
    page = f"/contracts/{contract.slug}/sign"
    yesterday = make.moment().date() - timedelta(days=1)
    make.mandate(signatory, valid_until=yesterday)
    shown = text(as_(signatory).get(page))
    assert "You cannot sign this contract yet" in shown
    assert f"The mandate of {signatory.name} ended on" in shown
    assert "Your password" not in shown
    make.mandate(signatory, title="Power of attorney", added_at=NOON)
    shown = text(as_(signatory).get(page))
    assert "Power of attorney" in shown
    assert "without limit of amount" in shown
    assert "Your password" in shown
