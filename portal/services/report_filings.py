"""Submitting a report, and what it said each time, so that a reader sees what was corrected."""

from collections.abc import Mapping
from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RulesBroken
from portal.domain.lifecycle import SUBMIT_REPORT, ReportState
from portal.domain.policy import Actor, require
from portal.domain.report_book import Values, digest
from portal.models import Report, ReportFiling
from portal.services import (
    events,
    money_certificates,
    monitoring,
    report_book_parts,
    report_desks,
    report_prints,
)
from portal.services.report_queries import today
from portal.services.report_writing import hold
from portal.services.steps import advance

WITH_PARTNER = frozenset({ReportState.DRAFT, ReportState.RETURNED})


def submit(report: Report, by: Actor, at: datetime) -> None:
    """File a complete report after the end of its period; from then on it is frozen."""
    require(by, Action.SUBMIT_REPORT, report)
    with atomic():
        hold(report, SUBMIT_REPORT)
        if broken := monitoring.problems(report, at):
            raise RulesBroken(broken)
        filed = {"submitted_at": at, "submitted_by": by.person_id}
        advance(report, SUBMIT_REPORT, None, days_late=_days_late(report, at), **filed)
        if not report.is_ad_hoc:
            money_certificates.certify(report, by, at)
        _keep(report, at)
        report_desks.look_again(report, report_prints.of(report))
        events.record(by, "report.submitted", report, at)


def _days_late(report: Report, at: datetime) -> int:
    """Return by how many days a report was late when it was filed first; that stays."""
    if report.days_late is not None:
        return report.days_late
    return max((today(report, at) - report.due_on).days, 0)


def _keep(report: Report, at: datetime) -> None:
    """Keep what every section says, in the transaction that submits the report."""
    content = {each.code: each.values for each in report_book_parts.chapters(report, "en")}
    ReportFiling.create(
        report=report,
        round=report.filings.count() + 1,
        content=content,
        hash=digest(content),
        filed_at=at,
    )


def before(report: Report) -> ReportFiling | None:
    """Return the submission that the report is to be compared with, or None at the first.

    A report that is being corrected is compared with its last submission, one that was
    submitted again with the one before.
    """
    filings = list(report.filings.order_by(ReportFiling.round.desc()).limit(2))
    place = 0 if report.state in WITH_PARTNER else 1
    return filings[place] if len(filings) > place else None


def content(filing: ReportFiling) -> Mapping[str, Values]:
    """Return what the sections said, by their code."""
    said: Mapping[str, Values] = filing.content
    return said
