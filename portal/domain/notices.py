"""Notices that suspend, resume or end a contract: periods, and who owes whom at the end."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from portal.domain.errors import RuleBroken
from portal.domain.working_days import Works, moved, on_or_after

LONGEST_NOTICE = 365
"""Days of notice that somebody may type from a clause in words of its own."""


class NoticeKind(StrEnum):
    """What a notice does to its contract."""

    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    TERMINATION = "termination"


class NoticeSide(StrEnum):
    """Who gives a notice; both agree on one that ends the contract by consent."""

    IOM = "iom"
    PARTNER = "partner"
    BOTH = "both"


@dataclass(frozen=True)
class NoticePeriod:
    """How long a notice runs, in calendar days unless the clause counts ``working`` days."""

    days: int
    working: bool = False

    @property
    def immediate(self) -> bool:
        """Say whether the notice takes effect on the day on which it is given."""
        return self.days == 0

    def last_day(self, given_on: date, works: Works) -> date:
        """Return the last day of the contract, or the day from which a suspension holds.

        The day of the notice is not counted; working days are told by the caller.
        """
        if not self.working:
            return given_on + timedelta(days=self.days)
        if self.immediate:
            return on_or_after(given_on, works)
        return moved(given_on, self.days, works)


def agreed_day_rules(day: date | None, given_on: date, ends_on: date) -> list[RuleBroken]:
    """Return what is wrong with a last day that both parties agree on."""
    if day is None:
        return [RuleBroken("notice_day_missing", "last_day")]
    if not given_on <= day < ends_on:
        return [RuleBroken("notice_day", "last_day", day=given_on, end=ends_on)]
    return []


@dataclass(frozen=True)
class Settlement:
    """What was paid under a contract, and what accepted reports say was spent of it."""

    paid: Decimal
    spent: Decimal

    @property
    def to_recover(self) -> Decimal:
        """Return what the partner pays back: money paid that accepted reports do not cover."""
        return max(self.paid - self.spent, Decimal(0))

    @property
    def to_pay(self) -> Decimal:
        """Return what accepted reports spent beyond what was paid."""
        return max(self.spent - self.paid, Decimal(0))
