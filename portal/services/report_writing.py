"""What begins every saving of a part of a report: who may, and whether it can be written."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import SUBMIT_REPORT, ReportState, Step
from portal.domain.policy import Actor, require
from portal.models import Report
from portal.services.report_queries import today


@dataclass(frozen=True)
class Save:
    """Who saves a part of a report, when, and which version of it they saw."""

    by: Actor
    at: datetime
    seen: int


def hold(report: Report, step: Step[ReportState]) -> None:
    """Lock the report's row until the commit, in a state from which the step is open."""
    held = Report.update(number=Report.number).where(
        (Report.id == report.id) & Report.state.in_(list(step.start))
    )
    if held.execute() != 1:
        raise WrongState(step.name, Report.get_by_id(report.id).state)


def begin_writing(report: Report, save: Save) -> None:
    """Lock a report that the actor may write at that moment, in the caller's transaction."""
    require(save.by, Action.WRITE_REPORT, report)
    hold(report, SUBMIT_REPORT)
    if today(report, save.at) < report.starts_on:
        raise RuleBroken("period_not_begun", day=report.starts_on)
