"""A section of a report beside what is known of it: contract, last report, last submission."""

from portal.blueprints.monitoring.differences import differing, standing
from portal.domain.policy import Thing
from portal.domain.report_book import Chapter
from portal.services import (
    report_annexes,
    report_beside,
    report_book_parts,
    report_filings,
    report_past,
)
from portal.web import language


def beside(report: Thing, code: str) -> dict[str, object]:
    """Return what a reviewer unfolds; ``changed`` is None where nothing can be compared."""
    past, before = report_past.accepted(report), report_filings.before(report)
    said = report_filings.content(before) if before else {}
    here = _chapter(report, code)
    return {
        "promised": report_beside.promised(report, code, language()),
        "past": past,
        "told": _told(past, code) if past else [],
        "before": before,
        "changed": differing(here, said[code]) if here and code in said else None,
    }


def _told(past: Thing, code: str) -> list[tuple[str, str]]:
    """Return what an accepted report said in a section; of its annexes, their captions."""
    if code == report_annexes.CODE:
        return [(each.caption, each.filename) for each in report_annexes.of(past)]
    then = _chapter(past, code)
    return standing(then) if then else []


def _chapter(report: Thing, code: str) -> Chapter | None:
    found = report_book_parts.chapters(report, language())
    return next((each for each in found if each.code == code), None)
