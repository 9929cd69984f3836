"""The money of a report: spending against plan, what was accepted so far, the cash position."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.numbers import get_currency_precision
from peewee import Expression

from portal.config import variance_percent
from portal.db import atomic
from portal.domain import monitoring as shares
from portal.domain import report_money as rules
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ReportState
from portal.domain.report_money import ZERO, Cash, Rate
from portal.models import (
    Contract,
    Expenditure,
    IneligibleAmount,
    MoneyCertificate,
    Report,
    ReportCash,
    ReportRate,
)
from portal.services import budget_categories, events, instalments_paid
from portal.services.report_writing import Save, begin_writing
from portal.services.steps import save_version

WAITING = (ReportState.SUBMITTED, ReportState.RETURNED)


@dataclass(frozen=True)
class LedgerLine:
    """One budget category in one period, or the total of all (no ``code``).

    ``accepted`` and ``waiting`` were spent in earlier periods, in reports that are accepted
    (without what was found not eligible) and that are filed only; ``ineligible`` is of this
    report, ``planned`` what was due to be spent until its end.
    """

    code: str
    name: str
    budget: Decimal
    planned: Decimal
    amount: Decimal | None
    accepted: Decimal
    waiting: Decimal
    ineligible: Decimal
    note: str = ""

    @property
    def net(self) -> Decimal:
        """What was spent in the period, without what was found not eligible."""
        return (self.amount or ZERO) - self.ineligible

    @property
    def so_far(self) -> Decimal:
        """What was spent since the contract began, without what was found not eligible."""
        return self.accepted + self.waiting + self.net

    @property
    def left(self) -> Decimal:
        """What is left of the budget; below 0 when it is passed."""
        return self.budget - self.so_far

    @property
    def share(self) -> int | None:
        """What was spent so far, in percent of the budget."""
        return shares.share(self.so_far, self.budget)

    @property
    def over(self) -> bool:
        """Whether more was spent so far than the budget holds."""
        return shares.over_budget(self.so_far, self.budget)

    @property
    def variance(self) -> Decimal | None:
        """How far spending is off its plan, in percent."""
        return rules.variance(self.so_far, self.planned)

    @property
    def varies(self) -> bool:
        """Whether spending is so far off its plan that a note is due."""
        stated = self.amount is not None
        return stated and rules.varies(self.so_far, self.planned, variance_percent())

    @property
    def lacks_note(self) -> bool:
        """Whether the note on a variance is due and missing."""
        return bool(self.code) and self.varies and not self.note.strip()


def ledger(report: Report, language: str, at: datetime | None = None) -> list[LedgerLine]:
    """Return the budget categories of a report; ``at`` reads what was not eligible by then."""
    names = budget_categories.names(report.contract.call, language)
    accepted = _spent(report, Report.state == ReportState.ACCEPTED)
    waiting = _spent(report, Report.state.in_(WAITING))
    earlier = _not_eligible(_before(report), at)
    here = _not_eligible(IneligibleAmount.report == report.id, at)
    days = (report.contract.starts_on, report.contract.ends_on, report.ends_on)
    return [
        LedgerLine(
            code=row.category,
            name=names.get(row.category, row.category),
            budget=row.budget,
            planned=rules.planned(row.budget, *days),
            amount=row.amount,
            accepted=accepted.get(row.category, ZERO) - earlier.get(row.category, ZERO),
            waiting=waiting.get(row.category, ZERO),
            ineligible=here.get(row.category, ZERO),
            note=row.note,
        )
        for row in rows(report)
    ]


def rows(report: Report) -> list[Expenditure]:
    """Return the rows of a report's budget categories in their order."""
    query = Expenditure.select().where(Expenditure.report == report.id)
    return list(query.order_by(Expenditure.position))


def _before(report: Report) -> Expression:
    return (Report.contract == report.contract_id) & (Report.number < report.number)


def _spent(report: Report, also: Expression) -> dict[str, Decimal]:
    query = Expenditure.select(Expenditure.category, Expenditure.amount).join(Report)
    spent: dict[str, Decimal] = {}
    for row in query.where(_before(report) & also):
        spent[row.category] = spent.get(row.category, ZERO) + (row.amount or ZERO)
    return spent


def _not_eligible(of: Expression, at: datetime | None) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in IneligibleAmount.select(IneligibleAmount).join(Report).where(of):
        if _stands(row, at):
            sums[row.category] = sums.get(row.category, ZERO) + row.amount
    return sums


def _stands(row: IneligibleAmount, at: datetime | None) -> bool:
    if at is None:
        return row.lifted_at is None
    return row.found_at <= at and (row.lifted_at is None or row.lifted_at > at)


def total(lines: list[LedgerLine]) -> LedgerLine:
    """Add the categories up; the amount of the period counts what is filled in."""

    def add(name: str) -> Decimal:
        return sum((getattr(each, name) or ZERO for each in lines), ZERO)

    parts = ("budget", "planned", "amount", "accepted", "waiting", "ineligible")
    return LedgerLine("", "", **{name: add(name) for name in parts})


def spent(report: Report) -> Decimal:
    """Return what was spent in the period, as the partner states it."""
    return sum((row.amount or ZERO for row in rows(report)), ZERO)


# Cash


def has_cash(contract: Contract) -> bool:
    """Say whether a contract pays instalments, so that its partner accounts for the cash."""
    return bool(contract.instalments.exists())


def cash_row(report: Report) -> ReportCash:
    """Return what is stated of the cash of a period; an unsaved row when nothing is."""
    return ReportCash.get_or_none(ReportCash.report == report.id) or ReportCash(report=report)


