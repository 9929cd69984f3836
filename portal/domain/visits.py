"""Rules of visits: kinds, checklists, findings, and when a report on one is complete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ContractState
from portal.domain.partner_house import Opinion

NOT_YET = frozenset(
    {
        ContractState.DRAFT,
        ContractState.LEGAL_REVIEW,
        ContractState.CLEARED,
        ContractState.APPROVED,
        ContractState.PARTNER_SIGNED,
    }
)
"""States of a contract before it is in force: nothing is checked of it yet."""


ENDED = frozenset({ContractState.COMPLETED, ContractState.CLOSED})
"""States of a contract that is over: no more visits are asked for."""


class VisitKind(StrEnum):
    """What a visit looks at: the work, the money, or what auditors found."""

    PROGRAMME = "programme"
    SPOT_CHECK = "spot_check"
    AUDIT = "audit"


MONEY_KINDS = frozenset({VisitKind.SPOT_CHECK, VisitKind.AUDIT})


class ItemResult(StrEnum):
    """What was found of one item of a checklist."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_CHECKED = "not_checked"


FALLS_SHORT = frozenset({ItemResult.PARTLY, ItemResult.NOT_MET})


class Severity(StrEnum):
    """How much a finding weighs; all but the low ones need an agreed action."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True)
class Amounts:
    """What a spot check tested, in the currency of the contract; None where nothing is said.

    What is ineligible is settled by what the partner refunds, by documents that it supplies
    later, by an accepted justification, or by writing it off.
    """

    tested: Decimal | None = None
    ineligible: Decimal | None = None
    refunded: Decimal | None = None
    supported: Decimal | None = None
    justified: Decimal | None = None
    written_off: Decimal | None = None

    @property
    def settled(self) -> Decimal:
        """How much of what is ineligible is settled in one of the four ways."""
        ways = (self.refunded, self.supported, self.justified, self.written_off)
        return sum((each or Decimal(0) for each in ways), Decimal(0))

    @property
    def pending(self) -> Decimal:
        """How much is still unsupported."""
        return (self.ineligible or Decimal(0)) - self.settled


def broken_amounts(amounts: Amounts) -> list[RuleBroken]:
    """Return what contradicts itself in the amounts of a spot check."""
    broken = []
    if amounts.ineligible is not None and amounts.ineligible > (amounts.tested or 0):
        broken.append(RuleBroken("ineligible_over_tested", "ineligible"))
    if amounts.pending < 0:
        broken.append(RuleBroken("settled_over_ineligible", "refunded"))
    return broken


@dataclass(frozen=True)
class ItemFacts:
    """What the rules read of one item of a checklist."""

    position: int
    result: ItemResult
    note: str


@dataclass(frozen=True)
class FindingFacts:
    """What the rules read of a finding: its weight, and if an action is agreed in full."""

    position: int
    severity: Severity
    agreed: bool


@dataclass(frozen=True)
class VisitFacts:
    """What the rules read of a visit before it is reported."""

    kind: VisitKind
    visited_on: date | None
    summary: str
    items: Sequence[ItemFacts]
    findings: Sequence[FindingFacts]
    amounts: Amounts = field(default_factory=Amounts)
    opinion: Opinion | None = None


def broken_report(facts: VisitFacts, today: date) -> list[RuleBroken]:
    """Return everything that keeps a visit from being reported to the partner."""
    return [
        *_broken_frame(facts, today),
        *_broken_items(facts.items),
        *_broken_findings(facts.findings),
        *broken_amounts(facts.amounts),
    ]


def _broken_frame(facts: VisitFacts, today: date) -> Iterable[RuleBroken]:
    if facts.visited_on is None:
        yield RuleBroken("visit_day_missing", "visited_on")
    elif facts.visited_on > today:
        yield RuleBroken("visit_day_ahead", "visited_on")
    if not facts.summary.strip():
        yield RuleBroken("visit_summary_missing", "summary")
    if facts.kind is VisitKind.AUDIT and facts.opinion is None:
        yield RuleBroken("audit_opinion_missing", "opinion")
    if facts.kind is VisitKind.SPOT_CHECK and facts.amounts.tested is None:
        yield RuleBroken("amount_tested_missing", "tested")


def _broken_items(items: Sequence[ItemFacts]) -> Iterable[RuleBroken]:
    if items and all(each.result is ItemResult.NOT_CHECKED for each in items):
        yield RuleBroken("visit_nothing_checked")
    for each in items:
        if each.result in FALLS_SHORT and not each.note.strip():
            yield RuleBroken("visit_item_note_missing", number=each.position)


def _broken_findings(findings: Sequence[FindingFacts]) -> Iterable[RuleBroken]:
    for each in findings:
        if each.severity is not Severity.LOW and not each.agreed:
            yield RuleBroken("finding_action_missing", number=each.position)
