"""A report on both desks: one section accepted, one returned, the rest to be decided on."""

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_report_review import SectionReview
from portal.domain.report_specs import PARTS
from portal.models import Report
from portal.services import clock, monitoring, report_review, report_threads
from portal.services.report_review import Verdict
from tests import factories as make
from tests import reports
from tests.browser.stage_sealed import of

LONG = "Which of the incidents took place at night, and who was told of it within the day? " * 3


def faces():
    """Put it into the database; return the pages that show it to each desk."""
    contract = reports.contract(make.partner(), list(PARTS))
    row = Report.get(contract=contract, number=1)
    filed = {"state": ReportState.SUBMITTED, "submitted_at": clock.now()}
    Report.update(filed).where(Report.id == row.id).execute()
    report = monitoring.by_slug(row.slug)
    officer, finance = (
        make.person(role) for role in (Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER)
    )
    by = make.accounts.actor_of(officer)
    decided = {
        "indicators": Verdict(SectionReview.ACCEPTED, "", 1),
        "incidents": Verdict(SectionReview.RETURNED, LONG, 1),
    }
    for code, verdict in decided.items():
        report_review.decide(report, code, verdict, by, clock.now())
    asked = report_threads.ask(report, "expenditure", LONG, by, clock.now())
    draft = Report.get(contract=contract, number=2)
    owner = make.team(contract.partner)[0]
    codes = (*decided, "standards", "risks", "services", "expenditure")
    return [
        of("monitoring.ask_about", officer, slug=report.slug, code="risks"),
        of("monitoring.thread", officer, slug=report.slug, thread_id=asked.id),
        of("monitoring.team", owner, slug=draft.slug),
        of("monitoring.show", owner, slug=report.slug),
        of("monitoring.review", officer, slug=report.slug),
        of("monitoring.finish_review", officer, slug=report.slug, desk="programme"),
        of("monitoring.finish_review", finance, slug=report.slug, desk="finance"),
        of("monitoring.review_section", finance, slug=report.slug, code="expenditure"),
        *(of("monitoring.review_section", officer, slug=report.slug, code=c) for c in codes),
    ]
