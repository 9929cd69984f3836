"""Reviews of a contract: legal and data protection side by side, then the head of office."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import CLEAR_CONTRACT, RETURN_CONTRACT, ContractState
from portal.domain.lifecycle_contracts import (
    AGREE_REVIEW,
    DROP_REVIEW,
    RETURN_REVIEW,
    ReviewState,
)
from portal.domain.policy import Actor, can, require
from portal.domain.policy_contracts import REVIEWERS
from portal.models import Contract, ContractReview, Grant, Lot, Partner, Person
from portal.services import contract_comments, events, outbox
from portal.services.steps import advance, found, fresh
from portal.services.todo import Item

TOGETHER = ("legal", "data_protection")
"""The reviews of a round that go on side by side; the head of office comes after both."""
HEAD = "head"


def by_id(review_id: UUID) -> ContractReview:
    """Return a review with its contract, or refuse with ``NotFound``."""
    query = ContractReview.select(ContractReview, Contract).join(Contract)
    row: ContractReview | None = query.where(ContractReview.id == review_id).first()
    return found(row)


def of(contract: Contract) -> list[ContractReview]:
    """Return every review of a contract: round by round, in the order of the reviewers."""
    order = list(REVIEWERS)
    rows = list(contract.reviews)
    return sorted(rows, key=lambda each: (each.round, order.index(each.kind)))


def ask(contract: Contract, kinds: Iterable[str], at: datetime) -> None:
    """Ask for reviews of a contract: a new round for those side by side, else the same one."""
    rounds = [each.round for each in contract.reviews]
    last = max(rounds, default=0)
    for kind in kinds:
        number = max(last, 1) if kind == HEAD else last + 1
        made = ContractReview.create(contract=contract, round=number, kind=kind, asked_at=at)
        _mail(made, "contract_to_review", at)


def agree(review: ContractReview, by: Actor, at: datetime) -> None:
    """Agree to a contract in one review; the last one hands it to the head of office.

    Refused while a comment of the reviewer's own is still open.
    """
    require(by, Action.REVIEW_CONTRACT, review)
    contract = review.contract
    with atomic():
        _hold(contract)
        contract_comments.require_own_resolved(contract, by)
        advance(review, AGREE_REVIEW, person=by.person_id, decided_at=at)
        events.record(by, "contract.review_agreed", contract, at, kind=review.kind)
        if not _waiting(contract):
            advance(contract, CLEAR_CONTRACT)
            ask(contract, [HEAD], at)
            events.record(by, "contract.cleared", contract, at)


def give_back(review: ContractReview, comment: str, by: Actor, at: datetime) -> None:
    """Return a contract to procurement from one review; the other is not asked any more."""
    require(by, Action.REVIEW_CONTRACT, review)
    contract = review.contract
    if not comment.strip():
        raise RuleBroken("contract_comment", "comment")
    with atomic():
        _hold(contract)
        _close(review, comment.strip(), by, at)
        for each in _waiting(contract):
            advance(each, DROP_REVIEW)
        advance(contract, RETURN_CONTRACT, review_comment=comment.strip(), fingerprint="")
        facts = {"step": RETURN_CONTRACT.name, "kind": review.kind}
        events.record(by, "contract.returned", contract, at, **facts)


def _close(review: ContractReview, comment: str, by: Actor, at: datetime) -> None:
    said = {"comment": comment, "decided_at": at}
    advance(review, RETURN_REVIEW, None, person=by.person_id, **said)


def agree_as_head(contract: Contract, by: Actor, at: datetime) -> None:
    """Note the head of office's own agreement, inside the step that approves the contract."""
    for each in _of_head(contract):
        advance(each, AGREE_REVIEW, person=by.person_id, decided_at=at)


def return_as_head(contract: Contract, comment: str, by: Actor, at: datetime) -> None:
    """Note that the head of office returned the contract, also after having agreed."""
    for each in _of_head(contract, ReviewState.WAITING, ReviewState.AGREED):
        _close(each, comment, by, at)


def _of_head(contract: Contract, *states: ReviewState) -> list[ContractReview]:
    last = max((each.round for each in contract.reviews), default=0)
    wanted = states or (ReviewState.WAITING,)
    return [
        each
        for each in contract.reviews
        if each.kind == HEAD and each.round == last and each.state in wanted
    ]


def _hold(contract: Contract) -> None:
    """Lock a contract in review, so that two reviewers at once are seen by one another."""
    held = Contract.update(version=Contract.version).where(
        (Contract.id == contract.id) & (Contract.state == ContractState.LEGAL_REVIEW)
    )
    if held.execute() != 1:
        raise WrongState(CLEAR_CONTRACT.name, fresh(contract).state)


def _waiting(contract: Contract) -> list[ContractReview]:
    rows = ContractReview.select().where(
        (ContractReview.contract == contract) & (ContractReview.state == ReviewState.WAITING)
    )
    return [each for each in rows if each.kind in TOGETHER]


def remind(at: datetime, after: timedelta) -> int:
    """Mail the reviewers who were asked, or last reminded, longer ago than ``after``.

    Return on how many reviews.
    """
    since = at - after
    asked = ContractReview.select(ContractReview, Contract).join(Contract)
    due = asked.where(
        (ContractReview.state == ReviewState.WAITING)
        & (ContractReview.asked_at <= since)
        & (ContractReview.reminded_at.is_null() | (ContractReview.reminded_at <= since))
    )
    return sum(_remind(each, at) for each in list(due))


def _remind(review: ContractReview, at: datetime) -> bool:
    same = (ContractReview.id == review.id) & (ContractReview.state == ReviewState.WAITING)
    with atomic():
        mine = ContractReview.update(reminded_at=at).where(
            same & (ContractReview.reminded_at == review.reminded_at)
            if review.reminded_at
            else same & ContractReview.reminded_at.is_null()
        )
        if not mine.execute():
            return False
        _mail(review, "contract_review_due", at)
    return True


def _mail(review: ContractReview, template: str, at: datetime) -> None:
    contract = review.contract
    facts = {"reference": contract.reference, "slug": contract.slug}
    holders = Grant.select(Grant.person).where(Grant.role == REVIEWERS[review.kind])
    people = Person.select().where(Person.id.in_(holders) & Person.disabled_at.is_null())
    for person in people.order_by(Person.email):
        outbox.put_mail(person.email, template, person.language, at, name=person.name, **facts)


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - the same for every area
    """Return the reviews that wait for the actor; the head of office's stand with contracts."""
    if not any(REVIEWERS[kind] in actor.roles for kind in TOGETHER):
        return []
    query = (
        ContractReview.select(ContractReview, Contract, Partner, Lot)
        .join(Contract)
        .join(Partner)
        .switch(Contract)
        .join(Lot)
    )
    waiting = query.where(
        (ContractReview.state == ReviewState.WAITING) & ContractReview.kind.in_(TOGETHER)
    )
    return [_item(each) for each in waiting if can(actor, Action.REVIEW_CONTRACT, each)]


def _item(review: ContractReview) -> Item:
    contract = review.contract
    return Item(
        f"work.review_{review.kind}",
        contract.reference,
        f"{contract.partner.name}, {contract.lot.title}",
        "contracts.review",
        {"review_id": str(review.id)},
    )
