"""Mandates: by what a person may sign for a party, between which days, up to which amount."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from portal.domain.errors import RuleBroken


class Reach(Protocol):
    """How far a mandate goes; without a limit it has no currency, without an end it stays.

    Its last day is a day on which it holds.
    """

    limit: Decimal | None
    currency: str
    valid_from: date
    valid_until: date | None


M = TypeVar("M", bound=Reach)


def broken_reach(
    limit: Decimal | None, currency: str, valid_from: date, valid_until: date | None
) -> list[RuleBroken]:
    """Return what is wrong with a mandate as it is told."""
    broken = []
    if limit is not None and limit <= 0:
        broken.append(RuleBroken("mandate_limit_low", "limit"))
    if limit is not None and not currency:
        broken.append(RuleBroken("mandate_currency_missing", "currency"))
    if valid_until is not None and valid_until < valid_from:
        broken.append(RuleBroken("mandate_days", "valid_until"))
    return broken


def holding(mandates: Sequence[M], on: date) -> list[M]:
    """Return the mandates that hold on a day, whatever their limit."""
    return [
        each
        for each in mandates
        if each.valid_from <= on and (each.valid_until is None or on <= each.valid_until)
    ]


def covers(mandate: Reach, amount: Decimal, currency: str) -> bool:
    """Say whether an amount is within the limit; another currency is never within it."""
    if mandate.limit is None:
        return True
    return mandate.currency == currency and amount <= mandate.limit


def covering(mandates: Sequence[M], amount: Decimal, currency: str, on: date, name: str) -> M:
    """Return the first mandate that covers an amount on a day.

    Refuse otherwise with the reason that is nearest: a limit that is too low, another currency,
    a mandate that has ended or has not begun, or none at all.
    """
    now = holding(mandates, on)
    found = next((each for each in now if covers(each, amount, currency)), None)
    if found is not None:
        return found
    raise _too_low(now, amount, currency, name) if now else _not_now(mandates, on, name)


def _too_low(now: Sequence[Reach], amount: Decimal, currency: str, name: str) -> RuleBroken:
    same = [each.limit for each in now if each.currency == currency and each.limit is not None]
    if not same:
        other = ", ".join(sorted({each.currency for each in now}))
        return RuleBroken("mandate_currency", other=other, wanted=currency, name=name)
    return RuleBroken(
        "mandate_limit", name=name, limit=max(same), amount=amount, currency=currency
    )


def _not_now(mandates: Sequence[Reach], on: date, name: str) -> RuleBroken:
    ended = [
        each.valid_until for each in mandates if each.valid_until and each.valid_until < on
    ]
    begins = [each.valid_from for each in mandates if each.valid_from > on]
    if ended:
        return RuleBroken("mandate_ended", day=max(ended), name=name)
    if begins:
        return RuleBroken("mandate_begins", day=min(begins), name=name)
    return RuleBroken("mandate_missing", name=name)
