"""The inputs and the outcome of an evaluation as JSON, and what does not agree in one."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from portal.domain.call_terms import Method, PriceFormula
from portal.domain.errors import RuleBroken
from portal.domain.evaluation import (
    Card,
    Entry,
    Inputs,
    LotOutcome,
    LotTerms,
    Outcome,
    Terms,
    evaluate,
)
from portal.domain.price_check import PriceRule
from portal.domain.pricing import LowLimits
from portal.domain.scoring import Exact, Judged, Result

FORMAT = "portal evaluation 1"
Plain = Mapping[str, Any]


def written(inputs: Inputs, outcome: Outcome) -> str:
    """Return the JSON that a report carries."""
    given = inputs_plain(inputs)
    whole = {
        "format": FORMAT,
        "inputs": given,
        "fingerprint": _fingerprint(given),
        "outcome": outcome_plain(inputs, outcome),
    }
    return json.dumps(whole, indent=1, ensure_ascii=False)


def fingerprint(inputs: Inputs) -> str:
    """Return the SHA-256 of the inputs in their canonical form, in hexadecimal."""
    return _fingerprint(inputs_plain(inputs))


def _fingerprint(plain: object) -> str:
    return hashlib.sha256(canonical(plain).encode()).hexdigest()


def canonical(plain: object) -> str:
    """Return plain data as JSON that is the same for the same data."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def inputs_plain(inputs: Inputs) -> dict[str, Any]:
    """Return the inputs as plain data."""
    order = list(inputs.terms.criteria)
    return {
        "call": inputs.call,
        "terms": _terms_plain(inputs.terms),
        "lots": [
            {"number": each.number, "ceiling": _amount(each.ceiling)} for each in inputs.lots
        ],
        "proposals": [_entry_plain(each, order, inputs.terms) for each in inputs.entries],
    }


def _terms_plain(terms: Terms) -> dict[str, Any]:
    return {
        "criteria": [
            {"code": code, "weight": _exact(how.weight), "scale": how.scale, "least": how.least}
            for code, how in terms.criteria.items()
        ],
        "threshold": terms.threshold,
        "method": terms.method.value,
        "quality_weight": terms.quality_weight,
        "price_formula": terms.formula.value,
        "prices_open": terms.prices_open,
        "lots_to_win": terms.most,
        "divergence": terms.divergence,
        "low_price": {
            "under_median": terms.low.under_median,
            "under_ceiling": terms.low.under_ceiling,
        },
        **({"price_rule": terms.price_rule.value} if terms.price_rule else {}),
    }


def _entry_plain(entry: Entry, order: list[str], terms: Terms) -> dict[str, Any]:
    return {
        "number": entry.number,
        "partner": entry.partner,
        "lot": entry.lot,
        "price": _money(entry.price),
        **({"stated": _money(entry.stated)} if terms.price_rule else {}),
        "eligible": entry.eligible,
        "scores": _cards_plain(entry.cards, order),
        "settled": {
            code: None if value is None else _exact(value)
            for code, value in entry.settled.items()
        },
        "voided": _cards_plain(entry.voided, order),
    }


def _cards_plain(cards: Mapping[str, Card], order: list[str]) -> dict[str, Any]:
    return {member: [_exact(card[code]) for code in order] for member, card in cards.items()}


def _exact(value: Exact) -> int | str:
    whole = Fraction(value)
    return whole.numerator if whole.denominator == 1 else str(whole)


def _money(value: Decimal | None) -> str | None:
    return None if value is None else _amount(value)


def _amount(value: Decimal) -> str:
    return f"{value.normalize():f}"


