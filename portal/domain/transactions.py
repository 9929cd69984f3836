"""A list of transactions, row by row: what each says, and every cell that cannot be taken.

Rules, the office's own: dates within the period, documents used once, amounts above 0 unless
the row is marked as a credit, a rate for every currency that is not the contract's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from portal.domain.amounts import read_cell
from portal.domain.errors import RuleBroken
from portal.domain.report_money import (
    HIGHEST_RATE,
    ZERO,
    Rate,
    converted,
    kept_rate,
    rate_on,
)
from portal.domain.texts import tidy

COLUMNS = (
    *("date", "document", "payee", "description", "line"),
    *("amount", "currency", "rate", "credit"),
)
LETTERS = dict(zip(COLUMNS, "ABCDEFGHI", strict=True))
"""In which column of the sheet each stands."""
_PLACES = {column: place for place, column in enumerate(COLUMNS)}
MOST_TOLD = 200
"""How many wrong cells are told; reading stops there."""
LONGEST_DOCUMENT, LONGEST_DESCRIPTION = 60, 300
LARGEST = Decimal(999_999_999_999)
_SHOWN = 60
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
_CREDIT = frozenset({"yes", "oui", "credit", "crédit", "avoir", "x"})
_NO_CREDIT = frozenset({"", "no", "non"})


class PayeeKind(StrEnum):
    """Whom the partner paid, by function: lists hold no names of persons."""

    STAFF = "staff"
    SUPPLIER = "supplier"
    SERVICE = "service"
    LANDLORD = "landlord"
    AUTHORITY = "authority"
    BANK = "bank"
    PARTICIPANTS = "participants"
    OTHER = "other"


class Formula:
    """What stands for a cell that computes instead of saying."""


FORMULA = Formula()


@dataclass(frozen=True)
class Terms:
    """What a list is checked against.

    ``lines`` and ``payees`` name codes by what people write, in small letters; ``places`` the
    figures after the point by currency; ``used`` the report by document, in small letters.
    """

    starts_on: date
    ends_on: date
    currency: str
    lines: Mapping[str, str]
    payees: Mapping[str, PayeeKind]
    places: Mapping[str, int]
    rates: Sequence[Rate] = ()
    used: Mapping[str, str] = field(default_factory=dict)
    most: int = 10_000


@dataclass(frozen=True)
class Entry:
    """One row that can be taken; ``value`` is in the contract's currency, a credit below 0."""

    row: int
    dated_on: date
    document: str
    payee: PayeeKind
    description: str
    line: str
    amount: Decimal
    currency: str
    rate: Decimal
    value: Decimal
    credit: bool


