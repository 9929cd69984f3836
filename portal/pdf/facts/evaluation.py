"""Facts of the evaluation report; the report carries what it was computed from as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from portal.domain import evaluation_record as record
from portal.domain.call_terms import GovernmentPart
from portal.domain.evaluation import Inputs, evaluate
from portal.models import Call, Event, Recommendation, Seat
from portal.pdf.attached import EVALUATION, REASONS
from portal.pdf.facts import score_reasons
from portal.pdf.facts.budget_checks import budgets
from portal.pdf.facts.committee import base, call_of, grouped, iso, points, screened
from portal.services import (
    award,
    declarations,
    evaluations,
    moderation,
    opening_prices,
    scoring,
    steadiness,
)
from portal.services.moderation import Item
from portal.services.opening import opened
from portal.services.scoring import Criterion, Ranking, Row
from portal.services.steadiness import Steadiness

Facts = dict[str, Any]
Prices = Mapping[UUID, object]


def evaluation(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the evaluation report; the subject is the call."""
    call = call_of(subject_id)
    return {
        **base(call, language),
        "deadline": iso(call.deadline),
        "opened_at": iso(call.opened_at),
        "proposals": [screened(each, language) for each in opened(call)],
        "seats": [_seat(each) for each in declarations.seats(call)],
        "government_reason": call.government_reason,
        "later_conflicts": _later_conflicts(call),
        **_terms(call),
        **_result(call),
    }


def _terms(call: Call) -> Facts:
    return {
        "threshold": call.threshold,
        "criteria": [_criterion(each) for each in scoring.criteria(call)],
        "method": call.method.value,
        "quality_weight": call.quality_weight,
        "price_formula": call.price_formula.value,
        "lots_to_win": call.lots_to_win or 0,
        **budgets(call),
        "no_objection": call.government_part is GovernmentPart.NO_OBJECTION,
    }


def _criterion(each: Criterion) -> Facts:
    return {
        "name": each.name,
        "weight": each.weight,
        "scale": each.scale,
        "least": each.least,
        "code": evaluations.code_of(each),
    }


def _result(call: Call) -> Facts:
    criteria = scoring.criteria(call)
    chosen = {each.lot_id: each for each in award.recommendations(call)}
    prices = opening_prices.shown(call, opened(call))
    inputs = evaluations.inputs(scoring.judgement(call))
    tables = scoring.rankings(call)
    many = score_reasons.count(tables) > score_reasons.MOST_PRINTED
    lots = [_lot(each, chosen.get(each.lot.id), criteria, prices) for each in tables]
    carried = {REASONS: score_reasons.written(tables, criteria)} if many else {}
    return {
        "lots": [_without_reasons(each) for each in lots] if many else lots,
        "reasons_carried": many,
        "items": [_item(each) for each in moderation.all_items(call)],
        "steadiness": [_steady(each) for each in steadiness.of_call(call)],
        **_frozen(inputs, carried),
    }


def _without_reasons(lot: Facts) -> Facts:
    return {**lot, "rows": [{**row, "reasons": []} for row in lot["rows"]]}


def _frozen(inputs: Inputs, carried: Mapping[str, str]) -> Facts:
    low = inputs.terms.low
    return {
        "divergence": inputs.terms.divergence,
        "low_limits": {"median": low.under_median, "ceiling": low.under_ceiling},
        "fingerprint": grouped(record.fingerprint(inputs)),
        "attached": {EVALUATION: record.written(inputs, evaluate(inputs)), **carried},
    }


def _lot(
    table: Ranking,
    chosen: Recommendation | None,
    criteria: Sequence[Criterion],
    prices: Prices,
) -> Facts:
    low = set(table.low_priced)
    return {
        "number": table.lot.number,
        "title": table.lot.title,
        "ceiling": str(table.lot.ceiling),
        "rows": [
            {**_ranked(row, criteria, prices), "low_price": row.proposal.id in low}
            for row in table.rows
        ],
        "members": table.rows[0].members if table.rows else [],
        "low": table.low,
        "outcome": table.outcome.value,
        "candidates": [each.partner.name for each in table.first],
        "unpriced": [each.partner.name for each in table.unpriced],
        **_choice(table, chosen, prices),
    }


def _choice(table: Ranking, chosen: Recommendation | None, prices: Prices) -> Facts:
    by_id = {row.proposal.id: row.proposal.partner.name for row in table.rows}
    return {
        "decided": chosen is not None,
        "winner": by_id.get(chosen.proposal_id, "") if chosen and chosen.proposal_id else "",
        "price": _price(prices[chosen.proposal_id]) if chosen and chosen.proposal_id else "",
        "reason": chosen.reason if chosen else "",
    }


def _ranked(row: Row, criteria: Sequence[Criterion], prices: Prices) -> Facts:
    result = row.result
    return {
        "number": row.proposal.number,
        "partner": row.proposal.partner.name,
        "rank": result.rank,
        "passed": result.passed,
        "price": _price(prices[row.proposal.id]),
        "mean": points(result.mean),
        "below": len(result.below),
        "price_points": points(result.cost.points) if result.cost else "",
        "combined": points(result.cost.combined) if result.cost else "",
        "totals": [points(each) for each in result.totals],
        "by_criterion": [points(result.by_criterion[each.id]) for each in criteria],
        "reasons": [_said(each, row) for each in criteria],
    }


def _price(amount: object) -> str:
    return "" if amount is None else str(amount)


def _said(criterion: Criterion, row: Row) -> Facts:
    said = row.reasons.get(criterion.id, [])
    return {
        "criterion": criterion.name,
        "scale": criterion.scale,
        "said": [{"member": who, "value": value, "reason": why} for who, value, why in said],
    }


def _item(item: Item) -> Facts:
    settled = item.settled
    return {
        "number": item.proposal.number,
        "partner": item.proposal.partner.name,
        "criterion": item.criterion.name,
        "scale": item.criterion.scale,
        "given": [[member, score.value] for member, score in item.given],
        "settled": settled is not None,
        "value": settled.value if settled else None,
        "reason": settled.reason if settled else "",
        "dissents": [[each.seat.person.name, each.text] for each in item.dissents],
    }


def _steady(each: Steadiness) -> Facts:
    return {
        "number": each.lot.number,
        "title": each.lot.title,
        "steady": each.steady,
        "rows": [list(row) for row in each.rows],
        "axis": each.axis,
        "left": each.left,
        "cases": [
            {
                "name": case.name,
                "member": case.is_member,
                "first": case.first,
                "moves": case.moves,
            }
            for case in each.cases
            if case.moves
        ],
        "quiet": sum(not case.moves for case in each.cases),
    }


def _seat(seat: Seat) -> Facts:
    return {
        "name": seat.person.name,
        "kind": f"SeatKind.{seat.kind.value}",
        "chair": seat.chair,
        "government": seat.government,
        "declared_at": iso(seat.declared_at),
        "conflict": seat.conflict,
    }


def _later_conflicts(call: Call) -> int:
    seats = [seat.id for seat in declarations.seats(call)]
    excluded = Event.subject_id.in_(seats) & (Event.name == "seat.excluded")
    return Event.select().where(excluded).count()
