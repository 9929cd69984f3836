"""Cumulative figures, kept up to date in the transaction that accepts or corrects a figure.

Pages read them and never add up what was reported. ``recomputed`` makes them anew from the
snapshots of accepted reports and the approved corrections; both must always be the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias
from uuid import UUID

from portal.domain import indicators as rules
from portal.domain.contracts import fingerprint
from portal.domain.indicators import Entry, Figure, Measure
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_figures import CorrectionState
from portal.domain.monitoring import behind
from portal.domain.progress import share_of_all
from portal.models import (
    Contract,
    ContractStanding,
    ContractTarget,
    Expenditure,
    FigureCorrection,
    Indicator,
    IndicatorSum,
    Report,
    ReportSnapshot,
)
from portal.services import figures, measures

Key: TypeAlias = tuple[UUID, str, str]
"""Indicator, dimension and value; the whole figure has an empty dimension and value."""


@dataclass(frozen=True)
class Point:
    """The figure of one accepted period; ``target`` is the period's, for whole figures."""

    number: int
    figure: Figure
    target: int | None = None

    def plain(self) -> list[int | None]:
        """Return it as it is stored."""
        return [self.number, self.figure.total, self.figure.denominator, self.target]


Series: TypeAlias = dict[Key, list[Point]]


def point(row: Iterable[Any]) -> Point:
    """Read a stored point."""
    number, total, denominator, target = row
    return Point(number, Figure(total, denominator), target)


def wholes(contract: UUID) -> dict[UUID, list[Point]]:
    """Return the accepted periods of each indicator of a contract."""
    query = IndicatorSum.select().where(
        (IndicatorSum.contract == contract) & (IndicatorSum.dimension == "")
    )
    return {each.indicator_id: [point(row) for row in each.series] for each in query}


def accept(report: Report, at: datetime) -> None:
    """Freeze all figures of a report and add them, inside the transaction that accepts it."""
    content = snapshot(report)
    digest = fingerprint(content)
    ReportSnapshot.create(report=report, content=content, hash=digest, made_at=at)
    parts = figures.parts_of(report)
    changes: Series = {}
    for row in figures.actuals(report):
        entry = figures.entry_of(row, parts)
        changes |= _points(row.indicator_id, report.number, entry, row.target)
    _put(report.contract_id, changes)


def correct(correction: FigureCorrection) -> None:
    """Let the sums follow an approved correction, inside the transaction that approves it."""
    contract, number = correction.report.contract_id, correction.report.number
    before = wholes(contract).get(correction.indicator_id, [])
    target = next((each.target for each in before if each.number == number), None)
    entry = entry_of(correction)
    _put(contract, _points(correction.indicator_id, number, entry, target))


def entry_of(correction: FigureCorrection) -> Entry:
    """Return the new figure of a correction with its parts."""
    parts = {(row[0], row[1]): Figure(row[2], row[3]) for row in correction.parts}
    return Entry(Figure(correction.total, correction.denominator), parts)


def _points(indicator: UUID, number: int, entry: Entry, target: int | None) -> Series:
    whole = {(indicator, "", ""): [Point(number, entry.whole, target)]}
    parts = {
        (indicator, *place): [Point(number, part)]
        for place, part in (entry.parts or {}).items()
    }
    return whole | parts


def _put(contract: UUID, changes: Series) -> None:
    """Bring the rows that change up to date: a period's point replaces the one before."""
    Contract.update(version=Contract.version).where(Contract.id == contract).execute()
    query = IndicatorSum.select().where(
        (IndicatorSum.contract == contract)
        & IndicatorSum.indicator.in_({key[0] for key in changes})
    )
    kept = {_key(each): [point(row) for row in each.series] for each in query}
    changed = {key: _with(kept.get(key, []), changes[key]) for key in changes}
    _write(contract, {**kept, **changed})
    stand(contract)


def _key(row: IndicatorSum) -> Key:
    return row.indicator_id, row.dimension, row.value


def _with(points: list[Point], new: list[Point]) -> list[Point]:
    numbers = {each.number for each in new}
    kept = [each for each in points if each.number not in numbers]
    return sorted([*kept, *new], key=lambda each: each.number)


def _write(contract: UUID, series: Series) -> None:
    known = measures.measures(contract)
    indicators = {key[0] for key in series}
    IndicatorSum.delete().where(
        (IndicatorSum.contract == contract) & IndicatorSum.indicator.in_(indicators)
    ).execute()
    rows = [_row(contract, key, points, known[key[0]]) for key, points in series.items()]
    figures.put_many(IndicatorSum, rows)


def _row(contract: UUID, key: Key, points: list[Point], measure: Measure) -> dict[str, object]:
    figure = rules.cumulated(measure, [each.figure for each in points])
    return {
        "contract": contract,
        "indicator": key[0],
        "dimension": key[1],
        "value": key[2],
        "total": figure.total,
        "denominator": figure.denominator,
        "series": [each.plain() for each in points],
    }


