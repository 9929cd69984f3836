"""The arithmetic check of budgets: both figures beside each other, differences confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.policy import Actor, require
from portal.domain.price_check import CHECK_WORDS, Figures
from portal.domain.scoring import words
from portal.models import BudgetCheck, Call, Person, Proposal
from portal.services import events, opening_prices
from portal.services.opening import opened
from portal.services.steps import fresh

EVENT = "proposal.budget_checked"
CHECKED_IN = {CallState.OPENED, CallState.SCORING, CallState.RANKED}
"""While a difference is confirmed: from the opening to the recommendation."""


@dataclass(frozen=True)
class Checked:
    """One proposal in the check; ``figures`` is None while its price is shut."""

    proposal: Proposal
    figures: Figures | None
    check: BudgetCheck | None

    @property
    def counted(self) -> Decimal | None:
        """The price that counts by the rule of the call."""
        rule = self.proposal.call.price_rule
        return self.figures.counted(rule) if self.figures else None

    @property
    def is_open(self) -> bool:
        """Whether a difference waits for a person who confirms it."""
        different = self.figures is not None and self.figures.difference != 0
        return different and self.check is None


def of_call(call: Call) -> list[Checked]:
    """Return every opened proposal of a call with both figures, by lot; shut ones without.

    No figure is there before the prices are open, where the call opens them apart.
    """
    proposals = opened(call)
    known: Mapping[UUID, Figures | None] = (
        {} if opening_prices.wait(call) else opening_prices.figures(call, proposals)
    )
    checks = _checks(proposals)
    rows = [Checked(each, known.get(each.id), checks.get(each.id)) for each in proposals]
    return sorted(rows, key=lambda row: (row.proposal.lot.number, str(row.proposal.number)))


def _checks(proposals: Sequence[Proposal]) -> dict[UUID, BudgetCheck]:
    query = BudgetCheck.select(BudgetCheck, Person).join(Person)
    mine = query.where(BudgetCheck.proposal.in_([each.id for each in proposals]))
    return {each.proposal_id: each for each in mine}


def of_proposal(proposal: Proposal) -> Checked:
    """Return one proposal in the check."""
    call = proposal.call
    known = {} if opening_prices.wait(call) else opening_prices.figures(call, [proposal])
    return Checked(proposal, known.get(proposal.id), _checks([proposal]).get(proposal.id))


def open_rows(call: Call) -> list[Checked]:
    """Return the differences of eligible proposals that nobody has confirmed yet."""
    eligible = ProposalState.ELIGIBLE
    return [each for each in of_call(call) if each.is_open and each.proposal.state is eligible]


def broken_rules(call: Call) -> list[RuleBroken]:
    """Return what the check holds against a recommendation."""
    waits = len(open_rows(call))
    return [RuleBroken("budgets_unchecked", count=waits)] if waits else []


def confirm(proposal: Proposal, reason: str, by: Actor, at: datetime) -> None:
    """Confirm the difference between both figures of a budget, with the reason, once."""
    require(by, Action.CHECK_BUDGET, proposal)
    state = fresh(proposal.call).state
    if state not in CHECKED_IN:
        raise WrongState("check_budget", state)
    if words(reason) < CHECK_WORDS:
        raise RuleBroken("budget_reason_short", "reason", words=CHECK_WORDS)
    with atomic():
        figures = _require_open(proposal)
        stated = figures.computed + figures.difference
        told = {"stated": stated, "computed": figures.computed}
        given = {"reason": reason.strip(), "confirmed_at": at, "confirmed_by": by.person_id}
        row = {"proposal": proposal, **told, **given}
        if not BudgetCheck.insert(row).on_conflict_ignore().as_rowcount().execute():
            raise RuleBroken("budget_checked")
        facts = {**told, "difference": figures.difference}
        plain = {name: f"{each.normalize():f}" for name, each in facts.items()}
        events.record(by, EVENT, proposal, at, **plain)


def _require_open(proposal: Proposal) -> Figures:
    found = of_proposal(proposal)
    if found.figures is None:
        raise RuleBroken("prices_shut")
    if found.check is not None:
        raise RuleBroken("budget_checked")
    if not found.is_open:
        raise RuleBroken("budget_agrees")
    return found.figures
