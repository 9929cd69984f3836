"""Contracts: sent to their reviewers, approved by the head of office, signed by both."""

from collections.abc import Iterable
from datetime import datetime

from peewee import JOIN

from portal.db import atomic
from portal.domain.actions import PARTNER_ROLES, Action, Role
from portal.domain.contracts import broken_rules
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import (
    APPROVE_CONTRACT,
    COUNTERSIGN,
    PARTNER_CONTRACT_STATES,
    REFUSE_CONTRACT,
    SEND_CONTRACT,
    SIGN_CONTRACT,
    SIGNED_CONTRACT_STATES,
    ContractState,
    ProposalState,
)
from portal.domain.policy import Actor, can, reader, require
from portal.models import (
    Call,
    Contract,
    ContractVersion,
    Event,
    Grant,
    Lot,
    Person,
    Proposal,
)
from portal.services import (
    contract_budget,
    contract_comments,
    contract_reviews,
    contract_signatures,
    contract_versions,
    documents,
    events,
    monitoring,
    outbox,
    proposals,
    seal_key,
    standstill,
)
from portal.services.contract_finding import by_slug, hold_draft, joined
from portal.services.contract_signatures import Act, Consent, Side
from portal.services.contract_text import Whole, facts_of, print_of, whole
from portal.services.steps import advance
from portal.services.todo import Item

K = ContractState
_TASKS = {
    K.DRAFT: ("work.finish_contract", Action.EDIT_CONTRACT, "work.contract_in_draft"),
    K.LEGAL_REVIEW: ("work.clear_contract", Action.CLEAR_CONTRACT, "work.contract_at_legal"),
    K.CLEARED: ("work.approve_contract", Action.APPROVE_CONTRACT, "work.contract_at_head"),
    K.APPROVED: ("work.sign_contract", Action.SIGN_CONTRACT, "work.contract_at_partner"),
    K.PARTNER_SIGNED: ("work.countersign", Action.COUNTERSIGN, "work.contract_to_countersign"),
}
_WAITING = PARTNER_ROLES | {Role.PROCUREMENT_OFFICER}
_CONCERNED = _WAITING | {Role.HEAD_OF_OFFICE}


PARTNER_EVENTS = (
    "contract.approved",
    "contract.words_proposed",
    "contract.budget_proposed",
    "contract.changes_proposed",
    "contract.paper_entered",
    "contract.signed",
    "contract.in_force",
    "amendment.offered",
    "amendment.withdrawn",
    "amendment.declined",
    "amendment.signed",
    "amendment.in_force",
    "amendment.lapsed",
    "notice.proposed",
    "notice.given",
    "notice.agreed",
    "notice.declined",
    "notice.withdrawn",
    "contract.suspended",
    "contract.resumed",
    "contract.terminated",
    "contract.expired",
    "contract.completed",
)


def visible(actor: Actor) -> list[Contract]:
    """Return the contracts of a list: all for the office, one's own once they were offered."""
    query = joined().order_by(Contract.created_at.desc())
    if reader(actor, None):
        return list(query)
    if actor.partner_id is None:
        return []
    offered = Contract.id.in_(ContractVersion.select(ContractVersion.contract))
    reached = Contract.state.in_(list(PARTNER_CONTRACT_STATES)) | offered
    return list(query.where((Contract.partner == actor.partner_id) & reached))


def full(contract: Contract) -> Whole:
    """Return a contract with all its parts for a page."""
    return whole(contract)


def timeline(contract: Contract, actor: Actor) -> list[Event]:
    """Return what happened; a partner sees only what happened since the approval."""
    only = PARTNER_EVENTS if actor.roles & PARTNER_ROLES else ()
    return events.timeline([contract.id], only)


def problems(parts: Whole) -> list[RuleBroken]:
    """Return the rules that keep a draft from going to the legal officer."""
    return broken_rules(facts_of(parts))


def send(contract: Contract, by: Actor, at: datetime) -> None:
    """Send a draft to its reviewers; refuse while a rule does not hold or a comment is open."""
    require(by, Action.EDIT_CONTRACT, contract)
    with atomic():
        hold_draft(contract)
        broken = problems(whole(by_slug(contract.slug)))
        broken += contract_comments.open_rules(contract)
        broken += contract_budget.open_rules(contract)
        if broken:
            raise RulesBroken(broken)
        advance(contract, SEND_CONTRACT, review_comment="")
        contract_reviews.ask(contract, contract_reviews.TOGETHER, at)
        events.record(by, "contract.sent", contract, at)


def refuse(contract: Contract, comment: str, by: Actor, at: datetime) -> None:
    """Return a contract to procurement with a comment, by the head of office."""
    require(by, Action.APPROVE_CONTRACT, contract)
    said = comment.strip()
    if not said:
        raise RuleBroken("contract_comment", "comment")
    with atomic():
        advance(contract, REFUSE_CONTRACT, review_comment=said, fingerprint="")
        contract_reviews.return_as_head(contract, said, by, at)
        events.record(by, "contract.returned", contract, at, step=REFUSE_CONTRACT.name)


