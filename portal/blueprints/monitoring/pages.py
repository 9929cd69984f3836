"""What the pages of reports show."""

from collections.abc import Mapping
from datetime import datetime

from portal.domain.lifecycle import SUBMIT_REPORT, ReportState
from portal.domain.policy import Actor, Thing
from portal.services import documents, events, monitoring, report_figures
from portal.services.report_queries import is_late, today
from portal.show import word
from portal.web import language, now

TIMELINE = ("report.submitted", "report.returned", "report.accepted")


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


def facts_of(report: Thing) -> dict[str, object]:
    """Return what every page of one report shows."""
    money = report_figures.money_lines(report, language())
    comments = monitoring.comments_of(report)
    return {
        "report": report,
        "titles": titles(),
        "hints": monitoring.sections(language(), "hint"),
        "narratives": monitoring.narratives_of(report),
        "indicators": report_figures.indicator_lines(report),
        "money": money,
        "total": report_figures.total(money),
        "comments": _by_section(comments),
        "asked": {each.section for each in comments if each.round == comments[-1].round},
        "events": events.timeline([report.id], TIMELINE),
        "document": documents.of("report", report.id, language()),
        **_standing(report),
    }


def titles() -> dict[str, str]:
    """Name every section of a report in the language of the page."""
    also = {code: word(code, "section") for code in ("indicators", "expenditure")}
    return {**monitoring.sections(language()), **also}


def _by_section(comments: list[Thing]) -> Mapping[str, list[Thing]]:
    return {
        section: [each for each in comments if each.section == section]
        for section in {each.section for each in comments}
    }


def _standing(report: Thing) -> dict[str, object]:
    """Say how far the partner is: what is still missing, and whether it may be filed yet."""
    day = today(report, now())
    writable = report.state in SUBMIT_REPORT.start
    problems = monitoring.problems(report, now()) if writable else []
    return {
        "writable": writable and day >= report.starts_on,
        "begun": day >= report.starts_on,
        "late": is_late(report, now()),
        "problems": problems,
        "unfinished": [each.field for each in problems if each.field],
        "blocked": [each for each in problems if not each.field],
    }
