"""Signed outside on paper: printed, signed, scanned, and checked by a second person."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import COUNTERSIGN, SIGN_CONTRACT, Step
from portal.domain.lifecycle_contracts import CONFIRM_PAPER, DECLINE_PAPER, PaperState
from portal.domain.policy import Actor, can, require
from portal.models import Contract, Document, Lot, PaperAct, Partner, Person, Signature
from portal.models.records import DocumentState
from portal.services import (
    contract_finding,
    contract_signatures,
    contract_versions,
    contracts,
    documents,
    events,
    files,
    mandates,
    seal_key,
)
from portal.services.contract_finding import by_slug
from portal.services.contract_signatures import Act, Side
from portal.services.file_checks import Limits, Upload, stored, taken_at_once
from portal.services.steps import advance, found, fresh
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

PRINT = "contract_print"
STEPS: dict[Side, Step[Any]] = {Side.PARTNER: SIGN_CONTRACT, Side.IOM: COUNTERSIGN}
SCANS = frozenset({"application/pdf", "image/jpeg", "image/png"})


@dataclass(frozen=True)
class Told:
    """What is told of a signature on paper: the scan, who signed, and on which day."""

    upload: Upload
    person_id: UUID
    signed_on: date


@dataclass(frozen=True)
class Shown:
    """What the second person had before them: the text's fingerprint and the scan's."""

    fingerprint: str
    sha256: str


def by_id(paper_id: UUID) -> PaperAct:
    """Return a signature on paper with its contract, or refuse with ``NotFound``."""
    row: PaperAct | None = _joined().where(PaperAct.id == paper_id).first()
    return found(row)


def of(contract: Contract) -> list[PaperAct]:
    """Return the signatures on paper that were entered for a contract, the newest first."""
    rows = _joined().where(PaperAct.contract == contract)
    return list(rows.order_by(PaperAct.asked_at.desc()))


def _joined() -> "ModelSelect[PaperAct]":
    return (
        PaperAct.select(PaperAct, Contract, Partner, Lot, Person)
        .join(Contract)
        .join(Partner)
        .switch(Contract)
        .join(Lot)
        .switch(PaperAct)
        .join(Person, on=PaperAct.person)
    )


def side_of(contract: Contract) -> Side:
    """Return which side signs next; refuse with ``WrongState`` when none does."""
    side = next((each for each, step in STEPS.items() if contract.state in step.start), None)
    if side is None:
        raise WrongState("record_paper", contract.state)
    return side


def print_of(contract: Contract) -> Document | None:
    """Return the print that is to be signed next on paper; None when there is none."""
    if not any(contract.state in step.start for step in STEPS.values()):
        return None
    row = documents.of(PRINT, contract.id, contract.language)
    return row if row is not None and row.number.startswith(f"{_number(contract)}-") else None


def _number(contract: Contract) -> str:
    """Return the number of a print, by the offer and by whose turn it is to sign."""
    offer = len(contract_versions.of(contract))
    return f"{contract.reference}-{side_of(contract).value[0].upper()}{offer}"


def ask_print(contract: Contract, by: Actor, at: datetime) -> None:
    """Ask for the print that is signed on paper; asked again, nothing happens."""
    require(by, Action.RECORD_PAPER, contract)
    with atomic():
        Contract.update(version=Contract.version).where(Contract.id == contract.id).execute()
        now = by_slug(contract.slug)
        if print_of(now) is not None:
            return
        documents.set_aside(PRINT, contract.id)
        documents.request(PRINT, contract.id, _number(now), (contract.language,), at)
        events.record(by, "contract.print_asked", contract, at, fingerprint=now.fingerprint)


def record(contract: Contract, told: Told, limits: Limits, by: Actor, at: datetime) -> PaperAct:
    """Keep the scan of a contract that the side whose turn it is signed on paper.

    Refuse a day that cannot be, a person without a mandate on that day, and a second scan
    while one waits.
    """
    require(by, Action.RECORD_PAPER, contract)
    side, printed = side_of(contract), _printed(contract)
    person = _signer(contract, side, told, at)
    kept = taken_at_once(told.upload, limits)
    if kept.kind.media_type not in SCANS:
        raise RuleBroken("scan_kind", "file")
    with atomic():
        _hold(contract, side)
        contract_signatures.require_signable(contract, contract.fingerprint)
        contract_signatures.mandate_of(contract, person, told.signed_on)
        made = PaperAct.create(
            **stored("signed-papers", told.upload, kept),
            contract=contract,
            side=side.value,
            person=person,
            signed_on=told.signed_on,
            fingerprint=contract.fingerprint,
            printed_sha256=printed.sha256,
            asked_by=by.person_id,
            asked_at=at,
        )
        events.record(by, "contract.paper_entered", contract, at, **_facts(made))
    return made


def _printed(contract: Contract) -> Document:
    printed = print_of(contract)
    if printed is None or printed.state is not DocumentState.ISSUED:
        raise RuleBroken("paper_not_printed")
    return printed


def _signer(contract: Contract, side: Side, told: Told, at: datetime) -> Person:
    able = signers(contract, side)
    person = next((each for each in able if each.id == told.person_id), None)
    first = contract_finding.today(contract, contract_versions.of(contract)[-1].offered_at)
    broken = [] if person else [RuleBroken("paper_person", "person")]
    if not first <= told.signed_on <= contract_finding.today(contract, at):
        broken.append(RuleBroken("paper_day", "signed_on", day=first))
    if person is None or broken:
        raise RulesBroken(broken)
    return person


def signers(contract: Contract, side: Side) -> list[Person]:
    """Return who may have signed for a side."""
    return mandates.signatories(contract.partner if side is Side.PARTNER else None)


def _hold(contract: Contract, side: Side) -> None:
    """Lock the contract while it is that side's turn, and refuse while a scan waits."""
    same = (Contract.id == contract.id) & Contract.state.in_(list(STEPS[side].start))
    if Contract.update(version=Contract.version).where(same).execute() != 1:
        raise WrongState("record_paper", fresh(contract).state)
    waits = (PaperAct.contract == contract) & (PaperAct.state == PaperState.WAITING)
    mine = waits & (PaperAct.fingerprint == contract.fingerprint)
    if PaperAct.select().where(mine & (PaperAct.side == side.value)).exists():
        raise RuleBroken("paper_waits")


