"""Facts about figures of indicators, as monitoring reports print them."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from portal.domain.indicators import Breakdown, Figure, IndicatorKind, rounded, worth
from portal.models import FigureCorrection
from portal.services import corrections, measures
from portal.services.indicator_lines import IndicatorLine


def indicator_facts(line: IndicatorLine) -> dict[str, object]:
    """Return one indicator of one period: worth, target, parts, and the sum so far."""
    whole, kind = line.entry.whole, line.kind
    return {
        "name": line.indicator.name,
        "unit": line.indicator.unit,
        "own": line.indicator.is_own,
        "kind": kind.value,
        "adding": line.measure.adding.value,
        "baseline": line.goal.baseline,
        "target": line.actual.target,
        "total": whole.total,
        "denominator": whole.denominator,
        "value": told(line.value, kind),
        "share": line.share,
        "under": line.under,
        "so_far": told(line.so_far, kind),
        "whole": line.whole,
        "note": line.actual.note,
    }


def breakdown_facts(lines: Sequence[IndicatorLine], language: str) -> list[list[object]]:
    """Return for each way of breaking down the indicators that share it, each with its parts.

    Indicators with the same dimension and the same values stand in one table.
    """
    found: dict[Breakdown, list[dict[str, object]]] = {}
    for line in lines:
        for each in line.measure.breakdowns:
            found.setdefault(each, []).append(_row(line, each, language))
    return [[each.dimension, group] for each, group in found.items()]


def correction_facts(made: Iterable[FigureCorrection]) -> list[dict[str, object]]:
    """Return corrections: the accepted figure, the new one, why, and who stands for it."""
    return [_correction(each) for each in made]


def _correction(each: FigureCorrection) -> dict[str, object]:
    about = corrections.subject(each.report, each.indicator_id)
    kind = about.measure.kind
    new = worth(kind, Figure(each.total, each.denominator))
    return {
        "name": each.indicator.name,
        "kind": kind.value,
        "period": each.report.number,
        "accepted": told(worth(kind, about.accepted.whole), kind),
        "new": told(new, kind),
        "reason": each.reason,
        "asked_by": each.asked_by.name,
        "decided_by": each.decided_by.name if each.decided_by else "",
    }


def told(value: Fraction | int | None, kind: IndicatorKind) -> str | None:
    """Write a worth as facts hold it: rounded, without separators."""
    return None if value is None else f"{rounded(kind, value):f}"


def _row(line: IndicatorLine, by: Breakdown, language: str) -> dict[str, object]:
    whole = line.entry.whole
    return {
        "name": line.indicator.name,
        "total": whole.total,
        "denominator": whole.denominator,
        "parts": [_part(line, (by.dimension, value), language) for value in by.values],
    }


def _part(line: IndicatorLine, place: tuple[str, str], language: str) -> list[object]:
    figure: Figure = line.entry.part(place)
    return [measures.name_of(place, language), figure.total, figure.denominator]
