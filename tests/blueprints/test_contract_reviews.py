"""The pages on which a contract is reviewed."""

from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import ContractComment
from portal.services import contract_drafting as drafting
from portal.services import contract_reviews, contracts
from tests import factories as make
from tests.factories import NOON, sign_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def as_(app):
    return lambda *roles: sign_in(app.test_client(), make.person(*roles))


@pytest.fixture
def sent():
    call = make.call(CallState.AWARDED, awarded_at=NOON)
    award = make.proposal(call, state=ProposalState.AWARDED)
    procurement = make.actor(Role.PROCUREMENT_OFFICER)
    made = drafting.assemble(award, procurement, NOON)
    contracts.send(made, procurement, NOON)
    return made


def text(answer):
    return unescape(answer.get_data(as_text=True))


def test_a_comment_is_pinned_to_a_clause_and_settled(as_, sent):
    here = f"/contracts/{sent.slug}"
    officer, desk = as_(Role.DATA_PROTECTION_OFFICER), as_(Role.PROCUREMENT_OFFICER)
    page = f"{here}/clauses/D11/comment"
    assert officer.post(page, data={"text": " "}).status_code == 422
    assert officer.post(page, data={"text": "Which hours?"}).status_code == 303
    assert "Which hours?" in text(desk.get(here))
    review = contract_reviews.of(sent)[1]
    assert "Which hours?" in text(officer.get(f"/contracts/reviews/{review.id}"))
    refused = officer.post(f"/contracts/reviews/{review.id}", data={"comment": ""})
    assert refused.status_code == 422
    assert "Your own comment on clause D11 is open" in text(refused)
    settle = f"/contracts/comments/{ContractComment.get().id}/resolve"
    assert as_(Role.AUDITOR).post(settle).status_code == 403
    assert desk.post(settle).status_code == 303
    assert "Settled" in text(desk.get(here))


def test_a_review_is_open_to_its_officer_only_and_names_who_agreed(as_, sent):
    first = contract_reviews.of(sent)[0]
    page = f"/contracts/reviews/{first.id}"
    assert as_(Role.DATA_PROTECTION_OFFICER).get(page).status_code == 403
    legal = as_(Role.LEGAL_OFFICER)
    assert "Review the contract as legal officer" in text(legal.get(f"/contracts/{sent.slug}"))
    assert legal.post(page, data={"decision": "agree"}).status_code == 303
    assert legal.post(page, data={"decision": "agree"}).status_code == 409
    shown = text(as_(Role.AUDITOR).get(f"/contracts/{sent.slug}"))
    assert "Legal review: Agreed, Person" in shown
    assert "Data-protection review: Waits" in shown
