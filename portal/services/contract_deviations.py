"""Deviations: a mandatory clause altered or left out, asked for by one, decided by another."""

from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.clauses import Standing, text_in_force
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle_contracts import (
    APPROVE_DEVIATION,
    DECLINE_DEVIATION,
    DROP_DEVIATION,
    DeviationState,
)
from portal.domain.policy import Actor, can, require
from portal.domain.policy_contracts import ADVISERS
from portal.models import Contract, ContractClause, ContractDeviation
from portal.services import events
from portal.services.contract_clauses import rows_of, standings
from portal.services.contract_finding import by_slug, hold_draft
from portal.services.steps import advance, found
from portal.services.todo import Item

X = DeviationState


def by_id(deviation_id: UUID) -> ContractDeviation:
    """Return a deviation with its contract, or refuse with ``NotFound``."""
    query = ContractDeviation.select(ContractDeviation, Contract).join(Contract)
    row: ContractDeviation | None = query.where(ContractDeviation.id == deviation_id).first()
    return found(row)


def ask(row: ContractClause, reason: str, by: Actor, at: datetime) -> ContractDeviation:
    """Ask for the deviation that a clause of a draft now is, with a reason.

    An earlier one on the same clause is dropped: it was about other words.
    """
    contract = row.contract
    require(by, Action.EDIT_CONTRACT, contract)
    if not reason.strip():
        raise RuleBroken("deviation_reason", "reason")
    with atomic():
        hold_draft(contract)
        standing = _standing(by_slug(contract.slug), row.code)
        if not standing.mandatory or not deviates(standing):
            raise RuleBroken("deviation_none", "reason", code=row.code)
        _drop_earlier(contract, row.code)
        made = ContractDeviation.create(
            contract=contract,
            code=row.code,
            title=row.title,
            standard=standing.standard,
            text=text_in_force(standing),
            reason=reason.strip(),
            asked_by=by.person_id,
            asked_at=at,
        )
        events.record(by, "contract.deviation_asked", contract, at, code=row.code)
    return made


def deviates(standing: Standing) -> bool:
    """Say whether a clause is left out or stands in other words than the library's."""
    return standing.left_out or standing.text != standing.standard


def _standing(contract: Contract, code: str) -> Standing:
    every = standings(contract, rows_of(contract))
    return next(each for each in every if each.code == code)


def _drop_earlier(contract: Contract, code: str) -> None:
    for each in contract.deviations.where(
        (ContractDeviation.code == code) & ContractDeviation.state.in_([X.ASKED, X.APPROVED])
    ):
        advance(each, DROP_DEVIATION)


def approve(deviation: ContractDeviation, comment: str, by: Actor, at: datetime) -> None:
    """Approve a deviation: the draft may go on with exactly the words that were asked for."""
    require(by, Action.DECIDE_DEVIATION, deviation)
    contract = deviation.contract
    with atomic():
        hold_draft(contract)
        standing = _standing(by_slug(contract.slug), deviation.code)
        if text_in_force(standing) != deviation.text:
            raise RuleBroken("deviation_changed", "comment", code=deviation.code)
        decided = {"decided_by": by.person_id, "decided_at": at}
        advance(deviation, APPROVE_DEVIATION, None, comment=comment.strip(), **decided)
        name = "contract.deviation_approved"
        events.record(by, name, contract, at, code=deviation.code)


def decline(deviation: ContractDeviation, comment: str, by: Actor, at: datetime) -> None:
    """Decline a deviation with a comment; the draft stays with procurement."""
    require(by, Action.DECIDE_DEVIATION, deviation)
    if not comment.strip():
        raise RuleBroken("contract_comment", "comment")
    with atomic():
        decided = {"decided_by": by.person_id, "decided_at": at}
        advance(deviation, DECLINE_DEVIATION, None, comment=comment.strip(), **decided)
        name = "contract.deviation_declined"
        events.record(by, name, deviation.contract, at, code=deviation.code)


def of(contract: Contract) -> list[ContractDeviation]:
    """Return every deviation that was ever asked for in a contract, the oldest first."""
    return list(contract.deviations.order_by(ContractDeviation.asked_at))


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - the same for every area
    """Return the deviations that the actor may decide."""
    if not actor.roles & ADVISERS:
        return []
    query = ContractDeviation.select(ContractDeviation, Contract).join(Contract)
    asked = query.where(ContractDeviation.state == X.ASKED)
    return [
        Item(
            "work.decide_deviation",
            each.contract.reference,
            f"{each.code} {each.title}",
            "contracts.deviation",
            {"deviation_id": str(each.id)},
        )
        for each in asked.order_by(ContractDeviation.asked_at)
        if can(actor, Action.DECIDE_DEVIATION, each)
    ]
