"""Accepted figures and their corrections, written without playing them."""

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.models import Actual, FigureCorrection, Report, ReportComment
from tests import factories as make


def proposed(report, **facts):
    """A correction of the first figure of a report that waits for its second person."""
    row = Actual.select().where(Actual.report == report).first()
    given = {"total": 1, "reason": "Counted twice.", "asked_at": make.NOON, **facts}
    asked_by = given.pop("asked_by", None) or make.person(Role.PROGRAMME_OFFICER)
    return FigureCorrection.create(
        report=report, indicator=row.indicator, asked_by=asked_by, **given
    )


def thread(report):
    """A question of the office on a section of a report."""
    said = {"text": "Which one?", "made_at": make.NOON, "round": 0, "section": "indicators"}
    officer = make.person(Role.PROGRAMME_OFFICER)
    return ReportComment.create(report=report, made_by=officer, **said)


def records():
    """What addresses of reports name: an accepted figure, its correction, a question."""
    report = Report.get(Report.state == ReportState.ACCEPTED)
    made = proposed(report)
    asked = {"thread_id": [thread(report).id]}
    return {**asked, "indicator_id": [made.indicator_id], "correction_id": [made.id]}
