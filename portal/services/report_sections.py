"""The sections of one report: what each still lacks, how far it is, what the office asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ReportState
from portal.domain.proposals import word_count
from portal.domain.report_sections import Progress, Section, place, progress
from portal.models import Report, ReportComment
from portal.services import (
    events,
    figures,
    report_annexes,
    report_cash,
    report_figures,
    report_money,
    report_parts,
    report_terms,
    report_traces,
    transactions,
)
from portal.services.report_queries import comments_of, narratives_of, sections_of


@dataclass(frozen=True)
class Check:
    """How a kind of section is looked at before submission.

    ``problems`` tells each broken rule at its section or input (``place``); ``begun`` names
    the sections in which anything stands.
    """

    problems: Callable[[Report], list[RuleBroken]]
    begun: Callable[[Report], set[str]]


@dataclass(frozen=True)
class Line:
    """One line of a report's task list."""

    section: Section
    progress: Progress
    problems: Sequence[RuleBroken]
    comments: Sequence[ReportComment]
    asked: bool
    begun: bool
    number: int

    @property
    def code(self) -> str:
        """The code of the section."""
        return self.section.code


def lines(report: Report) -> list[Line]:
    """Return every section of a report in its order with all that is told of it."""
    broken, begun = problems(report), _begun(report)
    comments = comments_of(report)
    asked = _asked(report, comments)
    return [
        Line(
            each,
            progress(
                found := [one for one in broken if place(one.field)[0] == each.code],
                begun=each.code in begun,
                asked=each.code in asked,
            ),
            found,
            [one for one in comments if one.section == each.code],
            each.code in asked,
            each.code in begun,
            number,
        )
        for number, each in enumerate(sections_of(report), 1)
    ]


def problems(report: Report) -> list[RuleBroken]:
    """Return what every section lacks and what is wrong in it, in the order of the sections."""
    order = [each.code for each in sections_of(report)]
    found = [broken for check in CHECKS.values() for broken in check.problems(report)]
    here = [each for each in found if place(each.field)[0] in order]
    return sorted(here, key=lambda each: order.index(place(each.field)[0]))


def _begun(report: Report) -> set[str]:
    return {code for check in CHECKS.values() for code in check.begun(report)}


def _asked(report: Report, comments: Sequence[ReportComment]) -> set[str]:
    """Name the sections commented in the last return and not saved since."""
    if report.state is not ReportState.RETURNED or not comments:
        return set()
    last = comments[-1].round
    made = {each.section: each.made_at for each in comments if each.round == last}
    saved = _last_saved(report)
    return {code for code, at in made.items() if code not in saved or saved[code] < at}


def _last_saved(report: Report) -> dict[str, datetime]:
    """Return when each section was saved last: by the log, or by the section itself.

    The log has one line for a run of saves; texts and forms know when they were saved.
    """
    told = events.timeline([report.id], ("report.section_saved",))
    logged = {str(each.facts["section"]): each.at for each in reversed(told)}
    texts = {code: row.saved_at for code, row in narratives_of(report).items()}
    return logged | texts | report_parts.saved_at(report)


def _narrative_problems(report: Report) -> list[RuleBroken]:
    limits = report_terms.limits(report.contract)
    rows = narratives_of(report)
    found = [_told_of(code, row.text, limits.get(code, 0)) for code, row in rows.items()]
    return [each for each in found if each is not None]


def _told_of(code: str, text: str, most: int) -> RuleBroken | None:
    words = word_count(text)
    if not words:
        return RuleBroken("narrative_missing", code)
    if most and words > most:
        return RuleBroken("narrative_too_long", f"{code}#text", words=words, most=most)
    return None


def _narrative_begun(report: Report) -> set[str]:
    return {code for code, row in narratives_of(report).items() if row.text}


def _indicator_problems(report: Report) -> list[RuleBroken]:
    """Tell each contradiction at its input, then what is missing, first where it stands."""
    found = report_figures.indicator_lines(report)
    broken = [
        RuleBroken(each.rule, f"indicators#{each.field}", **each.facts)
        for row, line in enumerate(found)
        for each in figures.told((row, line.indicator.name), line.measure, line.entry)
    ]
    empty = [f"rows-{row}-total" for row, line in enumerate(found) if not line.complete]
    bare = [f"rows-{row}-note" for row, line in enumerate(found) if line.lacks_note]
    gaps = {"actuals_missing": empty, "target_notes_missing": bare}
    return broken + [
        RuleBroken(rule, f"indicators#{inputs[0]}", count=len(inputs))
        for rule, inputs in gaps.items()
        if inputs
    ]


def _indicators_begun(report: Report) -> set[str]:
    given = figures.any_given(report)
    return {"indicators"} if given else set()


def _money_problems(report: Report) -> list[RuleBroken]:
    found = report_figures.money_lines(report, "en")
    empty = sum(line.amount is None for line in found)
    bare = sum(line.lacks_note for line in found)
    counted = _counted("expenditure", amounts_missing=empty, budget_notes_missing=bare)
    listed = transactions.problems(report)
    return [*counted, *report_money.variance_problems(report), *listed]


def _money_begun(report: Report) -> set[str]:
    given = any(row.amount is not None for row in report_figures.expenditures(report))
    return {"expenditure"} if given else set()


def _counted(section: str, **counts: int) -> list[RuleBroken]:
    return [RuleBroken(rule, section, count=count) for rule, count in counts.items() if count]


CHECKS: Mapping[str, Check] = {
    "indicators": Check(_indicator_problems, _indicators_begun),
    "parts": Check(report_parts.problems, report_parts.begun),
    "annexes": Check(lambda _report: [], report_annexes.begun),
    "traces": Check(report_traces.problems, lambda _report: set()),
    "narrative": Check(_narrative_problems, _narrative_begun),
    "expenditure": Check(_money_problems, _money_begun),
    "cash": Check(report_cash.problems, report_cash.begun),
}
"""The check of each kind of section."""