def approve(contract: Contract, by: Actor, at: datetime) -> None:
    """Approve a contract: fix its fingerprint and open it to the partner for signature."""
    require(by, Action.APPROVE_CONTRACT, contract)
    with atomic():
        offered = whole(by_slug(contract.slug))
        fixed = print_of(offered)
        advance(contract, APPROVE_CONTRACT, fingerprint=fixed)
        contract_versions.keep(offered, fixed, at)
        contract_reviews.agree_as_head(contract, by, at)
        events.record(by, "contract.approved", contract, at, fingerprint=fixed)
        _tell(contract, "contract_to_sign", {Role.PARTNER_SIGNATORY}, at)


def sign(contract: Contract, by: Actor, consent: Consent, at: datetime) -> None:
    """Sign for the partner; name, password, approved text and mandate must fit."""
    require(by, Action.SIGN_CONTRACT, contract)
    person = contract_signatures.identified(by, consent)
    with atomic():
        act = _act(contract, Side.PARTNER, person, consent, at)
        advance(contract, SIGN_CONTRACT, contract_signatures.shown(act.fingerprint))
        contract_signatures.put(contract, act)
        events.record(by, "contract.signed", contract, at, **_facts(act))


def countersign(contract: Contract, by: Actor, consent: Consent, at: datetime) -> None:
    """Sign for IOM: the contract is in force, has its periods and becomes a document."""
    require(by, Action.COUNTERSIGN, contract)
    person = contract_signatures.identified(by, consent)
    seal_key.require_ready(at)
    with atomic():
        act = _act(contract, Side.IOM, person, consent, at)
        advance(
            contract, COUNTERSIGN, contract_signatures.shown(act.fingerprint), in_force_at=at
        )
        contract_signatures.put(contract, act)
        enter_into_force(contract, by, at, **_facts(act))


def enter_into_force(contract: Contract, by: Actor, at: datetime, **facts: object) -> None:
    """Make the periods, ask for the document and tell the partner, inside the last step."""
    monitoring.make_periods(contract, at)
    events.record(by, "contract.in_force", contract, at, **facts)
    documents.request("contract", contract.id, contract.reference, (contract.language,), at)
    _tell(contract, "contract", PARTNER_ROLES, at)


def _act(contract: Contract, side: Side, person: Person, consent: Consent, at: datetime) -> Act:
    contract_signatures.require_signable(contract, consent.fingerprint)
    mandate = contract_signatures.mandate_of(contract, person, at)
    return Act(side, person, consent.fingerprint, mandate, at)


def _facts(act: Act) -> dict[str, object]:
    return {"fingerprint": act.fingerprint, "mandate": act.mandate.sha256}


def _tell(contract: Contract, template: str, roles: Iterable[Role], at: datetime) -> None:
    people = (
        Person.select(Person)
        .join(Grant)
        .where(
            (Person.partner == contract.partner_id)
            & Grant.role.in_(list(roles))
            & Person.disabled_at.is_null()
        )
        .distinct()
    )
    facts = {"reference": contract.reference, "slug": contract.slug}
    for person in people:
        outbox.put_mail(person.email, template, person.language, at, name=person.name, **facts)


def to_assemble() -> list[Proposal]:
    """Return the awarded proposals that have no contract yet."""
    query = (
        proposals.joined()
        .switch(Proposal)
        .join(Contract, JOIN.LEFT_OUTER, on=(Contract.proposal == Proposal.id))
        .where((Proposal.state == ProposalState.AWARDED) & Contract.id.is_null())
    )
    return list(query.order_by(Call.reference, Lot.number))


def awaited(at: datetime) -> list[tuple[Proposal, RuleBroken | None]]:
    """Return the awards without a contract, each with what still keeps it from one."""
    return [(each, standstill.hindrance(each, at)) for each in to_assemble()]


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the contracts that need the actor, and those that the actor waits for."""
    if not (actor.roles & _CONCERNED):
        return []
    open_ones = [each for each in visible(actor) if each.state not in SIGNED_CONTRACT_STATES]
    steps = [item for each in open_ones if (item := _item(actor, each))]
    return [*_assembly_items(actor, at), *steps]


def _assembly_items(actor: Actor, at: datetime) -> list[Item]:
    if not can(actor, Action.ASSEMBLE_CONTRACT):
        return []
    return [
        Item(
            "work.assemble_contract" if waits is None else "work.wait_before_contract",
            proposal.call.reference,
            f"{proposal.partner.name}, {proposal.lot.title}",
            "contracts.index",
            waiting=waits is not None,
        )
        for proposal, waits in awaited(at)
    ]


def _item(actor: Actor, contract: Contract) -> Item | None:
    task, action, wait = _TASKS[contract.state]
    acts = can(actor, action, contract)
    reviewed = acts and contract.state is K.LEGAL_REVIEW
    if reviewed or (not acts and not (actor.roles & _WAITING)):
        return None
    return Item(
        task if acts else wait,
        contract.reference,
        f"{contract.partner.name}, {contract.lot.title}",
        "contracts.show" if can(actor, Action.SEE_CONTRACT, contract) else "contracts.offer",
        {"slug": contract.slug},
        waiting=not acts,
    )
