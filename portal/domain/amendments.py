"""Rules of amendments: what each kind may change, who approves it, what it does to periods."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from enum import StrEnum
from itertools import pairwise

from portal.domain.errors import RuleBroken
from portal.domain.indicators import Adding, spread
from portal.domain.instalments import Due, PaymentRule, Wait
from portal.domain.monitoring import Period, periods
from portal.domain.proposal_parts import PartKey
from portal.domain.proposals import INDIRECT

WHOLE = 100
_CENT = Decimal("0.01")
AT_ONCE = PaymentRule()


class AmendmentKind(StrEnum):
    """What an amendment is about; it decides what may change and who approves it."""

    EXTENSION = "extension"
    SHORTENING = "shortening"
    BUDGET = "budget"
    SCOPE = "scope"
    STANDARDS = "standards"
    IDENTITY = "identity"
    CLAUSES = "clauses"


class AmendmentPart(StrEnum):
    """One part of a contract that an amendment may change."""

    ENDS_ON = "ends_on"
    REPORT_DAYS = "report_days"
    BUDGET = "budget"
    INSTALMENTS = "instalments"
    TARGETS = "targets"
    TERMS = "terms"
    STANDARDS = "standards"
    IDENTITY = "identity"
    CLAUSES = "clauses"
    STAFF = "staff"
    WORK_PLAN = "work_plan"
    INDICATORS = "indicators"
    HANDOVER = "handover"
    SAFEGUARDING = "safeguarding"
    DATA_PROTECTION = "data_protection"


P = AmendmentPart
ANNEXED: Mapping[AmendmentPart, PartKey] = {
    P.STAFF: PartKey.STAFFING,
    P.WORK_PLAN: PartKey.WORK_PLAN,
    P.INDICATORS: PartKey.INDICATORS,
    P.HANDOVER: PartKey.HANDOVER,
    P.SAFEGUARDING: PartKey.SAFEGUARDING,
    P.DATA_PROTECTION: PartKey.DATA_PROTECTION,
}
"""What a contract took over from the proposal and an amendment may change: tables, answers."""
_PROMISED = frozenset(ANNEXED)
_UNDERTAKEN = frozenset({P.SAFEGUARDING, P.DATA_PROTECTION})
_TIME = frozenset({P.ENDS_ON, P.REPORT_DAYS, P.INSTALMENTS, P.TARGETS, P.CLAUSES})
_MONEY = frozenset({P.BUDGET, P.INSTALMENTS, P.TARGETS, P.CLAUSES})


@dataclass(frozen=True)
class KindRule:
    """What a kind may change, what of it has to change, who approves it.

    ``over_ceiling`` lets the amount pass the ceiling of the call. Who approves what is a
    default of the house and no rule of IOM.
    """

    parts: frozenset[AmendmentPart]
    needs: frozenset[AmendmentPart]
    approvers: tuple[str, ...]
    over_ceiling: bool = False


HEAD = ("head",)
LEGAL = ("legal", "head")
EVERYBODY = ("legal", "data_protection", "head")
KINDS: Mapping[AmendmentKind, KindRule] = {
    AmendmentKind.EXTENSION: KindRule(_TIME, frozenset({P.ENDS_ON}), HEAD),
    AmendmentKind.SHORTENING: KindRule(_TIME | _MONEY, frozenset({P.ENDS_ON}), LEGAL),
    AmendmentKind.BUDGET: KindRule(_MONEY, frozenset({P.BUDGET}), HEAD),
    AmendmentKind.SCOPE: KindRule(
        _TIME | _MONEY | _PROMISED | {P.TERMS, P.STANDARDS},
        _PROMISED | {P.TERMS, P.TARGETS, P.STANDARDS},
        EVERYBODY,
        over_ceiling=True,
    ),
    AmendmentKind.STANDARDS: KindRule(
        _UNDERTAKEN | {P.STANDARDS, P.CLAUSES}, _UNDERTAKEN | {P.STANDARDS}, EVERYBODY
    ),
    AmendmentKind.IDENTITY: KindRule(
        frozenset({P.IDENTITY, P.CLAUSES}), frozenset({P.IDENTITY}), LEGAL
    ),
    AmendmentKind.CLAUSES: KindRule(
        frozenset({P.TERMS, P.STAFF, P.CLAUSES}),
        frozenset({P.TERMS, P.STAFF, P.CLAUSES}),
        LEGAL,
    ),
}


@dataclass(frozen=True)
class Money:
    """Two budgets by category, and what the new one is held to.

    ``award`` is what was awarded, ``ceiling`` the most that the call allows for the lot,
    ``indirect`` the most indirect costs in percent of the direct ones, ``unit`` the smallest
    step of the currency, ``spent`` what accepted reports say was spent, by category.
    """

    before: Mapping[str, Decimal]
    after: Mapping[str, Decimal]
    award: Decimal
    ceiling: Decimal
    indirect: int
    unit: Decimal
    spent: Mapping[str, Decimal]

    @property
    def amount(self) -> Decimal:
        """What the contract would be worth."""
        return sum(self.after.values(), Decimal(0))


def moved(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> Decimal:
    """Return how much money a new budget moves: all that goes up, or all that goes down."""
    changes = [
        after.get(code, Decimal(0)) - before.get(code, Decimal(0)) for code in {*before, *after}
    ]
    up = sum((each for each in changes if each > 0), Decimal(0))
    return max(up, up - sum(changes, Decimal(0)))


def is_above(money: Money, percent: int) -> bool:
    """Say whether a change of a budget is more than the head of office approves alone.

    It is when it moves more than ``percent`` of the amount before, or passes the award.
    """
    whole = sum(money.before.values(), Decimal(0))
    far = moved(money.before, money.after) * WHOLE > whole * percent
    return far or money.amount > max(money.award, whole)


def approvers(kind: AmendmentKind, *, legal: bool, data: bool) -> tuple[str, ...]:
    """Return who approves an amendment, the head of office last.

    ``legal`` says whether the budget changes by more than the head of office approves alone, or
    the words of a clause change; ``data`` whether a clause on data protection is among them, or
    what the partner undertook on it changes.
    """
    wanted = {*KINDS[kind].approvers, *(LEGAL if legal else ()), *(EVERYBODY if data else ())}
    return tuple(each for each in EVERYBODY if each in wanted)


def part_rules(kind: AmendmentKind, changed: Collection[AmendmentPart]) -> list[RuleBroken]:
    """Return what is wrong with the parts that an amendment of a kind changes."""
    if not changed:
        return [RuleBroken("amendment_empty")]
    foreign = sorted(set(changed) - KINDS[kind].parts)
    if foreign:
        return [RuleBroken("amendment_part", part=each) for each in foreign]
    if not set(changed) & KINDS[kind].needs:
        return [RuleBroken(f"amendment_lacks_{kind}")]
    return []


def end_rules(kind: AmendmentKind, now: date, new: date, today: date) -> list[RuleBroken]:
    """Return what is wrong with a new last day: later, earlier, or either, by the kind.

    The days that have passed stay as they are.
    """
    longer, shorter = kind is AmendmentKind.EXTENSION, kind is AmendmentKind.SHORTENING
    broken = (
        (today > now, RuleBroken("amendment_after_end", "ends_on", day=now)),
        (longer and new <= now, RuleBroken("amendment_end_earlier", "ends_on", day=now)),
        (shorter and new >= now, RuleBroken("amendment_end_later", "ends_on", day=now)),
        (new < today, RuleBroken("amendment_end_past", "ends_on", day=today)),
    )
    return [rule for holds, rule in broken if holds][:1]


@dataclass(frozen=True)
class Cut:
    """A reporting period that an earlier end cuts short, or that ``falls_away`` whole.

    ``filed`` says that its report was filed, ``begun`` that somebody wrote something into it.
    """

    number: int
    falls_away: bool
    filed: bool
    begun: bool


def cut_rules(cuts: Sequence[Cut]) -> list[RuleBroken]:
    """Return what an earlier end would take away that has to stay."""
    return [
        RuleBroken(f"amendment_period_{why}", field="ends_on", number=each.number)
        for each in cuts
        if (why := _kept_by(each))
    ]


def _kept_by(cut: Cut) -> str:
    if cut.filed:
        return "filed"
    return "begun" if cut.falls_away and cut.begun else ""


def money_rules(money: Money, *, over_ceiling: bool) -> list[RuleBroken]:
    """Return what is wrong with a new budget, to the last unit of its currency."""
    broken = [
        RuleBroken("amendment_amount", "budget", category=code)
        for code, amount in money.after.items()
        if amount < 0 or amount % money.unit
    ]
    broken += [
        RuleBroken("amendment_below_spent", "budget", category=code, spent=spent)
        for code, spent in money.spent.items()
        if spent > money.after.get(code, Decimal(0))
    ]
    before = sum(money.before.values(), Decimal(0))
    if money.amount > max(money.ceiling, before) and not over_ceiling:
        facts = {"amount": money.amount, "ceiling": money.ceiling}
        broken.append(RuleBroken("amendment_over_ceiling", "budget", **facts))
    return [*broken, *_indirect_rules(money)]


def _indirect_rules(money: Money) -> list[RuleBroken]:
    indirect = money.after.get(INDIRECT, Decimal(0))
    direct = money.amount - indirect
    most = (direct * money.indirect / WHOLE).quantize(_CENT, ROUND_UP)
    if indirect <= most:
        return []
    facts = {"most": most, "ceiling": money.indirect}
    return [RuleBroken("amendment_indirect", "budget", **facts)]


@dataclass(frozen=True)
class Payment:
    """An instalment: what is paid on which condition, and when it is due.

    A ``fixed`` one cannot change; one that was ``asked`` for before cannot be taken out.
    """

    amount: Decimal
    condition: str
    fixed: bool = False
    asked: bool = False
    rule: PaymentRule = AT_ONCE


def instalment_rules(
    before: Sequence[Payment], after: Sequence[Payment], amount: Decimal
) -> list[RuleBroken]:
    """Return what is wrong with instalments that are planned again."""
    kept = list(zip(before, after, strict=False))
    lost = [
        number
        for number, each in enumerate(before, 1)
        if (number > len(after) and (each.fixed or each.asked))
        or (number <= len(after) and each.fixed and not _same(*kept[number - 1]))
    ]
    broken = [RuleBroken("amendment_instalment_fixed", "instalments", number=n) for n in lost]
    total = sum((each.amount for each in after), Decimal(0))
    if total != amount:
        facts = {"sum": total, "amount": amount}
        broken.append(RuleBroken("amendment_instalments", "instalments", **facts))
    if any(each.amount <= 0 or not each.condition.strip() for each in after):
        broken.append(RuleBroken("amendment_instalment_row", "instalments"))
    return broken


def reach_rules(payments: Sequence[Payment], last: int) -> list[RuleBroken]:
    """Return the instalments that would wait for a report after the last one there would be."""
    waits = [(n, _latest(each.rule)) for n, each in enumerate(payments, 1) if not each.fixed]
    return [
        RuleBroken("amendment_instalment_report", "instalments", number=n, report=r, last=last)
        for n, r in waits
        if r > last
    ]


def _latest(rule: PaymentRule) -> int:
    """Return the highest number of a report that a rule waits for; 0 when for none."""
    waits = [each.figure for each in rule.conditions if each.kind is Wait.REPORT]
    return max([*waits, rule.due_report or 0 if rule.due is Due.REPORT else 0])


def _same(one: Payment, other: Payment) -> bool:
    return (one.amount, one.condition, one.rule) == (other.amount, other.condition, other.rule)


def percents(amounts: Sequence[Decimal]) -> list[int]:
    """Return whole percents of amounts that add up to 100: the largest remainders go up."""
    total = sum(amounts, Decimal(0))
    if not total:
        return [0 for _ in amounts]
    exact = [amount * WHOLE / total for amount in amounts]
    found = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda n: (found[n] - exact[n], n))
    for number in order[: WHOLE - sum(found)]:
        found[number] += 1
    return found


def added_periods(
    last: Period, ends_on: date, every: int, days: int, final: int | None = None
) -> list[Period]:
    """Return the reporting periods from the day after the last one to a new end.

    Those that there are stay as they are, so that no report changes under who writes it.
    """
    if ends_on <= last.ends_on:
        return []
    following = last.ends_on + timedelta(days=1)
    return [
        Period(last.number + each.number, each.starts_on, each.ends_on, each.due_on)
        for each in periods(following, ends_on, every, days, final)
    ]


def period_rules(planned: Sequence[Period]) -> list[RuleBroken]:
    """Return what is wrong with periods: gaps, overlaps, days that go back."""
    broken = [
        RuleBroken("amendment_periods", number=later.number)
        for earlier, later in pairwise(planned)
        if later.starts_on != earlier.ends_on + timedelta(days=1)
        or later.due_on < earlier.due_on
    ]
    return broken + [
        RuleBroken("amendment_periods", number=each.number)
        for each in planned
        if not each.starts_on <= each.ends_on <= each.due_on
    ]


def spread_again(
    target: int, adding: Adding, fixed: Sequence[int], parts: int
) -> list[int] | None:
    """Return the targets of open periods, or None when those that are filed pass the target.

    ``fixed`` are the targets of periods that were filed: the rest is spread over ``parts``.
    """
    if adding is not Adding.SUM:
        return [target] * parts
    rest = target - sum(fixed)
    if rest < 0 or (rest and not parts):
        return None
    return spread(rest, parts) if parts else []
