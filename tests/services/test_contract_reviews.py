"""Reviews of a contract side by side, comments on its clauses, and reminders."""

from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ContractState, ProposalState
from portal.domain.lifecycle_contracts import ReviewState
from portal.models import ContractComment, ContractReview, Effect
from portal.services import contract_comments, contract_reviews, contracts
from portal.services import contract_drafting as drafting
from tests import factories as make
from tests.factories import NOON

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


@pytest.fixture
def legal():
    return make.actor(Role.LEGAL_OFFICER)


@pytest.fixture
def officer():
    return make.actor(Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def advisers(legal, officer):
    return (legal, officer)


@pytest.fixture
def head():
    return make.actor(Role.HEAD_OF_OFFICE)


@pytest.fixture
def draft(procurement):
    call = make.call(CallState.AWARDED, awarded_at=NOON)
    award = make.proposal(call, state=ProposalState.AWARDED)
    return drafting.assemble(award, procurement, NOON)


@pytest.fixture
def sent(draft, procurement, legal, officer, head):
    contracts.send(draft, procurement, NOON)
    return draft


def reviews(contract):
    return {each.kind: each for each in contract_reviews.of(contract)}


def states(contract):
    return {kind: each.state for kind, each in reviews(contract).items()}


def now(contract):
    return contracts.by_slug(contract.slug)


def mails(template):
    rows = Effect.select().where(Effect.kind == "mail")
    return [row.payload["to"] for row in rows if row.payload["template"] == template]


@pytest.mark.parametrize("order", [("legal", "data_protection"), ("data_protection", "legal")])
def test_both_reviews_have_to_agree_in_any_order(sent, legal, officer, head, order):
    people = {"legal": legal, "data_protection": officer}
    first, second = order
    contract_reviews.agree(reviews(sent)[first], people[first], NOON)
    assert now(sent).state is ContractState.LEGAL_REVIEW
    contract_reviews.agree(reviews(sent)[second], people[second], NOON + DAY)
    assert now(sent).state is ContractState.CLEARED
    found = reviews(sent)
    assert found[first].person.id == people[first].person_id
    assert found[second].decided_at == NOON + DAY
    assert found["head"].state is ReviewState.WAITING
    contracts.approve(now(sent), head, NOON + DAY)
    assert reviews(sent)["head"].person.id == head.person_id


def test_each_review_is_for_its_own_officer_and_is_given_once(sent, legal, officer, head):
    asked = reviews(sent)
    for who, kind in ((legal, "data_protection"), (officer, "legal"), (head, "legal")):
        with pytest.raises(NotAllowed):
            contract_reviews.agree(asked[kind], who, NOON)
    contract_reviews.agree(asked["legal"], legal, NOON)
    with pytest.raises(WrongState):
        contract_reviews.agree(asked["legal"], legal, NOON)
    assert states(sent)["data_protection"] is ReviewState.WAITING


def test_a_review_that_returns_ends_the_round_and_the_next_asks_everybody_again(
    sent, procurement, legal, officer
):
    contract_reviews.agree(reviews(sent)["legal"], legal, NOON)
    contract_reviews.give_back(reviews(sent)["data_protection"], "Too long.", officer, NOON)
    assert now(sent).state is ContractState.DRAFT
    assert now(sent).review_comment == "Too long."
    contracts.send(now(sent), procurement, NOON)
    rounds = [(each.round, each.kind, each.state.value) for each in contract_reviews.of(sent)]
    assert rounds == [
        (1, "legal", "agreed"),
        (1, "data_protection", "returned"),
        (2, "legal", "waiting"),
        (2, "data_protection", "waiting"),
    ]


def test_a_return_drops_the_other_review(sent, legal, officer):
    contract_reviews.give_back(reviews(sent)["legal"], "Clause 5.", legal, NOON)
    assert states(sent)["data_protection"] is ReviewState.DROPPED
    with pytest.raises(WrongState):
        contract_reviews.agree(reviews(sent)["data_protection"], officer, NOON)


def test_the_head_of_office_returns_and_both_review_again(
    sent, procurement, legal, officer, head
):
    make.agreed(sent, legal, officer)
    contracts.refuse(now(sent), "The amount.", head, NOON)
    assert states(sent)["head"] is ReviewState.RETURNED
    contracts.send(now(sent), procurement, NOON)
    assert now(sent).state is ContractState.LEGAL_REVIEW
    assert [each.round for each in contract_reviews.of(sent)] == [1, 1, 1, 2, 2]


def test_an_open_comment_keeps_the_contract_with_procurement(sent, procurement, legal, officer):
    row = drafting.clause_of(sent, "D11")
    pinned = contract_comments.pin(row, "Which hours?", officer, NOON)
    with pytest.raises(RulesBroken) as refused:
        contract_reviews.agree(reviews(sent)["data_protection"], officer, NOON)
    assert [each.rule for each in refused.value.broken] == ["own_comments_open"]
    contract_reviews.give_back(reviews(sent)["data_protection"], "See D11.", officer, NOON)
    with pytest.raises(RulesBroken) as kept:
        contracts.send(now(sent), procurement, NOON)
    assert [(each.rule, each.facts["code"]) for each in kept.value.broken] == [
        ("clause_comments_open", "D11")
    ]
    with pytest.raises(NotAllowed):
        contract_comments.resolve(pinned, legal, NOON)
    contract_comments.resolve(pinned, procurement, NOON)
    contracts.send(now(sent), procurement, NOON)
    assert ContractComment.get().resolved_by.id == procurement.person_id


def test_nobody_comments_on_a_contract_that_is_approved(sent, legal, officer, head):
    make.agreed(sent, legal, officer)
    contracts.approve(now(sent), head, NOON)
    with pytest.raises(WrongState):
        contract_comments.pin(drafting.clause_of(sent, "C01"), "Late.", legal, NOON)
    assert ContractComment.select().count() == 0


def test_a_reviewer_is_reminded_again_after_some_days(sent, legal, officer):
    contract_reviews.agree(reviews(sent)["legal"], legal, NOON)
    assert len(mails("contract_to_review")) == 2
    after = 3 * DAY
    assert contract_reviews.remind(NOON + 2 * DAY, after) == 0
    assert contract_reviews.remind(NOON + 3 * DAY, after) == 1
    assert contract_reviews.remind(NOON + 3 * DAY, after) == 0
    assert contract_reviews.remind(NOON + 6 * DAY, after) == 1
    assert len(mails("contract_review_due")) == 2
    contract_reviews.agree(reviews(sent)["data_protection"], officer, NOON)
    ContractReview.update(asked_at=NOON).where(ContractReview.kind == "head").execute()
    assert contract_reviews.remind(NOON + 9 * DAY, after) == 1
