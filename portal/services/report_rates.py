"""Rates of exchange that are kept with a report: rate, source and the day it began.

The contract's rule (clause on currency): the operational rate of the United Nations of the
month of payment. So a rate holds from its day until the next one of the same currency.
"""

from datetime import date

from peewee import Expression

from portal.db import atomic
from portal.domain import report_money as rules
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.report_money import Rate
from portal.models import Contract, ContractClause, Report, ReportRate
from portal.services import events
from portal.services.report_writing import Save, begin_writing

EXCHANGE = ("C05", "C33")
"""The clauses of the library that say how costs in other currencies are converted."""
_NAMED = {"en": ("exchange", "currency"), "fr": ("change", "monnaie")}


def rule_of(contract: Contract) -> list[str]:
    """Return what a contract says itself of exchange, in its language; often nothing."""
    clauses = contract.clauses.where(ContractClause.code.in_(EXCHANGE))
    texts = [row.text for row in clauses.order_by(ContractClause.position) if not row.left_out]
    said = [part.strip() for text in texts for part in text.split("\n\n")]
    words = _NAMED.get(contract.language, ())
    return [part for part in said if any(word in part.casefold() for word in words)]


def rows(report: Report) -> list[ReportRate]:
    """Return the rates that are kept with a report, by currency and day."""
    query = ReportRate.select().where(ReportRate.report == report.id)
    return list(query.order_by(ReportRate.currency, ReportRate.from_on))


def known(report: Report) -> list[Rate]:
    """Return the rates that are kept with a report, as the rules read them."""
    return [Rate(each.currency, each.from_on, each.rate, each.source) for each in rows(report)]


def keep(report: Report, rate: Rate, save: Save) -> None:
    """Keep a rate with its source; one of the same currency and day is replaced."""
    if rate.currency == report.contract.currency:
        raise RuleBroken("rate_of_own", "currency", currency=rate.currency)
    if rate.from_on > report.ends_on:
        raise RuleBroken("rate_after_period", "from_on", day=report.ends_on)
    with atomic():
        begin_writing(report, save)
        ReportRate.delete().where(_same(report, rate.currency, rate.from_on)).execute()
        ReportRate.create(
            report=report,
            currency=rate.currency,
            from_on=rate.from_on,
            rate=rules.kept_rate(rate.rate),
            source=rate.source.strip(),
            kept_at=save.at,
            kept_by=save.by.person_id,
        )
        events.record(save.by, "report.rate_kept", report, save.at, currency=rate.currency)


def drop(report: Report, currency: str, from_on: date, save: Save) -> None:
    """Take a rate away that was kept by mistake."""
    with atomic():
        begin_writing(report, save)
        if not ReportRate.delete().where(_same(report, currency, from_on)).execute():
            raise NotFound
        events.record(save.by, "report.rate_dropped", report, save.at, currency=currency)


def _same(report: Report, currency: str, from_on: date) -> Expression:
    return (
        (ReportRate.report == report.id)
        & (ReportRate.currency == currency)
        & (ReportRate.from_on == from_on)
    )
