"""What a cooperation agreement needs before lawyers read it, and what its figures add up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.domain.errors import RuleBroken

DAYS_OF_A_WEEK, DAYS_OF_A_YEAR = 7, 366


class JointSide(StrEnum):
    """One of the two sides that manage a centre together."""

    IOM = "iom"
    GOVERNMENT = "government"


class Chairing(StrEnum):
    """Who chairs the meetings of the management committee."""

    TOGETHER = "together"
    IN_TURN = "in_turn"
    GOVERNMENT = "government"
    IOM = "iom"


class Ending(StrEnum):
    """How an agreement ends."""

    EXPIRY = "expiry"
    TERMINATION = "termination"


TEXTS = (
    "purpose",
    "premises",
    "premises_owner",
    "assets",
    "renewal",
    "confidentiality",
    "handover",
    "disputes",
    "privileges",
    "escalation",
)
"""The texts without which no lawyer gets an agreement to read."""


@dataclass(frozen=True)
class Duty:
    """What one party answers for: both its limits and to whom it is accountable are said."""

    side: JointSide | None
    limits: str
    accountability: str


@dataclass(frozen=True)
class Line:
    """What one party gives for one line of the budget in one year."""

    party: str
    name: str
    amount: Decimal
    currency: str
    year: int


def by_year(
    lines: Sequence[Line], currency: str, years: Sequence[int]
) -> list[tuple[str, str, list[Decimal | None]]]:
    """Return the lines in a currency, each once with its party and its amount of each year.

    A line that is named twice for a party and year is added up; a year without it has None.
    """
    kept: dict[tuple[str, str], dict[int, Decimal]] = {}
    for each in lines:
        if each.currency == currency:
            given = kept.setdefault((each.name, each.party), {})
            given[each.year] = given.get(each.year, Decimal(0)) + each.amount
    return [
        (name, party, [given.get(year) for year in years])
        for (name, party), given in kept.items()
    ]


@dataclass(frozen=True)
class Rules:
    """How the management committee works: days between meetings, votes, days for minutes."""

    frequency_days: int
    quorum: Mapping[JointSide, int]
    minutes_days: int


@dataclass(frozen=True)
class AgreementFacts:
    """What the rules read of an agreement; ``sides`` are those of its parties."""

    texts: Mapping[str, str]
    sides: Sequence[JointSide]
    duties: Sequence[Duty]
    lines: Sequence[Line]
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Sums:
    """The financing in one currency: for each party its sum in each year, and in all."""

    currency: str
    years: Sequence[int]
    rows: Sequence[tuple[str, Sequence[Decimal], Decimal]]
    totals: Sequence[Decimal]
    total: Decimal


def broken_agreement(facts: AgreementFacts) -> list[RuleBroken]:
    """Return what keeps an agreement from being sent to the legal officer."""
    return [
        *[RuleBroken(f"agreement_{name}_missing", field=name) for name in _empty(facts.texts)],
        *_broken_parties(facts),
        *_broken_duties(facts.duties),
        *_broken_lines(facts.lines),
        *broken_days(facts.starts_on, facts.ends_on),
    ]


def _empty(texts: Mapping[str, str]) -> list[str]:
    return [name for name in TEXTS if not texts.get(name, "").strip()]


def _broken_parties(facts: AgreementFacts) -> list[RuleBroken]:
    missing = [each for each in JointSide if each not in facts.sides]
    return [RuleBroken(f"agreement_no_party_{each}", field="parties") for each in missing]


def _broken_duties(duties: Sequence[Duty]) -> list[RuleBroken]:
    """Ask of each side for a part, and of each part for its limits and accountability."""
    held = {each.side for each in duties}
    without = [each for each in JointSide if each not in held]
    broken = [RuleBroken(f"agreement_no_duty_{each}", field="duties") for each in without]
    if None in held:
        broken.append(RuleBroken("agreement_duty_of_nobody", "duties"))
    open_ended = [n for n, each in enumerate(duties, 1) if not _bounded(each)]
    return broken + [RuleBroken("agreement_duty_open", "duties", number=n) for n in open_ended]


def _bounded(duty: Duty) -> bool:
    return bool(duty.limits.strip() and duty.accountability.strip())


def _broken_lines(lines: Sequence[Line]) -> list[RuleBroken]:
    if not lines:
        return [RuleBroken("agreement_lines_missing", "lines")]
    nameless = [number for number, each in enumerate(lines, 1) if not each.party]
    return [RuleBroken("agreement_line_of_nobody", "lines", number=n) for n in nameless]


def broken_days(starts_on: date | None, ends_on: date | None) -> list[RuleBroken]:
    """Return what is wrong with the days between which an agreement holds."""
    if starts_on is None or ends_on is None:
        return [RuleBroken("agreement_days_missing", "starts_on")]
    return [] if starts_on < ends_on else [RuleBroken("agreement_days_order", "ends_on")]


def broken_rules(rules: Rules) -> list[RuleBroken]:
    """Return what is wrong with the rules of a management committee."""
    broken = []
    if not DAYS_OF_A_WEEK <= rules.frequency_days <= DAYS_OF_A_YEAR:
        broken.append(RuleBroken("agreement_frequency", "frequency_days"))
    if rules.minutes_days < 1:
        broken.append(RuleBroken("agreement_minutes_days", "minutes_days"))
    without = [each for each in JointSide if rules.quorum.get(each, 0) < 1]
    return broken + [RuleBroken("agreement_quorum", f"quorum_{each}") for each in without]


def sums(lines: Iterable[Line]) -> list[Sums]:
    """Add the financing up by party and year, a table for each currency by its code."""
    kept = list(lines)
    codes = sorted({each.currency for each in kept})
    return [_sums(code, [each for each in kept if each.currency == code]) for code in codes]


def _sums(currency: str, lines: Sequence[Line]) -> Sums:
    years = sorted({each.year for each in lines})
    parties = list(dict.fromkeys(each.party for each in lines))
    rows = [_row(party, years, lines) for party in parties]
    totals = [_sum(each for each in lines if each.year == year) for year in years]
    return Sums(currency, years, rows, totals, _sum(lines))


def _row(
    party: str, years: Sequence[int], lines: Sequence[Line]
) -> tuple[str, Sequence[Decimal], Decimal]:
    own = [each for each in lines if each.party == party]
    return party, [_sum(each for each in own if each.year == year) for year in years], _sum(own)


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((each.amount for each in lines), Decimal(0))
