"""Corrections of accepted figures: proposed with a reason, decided by a second person.

What was accepted stays as it is; a correction stands beside it and the sums follow it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from portal.db import atomic
from portal.domain import indicators as rules
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.indicators import Entry, Figure
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_figures import (
    APPROVE_CORRECTION,
    REFUSE_CORRECTION,
    CorrectionState,
)
from portal.domain.policy import Actor, can, require
from portal.models import Actual, Contract, FigureCorrection, Indicator, Person, Report
from portal.services import correction_mails, events, figures, indicator_sums, measures
from portal.services.figures import Given
from portal.services.indicator_lines import IndicatorLine, indicator_lines
from portal.services.report_kinds import of_periods
from portal.services.steps import advance, found
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

STANDING = (CorrectionState.PROPOSED, CorrectionState.APPROVED)


@dataclass(frozen=True)
class Subject:
    """One figure of an accepted report: as it was accepted, and as it stands corrected."""

    actual: Actual
    measure: rules.Measure
    accepted: Entry
    now: Entry


def _with_all() -> "ModelSelect[FigureCorrection]":
    return (
        FigureCorrection.select(FigureCorrection, Report, Contract, Indicator, Person)
        .join(Report, on=FigureCorrection.report)
        .join(Contract)
        .switch(FigureCorrection)
        .join(Indicator)
        .switch(FigureCorrection)
        .join(Person, on=FigureCorrection.asked_by)
    )


def by_id(correction_id: UUID) -> FigureCorrection:
    """Return a correction with its report and indicator, or refuse with ``NotFound``."""
    row: FigureCorrection | None = (
        _with_all().where(FigureCorrection.id == correction_id).first()
    )
    return found(row)


def of_contract(contract: UUID) -> list[FigureCorrection]:
    """Return the corrections of a contract that were not refused, oldest first."""
    query = _with_all().where(
        (Report.contract == contract) & FigureCorrection.state.in_(list(STANDING))
    )
    return list(query.order_by(FigureCorrection.asked_at))


def told_in(report: Report) -> list[FigureCorrection]:
    """Return the approved corrections that a report lists: those of reports before it."""
    query = _with_all().where(FigureCorrection.told_in == report)
    return list(query.order_by(FigureCorrection.decided_at))


def subject(report: Report, indicator_id: UUID) -> Subject:
    """Return the figure of a report that can be corrected, or refuse with ``NotFound``."""
    rows = {row.indicator_id: row for row in figures.actuals(report)}
    actual = found(rows.get(indicator_id))
    goal = measures.goals(report.contract_id)[indicator_id]
    accepted = figures.entry_of(actual, figures.parts_of(report))
    last = _last_approved(report, indicator_id)
    now = indicator_sums.entry_of(last) if last else accepted
    return Subject(actual, measures.measure_of(goal), accepted, now)


def require_accepted(report: Report) -> None:
    """Refuse for a report that can still be returned."""
    if report.state is not ReportState.ACCEPTED:
        raise WrongState("correct_figure", report.state)


def line_of(report: Report, indicator_id: UUID) -> IndicatorLine:
    """Return one indicator of a report as it was accepted, or refuse with ``NotFound``."""
    lines = {each.actual.indicator_id: each for each in indicator_lines(report)}
    if indicator_id not in lines:
        raise NotFound
    return lines[indicator_id]


def compared(
    correction: FigureCorrection, language: str
) -> list[tuple[rules.Place | None, str, Figure, Figure]]:
    """Return the figure that stands and the new one: the whole, then part by part.

    Each row has its place (None for the whole) and the name of the place.
    """
    about = subject(correction.report, correction.indicator_id)
    new = indicator_sums.entry_of(correction)
    rows = [(at, measures.name_of(at, language)) for at in about.measure.places()]
    parts = [(at, name, about.now.part(at), new.part(at)) for at, name in rows]
    return [(None, "", about.now.whole, new.whole), *parts]


def _last_approved(report: Report, indicator_id: UUID) -> FigureCorrection | None:
    mine = (FigureCorrection.report == report) & (FigureCorrection.indicator == indicator_id)
    query = FigureCorrection.select().where(
        mine & (FigureCorrection.state == CorrectionState.APPROVED)
    )
    last: FigureCorrection | None = query.order_by(
        FigureCorrection.decided_at.desc(), FigureCorrection.asked_at.desc()
    ).first()
    return last


def propose(
    report: Report, given: tuple[UUID, Given], reason: str, by: Actor, at: datetime
) -> FigureCorrection:
    """Propose a new figure for an accepted one; ``given`` names the indicator and the figure.

    Refused while another correction of the same figure waits.
    """
    require(by, Action.CORRECT_FIGURE, report)
    indicator_id, typed = given
    with atomic():
        _hold(report)
        entry = _checked(report, indicator_id, typed)
        if not reason.strip():
            raise RuleBroken("reason_missing", "reason")
        made = FigureCorrection.create(
            report=report,
            indicator=indicator_id,
            total=entry.whole.total,
            denominator=entry.whole.denominator,
            parts=indicator_sums.plain_parts(entry.parts or {}),
            reason=reason.strip(),
            asked_by=by.person_id,
            asked_at=at,
        )
        events.record(by, "report.correction_proposed", report, at)
        correction_mails.proposed(made, at)
    return by_id(made.id)


def _hold(report: Report) -> None:
    """Lock an accepted report until the commit."""
    held = Report.update(number=Report.number).where(
        (Report.id == report.id) & (Report.state == ReportState.ACCEPTED)
    )
    if held.execute() != 1:
        raise RuleBroken("not_accepted_yet")


def _checked(report: Report, indicator_id: UUID, typed: Given) -> Entry:
    about = subject(report, indicator_id)
    kept = figures.entered(about.measure, typed)
    if broken := figures.told((0, about.actual.indicator.name), about.measure, kept):
        raise RulesBroken(broken)
    if not rules.is_complete(about.measure, kept):
        raise RuleBroken("figure_incomplete", "rows-0-total")
    if _same(about.measure, kept, about.now):
        raise RuleBroken("figure_unchanged", "rows-0-total")
    mine = (FigureCorrection.report == report) & (FigureCorrection.indicator == indicator_id)
    waiting = FigureCorrection.state == CorrectionState.PROPOSED
    if FigureCorrection.select().where(mine & waiting).exists():
        raise RuleBroken("correction_open")
    return kept


def _same(measure: rules.Measure, one: Entry, other: Entry) -> bool:
    places = measure.places()
    return one.whole == other.whole and all(one.part(at) == other.part(at) for at in places)


def approve(correction: FigureCorrection, answer: str, by: Actor, at: datetime) -> None:
    """Let a correction stand: the sums follow it, and the next report lists it."""
    require(by, Action.DECIDE_CORRECTION, correction)
    report = correction.report
    with atomic():
        _hold(report)
        told = {"told_in": _next_report(report), **_decided(answer, by, at)}
        advance(correction, APPROVE_CORRECTION, None, **told)
        indicator_sums.correct(correction)
        events.record(by, "report.correction_approved", report, at)
        correction_mails.decided(correction, at, approved=True)


def _decided(answer: str, by: Actor, at: datetime) -> dict[str, object]:
    return {"decided_by": by.person_id, "decided_at": at, "answer": answer.strip()}


def _next_report(report: Report) -> UUID | None:
    """Return the first report of the contract that is not accepted yet, if there is one."""
    query = Report.select(Report.id).where(
        (Report.contract == report.contract_id)
        & (Report.state != ReportState.ACCEPTED)
        & of_periods()
    )
    following = query.order_by(Report.number).first()
    return following.id if following else None


def refuse(correction: FigureCorrection, answer: str, by: Actor, at: datetime) -> None:
    """Refuse a correction with a reason; the figure stays as it was."""
    require(by, Action.DECIDE_CORRECTION, correction)
    if not answer.strip():
        raise RuleBroken("reason_missing", "answer")
    with atomic():
        advance(correction, REFUSE_CORRECTION, None, **_decided(answer, by, at))
        events.record(by, "report.correction_refused", correction.report, at)
        correction_mails.decided(correction, at, approved=False)


def work_items(actor: Actor, _at: datetime) -> list[Item]:
    """Return the corrections that wait for the actor's decision."""
    waiting = _with_all().where(FigureCorrection.state == CorrectionState.PROPOSED)
    return [
        Item(
            "work.decide_correction",
            each.report.reference,
            each.indicator.name,
            "monitoring.correction",
            {"correction_id": str(each.id)},
        )
        for each in waiting.order_by(FigureCorrection.asked_at)
        if can(actor, Action.DECIDE_CORRECTION, each)
    ]
