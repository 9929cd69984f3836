"""The end of a contract found for the pages, and the checklist held against its facts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.domain.closing import Facts, Item, Money, checklist
from portal.domain.errors import RuleBroken
from portal.domain.instalments import ZERO
from portal.domain.lifecycle import SIGNED_CONTRACT_STATES, ContractState, ReportState
from portal.domain.lifecycle_contracts import InstalmentState
from portal.models import (
    Closing,
    ClosingFile,
    ClosingTick,
    Contract,
    HandedAsset,
    Instalment,
    Milestone,
    Person,
    Refund,
    Report,
)
from portal.services import contract_finding, instalment_facts, report_kinds
from portal.services.contract_checks import open_findings
from portal.services.file_checks import Limits, Upload, stored, taken_at_once
from portal.services.steps import found

UNDER_WAY = (InstalmentState.REQUESTED, InstalmentState.VERIFIED, InstalmentState.APPROVED)


@dataclass(frozen=True)
class Ending:
    """A contract with what is known of its end, as pages show it and the policy judges it."""

    contract: Contract
    closing: Closing | None

    @property
    def state(self) -> ContractState:
        """Where the contract stands."""
        return self.contract.state

    @property
    def partner_id(self) -> UUID:
        """The partner of the contract."""
        return self.contract.partner_id

    @property
    def delegate_id(self) -> UUID | None:
        """Who may close the contract beside the head of office."""
        return self.closing.delegate_id if self.closing else None


def by_slug(slug: str) -> Ending:
    """Find a contract and what is known of its end, or refuse with ``NotFound``."""
    return of(contract_finding.by_slug(slug))


def of(contract: Contract) -> Ending:
    """Return what is known of the end of a contract."""
    return Ending(contract, Closing.get_or_none(Closing.contract == contract))


def row(contract: Contract) -> Closing:
    """Return the row of a contract's end, made the first time; within a transaction."""
    there: Closing | None = Closing.get_or_none(Closing.contract == contract)
    return there or Closing.create(contract=contract)


def hold_open(contract: Contract) -> None:
    """Lock a contract that both have signed and nobody has closed for the transaction."""
    open_states = SIGNED_CONTRACT_STATES - {ContractState.CLOSED}
    held = Contract.update(version=Contract.version).where(
        (Contract.id == contract.id) & Contract.state.in_(list(open_states))
    )
    if held.execute() != 1:
        raise RuleBroken("contract_not_open")


def money(contract: Contract) -> Money:
    """Return what was paid, accepted and returned under a contract."""
    pending = contract.instalments.where(Instalment.state.in_(list(UNDER_WAY)))
    back = Refund.select(Refund.amount).where(Refund.contract == contract)
    return Money(
        instalment_facts.paid(contract),
        sum(instalment_facts.accepted(contract).values(), ZERO),
        sum((each.amount for each in back), ZERO),
        pending.count(),
    )


def facts(contract: Contract) -> Facts:
    """Return everything that the checklist of a contract is held against."""
    reports = [
        each.state for each in Report.select(Report.state).where(Report.contract == contract)
    ]
    handed = [each.handed_on is not None for each in assets(contract)]
    return Facts(
        reports=len(reports),
        accepted=reports.count(ReportState.ACCEPTED),
        money=money(contract),
        assets=len(handed),
        handed_over=sum(handed),
        findings=open_findings(contract),
        milestones=[each.state for each in milestones(contract)],
        confirmed=set(ticks(contract)),
        final=_final_accepted(contract),
    )


def _final_accepted(contract: Contract) -> bool:
    last = report_kinds.last_of(contract)
    return last is not None and last.state is ReportState.ACCEPTED


def items(contract: Contract) -> list[Item]:
    """Return the closing checklist of a contract as it stands."""
    return checklist(facts(contract))


def milestones(contract: Contract) -> list[Milestone]:
    """Return the handover milestones of a contract in their order."""
    mine = Milestone.select().where(Milestone.contract == contract)
    return list(mine.order_by(Milestone.position))


def assets(contract: Contract) -> list[HandedAsset]:
    """Return the assets of a contract in their order."""
    mine = HandedAsset.select().where(HandedAsset.contract == contract)
    return list(mine.order_by(HandedAsset.position))


def refunds(contract: Contract) -> list[Refund]:
    """Return the money that came back, the oldest first."""
    mine = Refund.select().where(Refund.contract == contract)
    return list(mine.order_by(Refund.received_on, Refund.id))


def ticks(contract: Contract) -> dict[str, ClosingTick]:
    """Return what was confirmed for the closing, by code, each with who did."""
    mine = ClosingTick.select(ClosingTick, Person).join(Person)
    return {each.code: each for each in mine.where(ClosingTick.contract == contract)}


def milestone_by_id(milestone_id: UUID) -> Milestone:
    """Find a milestone with its contract, or refuse with ``NotFound``."""
    query = Milestone.select(Milestone, Contract).join(Contract)
    row: Milestone | None = query.where(Milestone.id == milestone_id).first()
    return found(row)


def asset_by_id(asset_id: UUID) -> HandedAsset:
    """Find an asset with its contract, or refuse with ``NotFound``."""
    query = HandedAsset.select(HandedAsset, Contract).join(Contract)
    row: HandedAsset | None = query.where(HandedAsset.id == asset_id).first()
    return found(row)


def file_by_id(kept_id: UUID) -> ClosingFile:
    """Find a file with its contract, or refuse with ``NotFound``."""
    query = ClosingFile.select(ClosingFile, Contract).join(Contract)
    row: ClosingFile | None = query.where(ClosingFile.id == kept_id).first()
    return found(row)


@dataclass(frozen=True)
class Sent:
    """A file as it was sent, and what is taken of it; nothing when none was sent."""

    upload: Upload | None
    limits: Limits


def keep_file(
    contract: Contract, sent: Sent, person_id: UUID | None, at: datetime
) -> ClosingFile | None:
    """Keep a file that was sent, within a transaction; None when none was."""
    if sent.upload is None:
        return None
    made = taken_at_once(sent.upload, sent.limits)
    return ClosingFile.create(
        contract=contract,
        **stored("closing", sent.upload, made),
        added_at=at,
        added_by=person_id,
    )
