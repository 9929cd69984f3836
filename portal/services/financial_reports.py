"""The financial report of a period: asked for once its report is accepted, then final."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ReportState
from portal.domain.policy import Actor, require
from portal.domain.report_money import ZERO
from portal.models import Document, Report
from portal.services import documents, events, report_money

KIND = "financial_report"


class PeriodSums(NamedTuple):
    """What one period of a contract spent, without and with what was not eligible."""

    report: Report
    stated: Decimal
    ineligible: Decimal
    so_far: Decimal


def ask(report: Report, language: str, by: Actor, at: datetime) -> None:
    """Ask for the report in a language; one that was asked for already stays as it is."""
    require(by, Action.SEE_REPORT, report)
    if report.is_ad_hoc:
        raise RuleBroken("financial_ad_hoc")
    if report.state is not ReportState.ACCEPTED:
        raise RuleBroken("financial_not_accepted")
    with atomic():
        Report.update(number=Report.number).where(Report.id == report.id).execute()
        if language in {each.language for each in _issued(report)}:
            return
        documents.request(KIND, report.id, f"{report.reference}-FIN", (language,), at)
        events.record(by, "report.financial_asked", report, at, language=language)


def _issued(report: Report) -> list[Document]:
    mine = (Document.kind == KIND) & (Document.subject_id == report.id)
    return list(Document.select().where(mine))


def periods(report: Report, at: datetime | None) -> list[PeriodSums]:
    """Return what every period up to a report's spent, as it was known at a moment."""
    same = (Report.contract == report.contract_id) & (Report.number <= report.number)
    found, so_far = [], ZERO
    for each in Report.select().where(same).order_by(Report.number):
        total = report_money.total(report_money.ledger(each, "en", at))
        so_far += total.net
        found.append(PeriodSums(each, total.amount or ZERO, total.ineligible, so_far))
    return found