def stand(contract: UUID) -> None:
    """Bring the line of a contract in lists of many up to date, also when targets change."""
    goals = measures.goals(contract)
    known = {key: measures.measure_of(goal) for key, goal in goals.items()}
    points = {key: row for key, row in wholes(contract).items() if row}
    values = {
        "periods": max((len(row) for row in points.values()), default=0),
        "indicators": len(known),
        "on_track": sum(_on_track(known[key], row) for key, row in points.items()),
        "progress": share_of_all(
            _share(known[key], points.get(key, []), goal) for key, goal in goals.items()
        ),
        "spent": _spent_by(contract),
    }
    ContractStanding.insert(contract=contract, **values).on_conflict(
        conflict_target=[ContractStanding.contract], update=values
    ).execute()


def _spent_by(contract: UUID) -> Decimal:
    accepted = (Report.contract == contract) & (Report.state == ReportState.ACCEPTED)
    query = Expenditure.select(Expenditure.amount).join(Report).where(accepted)
    return sum((row.amount or Decimal(0) for row in query), Decimal(0))


def _share(measure: Measure, points: list[Point], goal: ContractTarget) -> int | None:
    """Return the cumulative figure in percent of a target; None without a target."""
    figure = rules.cumulated(measure, [each.figure for each in points])
    value = rules.worth(measure.kind, figure)
    start = Fraction(goal.baseline if measure.falling else 0)
    return rules.reached(measure, start if value is None else value, goal.baseline, goal.target)


def _on_track(measure: Measure, points: list[Point]) -> bool:
    """Say whether the cumulative figure is at the targets of its periods, or nearly."""
    worth = rules.worth(measure.kind, rules.cumulated(measure, [p.figure for p in points]))
    goals = [each.target or 0 for each in points]
    goal = sum(goals) if measure.adding is rules.Adding.SUM else goals[-1]
    return not behind(measure, worth, goal)


def snapshot(report: Report) -> dict[str, object]:
    """Return all figures of a report as plain data, as its acceptance freezes them."""
    goals = measures.goals(report.contract_id)
    parts = figures.parts_of(report)
    spent = Expenditure.select().where(Expenditure.report == report)
    return {
        "report": report.reference,
        "number": report.number,
        "indicators": [
            {
                "key": str(row.indicator.key),
                "name": row.indicator.name,
                "unit": row.indicator.unit,
                "kind": goals[row.indicator_id].kind.value,
                "adding": goals[row.indicator_id].adding.value,
                "target": row.target,
                "total": row.total,
                "denominator": row.denominator,
                "note": row.note,
                "parts": plain_parts(parts.get(row.id, {})),
            }
            for row in figures.actuals(report)
        ],
        "expenditure": [_spent(each) for each in spent.order_by(Expenditure.position)],
    }


def plain_parts(parts: Mapping[tuple[str, str], Figure]) -> list[list[object]]:
    """Return parts as plain data in a fixed order."""
    return sorted([*place, each.total, each.denominator] for place, each in parts.items())


def _spent(row: Expenditure) -> dict[str, object]:
    return {
        "category": row.category,
        "budget": f"{row.budget:.3f}",
        "amount": None if row.amount is None else f"{row.amount:.3f}",
        "note": row.note,
    }


def recomputed(contract: Contract) -> dict[Key, Figure]:
    """Make the cumulative figures of a contract anew from what was accepted and corrected."""
    by_key = {str(each.key): each.id for each in _indicators(contract)}
    series: Series = {}
    for each in _snapshots(contract):
        for row in each.content["indicators"]:
            parts = {(one[0], one[1]): Figure(one[2], one[3]) for one in row["parts"]}
            entry = Entry(Figure(row["total"], row["denominator"]), parts)
            _merge(series, _points(by_key[row["key"]], each.content["number"], entry, None))
    for correction in _approved(contract):
        entry = entry_of(correction)
        number = correction.report.number
        _merge(series, _points(correction.indicator_id, number, entry, None))
    known = measures.measures(contract.id)
    return {
        key: rules.cumulated(known[key[0]], [each.figure for each in points])
        for key, points in series.items()
    }


def _indicators(contract: Contract) -> Iterable[Indicator]:
    agreed = ContractTarget.contract == contract
    rows: Iterable[Indicator] = Indicator.select().join(ContractTarget).where(agreed)
    return rows


def _merge(series: Series, new: Series) -> None:
    for key, points in new.items():
        series[key] = _with(series.get(key, []), points)


def _snapshots(contract: Contract) -> Iterable[ReportSnapshot]:
    query = ReportSnapshot.select().join(Report).where(Report.contract == contract)
    return query.order_by(Report.number)


def _approved(contract: Contract) -> Iterable[FigureCorrection]:
    query = FigureCorrection.select(FigureCorrection, Report).join(
        Report, on=FigureCorrection.report
    )
    approved = FigureCorrection.state == CorrectionState.APPROVED
    return query.where((Report.contract == contract) & approved).order_by(
        FigureCorrection.decided_at, FigureCorrection.asked_at
    )


def kept(contract: Contract) -> dict[Key, Figure]:
    """Return the cumulative figures as they are kept."""
    query = IndicatorSum.select().where(IndicatorSum.contract == contract)
    return {_key(each): Figure(each.total, each.denominator) for each in query}
