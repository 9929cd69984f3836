"""The closing checklist of a contract: what stands by the facts, and what a person confirms."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from portal.domain.errors import RuleBroken
from portal.domain.lifecycle_closing import MilestoneState

ITEMS = ("reports", "final_report", "money", "assets", "data", "findings", "milestones")
"""What has to stand before a contract is closed, in the order in which it is printed."""
CONFIRMED = ("assets", "data", "milestones")
"""What a named person confirms: that there is none, or for data what became of it."""
WITH_CERTIFICATE = frozenset({"data"})
"""What is confirmed only with the file that shows it."""


@dataclass(frozen=True)
class Money:
    """The money of a contract; ``pending`` counts requests that wait for somebody."""

    paid: Decimal
    accepted: Decimal
    refunded: Decimal
    pending: int = 0

    @property
    def difference(self) -> Decimal:
        """What the partner still has to return, or is still owed when it is negative."""
        return self.paid - self.accepted - self.refunded

    @property
    def reconciled(self) -> bool:
        """Say whether what was paid is accounted for or returned, and nothing is under way."""
        return self.difference == 0 and self.pending == 0


@dataclass(frozen=True)
class Facts:
    """What the checklist is held against; ``confirmed`` are codes that a person confirmed.

    ``final`` says that the report of the last period is accepted.
    """

    reports: int
    accepted: int
    money: Money
    assets: int
    handed_over: int
    findings: int
    milestones: Sequence[MilestoneState]
    confirmed: Collection[str]
    final: bool = False


@dataclass(frozen=True)
class Item:
    """One item: whether it stands, by the facts alone or by a person, and its figures."""

    code: str
    met: bool
    by_facts: bool
    figures: Mapping[str, object] = field(default_factory=dict)


def checklist(facts: Facts) -> list[Item]:
    """Return every item of the closing checklist and whether it stands."""
    settled = sum(each in SETTLED for each in facts.milestones)
    counts = {
        "reports": (facts.accepted, facts.reports),
        "final_report": (int(facts.final), 1),
        "assets": (facts.handed_over, facts.assets),
        "milestones": (settled, len(facts.milestones)),
    }
    return [_item(code, counts.get(code), facts) for code in ITEMS]


SETTLED = frozenset({MilestoneState.MET, MilestoneState.WAIVED})
"""Where a step of the handover waits for nobody any more."""


def _item(code: str, counts: tuple[int, int] | None, facts: Facts) -> Item:
    if code == "money":
        figures = {"difference": facts.money.difference, "pending": facts.money.pending}
        return Item(code, facts.money.reconciled, by_facts=True, figures=figures)
    if code == "findings":
        figures = {"count": facts.findings}
        return Item(code, facts.findings == 0, by_facts=True, figures=figures)
    if counts is not None and (counts[1] or code == "reports"):
        done, of_all = counts
        figures = {"done": done, "all": of_all}
        return Item(code, done == of_all > 0, by_facts=True, figures=figures)
    return Item(code, code in facts.confirmed, by_facts=False)


def open_items(items: Sequence[Item]) -> list[RuleBroken]:
    """Return a broken rule for each item that keeps the contract from being closed."""
    return [RuleBroken(f"closing_{each.code}", field="") for each in items if not each.met]


def refund_rules(amount: Decimal, difference: Decimal, currency: str) -> list[RuleBroken]:
    """Return what is wrong with a refund: it returns what was paid and not spent, no more."""
    if amount <= 0:
        return [RuleBroken("refund_positive", "amount")]
    if amount > difference:
        most = max(difference, Decimal(0))
        return [RuleBroken("refund_above", "amount", most=most, currency=currency)]
    return []
