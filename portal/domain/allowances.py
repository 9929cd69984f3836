"""Daily allowances for staff of a government: days served, what is due, what a ceiling bears.

The handbook on migrant centres, management models: in a centre run jointly, technical staff of
the government may be supported through a memorandum between each of them and IOM, or through
daily allowances for the days they served in the centre.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from portal.domain.clearances import CoverKind, Post, too_fine
from portal.domain.errors import RuleBroken

ZERO = Decimal(0)
PARTS: Mapping[str, Decimal] = {"0": ZERO, "0.5": Decimal("0.5"), "1": Decimal(1)}
"""How much of a day can be served, by what the form sends."""
DECLARATIONS = ("no_employment", "no_double_payment", "code_of_conduct")
"""What a worker declares with the signature of a memorandum."""
_STAFF_CODE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9/-]{1,18}")


@dataclass(frozen=True)
class Cover:
    """What a clearance covers, as the rules read it."""

    stands: bool
    kinds: Sequence[CoverKind]
    posts: Sequence[Post]
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Terms:
    """What a memorandum agrees with one worker, who is known by a staff code only.

    ``rate`` is for a whole day served and ``ceiling`` for the whole time, both in the currency
    of the clearance; ``days_week`` is the most in a week.
    """

    staff_code: str
    function: str
    ministry: str
    consent_reference: str
    consent_on: date
    tasks: str
    days_week: int
    rate: Decimal
    ceiling: Decimal
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Figures:
    """What a sheet comes to: days served, and amounts in the currency of the clearance."""

    units: Decimal
    gross: Decimal
    deductions: Decimal
    net: Decimal


@dataclass(frozen=True)
class Commitment:
    """What one memorandum takes of a clearance: all of its ceiling until it has ended."""

    ceiling: Decimal
    spent: Decimal
    ended: bool = False

    @property
    def counted(self) -> Decimal:
        """What is counted against the ceiling of the clearance."""
        return self.spent if self.ended else max(self.ceiling, self.spent)


def figures(
    rate: Decimal, parts: Iterable[Decimal], deductions: Decimal, places: int
) -> Figures:
    """Return what is due for parts of days; halves of a minor unit are rounded up."""
    units = sum(parts, ZERO)
    gross = (rate * units).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return Figures(units, gross, deductions, gross - deductions)


def is_staff_code(typed: str) -> bool:
    """Say whether a text is a code of staff: capitals and figures, so that no name stands."""
    return bool(_STAFF_CODE.fullmatch(typed))


def uncovered(cover: Cover, function: str, first: date, last: date) -> list[RuleBroken]:
    """Return why a clearance does not cover an allowance for a function over some days."""
    broken = []
    if not cover.stands:
        broken.append(RuleBroken("clearance_not_in_force"))
    if CoverKind.ALLOWANCE not in cover.kinds:
        broken.append(RuleBroken("clearance_other_kind"))
    if function not in {each.function for each in cover.posts}:
        broken.append(RuleBroken("clearance_other_function", "function"))
    if first < cover.starts_on or last > cover.ends_on:
        days = {"first": cover.starts_on, "last": cover.ends_on}
        broken.append(RuleBroken("clearance_other_days", "starts_on", **days))
    return broken


def committed(commitments: Iterable[Commitment], loose: Decimal) -> Decimal:
    """Return what is taken of a clearance; ``loose`` is due on sheets without memorandum."""
    return sum((each.counted for each in commitments), loose)


def above(ceiling: Decimal, taken: Decimal, asked: Decimal, currency: str) -> list[RuleBroken]:
    """Return the refusal of an amount that passes what a clearance or memorandum leaves."""
    if taken + asked <= ceiling:
        return []
    facts = {"asked": asked, "left": max(ZERO, ceiling - taken), "currency": currency}
    return [RuleBroken("ceiling_passed", "", **facts)]


def broken_terms(terms: Terms, currency: str, places: int) -> list[RuleBroken]:
    """Return what makes no sense in the terms of a memorandum."""
    broken = []
    if not is_staff_code(terms.staff_code):
        broken.append(RuleBroken("staff_code", "staff_code"))
    if terms.ends_on < terms.starts_on:
        broken.append(RuleBroken("clearance_days", "ends_on"))
    if terms.rate <= 0:
        broken.append(RuleBroken("allowance_rate", "rate"))
    if terms.ceiling < terms.rate:
        broken.append(RuleBroken("memorandum_ceiling", "ceiling"))
    fine = [name for name in ("rate", "ceiling") if too_fine(getattr(terms, name), places)]
    facts = {"code": currency, "places": places}
    return [*broken, *(RuleBroken("pay_too_fine", name, **facts) for name in fine)]


def broken_days(
    served: Iterable[date], month: date, last: date, span: tuple[date, date]
) -> list[RuleBroken]:
    """Return which days cannot stand on the sheet of a month.

    ``last`` is today: days to come are not served yet. ``span`` is what the memorandum, or
    else the clearance, runs over.
    """
    broken = []
    for day in sorted(served):
        if (day.year, day.month) != (month.year, month.month):
            broken.append(RuleBroken("sheet_other_month", "days", day=day))
        elif day > last:
            broken.append(RuleBroken("sheet_day_ahead", "days", day=day))
        elif not span[0] <= day <= span[1]:
            broken.append(RuleBroken("sheet_day_outside", "days", day=day))
    return broken


def broken_weeks(served: Mapping[date, Decimal], most: int) -> list[RuleBroken]:
    """Return the weeks, by their Monday, in which more was served than a memorandum allows."""
    weeks: dict[date, Decimal] = {}
    for day, part in served.items():
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, ZERO) + part
    over = sorted(monday for monday, total in weeks.items() if total > most)
    return [RuleBroken("sheet_week_full", "days", day=monday, most=most) for monday in over]


def broken_deductions(due: Figures, why: str, currency: str, places: int) -> list[RuleBroken]:
    """Return what is wrong with the deductions of a sheet."""
    broken = []
    if due.deductions < 0 or due.net < 0:
        facts = {"most": due.gross, "currency": currency}
        broken.append(RuleBroken("deductions_above", "deductions", **facts))
    if too_fine(due.deductions, places):
        facts = {"code": currency, "places": places}
        broken.append(RuleBroken("pay_too_fine", "deductions", **facts))
    if due.deductions > 0 and not why.strip():
        broken.append(RuleBroken("deductions_reason", "deductions_reason"))
    return broken
