"""Kinds of reports: those of the periods of a contract, the final one, and ad hoc ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.errors import RuleBroken

FIRST_AD_HOC = 1001
"""Ad hoc reports are numbered from here within their contract, so that no period is one."""
LONGEST_REASON = 1000


class ReportKind(StrEnum):
    """What a report is: of a period by its length, the last of a contract, or asked for."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    PERIODIC = "periodic"
    FINAL = "final"
    AD_HOC = "ad_hoc"


_BY_MONTHS = {1: ReportKind.MONTHLY, 3: ReportKind.QUARTERLY, 6: ReportKind.HALF_YEARLY}
COUNTING = frozenset({"services"})
"""Sections that count what was done: an ad hoc report has none, so that none counts twice."""


def of_months(every: int) -> ReportKind:
    """Return the kind of the reports of a contract with periods of so many months."""
    return _BY_MONTHS.get(every, ReportKind.PERIODIC)


@dataclass(frozen=True)
class Request:
    """What an officer asks for: why, of which days, until when, and which sections."""

    reason: str
    starts_on: date
    ends_on: date
    due_on: date
    sections: Sequence[str]


def request_rules(asked: Request, starts_on: date, today: date) -> list[RuleBroken]:
    """Return what is wrong with a request under a contract that began on a day."""
    broken = []
    if not asked.reason.strip():
        broken.append(RuleBroken("reason_missing", "reason"))
    if asked.starts_on < starts_on:
        broken.append(RuleBroken("request_too_early", "starts_on", day=starts_on))
    if asked.ends_on < asked.starts_on:
        broken.append(RuleBroken("request_backwards", "ends_on"))
    if asked.due_on <= max(asked.ends_on, today):
        broken.append(RuleBroken("request_due", "due_on", day=max(asked.ends_on, today)))
    if not asked.sections:
        broken.append(RuleBroken("request_empty", "sections"))
    return broken
