"""The sections of a report as cells of a workbook, and how each is saved from them.

Which sections there are is said by the table of sections; a section without a row in
``MAKERS`` is filled in on the portal only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.domain.indicators import Figure, IndicatorKind, Measure
from portal.domain.report_book import (
    Ask,
    CellKind,
    Chapter,
    Grid,
    Line,
    Said,
    Values,
    Word,
    plain_amount,
)
from portal.domain.report_money import Cash
from portal.domain.report_sections import Section
from portal.models import Actual, Report
from portal.services import (
    budget_categories,
    figures,
    measures,
    monitoring,
    report_book_forms,
    report_cash,
    report_money,
    report_parts,
)
from portal.services.figures import Given
from portal.services.monitoring import Save
from portal.services.report_queries import narratives_of, sections, sections_of

NOTE = Ask("note", CellKind.TEXT, 500)
LONGEST_ANSWER = 20_000
MOST_COUNT = 10_000_000
TEXT = Ask("text", CellKind.TEXT, LONGEST_ANSWER)
AMOUNT = Ask("amount", CellKind.AMOUNT)
YES_NO = (("1", Word("YesNo.yes")), ("0", Word("YesNo.no")))


@dataclass(frozen=True)
class Maker:
    """How a kind of section becomes a part of a workbook, and how it is saved from one."""

    chapter: Callable[[Report, Section, str], Chapter]
    save: Callable[[Report, str, Values, Save], Any]


def chapters(report: Report, language: str) -> list[Chapter]:
    """Return the sections of a report that a workbook holds, in their order."""
    return [
        maker.chapter(report, section, language)
        for section in sections_of(report)
        if (maker := MAKERS.get(_kind(section)))
    ]


def _kind(section: Section) -> str:
    return "form" if section.endpoint == "monitoring.part" else section.part


def save(report: Report, code: str, values: Values, saving: Save) -> None:
    """Save one section as it stands in a workbook, by the verb of its page."""
    kinds = {each.code: _kind(each) for each in sections_of(report)}
    MAKERS[kinds[code]].save(report, code, values, saving)


def _narrative(report: Report, section: Section, language: str) -> Chapter:
    row = narratives_of(report)[section.code]
    title = sections(language)[section.code]
    line = Line("answer", title, [TEXT], {"text": row.text})
    heads = [Word("book.question"), Word("book.answer")]
    grids = [Grid("answer", heads, [line])]
    return Chapter(section.code, "narrative", title, row.version, grids)


def _save_narrative(report: Report, code: str, values: Values, saving: Save) -> None:
    monitoring.save_narrative(report, code, values["answer"]["answer"]["text"], saving)


def _indicators(report: Report, section: Section, language: str) -> Chapter:
    known, parts = measures.measures(report.contract_id), figures.parts_of(report)
    lines = [
        line
        for row in figures.actuals(report)
        for line in _figure_lines(row, known[row.indicator_id], parts.get(row.id, {}), language)
    ]
    heads = [Word("book.indicator"), Word("book.figure"), Word("book.of"), Word("book.note")]
    grids = [Grid("figures", heads, lines)]
    title = Word("section.indicators")
    return Chapter(section.code, section.code, title, report.indicators_version, grids)


def _figure_lines(
    row: Actual,
    measure: Measure,
    parts: Mapping[tuple[str, str], Figure],
    language: str,
) -> list[Line]:
    total = _total(measure)
    of = Ask("denominator", CellKind.WHOLE, MOST_COUNT) if measure.of_two else None
    whole = _figure(total, Figure(row.total, row.denominator))
    first = Line(
        str(row.id), _label(row, measure), [total, of, NOTE], {**whole, "note": row.note}
    )
    return [
        first,
        *(
            Line(
                f"{row.id}/{'/'.join(place)}",
                f"   {row.indicator.name}: {measures.name_of(place, language)}",
                [total, of],
                _figure(total, parts.get(place, Figure())),
            )
            for place in measure.places()
        ),
    ]


def _label(row: Actual, measure: Measure) -> str:
    """Name an indicator with what is counted, as its page does."""
    name, unit = row.indicator.name, row.indicator.unit
    return f"{name} ({unit})" if unit and measure.kind is IndicatorKind.COUNT else str(name)


def _total(measure: Measure) -> Ask:
    if measure.kind is IndicatorKind.YES_NO:
        return Ask("total", CellKind.CHOICE, choices=YES_NO)
    return Ask("total", CellKind.WHOLE, MOST_COUNT)


def _figure(ask: Ask, figure: Figure) -> dict[str, object]:
    total = figure.total
    said = total if ask.kind is CellKind.WHOLE else "" if total is None else str(total)
    return {"total": said, "denominator": figure.denominator}


def _save_indicators(report: Report, _code: str, values: Values, saving: Save) -> None:
    lines, given = values["figures"], dict[str, Given]()
    for row in figures.actuals(report):
        key = str(row.id)
        parts = {
            tuple(each.split("/")[1:]): _typed(line)
            for each, line in lines.items()
            if each.startswith(f"{key}/")
        }
        given[key] = Given(_typed(lines[key]), parts, lines[key]["note"])  # type: ignore[arg-type]  # pairs
    monitoring.save_actuals(report, given, saving)


def _typed(line: Mapping[str, Any]) -> Figure:
    total = line["total"]
    return Figure(None if total in {None, ""} else int(total), line.get("denominator"))


def _expenditure(report: Report, section: Section, language: str) -> Chapter:
    names = budget_categories.names(report.contract.call, language)
    lines = [
        Line(
            row.category,
            names.get(row.category, row.category),
            [AMOUNT, NOTE],
            {"amount": plain_amount(row.amount), "note": row.note},
        )
        for row in report_money.rows(report)
    ]
    heads: list[Said] = [Word("book.category"), Word("book.spent"), Word("book.note")]
    grids = [Grid("lines", heads, lines)]
    title = Word("section.expenditure")
    return Chapter(section.code, section.code, title, report.expenditure_version, grids)


def _save_expenditure(report: Report, _code: str, values: Values, saving: Save) -> None:
    entries = {
        code: {"amount": _amount(each["amount"]), "note": each["note"]}
        for code, each in values["lines"].items()
    }
    monitoring.save_expenditure(report, entries, saving)


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _cash(report: Report, section: Section, _language: str) -> Chapter:
    row = report_cash.row(report)
    kinds = {"received": CellKind.AMOUNT}
    lines = [
        Line(
            name,
            Word(f"cash.{name}"),
            [Ask("amount", kinds.get(name, CellKind.SIGNED))],
            {"amount": plain_amount(getattr(row, name))},
        )
        for name in report_cash.AMOUNTS
    ]
    lines.append(Line("other_note", Word("cash.other_note"), [NOTE], {"note": row.other_note}))
    grids = [Grid("cash", [Word("section.cash"), Word("book.answer")], lines)]
    return Chapter(section.code, section.code, Word("section.cash"), row.version, grids)


def _save_cash(report: Report, _code: str, values: Values, saving: Save) -> None:
    lines = values["cash"]
    opening, received, other, closing = (
        _amount(lines[name]["amount"]) for name in report_cash.AMOUNTS
    )
    cash = Cash(opening, received, other, closing, lines["other_note"]["note"])
    report_cash.save(report, cash, saving)


def _form(report: Report, section: Section, language: str) -> Chapter:
    return report_book_forms.chapter(report_parts.part(report, section.code, language))


def _save_form(report: Report, code: str, values: Values, saving: Save) -> None:
    content = report_book_forms.content(report_parts.part(report, code, "en"), values)
    report_parts.save(report, code, content, saving)


MAKERS: Mapping[str, Maker] = {
    "narrative": Maker(_narrative, _save_narrative),
    "indicators": Maker(_indicators, _save_indicators),
    "expenditure": Maker(_expenditure, _save_expenditure),
    "cash": Maker(_cash, _save_cash),
    "form": Maker(_form, _save_form),
}
