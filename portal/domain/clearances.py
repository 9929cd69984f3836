"""Clearances of Internal Instruction 92: who must consent, and what a request has to say.

The handbook on migrant centres, management models: where the salary of government staff is
covered in deviation of Internal Instruction (IN) 92 on the non-payment of bonuses to government
officials, a centre run by the government needs clearance by both the legal department of IOM
(LEG) and the donor; in a centre run jointly any deviation is approved by LEG.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.domain.errors import RuleBroken


class CoverKind(StrEnum):
    """What is paid to staff of a government."""

    SALARY = "salary"
    ALLOWANCE = "allowance"
    BONUS = "bonus"


class Consent(StrEnum):
    """Whose consent a clearance needs."""

    LEGAL = "legal"
    DONOR = "donor"


NEEDED: Mapping[str, tuple[Consent, ...]] = {
    "government": (Consent.LEGAL, Consent.DONOR),
    "co_managed": (Consent.LEGAL,),
}
"""Whose consent each management model asks for; the other models know no clearance."""


@dataclass(frozen=True)
class Post:
    """A function whose holders are covered, and how many: no names."""

    function: str
    people: int


@dataclass(frozen=True)
class Request:
    """What is asked: ``ceiling`` is the most for all people and days together."""

    covers: tuple[CoverKind, ...]
    posts: tuple[Post, ...]
    ceiling: Decimal
    currency: str
    starts_on: date
    ends_on: date
    justification: str
    donor: str = ""
    agreement: str = ""
    exit_plan: str = ""


def needed(model: str) -> tuple[Consent, ...]:
    """Return whose consent a centre of this management model needs."""
    return NEEDED.get(model, ())


def missing(model: str, given: Collection[Consent]) -> tuple[Consent, ...]:
    """Return whose consent is still missing."""
    return tuple(each for each in needed(model) if each not in given)


def too_fine(amount: Decimal, places: int) -> bool:
    """Say whether an amount has more figures after the point than its currency."""
    return amount != round(amount, places)


def broken_request(asked: Request, model: str, places: int, today: date) -> list[RuleBroken]:
    """Return what is missing or makes no sense; ``places`` are those of the currency."""
    broken = [*_broken_scope(asked), *_broken_days(asked, today)]
    if asked.ceiling <= 0:
        broken.append(RuleBroken("clearance_ceiling", "ceiling"))
    if too_fine(asked.ceiling, places):
        facts = {"code": asked.currency, "places": places}
        broken.append(RuleBroken("pay_too_fine", "ceiling", **facts))
    if Consent.DONOR in needed(model) and not asked.donor.strip():
        broken.append(RuleBroken("clearance_donor_missing", "donor"))
    return broken


def _broken_scope(asked: Request) -> list[RuleBroken]:
    broken = []
    if not asked.covers:
        broken.append(RuleBroken("clearance_kind_missing", "salary"))
    if not asked.posts:
        broken.append(RuleBroken("clearance_posts_missing", "posts"))
    if _repeated([each.function for each in asked.posts]):
        broken.append(RuleBroken("clearance_posts_twice", "posts"))
    return broken


def _repeated(names: Sequence[str]) -> bool:
    return len({each.casefold() for each in names}) < len(names)


def _broken_days(asked: Request, today: date) -> list[RuleBroken]:
    if asked.ends_on < asked.starts_on:
        return [RuleBroken("clearance_days", "ends_on")]
    if asked.ends_on < today:
        return [RuleBroken("clearance_over", "ends_on")]
    return []
