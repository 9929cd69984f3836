"""What is handed over at the end of a contract: milestones, assets, and money that returns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.closing import refund_rules
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.instalments import too_fine
from portal.domain.lifecycle import Step
from portal.domain.lifecycle_closing import (
    MEET_MILESTONE,
    REPORT_MILESTONE,
    RETURN_MILESTONE,
    WAIVE_MILESTONE,
    MilestoneState,
)
from portal.domain.policy import Actor, require
from portal.models import Contract, HandedAsset, Milestone, Refund
from portal.services import closing_finding as finding
from portal.services import contract_finding, events, instalment_facts, library
from portal.services.closing_finding import Ending, Sent
from portal.services.steps import advance, save_version

DECISIONS: Mapping[str, Step[MilestoneState]] = {
    "met": MEET_MILESTONE,
    "waived": WAIVE_MILESTONE,
    "open": RETURN_MILESTONE,
}
"""The step of each decision on a milestone; all but ``met`` need a reason."""


@dataclass(frozen=True)
class Aim:
    """A milestone as it is typed: what, whose, by when."""

    title: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Asset:
    """An asset as it is typed; without a day it is not handed over yet."""

    description: str
    value: Decimal | None
    custodian: str
    handed_to: str = ""
    handed_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Saving:
    """Who saves, when, the version they saw, and the file they sent."""

    by: Actor
    at: datetime
    seen: int
    sent: Sent


def add_milestone(ending: Ending, typed: Aim, saving: Saving) -> Milestone:
    """Add a handover milestone to a contract."""
    require(saving.by, Action.KEEP_MILESTONES, ending)
    contract = ending.contract
    with atomic():
        finding.hold_open(contract)
        position = len(finding.milestones(contract)) + 1
        made = Milestone.create(contract=contract, position=position, **asdict(typed))
        events.record(saving.by, "contract.milestone_added", contract, saving.at)
    return made


def add_usual(ending: Ending, by: Actor, at: datetime) -> None:
    """Add the usual milestones of the house to a contract that has none, spread over it."""
    require(by, Action.KEEP_MILESTONES, ending)
    contract = ending.contract
    with atomic():
        finding.hold_open(contract)
        if finding.milestones(contract):
            raise RuleBroken("milestones_there")
        days = (contract.ends_on - contract.starts_on).days
        for position, each in enumerate(library.entries("handover", "milestone"), 1):
            Milestone.create(
                contract=contract,
                position=position,
                title=library.text_of(each, "title", contract.language),
                owner=library.text_of(each, "owner", contract.language),
                due_on=contract.starts_on + timedelta(days=days * int(each["after"]) // 100),
            )
        events.record(by, "contract.milestone_added", contract, at)


def change_milestone(milestone: Milestone, typed: Aim, saving: Saving) -> None:
    """Change what a milestone asks for; Conflict when somebody else saved it meanwhile."""
    require(saving.by, Action.KEEP_MILESTONES, milestone)
    with atomic():
        finding.hold_open(milestone.contract)
        save_version(milestone, saving.seen, asdict(typed))
        events.record(saving.by, "contract.milestone_changed", milestone.contract, saving.at)


def report_milestone(milestone: Milestone, evidence: str, saving: Saving) -> None:
    """Report that a milestone is reached, with what shows it, as the partner."""
    require(saving.by, Action.REPORT_MILESTONE, milestone)
    if not evidence.strip():
        raise RuleBroken("milestone_evidence", "evidence")
    contract = milestone.contract
    with atomic():
        finding.hold_open(contract)
        kept = finding.keep_file(contract, saving.sent, saving.by.person_id, saving.at)
        said = {"evidence": evidence.strip(), "file": kept or milestone.file}
        who = {"reported_by": saving.by.person_id, "reported_at": saving.at}
        advance(milestone, REPORT_MILESTONE, None, **said, **who)
        events.record(saving.by, "contract.milestone_reported", contract, saving.at)


def decide_milestone(
    milestone: Milestone, decision: str, reason: str, by: Actor, at: datetime
) -> None:
    """Decide on a milestone: met, waived with a reason, or open again with a reason."""
    require(by, Action.KEEP_MILESTONES, milestone)
    if decision not in DECISIONS:
        raise RuleBroken("milestone_decision", "decision")
    if decision != "met" and not reason.strip():
        raise RuleBroken("milestone_reason", "reason")
    with atomic():
        finding.hold_open(milestone.contract)
        who = {"decided_by": by.person_id, "decided_at": at, "reason": reason.strip()}
        advance(milestone, DECISIONS[decision], None, **who)
        facts = {"decision": decision}
        events.record(by, "contract.milestone_decided", milestone.contract, at, **facts)


def add_asset(ending: Ending, typed: Asset, saving: Saving) -> HandedAsset:
    """Put an asset on the list of a contract, handed over or not yet."""
    require(saving.by, Action.KEEP_ASSETS, ending)
    contract = ending.contract
    _require_asset(contract, typed, saving.at)
    with atomic():
        finding.hold_open(contract)
        kept = finding.keep_file(contract, saving.sent, saving.by.person_id, saving.at)
        made = HandedAsset.create(
            contract=contract,
            position=len(finding.assets(contract)) + 1,
            file=kept,
            recorded_by=saving.by.person_id,
            recorded_at=saving.at,
            **asdict(typed),
        )
        events.record(saving.by, "contract.asset_kept", contract, saving.at)
    return made


def change_asset(asset: HandedAsset, typed: Asset, saving: Saving) -> None:
    """Change an asset, or note to whom it was handed over, when, and what shows it."""
    require(saving.by, Action.KEEP_ASSETS, asset)
    contract = asset.contract
    _require_asset(contract, typed, saving.at)
    with atomic():
        finding.hold_open(contract)
        kept = finding.keep_file(contract, saving.sent, saving.by.person_id, saving.at)
        who = {"recorded_by": saving.by.person_id, "recorded_at": saving.at}
        changes = {**asdict(typed), **who, "file": kept or asset.file}
        save_version(asset, saving.seen, changes)
        events.record(saving.by, "contract.asset_kept", contract, saving.at)


def _require_asset(contract: Contract, typed: Asset, at: datetime) -> None:
    broken = []
    if typed.value is not None and typed.value < 0:
        broken.append(RuleBroken("asset_value", "value"))
    if bool(typed.handed_to.strip()) != (typed.handed_on is not None):
        broken.append(RuleBroken("asset_handed", "handed_on"))
    if typed.handed_on and typed.handed_on > contract_finding.today(contract, at):
        broken.append(RuleBroken("asset_future", "handed_on"))
    if typed.handed_on and not typed.evidence.strip():
        broken.append(RuleBroken("asset_evidence", "evidence"))
    if broken:
        raise RulesBroken(broken)


def refund(
    ending: Ending, amount: Decimal, bank: tuple[str, date], by: Actor, at: datetime
) -> Refund:
    """Record money that the partner returned: never more than was paid and not spent."""
    require(by, Action.RECORD_REFUND, ending)
    contract, (reference, received_on) = ending.contract, bank
    places = instalment_facts.places(contract)
    if too_fine(amount, places):
        facts = {"places": places, "currency": contract.currency}
        raise RuleBroken("amount_too_fine", "amount", **facts)
    if received_on > contract_finding.today(contract, at):
        raise RuleBroken("refund_future", "received_on")
    with atomic():
        finding.hold_open(contract)
        left = finding.money(contract).difference
        if broken := refund_rules(amount, left, contract.currency):
            raise RulesBroken(broken)
        made = _put_refund(contract, amount, (" ".join(reference.split()), received_on), by, at)
        events.record(by, "contract.refunded", contract, at)
    return made


def _put_refund(
    contract: Contract, amount: Decimal, bank: tuple[str, date], by: Actor, at: datetime
) -> Refund:
    if Refund.select().where(Refund.reference == bank[0]).exists():
        raise RuleBroken("payment_reference_used", "reference")
    kept = {"reference": bank[0], "received_on": bank[1]}
    who = {"recorded_by": by.person_id, "recorded_at": at}
    try:
        return Refund.create(contract=contract, amount=amount, **kept, **who)
    except IntegrityError as error:
        raise RuleBroken("payment_reference_used", "reference") from error
