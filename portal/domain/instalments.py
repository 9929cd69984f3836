"""Instalments of a contract: when one is due, what it waits for, and what may be requested."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any

from portal.domain.errors import RuleBroken

ZERO = Decimal(0)
FINAL = 0
"""Stands for the number of the last report, which a draft does not know yet."""
STATEMENTS = ("request_per_plan", "expenditure_true")
"""What the partner certifies: the funds are for the agreed plan; what was reported is true."""


class Due(StrEnum):
    """From when on an instalment can be requested."""

    SIGNATURE = "signature"
    DATE = "date"
    REPORT = "report"


class Wait(StrEnum):
    """What else has to stand before an instalment is requested, approved and paid."""

    REPORT = "report"
    FINDINGS = "findings"
    ADVANCE = "advance"


@dataclass(frozen=True)
class Condition:
    """One typed condition: ``figure`` is a report's number, or a percentage of the advance."""

    kind: Wait
    figure: int = 0

    def stored(self) -> dict[str, object]:
        """Return the condition as plain data."""
        return {"kind": self.kind.value, "figure": self.figure}


@dataclass(frozen=True)
class PaymentRule:
    """When an instalment is due, and its typed conditions beside the words agreed."""

    due: Due = Due.SIGNATURE
    due_on: date | None = None
    due_report: int | None = None
    conditions: tuple[Condition, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return the rule as the columns of an instalment: the day or report it speaks of."""
        return {
            "due": self.due,
            "due_on": self.due_on if self.due is Due.DATE else None,
            "due_report": self.due_report if self.due is Due.REPORT else None,
            "conditions": [each.stored() for each in self.conditions],
        }

    def stored(self) -> dict[str, Any]:
        """Return the rule as plain data, as a contract's content and an amendment hold it."""
        found = self.columns()
        day = found["due_on"]
        return {**found, "due": self.due.value, "due_on": day.isoformat() if day else None}


def conditions_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Read conditions as they were stored."""
    return tuple(Condition(Wait(each["kind"]), int(each["figure"])) for each in stored)


def like(rule: PaymentRule, before: PaymentRule) -> PaymentRule:
    """Return a rule that was typed again, with the figures of the conditions it had before.

    A form asks whether earlier instalments are cleared, the contract says to what percent.
    """
    agreed = [each for each in before.conditions if each.kind is Wait.ADVANCE]
    given = (agreed[0] if agreed and e.kind is Wait.ADVANCE else e for e in rule.conditions)
    return replace(rule, conditions=tuple(given))


def rule_of(stored: Mapping[str, Any]) -> PaymentRule:
    """Read a rule as it was stored."""
    day = stored["due_on"]
    return PaymentRule(
        Due(stored["due"]),
        date.fromisoformat(day) if day else None,
        stored["due_report"],
        conditions_of(stored["conditions"]),
    )


@dataclass(frozen=True)
class Ground:
    """What a contract has reached: the facts that due rules and conditions are held against.

    ``accepted`` are the numbers of accepted reports, ``last`` is the number of the final one,
    ``advanced`` was asked for by earlier instalments and not rejected, ``spent`` is expenditure
    that was accepted.
    """

    in_force: bool
    today: date
    accepted: AbstractSet[int]
    last: int
    findings: int
    advanced: Decimal
    spent: Decimal


@dataclass(frozen=True)
class Check:
    """One thing an instalment waits for, and whether it stands; ``facts`` are its figures."""

    code: str
    met: bool
    facts: Mapping[str, object]


def checks(rule: PaymentRule, ground: Ground) -> list[Check]:
    """Return what an instalment waits for: its due rule first, then each condition."""
    return [_due(rule, ground), *(_condition(each, ground) for each in rule.conditions)]


def unmet(rule: PaymentRule, ground: Ground) -> list[RuleBroken]:
    """Return a broken rule for each thing that does not stand yet."""
    return [
        RuleBroken(f"instalment_waits_{each.code}", field="", **each.facts)
        for each in checks(rule, ground)
        if not each.met
    ]


def _due(rule: PaymentRule, ground: Ground) -> Check:
    if rule.due is Due.DATE and rule.due_on is not None:
        return Check("date", ground.today >= rule.due_on, {"day": rule.due_on})
    if rule.due is Due.REPORT and rule.due_report is not None:
        return _report(rule.due_report, ground)
    return Check("signature", ground.in_force, {})


def _report(number: int, ground: Ground) -> Check:
    wanted = number or ground.last
    met = wanted in ground.accepted and (number != FINAL or ground.last > 0)
    return Check("report", met, {"number": wanted})


def _condition(condition: Condition, ground: Ground) -> Check:
    if condition.kind is Wait.REPORT:
        return _report(condition.figure, ground)
    if condition.kind is Wait.FINDINGS:
        return Check("findings", ground.findings == 0, {"count": ground.findings})
    cleared = cleared_percent(ground.spent, ground.advanced)
    facts = {"percent": condition.figure, "reached": cleared}
    return Check("advance", cleared >= condition.figure, facts)


def cleared_percent(spent: Decimal, advanced: Decimal) -> int:
    """Return how much of what was advanced is cleared by accepted expenditure, in percent."""
    if not advanced:
        return 100
    return int(min(spent, advanced) * 100 // advanced)


@dataclass(frozen=True)
class Line:
    """One budget category of a request for funds.

    ``authorised`` by the contract, ``reported`` and ``accepted`` expenditure, ``before`` asked
    for by earlier instalments that were not rejected, ``requested`` now.
    """

    category: str
    authorised: Decimal
    reported: Decimal
    accepted: Decimal
    before: Decimal
    requested: Decimal = ZERO

    @property
    def balance(self) -> Decimal:
        """What the contract authorises and no accepted report has spent."""
        return self.authorised - self.accepted

    @property
    def room(self) -> Decimal:
        """What can still be requested in the category."""
        return max(self.authorised - self.before, ZERO)


def total(lines: Sequence[Line], name: str) -> Decimal:
    """Return the sum of one figure of all lines."""
    return sum((getattr(line, name) for line in lines), ZERO)


@dataclass(frozen=True)
class Limits:
    """What a request is held to: the instalment, what is left of the contract, the currency."""

    instalment: Decimal
    left: Decimal
    currency: str
    places: int


def request_rules(lines: Sequence[Line], limits: Limits) -> list[RuleBroken]:
    """Return what is wrong with the amounts of a request, each at the number of its line."""
    wrong = [each for n, line in enumerate(lines, 1) for each in _line_rules(line, n, limits)]
    return wrong or _total_rules(total(lines, "requested"), limits)


def _line_rules(line: Line, number: int, limits: Limits) -> list[RuleBroken]:
    amount, facts = line.requested, {"number": number, "currency": limits.currency}
    if amount < 0:
        return [RuleBroken("request_negative", "lines", number=number)]
    if too_fine(amount, limits.places):
        return [RuleBroken("request_too_fine", "lines", places=limits.places, **facts)]
    if amount > line.room:
        return [RuleBroken("request_above_line", "lines", room=line.room, **facts)]
    return []


def _total_rules(asked: Decimal, limits: Limits) -> list[RuleBroken]:
    if not asked:
        return [RuleBroken("request_nothing", "lines")]
    facts: dict[str, object] = {"asked": asked, "currency": limits.currency}
    if asked > limits.instalment:
        return [
            RuleBroken("request_above_instalment", "lines", most=limits.instalment, **facts)
        ]
    return above_contract(asked, limits.left, limits.currency)


def above_contract(asked: Decimal, left: Decimal, currency: str) -> list[RuleBroken]:
    """Return the rule that is broken when an amount passes what is left of the contract."""
    if asked <= left:
        return []
    return [
        RuleBroken("request_above_contract", "lines", asked=asked, left=left, currency=currency)
    ]


def too_fine(amount: Decimal, places: int) -> bool:
    """Say whether an amount has more figures after the point than the currency has."""
    return amount != amount.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)


def suggested(lines: Sequence[Line], amount: Decimal, places: int) -> list[Decimal]:
    """Spread an instalment over the categories by the room that each still has.

    The last category with room takes the rest, as far as it goes.
    """
    rooms = [line.room for line in lines]
    whole = sum(rooms, ZERO)
    if not whole:
        return [ZERO] * len(rooms)
    unit = Decimal(1).scaleb(-places)
    wanted = min(amount, whole)
    found = [(wanted * room / whole).quantize(unit, ROUND_DOWN) for room in rooms]
    rest = wanted - sum(found, ZERO)
    for index in reversed(range(len(rooms))):
        more = min(rest, rooms[index] - found[index])
        found[index] += more
        rest -= more
    return found
