"""Accepted figures and their corrections, written without playing them."""

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.models import Actual, FigureCorrection, Report
from tests import factories as make


def proposed(report, **facts):
    """A correction of the first figure of a report that waits for its second person."""
    row = Actual.select().where(Actual.report == report).first()
    given = {"total": 1, "reason": "Counted twice.", "asked_at": make.NOON, **facts}
    asked_by = given.pop("asked_by", None) or make.person(Role.PROGRAMME_OFFICER)
    return FigureCorrection.create(
        report=report, indicator=row.indicator, asked_by=asked_by, **given
    )


def records():
    """What addresses of corrections name: an accepted figure, and a correction that waits."""
    report = Report.get(Report.state == ReportState.ACCEPTED)
    made = proposed(report)
    return {"indicator_id": [made.indicator_id], "correction_id": [made.id]}