def _facts(paper: PaperAct) -> dict[str, object]:
    facts = {"side": paper.side, "sha256": paper.sha256, "printed": paper.printed_sha256}
    return {**facts, "fingerprint": paper.fingerprint}


def confirm(paper: PaperAct, shown: Shown, by: Actor, at: datetime) -> None:
    """Confirm, as a second person, that a scan shows the signed contract; it then counts.

    The scan must be the bytes that were shown, the text the one that was approved, and the
    mandate one that covered the contract on the day of the signature.
    """
    require(by, Action.CONFIRM_PAPER, paper)
    contract, side = by_slug(paper.contract.slug), Side(paper.side)
    if side is Side.IOM:
        seal_key.require_ready(at)
    _require_same(paper, shown)
    with atomic():
        contract_signatures.require_signable(contract, paper.fingerprint)
        mandate = contract_signatures.mandate_of(contract, paper.person, paper.signed_on)
        act = Act(side, paper.person, paper.fingerprint, mandate, _noon(paper.signed_on))
        in_force = {"in_force_at": at} if side is Side.IOM else {}
        advance(contract, STEPS[side], contract_signatures.shown(act.fingerprint), **in_force)
        signature = contract_signatures.put(contract, act)
        decided = {"decided_by": by.person_id, "signature": signature}
        advance(paper, CONFIRM_PAPER, None, decided_at=at, **decided)
        facts = {**_facts(paper), "mandate": mandate.sha256}
        _go_on(contract, side, by, at, facts)


def _go_on(
    contract: Contract, side: Side, by: Actor, at: datetime, facts: dict[str, object]
) -> None:
    if side is Side.IOM:
        contracts.enter_into_force(contract, by, at, **facts)
    else:
        events.record(by, "contract.signed", contract, at, **facts)


def _noon(day: date) -> datetime:
    """Return a moment that is the day of a signature in every zone of the portal's work."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def _require_same(paper: PaperAct, shown: Shown) -> None:
    stands = files.read_if(paper.path)
    if stands is None or files.digest(stands) != paper.sha256:
        raise RuleBroken("paper_damaged")
    if (shown.fingerprint, shown.sha256) != (paper.fingerprint, paper.sha256):
        raise RuleBroken("paper_other")


def decline(paper: PaperAct, comment: str, by: Actor, at: datetime) -> None:
    """Decline a scan with a reason, as a second person; another one can be entered then."""
    require(by, Action.CONFIRM_PAPER, paper)
    if not comment.strip():
        raise RuleBroken("paper_comment", "comment")
    with atomic():
        decided = {"decided_by": by.person_id, "decided_at": at, "comment": comment.strip()}
        advance(paper, DECLINE_PAPER, None, **decided)
        events.record(by, "contract.paper_declined", paper.contract, at, sha256=paper.sha256)


def behind(contract: Contract) -> dict[UUID, PaperAct]:
    """Return the papers behind the signatures of a contract, by the key of the signature."""
    rows = PaperAct.select().join(Signature).where(Signature.contract == contract)
    return {each.signature_id: each for each in rows if each.signature_id is not None}


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - the same for every area
    """Return the scans that wait for the actor as the second person."""
    waiting = _joined().where(PaperAct.state == PaperState.WAITING)
    if not actor.roles or actor.partner_id is not None:
        return []
    return [_item(each) for each in waiting if can(actor, Action.CONFIRM_PAPER, each)]


def _item(paper: PaperAct) -> Item:
    contract = paper.contract
    return Item(
        "work.confirm_paper",
        contract.reference,
        f"{contract.partner.name}, {contract.lot.title}",
        "contracts.confirm_paper",
        {"paper_id": str(paper.id)},
    )