@dataclass
class Listed:
    """The rows that were read and what is wrong; only a list without faults is taken."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[RuleBroken] = field(default_factory=list)

    def sums(self) -> dict[str, Decimal]:
        """Return by line what the rows add up to."""
        sums: dict[str, Decimal] = {}
        for each in self.entries:
            sums[each.line] = sums.get(each.line, ZERO) + each.value
        return sums


def read(rows: Iterable[tuple[int, Sequence[object]]], terms: Terms) -> Listed:
    """Read numbered rows of cells; empty rows are passed over."""
    listed, seen, count = Listed(), dict[str, int](), 0
    for number, cells in rows:
        texts = [_text(each) for each in cells]
        if not any(texts):
            continue
        count += 1
        if count > terms.most:
            listed.problems.append(RuleBroken("list_too_long", "file", most=terms.most))
            break
        _take(listed, _Row(number, cells, texts, terms), seen)
        if len(listed.problems) >= MOST_TOLD:
            listed.problems.append(RuleBroken("list_more_wrong", "file", told=MOST_TOLD))
            break
    if not count:
        listed.problems.append(RuleBroken("list_empty", "file"))
    return listed


def known_as(document: str) -> str:
    """Return the number of a document as it is compared: small letters, single spaces."""
    return " ".join(document.split()).casefold()


def differences(
    stated: Mapping[str, Decimal | None], sums: Mapping[str, Decimal]
) -> dict[str, tuple[Decimal, Decimal]]:
    """Return by line what is stated and what the list adds up to, where the two differ."""
    lines = {**dict.fromkeys(stated, ZERO), **sums}
    pairs = {line: (stated.get(line) or ZERO, lines[line]) for line in lines}
    return {line: pair for line, pair in pairs.items() if pair[0] != pair[1]}


def _text(cell: object) -> str:
    if cell is None:
        return ""
    said = str(cell)
    plain = said.isascii() and said.isprintable() and "<" not in said
    return " ".join((said if plain else tidy(said)).split())


@dataclass(frozen=True)
class _Row:
    number: int
    cells: Sequence[object]
    texts: Sequence[str]
    terms: Terms

    def cell(self, column: str) -> object:
        place = _PLACES[column]
        return self.cells[place] if place < len(self.cells) else None

    def text(self, column: str) -> str:
        place = _PLACES[column]
        return self.texts[place] if place < len(self.texts) else ""

    def broken(self, rule: str, column: str, **facts: object) -> RuleBroken:
        place = {"row": self.number, "column": LETTERS[column]}
        return RuleBroken(rule, field="file", **place, **facts)

    def typed(self, rule: str, column: str) -> RuleBroken:
        return self.broken(rule, column, typed=self.text(column)[:_SHOWN])


def _take(listed: Listed, row: _Row, seen: dict[str, int]) -> None:
    said: dict[str, object] = {}
    found = list(_formulas(row)) or [
        *_date(row, said),
        *_document(row, said, seen),
        *_payee(row, said),
        *_description(row, said),
        *_line(row, said),
        *_currency(row, said),
        *_money(row, said),
    ]
    if found:
        listed.problems.extend(found)
    else:
        listed.entries.append(Entry(row.number, **said))  # type: ignore[arg-type]  # each was read


def _formulas(row: _Row) -> Iterator[RuleBroken]:
    for column in COLUMNS:
        cell = row.cell(column)
        if isinstance(cell, Formula) or (isinstance(cell, str) and cell.startswith("=")):
            yield row.broken("entry_formula", column)


def _date(row: _Row, said: dict[str, object]) -> Iterator[RuleBroken]:
    day = _day(row.cell("date"))
    if day is None:
        yield row.typed("entry_date", "date")
    elif not row.terms.starts_on <= day <= row.terms.ends_on:
        period = {"starts": row.terms.starts_on, "ends": row.terms.ends_on}
        yield row.broken("entry_date_outside", "date", day=day, **period)
    said["dated_on"] = day


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else _day_in(_text(cell))


def _day_in(text: str) -> date | None:
    if _ISO.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    for form in _DAYS:
        with suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no moment
    return None


def _document(row: _Row, said: dict[str, object], seen: dict[str, int]) -> Iterator[RuleBroken]:
    text = row.text("document")
    said["document"] = text
    key = known_as(text)
    if not text or len(text) > LONGEST_DOCUMENT:
        yield row.broken("entry_document", "document", most=LONGEST_DOCUMENT)
    elif key in seen:
        yield row.broken(
            "entry_document_twice", "document", document=text[:_SHOWN], first=seen[key]
        )
    elif key in row.terms.used:
        told = {"document": text[:_SHOWN], "reference": row.terms.used[key]}
        yield row.broken("entry_document_used", "document", **told)
    seen.setdefault(key, row.number)


def _payee(row: _Row, said: dict[str, object]) -> Iterator[RuleBroken]:
    said["payee"] = row.terms.payees.get(row.text("payee").casefold())
    if said["payee"] is None:
        yield row.typed("entry_payee", "payee")


def _description(row: _Row, said: dict[str, object]) -> Iterator[RuleBroken]:
    said["description"] = text = row.text("description")
    if not text or len(text) > LONGEST_DESCRIPTION:
        yield row.broken("entry_description", "description", most=LONGEST_DESCRIPTION)


def _line(row: _Row, said: dict[str, object]) -> Iterator[RuleBroken]:
    said["line"] = row.terms.lines.get(row.text("line").casefold())
    if said["line"] is None:
        yield row.typed("entry_line", "line")


def _currency(row: _Row, said: dict[str, object]) -> Iterator[RuleBroken]:
    said["currency"] = code = row.text("currency").upper() or row.terms.currency
    if code not in row.terms.places:
        yield row.typed("entry_currency", "currency")


def _money(row: _Row, said: dict[str, object]) -> Iterator[RuleBroken]:
    found = [*_credit(row, said), *_amount(row, said)]
    yield from found
    currency = str(said["currency"])
    if found or currency not in row.terms.places or not isinstance(said["dated_on"], date):
        return
    rate, wrong = _rate(row, currency, said["dated_on"])
    yield from wrong
    amount = Decimal(str(said["amount"]))
    places = row.terms.places.get(row.terms.currency, 2)
    said.update(rate=rate, value=converted(amount, rate, places))


def _credit(row: _Row, said: dict[str, object]) -> Iterator[RuleBroken]:
    typed = row.text("credit").casefold()
    said["credit"] = typed in _CREDIT
    if typed not in _CREDIT | _NO_CREDIT:
        yield row.typed("entry_credit", "credit")


def _amount(row: _Row, said: dict[str, object]) -> Iterator[RuleBroken]:
    amount = read_cell(row.cell("amount"))
    if amount is None or abs(amount) > LARGEST:
        yield row.typed("entry_amount", "amount")
        return
    credit = bool(said["credit"])
    if not amount or (amount < 0 and not credit):
        yield row.typed("entry_amount_sign", "amount")
    places = row.terms.places.get(str(said["currency"]), 3)
    if amount != round(amount, places):
        fine = {"places": places, "currency": said["currency"]}
        yield row.broken("entry_amount_fine", "amount", **fine)
    said["amount"] = -abs(amount) if credit else amount


def _rate(row: _Row, currency: str, day: date) -> tuple[Decimal, list[RuleBroken]]:
    """Return the rate of a row: its own, or the one kept for its day; and what is wrong."""
    given = read_rate(row.cell("rate"))
    if given is None and row.text("rate"):
        return Decimal(1), [row.typed("entry_rate", "rate")]
    if currency == row.terms.currency:
        wrong = given not in {None, Decimal(1)}
        return Decimal(1), [row.typed("entry_rate_own", "rate")] if wrong else []
    return _foreign(row, currency, given, rate_on(row.terms.rates, currency, day))


def _foreign(
    row: _Row, currency: str, given: Decimal | None, kept: Rate | None
) -> tuple[Decimal, list[RuleBroken]]:
    rate = kept.rate if kept is not None else given
    if rate is None:
        return Decimal(1), [row.broken("entry_rate_none", "rate", currency=currency)]
    if kept is not None and given is not None and kept_rate(given) != kept_rate(kept.rate):
        told = {"currency": currency, "rate": f"{kept.rate.normalize():f}", "day": kept.from_on}
        return rate, [row.broken("entry_rate_other", "rate", **told)]
    return kept_rate(rate), []


def read_rate(cell: object) -> Decimal | None:
    """Return a rate of exchange; its one mark is a point or a comma before the fraction."""
    plain = (repr(cell) if isinstance(cell, float) else _text(cell)).replace(" ", "")
    try:
        rate = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None
    if not rate.is_finite() or not 0 < rate <= HIGHEST_RATE:
        return None
    return rate if kept_rate(rate) else None
