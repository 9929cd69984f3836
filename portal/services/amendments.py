"""Amendments of a contract in force: drafted, changed, withdrawn, declined, signed by both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Expression

from portal.db import atomic
from portal.domain.actions import PARTNER_ROLES, Action, Role
from portal.domain.amendments import KINDS, AmendmentKind
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle_amendments import (
    COUNTERSIGN_AMENDMENT,
    DECLINE_AMENDMENT,
    SEND_AMENDMENT,
    SIGN_AMENDMENT,
    WITHDRAW_AMENDMENT,
    AmendmentState,
)
from portal.domain.policy import Actor, can, require
from portal.domain.workflow import Step
from portal.models import (
    AmendmentApproval,
    AmendmentSignature,
    Contract,
    ContractAmendment,
    ContractClause,
    Person,
)
from portal.services import amendment_mail, documents, events
from portal.services.amendment_approvals import (
    drop_waiting,
    fits,
    roles_of,
    sound,
    waiting,
)
from portal.services.amendment_entry import put
from portal.services.amendment_finding import by_id, joined, open_of
from portal.services.amendment_plan import Plan
from portal.services.contract_finding import hold_in_force
from portal.services.contract_signatures import Consent, Side, identified, mandate_of
from portal.services.steps import advance, fresh, save_version
from portal.services.todo import Item

S = AmendmentState


@dataclass(frozen=True)
class Words:
    """Other words for a clause, and the version of the amendment that the writer saw."""

    code: str
    text: str
    seen: int


def start(
    contract: Contract, kind: AmendmentKind, reason: str, by: Actor, at: datetime
) -> ContractAmendment:
    """Begin an amendment of a contract in force; refused while another one is open."""
    require(by, Action.START_AMENDMENT, contract)
    if not reason.strip():
        raise RuleBroken("amendment_reason", "reason")
    with atomic():
        hold_in_force(contract)
        if there := open_of(contract):
            raise RuleBroken("amendment_open", number=there.number)
        made = ContractAmendment.create(
            contract=contract,
            number=contract.amendments.count() + 1,
            kind=kind,
            reason=reason.strip(),
            author=by.person_id,
            edited_by=by.person_id,
            created_at=at,
        )
        _note("amendment.started", made, by, at)
    return by_id(made.id)


def save(
    amendment: ContractAmendment, changes: Mapping[str, Any], seen: int, by: Actor, at: datetime
) -> None:
    """Save parts of a draft; a part given as None is changed no more.

    Raises ``Conflict`` when somebody else saved the draft meanwhile.
    """
    require(by, Action.EDIT_AMENDMENT, amendment)
    foreign = set(changes) - {each.value for each in KINDS[amendment.kind].parts}
    if foreign:
        raise RulesBroken([RuleBroken("amendment_part", part=part) for part in sorted(foreign)])
    with atomic():
        _hold_draft(amendment)
        merged = {**amendment.changes, **changes}
        kept = {name: value for name, value in merged.items() if value}
        save_version(amendment, seen, {"changes": kept, "edited_by": by.person_id})
        _note("amendment.changed", amendment, by, at)


def _hold_draft(amendment: ContractAmendment) -> None:
    held = ContractAmendment.update(number=ContractAmendment.number).where(
        (ContractAmendment.id == amendment.id)
        & ContractAmendment.state.in_(list(SEND_AMENDMENT.start))
    )
    if held.execute() != 1:
        raise WrongState(SEND_AMENDMENT.name, fresh(amendment).state)


def change_clause(amendment: ContractAmendment, words: Words, by: Actor, at: datetime) -> None:
    """Put a clause into other words; the words of the contract take the change away."""
    code = words.code
    row = amendment.contract.clauses.where(ContractClause.code == code).first()
    if row is None or row.left_out:
        raise RuleBroken("amendment_clause", code=code)
    said = words.text.replace("\r\n", "\n").strip()
    if not said:
        raise RuleBroken("amendment_clause_empty", "text", code=code)
    clauses = {**amendment.changes.get("clauses", {}), code: said}
    if said == row.text:
        del clauses[code]
    save(amendment, {"clauses": clauses}, words.seen, by, at)


def withdraw(amendment: ContractAmendment, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw an amendment that is not in force, with a reason that the partner reads."""
    require(by, Action.EDIT_AMENDMENT, amendment)
    with atomic():
        _end(amendment, WITHDRAW_AMENDMENT, reason, by, at)
        if amendment.offered_at:
            amendment_mail.to_partner(amendment, "amendment_withdrawn", at)


def decline(amendment: ContractAmendment, reason: str, by: Actor, at: datetime) -> None:
    """Decline an offered amendment for the partner, with a reason; the contract stays."""
    require(by, Action.DECLINE_AMENDMENT, amendment)
    with atomic():
        _end(amendment, DECLINE_AMENDMENT, reason, by, at)
        amendment_mail.to_writer(amendment, "amendment_declined", at)


