"""What the pages of reports show."""

from datetime import datetime

from portal.blueprints.monitoring.money_pages import money_facts
from portal.domain.errors import NotFound
from portal.domain.lifecycle import SUBMIT_REPORT, ReportState
from portal.domain.policy import Actor, Thing
from portal.domain.report_sections import Progress
from portal.services import (
    documents,
    events,
    monitoring,
    report_annexes,
    report_assigning,
    report_desks,
    report_figures,
    report_filings,
    report_parts,
    report_reminders,
    report_requests,
    report_review,
    report_sections,
    report_threads,
    report_traces,
)
from portal.services.report_queries import is_late, sections_of, today
from portal.services.report_sections import Line
from portal.show import word
from portal.web import language, now

TIMELINE = (
    "report.asked",
    "report.submitted",
    "report.desk_finished",
    "report.returned",
    "report.accepted",
    "report.correction_proposed",
    "report.correction_approved",
    "report.correction_refused",
)


def listed(actor: Actor, at: datetime) -> dict[str, list[Thing]]:
    """Group the actor's reports: late, open and accepted, each by due date."""
    reports = monitoring.reports_for(actor)
    late = [each for each in reports if is_late(each, at)]
    accepted = [each for each in reports if each.state is ReportState.ACCEPTED]
    done = {each.id for each in (*late, *accepted)}
    return {
        "late": late,
        "open": [each for each in reports if each.id not in done],
        "accepted": accepted,
    }


def facts_of(report: Thing, code: str = "") -> dict[str, object]:
    """Return what every page of one report shows; ``code`` is the section it writes."""
    lines = report_sections.lines(report)
    return {
        "report": report,
        "lines": lines,
        "titles": titles(report),
        **_around(lines, code),
        **_content(report),
        **money_facts(report),
        "events": events.timeline([report.id], TIMELINE),
        "reminders": report_reminders.of(report),
        "boards": report_desks.boards(report),
        "settled": report_review.settled(report),
        "threads": report_threads.of(report),
        "answers": report_threads.answers(report),
        "assigned": report_assigning.of(report),
        "request_of": report_requests.of(report),
        "compared": report_filings.before(report) is not None,
        "document": documents.of("report", report.id, language()),
        **_standing(report, lines),
    }


def titles(report: Thing) -> dict[str, str]:
    """Name every section of a report in the language of the page."""
    words = monitoring.sections(language())
    return {
        each.code: words.get(each.code) or word(each.code, each.words)
        for each in sections_of(report)
    }


def _content(report: Thing) -> dict[str, object]:
    """Return what the sections hold, for the templates that read them."""
    money = report_figures.money_lines(report, language())
    return {
        "hints": monitoring.sections(language(), "hint"),
        "narratives": monitoring.narratives_of(report),
        "indicators": report_figures.indicator_lines(report),
        "money": money,
        "total": report_figures.total(money),
        "written": report_parts.parts(report, language()),
        "kept_traces": report_traces.kept_of(report),
        "annexes": report_annexes.of(report),
    }


def _around(lines: list[Line], code: str) -> dict[str, object]:
    """Return the line of the section that a page writes, the one before and the one after."""
    if not code:
        return {}
    codes = [each.code for each in lines]
    if code not in codes:
        raise NotFound
    here = codes.index(code)
    sides = {"before": lines[here - 1 : here], "after": lines[here + 1 : here + 2]}
    return {
        "code": code,
        "line": lines[here],
        **{name: (*found, None)[0] for name, found in sides.items()},
    }


def _standing(report: Thing, lines: list[Line]) -> dict[str, object]:
    """Say how far the partner is: what is still missing, and whether it may be filed yet."""
    day = today(report, now())
    writable = report.state in SUBMIT_REPORT.start
    open_lines = [each for each in lines if each.problems]
    blocked = monitoring.time_problems(report, now()) if writable else []
    return {
        "writable": writable and day >= report.starts_on,
        "begun": day >= report.starts_on,
        "late": is_late(report, now()),
        "done": [each for each in lines if each.progress is Progress.COMPLETE],
        "next": open_lines[0] if open_lines else None,
        "blocked": blocked,
        "problems": [*blocked, *(one for each in open_lines for one in each.problems)],
    }