def cash(report: Report) -> Cash:
    """Return the stated cash position of a period."""
    row = cash_row(report)
    return Cash(row.opening, row.received, row.other, row.other_note, row.closing)


def opening_expected(report: Report) -> Decimal | None:
    """Return the closing balance of the period before, 0 for the first, None if not stated."""
    before = Report.get_or_none(
        (Report.contract == report.contract_id) & (Report.number == report.number - 1)
    )
    return ZERO if before is None else cash(before).closing


def received_expected(report: Report) -> Decimal | None:
    """Return the instalments that the office paid within the period; None if not known."""
    return instalments_paid.within(report.contract, report.starts_on, report.ends_on)


def save_cash(report: Report, stated: Cash, save: Save) -> None:
    """Save the cash position; refused with ``Conflict`` when it was saved meanwhile."""
    currency = report.contract.currency
    amounts = (stated.opening, stated.received, stated.other, stated.closing)
    for each in amounts:
        if each is not None:
            require_fine(each, currency)
    if (stated.received or ZERO) < 0:
        raise RuleBroken("amount_negative", "received")
    with atomic():
        begin_writing(report, save)
        row = cash_row(report)
        if row.report_id not in {each.report_id for each in ReportCash.select()}:
            ReportCash.create(report=report)
        changes = {**vars(stated), "other_note": stated.other_note.strip()}
        save_version(cash_row(report), save.seen, changes)
        events.record(save.by, "report.section_saved", report, save.at, section="cash")


def require_fine(amount: Decimal, currency: str) -> None:
    """Refuse an amount with more figures after the point than its currency has."""
    places = get_currency_precision(currency)
    if amount != round(amount, places):
        raise RuleBroken("amount_too_fine", places=places, currency=currency)


def cash_problems(report: Report) -> list[RuleBroken]:
    """Return what is missing of the cash position, and where it does not tie."""
    stated = cash(report)
    if stated.missing:
        return [RuleBroken("cash_missing", "cash", count=stated.missing)]
    broken = [
        *_differs("opening", stated.opening, opening_expected(report)),
        *_differs("received", stated.received, received_expected(report)),
        *_differs("closing", stated.closing, stated.expected(spent(report))),
    ]
    if stated.other and not stated.other_note:
        broken.append(RuleBroken("cash_note_missing", "cash#other_note"))
    return broken


def _differs(name: str, given: Decimal | None, wanted: Decimal | None) -> list[RuleBroken]:
    if wanted is None or given == wanted:
        return []
    return [RuleBroken(f"cash_{name}_differs", f"cash#{name}", given=given, wanted=wanted)]


def variance_problems(report: Report) -> list[RuleBroken]:
    """Return what is still to be explained: spending far off its plan, within the budget."""
    bare = [each for each in ledger(report, "en") if each.lacks_note and not each.over]
    if not bare:
        return []
    facts = {"count": len(bare), "percent": variance_percent()}
    return [RuleBroken("variance_notes_missing", "expenditure", **facts)]


# Rates of exchange


def rates(report: Report) -> list[ReportRate]:
    """Return the rates that are kept with a report, by currency and day."""
    query = ReportRate.select().where(ReportRate.report == report.id)
    return list(query.order_by(ReportRate.currency, ReportRate.from_on))


def known_rates(report: Report) -> list[Rate]:
    """Return the rates that are kept with a report, as the rules read them."""
    return [Rate(each.currency, each.from_on, each.rate, each.source) for each in rates(report)]


def keep_rate(report: Report, rate: Rate, save: Save) -> None:
    """Keep a rate with its source and the day from which it holds; a same day is replaced."""
    currency = report.contract.currency
    if rate.currency == currency:
        raise RuleBroken("rate_of_own", "currency", currency=currency)
    if rate.from_on > report.ends_on:
        raise RuleBroken("rate_after_period", "from_on", day=report.ends_on)
    with atomic():
        begin_writing(report, save)
        _same_rate(report, rate.currency, rate.from_on).execute()
        kept = {"rate": rules.kept_rate(rate.rate), "source": rate.source.strip()}
        named = {"report": report, "currency": rate.currency, "from_on": rate.from_on}
        ReportRate.create(**named, **kept, kept_at=save.at, kept_by=save.by.person_id)
        events.record(save.by, "report.rate_kept", report, save.at, currency=rate.currency)


def drop_rate(report: Report, currency: str, from_on: date, save: Save) -> None:
    """Take a rate away that was kept by mistake."""
    with atomic():
        begin_writing(report, save)
        if _same_rate(report, currency, from_on).execute():
            events.record(save.by, "report.rate_dropped", report, save.at, currency=currency)


def _same_rate(report: Report, currency: str, from_on: date) -> "object":
    return ReportRate.delete().where(
        (ReportRate.report == report.id)
        & (ReportRate.currency == currency)
        & (ReportRate.from_on == from_on)
    )


# What is certified


def figures(report: Report) -> Mapping[str, object]:
    """Return the money of a report as plain data: what its certificate is given on."""
    stated = cash(report)
    return {
        "report": report.reference,
        "lines": [[row.category, _plain(row.amount), row.note] for row in rows(report)],
        "cash": [_plain(each) for each in (stated.opening, stated.received, stated.other)],
        "closing": _plain(stated.closing),
        "rates": [[r.currency, str(r.from_on), _plain(r.rate)] for r in rates(report)],
    }


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def fingerprint(report: Report) -> str:
    """Return the SHA-256 of the money of a report in hexadecimal."""
    text = json.dumps(figures(report), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
