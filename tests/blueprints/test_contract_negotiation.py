"""The pages on which both sides negotiate a contract."""

from html import unescape

import pytest

from portal.domain.actions import Role
from portal.models import ContractComment
from portal.services import contract_negotiation
from tests import factories as make
from tests.factories import NOON, sign_in
from tests.services.test_contract_negotiation import Table

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def as_(app):
    return lambda who: sign_in(app.test_client(), who)


def text(answer):
    return unescape(answer.get_data(as_text=True))


def test_a_round_from_the_partners_words_to_the_second_offer(as_):
    table = Table()
    partner = table.now().partner
    here = f"/contracts/{table.slug}"
    signatory = as_(make.person(Role.PARTNER_SIGNATORY, partner=partner))
    desk = as_(make.person(Role.PROCUREMENT_OFFICER))
    assert "Propose other words for clause 1" in text(signatory.get(here))
    page = f"{here}/clauses/C35/words"
    assert signatory.post(page, data={"words": "", "reason": "x"}).status_code == 422
    table_words = {"words": "{amount} is paid at once.", "reason": "Rent is due."}
    assert signatory.post(f"{here}/clauses/C21/words", data=table_words).status_code == 303
    assert "{amount} is paid at once." in text(signatory.get(here))
    assert signatory.post(f"{here}/hand-back").status_code == 303
    assert signatory.get(here).status_code == 403
    shown = text(desk.get(here))
    assert "Take over these words" in shown
    assert "Rent is due." in shown
    remark = ContractComment.get()
    assert desk.post(f"/contracts/comments/{remark.id}/take-over").status_code == 303
    assert "Mandatory clause C21 is altered" in text(desk.get(here))


def test_the_partner_sees_what_changed_between_two_offers(as_):
    table = Table()
    here = f"/contracts/{table.slug}"
    partner = as_(make.person(Role.PARTNER_OWNER, partner=table.now().partner))
    assert partner.get(f"{here}/versions/2").status_code == 404
    assert partner.get(f"{here}/redline.pdf").status_code == 404
    table.propose("C21", "Free.")
    contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    contract_negotiation.take_over(ContractComment.get(), table.procurement, NOON)
    table.deviate("C21")
    table.offer()
    assert "Offer 2 against offer 1" in text(partner.get(here))
    shown = text(partner.get(f"{here}/versions/2"))
    assert "<ins>" in shown
    assert "Independence of the parties" in shown
