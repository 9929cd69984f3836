"""Rules of a contract: its duration, its instalments, its text, and its fingerprint."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from portal.domain.clauses import Standing, standing_rules
from portal.domain.errors import RuleBroken
from portal.domain.monitoring import add_months

PARTS = ("general", "ethics", "data_protection")
WHOLE = 100
_YEAR = 12
LONGEST_YEARS = 20
"""Years that a contract may last: a bound against slips of typing, no rule of IOM."""


@dataclass(frozen=True)
class ContractFacts:
    """What the rules read of a contract before it leaves the draft.

    ``instalments`` are pairs of percent and amount, ``clauses`` texts by code, ``required`` the
    figures that the library puts into the text of each of its clauses, by code. ``standing``
    is every clause beside the library, ``approved`` the deviations that were approved.
    """

    amount: Decimal
    starts_on: date
    ends_on: date
    instalments: Sequence[tuple[int, Decimal]]
    clauses: Mapping[str, str]
    required: Mapping[str, Sequence[str]]
    standing: Sequence[Standing] = ()
    approved: Collection[tuple[str, str]] = ()


def end_after(starts_on: date, months: int) -> date:
    """Return the last day of a duration: 1 February and 12 months give 31 January."""
    return add_months(starts_on, months) - timedelta(days=1)


def months_between(starts_on: date, ends_on: date) -> int | None:
    """Return how many whole months a duration has, or None when it has no whole number."""
    if ends_on.year - starts_on.year > LONGEST_YEARS:
        return None
    after = ends_on + timedelta(days=1)
    about = (after.year - starts_on.year) * _YEAR + after.month - starts_on.month
    near = (about - 1, about, about + 1)
    return next((n for n in near if n > 0 and end_after(starts_on, n) == ends_on), None)


def shares(amount: Decimal, percents: Sequence[int], unit: Decimal) -> list[Decimal]:
    """Split an amount by percents into multiples of ``unit``, equal for equal percents.

    When the percents add up to 100, the last share takes the rest, so that nothing is lost.
    """
    found = [_down(amount * percent / WHOLE, unit) for percent in percents]
    if sum(percents) == WHOLE:
        found[-1] += amount - sum(found, Decimal(0))
    return found


def _down(amount: Decimal, unit: Decimal) -> Decimal:
    return (amount / unit).quantize(Decimal(1), ROUND_DOWN) * unit


def broken_rules(facts: ContractFacts) -> list[RuleBroken]:
    """Return every rule that keeps a contract from going to the legal officer."""
    texts = [*_texts(facts), *standing_rules(facts.standing, facts.approved)]
    return [*duration_rules(facts.starts_on, facts.ends_on), *_money(facts), *texts]


def duration_rules(starts_on: date, ends_on: date) -> list[RuleBroken]:
    """Return what is wrong with the dates: the text of the clauses counts whole months."""
    if ends_on <= starts_on:
        return [RuleBroken("contract_dates", "ends_on")]
    if ends_on.year - starts_on.year > LONGEST_YEARS:
        return [RuleBroken("contract_long", "ends_on", years=LONGEST_YEARS)]
    if months_between(starts_on, ends_on) is None:
        return [RuleBroken("contract_months", "ends_on")]
    return []


def _money(facts: ContractFacts) -> list[RuleBroken]:
    percent = sum(share for share, _ in facts.instalments)
    if percent != WHOLE:
        return [RuleBroken("instalments_percent", "instalments", sum=percent)]
    total = sum((amount for _, amount in facts.instalments), Decimal(0))
    if total != facts.amount:
        return [RuleBroken("instalments_amount", "instalments", sum=total)]
    return []


def _texts(facts: ContractFacts) -> list[RuleBroken]:
    broken = []
    for code, figures in facts.required.items():
        text = facts.clauses.get(code, "")
        if not text.strip():
            rule = "data_clause_missing" if code.startswith("D") else "clause_missing"
            broken.append(RuleBroken(rule, code=code))
            continue
        broken += [
            RuleBroken("clause_figure", code=code, figure=figure)
            for figure in figures
            if figure not in text
        ]
    return broken


def fingerprint(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical JSON of a contract's text and figures, in hex."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def same_name(typed: str, known: str) -> bool:
    """Say whether a typed name is the known one, whatever its capitals and spaces."""
    return typed.casefold().split() == known.casefold().split()
