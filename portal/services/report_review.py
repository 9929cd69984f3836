"""Reviewing a report section by section: both desks decide side by side, then each finishes.

The partner gets one return: it goes out when the last desk finishes and something is to be
corrected. The programme officer may return the report sooner; what the other desk has returned
by then goes with it.
"""

from dataclasses import dataclass
from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.lifecycle import ACCEPT_REPORT, ReportState
from portal.domain.lifecycle_report_review import SectionReview
from portal.domain.policy import Actor, require
from portal.domain.report_desks import Desk
from portal.models import Report, SectionDecision
from portal.services import events, monitoring, report_desks, report_prints
from portal.services.report_desks import DESK_ACTIONS, Board
from portal.services.report_writing import hold
from portal.services.steps import save_version

SEEN = ("state", "comment", "decided_by")


@dataclass(frozen=True)
class Verdict:
    """What is decided on a section, and which version of its decision was seen before."""

    state: SectionReview
    comment: str
    seen: int


def decide(report: Report, code: str, verdict: Verdict, by: Actor, at: datetime) -> None:
    """Accept or return one section of one's own desk; ``Conflict`` if somebody just did.

    A desk that had finished reads on from then.
    """
    section = report_desks.section_of(report, code)
    require(by, Action.REVIEW_SECTION, report)
    require(by, DESK_ACTIONS[section.desk], report)
    if verdict.state is SectionReview.RETURNED and not verdict.comment.strip():
        raise RuleBroken("section_comment_needed", "comment")
    with atomic():
        hold(report, ACCEPT_REPORT)
        _save(report_desks.kept(report, code), verdict, by, at)
        report_desks.reopen(report, section.desk)
        facts = {"section": code, "verdict": verdict.state.value}
        events.record(by, "report.section_decided", report, at, **facts)


def _save(row: SectionDecision, verdict: Verdict, by: Actor, at: datetime) -> None:
    changes = report_desks.told(verdict.comment, by, at) | {
        "state": verdict.state,
        "fingerprint": report_prints.of(row.report).get(row.section, ""),
    }
    save_version(row, verdict.seen, changes, theirs=_theirs)


def _theirs(row: SectionDecision) -> dict[str, object]:
    return {name: getattr(row, name) for name in SEEN}


def finish(report: Report, desk: Desk, by: Actor, at: datetime) -> None:
    """Close a desk's review: what it did not decide on is accepted.

    The last desk to finish returns the report if anything is to be corrected.
    """
    require(by, Action.REVIEW_SECTION, report)
    require(by, DESK_ACTIONS[desk], report)
    with atomic():
        hold(report, ACCEPT_REPORT)
        board = board_of(report, desk)
        report_desks.finish(board, by, at)
        report_desks.accept_open(board, report_prints.of(report), by, at)
        events.record(by, "report.desk_finished", report, at, desk=desk.value)
        asked = report_desks.comments(report)
        if asked and report_desks.all_finished(report):
            monitoring.give_back(report, asked, by, at)


def settled(report: Report) -> set[str]:
    """Name the sections of a returned report that were accepted and still say the same.

    They stay accepted when the report is submitted again; of others nothing is told.
    """
    if report.state is not ReportState.RETURNED:
        return set()
    prints, rows = report_prints.of(report), report_desks.decisions(report).items()
    done = {code: row.fingerprint for code, row in rows if row.state is SectionReview.ACCEPTED}
    return {code for code, said in done.items() if said and said == prints.get(code)}


def board_of(report: Report, desk: Desk) -> Board:
    """Return one desk of a report, or refuse with ``NotFound`` where it has nothing to read."""
    for each in report_desks.boards(report):
        if each.desk is desk:
            return each
    raise NotFound
