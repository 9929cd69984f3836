"""A report beside what it said before: what the partner corrected since a submission."""

from collections.abc import Mapping
from typing import Any

from flask.typing import ResponseReturnValue

from portal.blueprints.monitoring.pages import titles
from portal.blueprints.monitoring.views import bp, shown
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.domain.report_book import Chapter, Values
from portal.pdf.report_book_xlsx import speak
from portal.services import monitoring, report_book_parts, report_filings
from portal.web import language, page


@bp.get("/<slug:slug>/changes")
@page(Action.SEE_REPORT, monitoring.by_slug)
def changes(report: Thing) -> ResponseReturnValue:
    """Show what differs from the submission before."""
    filing = report_filings.before(report)
    return shown("changes", report, filing=filing, changed=_changed(report, filing))


def _changed(report: Thing, filing: Thing) -> list[dict[str, Any]]:
    """Return the sections that differ from a submission, each with its rows."""
    if filing is None:
        return []
    said, named = report_filings.content(filing), titles(report)
    sections = [
        {"code": each.code, "title": named[each.code], "rows": differing(each, said[each.code])}
        for each in report_book_parts.chapters(report, language())
        if each.code in said
    ]
    return [each for each in sections if each["rows"]]


def differing(chapter: Chapter, theirs: Values) -> list[tuple[str, str, str]]:
    """Return what differs in a section: the name of the line, what stands, what they say."""
    say = speak(language())
    here = chapter.values
    return [
        (say(line.label), _told(line, here[grid.name].get(line.key)), _told(line, other))
        for grid in chapter.grids
        for line in grid.lines
        if (other := theirs[grid.name].get(line.key)) != here[grid.name].get(line.key)
    ]


def standing(chapter: Chapter) -> list[tuple[str, str]]:
    """Return what stands in a section: the name of each line that says something, and that."""
    say, here = speak(language()), chapter.values
    rows = [
        (say(line.label), _told(line, here[grid.name].get(line.key)))
        for grid in chapter.grids
        for line in grid.lines
    ]
    return [(label, told) for label, told in rows if told]


def _told(line: Any, values: Mapping[str, Any] | None) -> str:  # noqa: ANN401 - a line of a sheet
    say, found = speak(language()), values or {}
    words = {ask.name: dict(ask.choices) for _column, ask in line.cells}
    cells = [(words[name].get(value), value) for name, value in found.items() if value != ""]
    return ", ".join(say(word) if word else str(v) for word, v in cells if v is not None)