def outcome_plain(inputs: Inputs, outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as plain data, every figure exact."""
    members = {each.number: list(each.cards) for each in inputs.entries}
    return {
        "lots": {str(each.number): _lot_plain(each, members) for each in outcome.lots},
        "open_items": [list(each) for each in outcome.open_items],
    }


def _lot_plain(lot: LotOutcome, members: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "outcome": lot.code.value,
        "candidates": list(lot.candidates),
        "low_prices": list(lot.low),
        "unpriced": list(lot.unpriced),
        "ranking": {
            each.proposal: _result_plain(each, members[each.proposal]) for each in lot.results
        },
    }


def _result_plain(of: Result[str, str], members: list[str]) -> dict[str, Any]:
    price = {} if of.cost is None else {"price_points": _exact(of.cost.points)}
    return {
        "rank": of.rank,
        "passed": of.passed,
        "points": _exact(of.final),
        "quality": _exact(of.mean),
        **price,
        "by_criterion": {code: _exact(each) for code, each in of.by_criterion.items()},
        "below": list(of.below),
        "members": dict(zip(members, map(_exact, of.totals), strict=True)),
    }


def read(text: str) -> tuple[Inputs, Plain]:
    """Read the inputs out of the JSON of a report, and the whole as it stands there.

    Raise ``RuleBroken("evaluation_unreadable")`` for what holds none.
    """
    try:
        whole = json.loads(text)
        if whole["format"] != FORMAT:
            raise RuleBroken("evaluation_unreadable")
        return _inputs(whole["inputs"]), whole
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise RuleBroken("evaluation_unreadable") from error


def _inputs(plain: Plain) -> Inputs:
    terms = _terms(plain["terms"])
    lots = tuple(LotTerms(each["number"], Decimal(each["ceiling"])) for each in plain["lots"])
    order = list(terms.criteria)
    entries = tuple(_entry(each, order) for each in plain["proposals"])
    return Inputs(plain["call"], terms, lots, entries)


def _terms(plain: Plain) -> Terms:
    criteria = {
        each["code"]: Judged(_number(each["weight"]), each["scale"], each["least"])
        for each in plain["criteria"]
    }
    low = plain["low_price"]
    return Terms(
        criteria,
        plain["threshold"],
        Method(plain["method"]),
        plain["quality_weight"],
        PriceFormula(plain["price_formula"]),
        plain["prices_open"],
        plain["lots_to_win"],
        plain["divergence"],
        LowLimits(low["under_median"], low["under_ceiling"]),
        PriceRule(plain["price_rule"]) if "price_rule" in plain else None,
    )


def _entry(plain: Plain, order: list[str]) -> Entry:
    settled = plain["settled"]
    return Entry(
        plain["number"],
        plain["partner"],
        plain["lot"],
        _read_money(plain["price"]),
        plain["eligible"],
        _cards(plain["scores"], order),
        {key: None if each is None else _number(each) for key, each in settled.items()},
        _cards(plain["voided"], order),
        _read_money(plain.get("stated")),
    )


def _read_money(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _cards(plain: Plain, order: list[str]) -> dict[str, Card]:
    return {
        member: dict(zip(order, map(_number, values), strict=True))
        for member, values in plain.items()
    }


def _number(value: int | str) -> Exact:
    whole = Fraction(value)
    return whole.numerator if whole.denominator == 1 else whole


def broken(text: str, printed: str | None = None) -> list[RuleBroken]:
    """Compute the outcome anew and return what the JSON of a report says otherwise.

    ``printed`` is the text on the paper itself, which bears the fingerprint of the inputs.
    """
    inputs, whole = read(text)
    own = fingerprint(inputs)
    found = []
    if whole.get("fingerprint") != own or _fingerprint(whole["inputs"]) != own:
        found.append(RuleBroken("evaluation_inputs_changed"))
    if printed is not None and own not in "".join(printed.split()):
        found.append(RuleBroken("evaluation_not_printed"))
    computed = json.loads(json.dumps(outcome_plain(inputs, evaluate(inputs))))
    return [*found, *_differences(whole.get("outcome"), computed)]


def _differences(stands: object, computed: object) -> Iterator[RuleBroken]:
    for place, one, other in _walk("", stands, computed):
        yield RuleBroken("evaluation_differs", place=place, stands=one, computed=other)


def _walk(place: str, one: object, other: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*other, *(each for each in one if each not in other)]:
            inner = f"{place}, {key}" if place else str(key)
            yield from _walk(inner, one.get(key), other.get(key))
    elif one != other or type(one) is not type(other):
        yield place, canonical(one), canonical(other)
