"""What both desks found of a submitted report: sections, decisions, and who is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.lifecycle_report_review import (
    ACCEPT_SECTION,
    FINISH_DESK,
    LOOK_AGAIN,
    REOPEN_DESK,
    RETURN_SECTION,
    DeskReview,
    SectionReview,
)
from portal.domain.policy import Actor
from portal.domain.report_desks import Desk
from portal.domain.report_sections import Section
from portal.models import Person, Report, ReportDesk, SectionDecision
from portal.services.report_queries import sections_of
from portal.services.steps import advance

DESK_ACTIONS = {
    Desk.PROGRAMME: Action.REVIEW_REPORT,
    Desk.FINANCE: Action.CHECK_REPORT_MONEY,
}
"""What a person must be allowed to do to decide at a desk."""


@dataclass(frozen=True)
class Board:
    """One desk with its sections, each with what was decided on it."""

    desk: Desk
    row: ReportDesk
    lines: Sequence[tuple[Section, SectionDecision]]

    @property
    def finished(self) -> bool:
        """Say whether the desk has finished."""
        return self.row.state is DeskReview.FINISHED

    def codes(self, state: SectionReview) -> list[str]:
        """Name the sections that stand so."""
        return [section.code for section, row in self.lines if row.state is state]

    @property
    def open(self) -> list[str]:
        """Name the sections that nobody decided on."""
        return self.codes(SectionReview.OPEN)

    @property
    def returned(self) -> list[str]:
        """Name the sections that are to be corrected."""
        return self.codes(SectionReview.RETURNED)


def section_of(report: Report, code: str) -> Section:
    """Return a section that the report has, or refuse with ``NotFound``."""
    for each in sections_of(report):
        if each.code == code:
            return each
    raise NotFound


def decisions(report: Report) -> dict[str, SectionDecision]:
    """Return what was decided on each section; one that nobody decided on stands open."""
    joined = SectionDecision.select(SectionDecision, Person)
    query = joined.left_outer_join(Person).where(SectionDecision.report == report.id)
    rows = {row.section: row for row in query}
    codes = [each.code for each in sections_of(report)]
    return {
        code: rows.get(code) or SectionDecision(report=report, section=code) for code in codes
    }


def boards(report: Report) -> list[Board]:
    """Return the desks that have something to read in a report."""
    decided, sections = decisions(report), sections_of(report)
    rows = {row.desk: row for row in ReportDesk.select().where(ReportDesk.report == report.id)}
    return [
        Board(
            desk,
            rows.get(desk) or ReportDesk(report=report, desk=desk),
            [(each, decided[each.code]) for each in sections if each.desk is desk],
        )
        for desk in Desk
        if any(each.desk is desk for each in sections)
    ]


def kept(report: Report, code: str) -> SectionDecision:
    """Return the row of a section's decision; it is made with the first one."""
    wanted = {"report": report.id, "section": code}
    SectionDecision.insert(wanted).on_conflict_ignore().execute()
    row: SectionDecision = SectionDecision.get(**wanted)
    return row


def told(comment: str, by: Actor, at: datetime) -> dict[str, object]:
    """Return the columns of a decision beside its state: its comment, by whom and when."""
    return {"comment": comment.strip(), "decided_at": at, "decided_by": by.person_id}


def comments(report: Report) -> dict[str, str]:
    """Return what the desks ask for on the sections that they return, by section."""
    rows = decisions(report).items()
    return {code: row.comment for code, row in rows if row.state is SectionReview.RETURNED}


def mark_returned(report: Report, given: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Let a return stand on the sections that it names."""
    for code, comment in given.items():
        row = kept(report, code)
        if row.state is not SectionReview.RETURNED or row.comment != comment:
            more = told(comment, by, at) | {"version": row.version + 1}
            advance(row, RETURN_SECTION, None, **more)


def accept_open(board: Board, prints: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Accept what a desk did not decide on, with the fingerprint of what stands there."""
    for code in board.open:
        row = kept(board.row.report, code)
        more = {"fingerprint": prints.get(code, ""), "version": row.version + 1}
        advance(row, ACCEPT_SECTION, None, **told("", by, at), **more)


def finish(board: Board, by: Actor, at: datetime) -> None:
    """Close the review of a desk; ``WrongState`` when it is closed already."""
    row = _desk(board.row.report, board.desk)
    advance(row, FINISH_DESK, None, finished_at=at, finished_by=by.person_id)


def reopen(report: Report, desk: Desk) -> None:
    """Let a desk that had finished read on."""
    row = _desk(report, desk)
    if row.state is DeskReview.FINISHED:
        advance(row, REOPEN_DESK, None, finished_at=None, finished_by=None)


def _desk(report: Report, desk: Desk) -> ReportDesk:
    wanted = {"report": report.id, "desk": desk}
    ReportDesk.insert(wanted).on_conflict_ignore().execute()
    row: ReportDesk = ReportDesk.get(**wanted)
    return row


def look_again(report: Report, prints: Mapping[str, str]) -> None:
    """Open what is to be read again when a report is submitted again.

    A section that was accepted and says the same stays accepted, and a desk all of whose
    sections stay so has finished still.
    """
    for row in SectionDecision.select().where(SectionDecision.report == report.id):
        same = row.fingerprint and row.fingerprint == prints.get(row.section)
        if row.state in LOOK_AGAIN.start and not (row.state is SectionReview.ACCEPTED and same):
            nobody = {"comment": "", "decided_at": None, "decided_by": None}
            advance(row, LOOK_AGAIN, None, **nobody, version=row.version + 1)
    for board in boards(report):
        if board.finished and board.open:
            reopen(report, board.desk)


def unready(report: Report) -> list[RuleBroken]:
    """Return what stands against accepting the whole: returned sections, finance at work.

    The sections of the programme that nobody decided on are accepted with the whole.
    """
    found = boards(report)
    returned = sum(len(each.returned) for each in found)
    broken = [RuleBroken("sections_returned", count=returned)] if returned else []
    if any(each.desk is Desk.FINANCE and not each.finished for each in found):
        broken.append(RuleBroken("finance_reads"))
    return broken


def accept_all(report: Report, by: Actor, at: datetime) -> None:
    """Close the programme's desk with the acceptance of the whole."""
    for board in boards(report):
        if not board.finished:
            accept_open(board, {}, by, at)
            finish(board, by, at)


def all_finished(report: Report) -> bool:
    """Say whether every desk has finished."""
    return all(each.finished for each in boards(report))