def _end(
    amendment: ContractAmendment, step: Step[S], reason: str, by: Actor, at: datetime
) -> None:
    if not reason.strip():
        raise RuleBroken("amendment_reason", "comment")
    advance(amendment, step, comment=reason.strip())
    drop_waiting(amendment)
    name = "withdrawn" if step is WITHDRAW_AMENDMENT else "declined"
    _note(f"amendment.{name}", amendment, by, at)


def sign(amendment: ContractAmendment, by: Actor, consent: Consent, at: datetime) -> None:
    """Sign for the partner: name, password, offered text and mandate must fit."""
    require(by, Action.SIGN_AMENDMENT, amendment)
    person = identified(by, consent)
    with atomic():
        hold_in_force(amendment.contract)
        planned = _require_same(amendment, consent, at)
        mandate = mandate_of(planned.then.contract, person, at)
        advance(amendment, SIGN_AMENDMENT, _shown(consent))
        _sign(amendment, Side.PARTNER, person, consent, at)
        facts = {"fingerprint": consent.fingerprint, "mandate": mandate.sha256}
        _note("amendment.signed", amendment, by, at, **facts)


def countersign(
    amendment: ContractAmendment, by: Actor, consent: Consent, at: datetime
) -> None:
    """Sign for IOM: the amendment is in force, and the contract is changed at once."""
    require(by, Action.COUNTERSIGN_AMENDMENT, amendment)
    person = identified(by, consent)
    with atomic():
        hold_in_force(amendment.contract)
        planned = _require_same(amendment, consent, at)
        mandate = mandate_of(planned.then.contract, person, at)
        advance(amendment, COUNTERSIGN_AMENDMENT, _shown(consent), in_force_at=at)
        _sign(amendment, Side.IOM, person, consent, at)
        put(amendment, planned, at)
        facts = {"fingerprint": consent.fingerprint, "mandate": mandate.sha256}
        _note("amendment.in_force", amendment, by, at, **facts)
        number, language = amendment.reference, amendment.contract.language
        documents.request("amendment", amendment.id, number, (language,), at)
        amendment_mail.to_partner(amendment, "amendment_in_force", at)


def _require_same(amendment: ContractAmendment, consent: Consent, at: datetime) -> Plan:
    planned = sound(amendment, at)
    shown = consent.fingerprint
    if shown != amendment.fingerprint or not fits(amendment, planned, shown):
        raise RuleBroken("amendment_moved")
    return planned


def _shown(consent: Consent) -> Expression:
    return ContractAmendment.fingerprint == consent.fingerprint


def _sign(
    amendment: ContractAmendment, side: Side, person: Person, consent: Consent, at: datetime
) -> None:
    AmendmentSignature.create(
        amendment=amendment,
        side=side.value,
        person=person,
        name=" ".join(consent.name.split()),
        fingerprint=consent.fingerprint,
        signed_at=at,
    )


def _note(
    name: str, amendment: ContractAmendment, by: Actor, at: datetime, **facts: object
) -> None:
    events.record(by, name, amendment.contract, at, amendment=amendment.number, **facts)


_TASKS = {
    S.DRAFT: ("work.finish_amendment", Action.EDIT_AMENDMENT),
    S.OFFERED: ("work.sign_amendment", Action.SIGN_AMENDMENT),
    S.PARTNER_SIGNED: ("work.countersign_amendment", Action.COUNTERSIGN_AMENDMENT),
}
_REVIEWED = (S.IN_REVIEW, S.WITH_HEAD)
_CONCERNED = PARTNER_ROLES | {
    Role.PROCUREMENT_OFFICER,
    Role.PROGRAMME_OFFICER,
    Role.LEGAL_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
    Role.HEAD_OF_OFFICE,
}


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - the same for every area
    """Return the amendments that the actor writes on, approves or signs."""
    if not actor.roles & _CONCERNED:
        return []
    open_ones = joined().where(ContractAmendment.state.in_([*_TASKS, *_REVIEWED]))
    return [item for each in open_ones if (item := _item(actor, each))]


def _item(actor: Actor, amendment: ContractAmendment) -> Item | None:
    if amendment.state in _REVIEWED:
        return _approval_item(actor, amendment)
    task, action = _TASKS[amendment.state]
    key = {"amendment_id": str(amendment.id)}
    if not can(actor, action, amendment):
        return None
    return _told(task, amendment, "contracts.amendment", key)


def _approval_item(actor: Actor, amendment: ContractAmendment) -> Item | None:
    mine = [each for each in waiting(amendment) if each.kind in roles_of(actor)]
    if not mine or actor.person_id in amendment.writers:
        return None
    approval: AmendmentApproval = mine[0]
    key = {"approval_id": str(approval.id)}
    return _told("work.approve_amendment", amendment, "contracts.approve_amendment", key)


def _told(task: str, amendment: ContractAmendment, endpoint: str, key: dict[str, str]) -> Item:
    partner, lot = amendment.contract.partner.name, amendment.contract.lot.title
    return Item(task, amendment.reference, f"{partner}, {lot}", endpoint, key)
