"""Facts of the monitoring report; they are final once the report is accepted."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from portal.models import Event, Person, Report, ReportComment
from portal.pdf.facts import report_money, report_parts, report_pictures
from portal.pdf.facts.figures import breakdown_facts, correction_facts, indicator_facts
from portal.pdf.facts.report_pictures import plain
from portal.pdf.facts.shared import base_facts
from portal.services import (
    corrections,
    events,
    report_figures,
    report_queries,
    report_requests,
)
from portal.services.report_figures import MoneyLine


def report(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what the monitoring report prints: figures, money, words, rounds, acceptance.

    Sums count this period and the earlier ones, which are accepted before this one can be.
    """
    row = Report.get_by_id(subject_id)
    money = report_figures.money_lines(row, language)
    lines = report_figures.indicator_lines(row, as_accepted=True)
    return {
        **about(row, language),
        "parts": parts(row),
        "written": report_parts.written(row, language),
        "annexes": report_parts.annexes(row),
        "indicators": [indicator_facts(line) for line in lines],
        "breakdowns": breakdown_facts(lines, language),
        "corrections": correction_facts(corrections.told_in(row)),
        "reached": sum(line.complete and not line.under for line in lines),
        "money": [_money(line) for line in money],
        "total": _money(report_figures.total(money)),
        "pictures": {} if row.is_ad_hoc else report_pictures.pictures(row, lines, money),
        "cash": report_money.cash(row),
        "narrative": _narrative(row, language),
        "rounds": _rounds(row, language),
        "submissions": [_iso(each.at) for each in _submissions(row)],
        "submitted": _signed(row.submitted_by, row.submitted_at),
        "accepted": _signed(row.accepted_by, row.accepted_at),
        "acceptance_note": row.acceptance_note,
    }


def parts(row: Report) -> list[str]:
    """Name the templates of the report's sections in their order, each once."""
    return list(dict.fromkeys(each.part for each in report_queries.sections_of(row)))


def about(row: Report, language: str) -> dict[str, object]:
    """Return what every document of a report says of its period and its contract."""
    contract, call = row.contract, row.contract.call
    where = {"country": call.centre.country, "zone": call.zone}
    return {
        **base_facts(row.reference, call.title, language=language, **where),
        "call_title": call.title,
        "number_of_report": row.shown_number,
        "kind": row.kind.value,
        "ad_hoc": row.is_ad_hoc,
        "reason": _reason(row),
        "periods": report_figures.number_of_periods(row.contract_id),
        "partner": row.partner.name,
        "lot": contract.lot.title,
        "city": contract.lot.city,
        "contract": contract.reference,
        "currency": contract.currency,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "due_on": row.due_on.isoformat(),
    }


def _reason(row: Report) -> str:
    asked = report_requests.of(row)
    return asked.reason if asked else ""


def _money(line: MoneyLine) -> dict[str, object]:
    return {
        "name": line.name,
        "budget": plain(line.budget),
        "amount": plain(line.amount),
        "so_far": plain(line.so_far),
        "left": plain(line.budget - line.so_far),
        "share": line.share,
        "over": line.over,
        "note": line.row.note if line.row else "",
    }


def _narrative(row: Report, language: str) -> list[dict[str, str]]:
    questions = report_queries.sections(language)
    answers = report_queries.narratives_of(row)
    return [{"question": questions[code], "text": answers[code].text} for code in answers]


def _rounds(row: Report, language: str) -> list[dict[str, object]]:
    questions = report_queries.sections(language)
    words = {each.code: each.words for each in report_queries.sections_of(row)}
    by_round = groupby(report_queries.comments_of(row), lambda each: each.round)
    return [_round(number, list(comments), questions, words) for number, comments in by_round]


def _round(
    number: int,
    comments: list[ReportComment],
    questions: dict[str, str],
    words: dict[str, str],
) -> dict[str, object]:
    """Tell one round; a section without a question is named by the template."""
    return {
        "number": number,
        "name": comments[0].made_by.name,
        "at": _iso(comments[0].made_at),
        "comments": [
            {
                "section": each.section,
                "words": words.get(each.section, "section"),
                "question": questions.get(each.section, ""),
                "text": each.text,
            }
            for each in comments
        ],
    }


def _submissions(row: Report) -> Iterable[Event]:
    return reversed(events.timeline([row.id], ("report.submitted",)))


def _signed(person: Person | None, at: datetime | None) -> dict[str, str] | None:
    return {"name": person.name, "at": _iso(at)} if person and at else None


def _iso(at: datetime) -> str:
    return at.isoformat()
