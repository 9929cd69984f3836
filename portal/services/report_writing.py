"""Who may write in a report, and when: asked before every save, whatever the section."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import SUBMIT_REPORT, ReportState, Step
from portal.domain.policy import Actor, require
from portal.models import Event, Report
from portal.services import events
from portal.services.report_queries import today

RUN = timedelta(minutes=5)
"""Saves of one section by one person within this time are one line of the log."""


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
    """Lock a report that is open to its partner; refuse others and a period not begun."""
    require(save.by, Action.WRITE_REPORT, report)
    hold(report, SUBMIT_REPORT)
    if today(report, save.at) < report.starts_on:
        raise RuleBroken("period_not_begun", day=report.starts_on)


def tell(report: Report, section: str, save: Save) -> None:
    """Write the line of the log, unless the same person saved the section just before."""
    told = Event.select().where(
        (Event.subject_id == report.id)
        & (Event.name == "report.section_saved")
        & (Event.actor_id == save.by.person_id)
        & (Event.at > save.at - RUN)
    )
    if not any(each.facts.get("section") == section for each in told):
        events.record(save.by, "report.section_saved", report, save.at, section=section)
