"""Comments pinned to the clauses of a contract, until procurement has settled them."""

from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import ContractState
from portal.domain.policy import Actor, reader, require
from portal.models import Contract, ContractClause, ContractComment, Person
from portal.services import events
from portal.services.steps import found, fresh

COMMENTED = frozenset({ContractState.DRAFT, ContractState.LEGAL_REVIEW, ContractState.CLEARED})


def by_id(comment_id: UUID) -> ContractComment:
    """Return a comment with its contract, or refuse with ``NotFound``."""
    query = ContractComment.select(ContractComment, Contract).join(Contract)
    row: ContractComment | None = query.where(ContractComment.id == comment_id).first()
    return found(row)


def of(contract: Contract, actor: Actor) -> dict[str, list[ContractComment]]:
    """Return the comments that the actor may read by the code of the clause, oldest first.

    The partner reads its own people's; what the office remarks among itself is not theirs.
    """
    listed: dict[str, list[ContractComment]] = {}
    joined = ContractComment.select(ContractComment, Person).join(
        Person, on=ContractComment.author, attr="author"
    )
    ordered = joined.order_by(ContractComment.made_at, ContractComment.id)
    for each in ordered.where(ContractComment.contract == contract):
        if reader(actor, None) or each.author.partner_id == actor.partner_id:
            listed.setdefault(each.code, []).append(each)
    return listed


def pin(row: ContractClause, text: str, by: Actor, at: datetime) -> ContractComment:
    """Pin a comment to a clause of a contract that is in draft or in review."""
    contract = row.contract
    require(by, Action.COMMENT_CONTRACT, contract)
    if not text.strip():
        raise RuleBroken("comment_empty", "text")
    with atomic():
        _hold(contract)
        made = ContractComment.create(
            contract=contract, code=row.code, text=text.strip(), author=by.person_id, made_at=at
        )
        events.record(by, "contract.commented", contract, at, code=row.code)
    return made


def _hold(contract: Contract) -> None:
    held = Contract.update(version=Contract.version).where(
        (Contract.id == contract.id) & Contract.state.in_(list(COMMENTED))
    )
    if held.execute() != 1:
        raise WrongState("comment_contract", fresh(contract).state)


def resolve(comment: ContractComment, by: Actor, at: datetime) -> None:
    """Mark a comment as settled, by procurement or by its author; twice does nothing."""
    require(by, Action.RESOLVE_CONTRACT_COMMENT, comment)
    still = (ContractComment.id == comment.id) & ContractComment.resolved_at.is_null()
    with atomic():
        settled = ContractComment.update(resolved_at=at, resolved_by=by.person_id).where(still)
        if settled.execute():
            contract = comment.contract
            events.record(by, "contract.comment_resolved", contract, at, code=comment.code)


def open_rules(contract: Contract) -> list[RuleBroken]:
    """Return one broken rule for each clause that still has open comments."""
    waiting = ContractComment.resolved_at.is_null()
    rows = ContractComment.select().where((ContractComment.contract == contract) & waiting)
    codes = [each.code for each in rows]
    return [
        RuleBroken("clause_comments_open", code=code, count=codes.count(code))
        for code in sorted(set(codes))
    ]


def require_own_resolved(contract: Contract, by: Actor) -> None:
    """Refuse while a comment of the actor's own is open: who objects does not agree."""
    mine = ContractComment.select().where(
        (ContractComment.contract == contract)
        & (ContractComment.author == by.person_id)
        & ContractComment.resolved_at.is_null()
    )
    codes = sorted({each.code for each in mine})
    if codes:
        raise RulesBroken([RuleBroken("own_comments_open", code=code) for code in codes])
