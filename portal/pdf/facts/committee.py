"""Facts of the documents of the area: committee."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from portal.domain.call_terms import GovernmentPart
from portal.domain.scoring import shown
from portal.models import Call, Event, Person, Proposal, Recommendation, Seat
from portal.pdf.facts.shared import base_facts
from portal.services import (
    award,
    committee_seats,
    library,
    opening_prices,
    proposal_contents,
    proposals,
    scoring,
)
from portal.services.opening import call_by_slug, opened
from portal.services.scoring import Criterion, Ranking, Row

Facts = dict[str, Any]


def opening(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the record of an opening; the subject is the call."""
    call = _call(subject_id)
    return {
        **_base(call, language),
        "deadline": _iso(call.deadline),
        "started_at": _iso(call.opening_started_at),
        "opened_at": _iso(call.opened_at),
        "starter": _name(call.opening_starter),
        "confirmer": _name(call.opening_confirmer),
        "proposals": [_received(each) for each in opened(call)],
    }


def _call(subject_id: UUID) -> Call:
    call: Call = Call.get_by_id(subject_id)
    return call_by_slug(call.slug)


def _base(call: Call, language: str) -> Facts:
    country = call.centre.country
    return {
        **base_facts(
            call.reference, call.title, country=country, language=language, zone=call.zone
        ),
        "call_title": call.title,
        "currency": call.currency,
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _name(person: Person | None) -> str:
    return str(person.name) if person else ""


def _received(proposal: Proposal) -> Facts:
    return {
        "number": proposal.number,
        "partner": proposal.partner.name,
        "lot": f"{proposal.lot.number}. {proposal.lot.city}",
        "at": _iso(proposal.submitted_at),
        "fingerprint": _grouped(proposal.fingerprint),
        "unconfirmed": proposal.to_confirm.number if proposal.to_confirm else 0,
        "withdrawn": proposal.lot.withdrawn_at is not None,
    }


def _grouped(fingerprint: str) -> str:
    return " ".join(fingerprint[each : each + 8] for each in range(0, len(fingerprint), 8))


def evaluation(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the evaluation report; the subject is the call."""
    call = _call(subject_id)
    criteria, tables = scoring.criteria(call), scoring.rankings(call)
    proposals = opened(call)
    chosen = {each.lot_id: each for each in award.recommendations(call)}
    prices = opening_prices.shown(call, proposals)
    return {
        **_base(call, language),
        "deadline": _iso(call.deadline),
        "opened_at": _iso(call.opened_at),
        "threshold": call.threshold,
        "criteria": [
            {"name": each.name, "weight": each.weight, "scale": each.scale, "least": each.least}
            for each in criteria
        ],
        "method": call.method.value,
        "quality_weight": call.quality_weight,
        "price_formula": call.price_formula.value,
        "no_objection": call.government_part is GovernmentPart.NO_OBJECTION,
        "lots": [_lot(each, chosen.get(each.lot.id), criteria, prices) for each in tables],
        "proposals": [_screened(each, language) for each in proposals],
        "seats": [_seat(each) for each in committee_seats.standing(call)],
        "government_reason": call.government_reason,
        "later_conflicts": _later_conflicts(call),
    }


def _lot(
    table: Ranking,
    chosen: Recommendation | None,
    criteria: Sequence[Criterion],
    prices: Mapping[UUID, object],
) -> Facts:
    rows = [_ranked(row, criteria, prices) for row in table.rows]
    by_id = {row.proposal.id: row.proposal.partner.name for row in table.rows}
    return {
        "number": table.lot.number,
        "title": table.lot.title,
        "ceiling": str(table.lot.ceiling),
        "rows": rows,
        "members": table.rows[0].members if table.rows else [],
        "low": table.low,
        "decided": chosen is not None,
        "winner": by_id.get(chosen.proposal_id, "") if chosen and chosen.proposal_id else "",
        "price": _price(prices[chosen.proposal_id]) if chosen and chosen.proposal_id else "",
        "reason": chosen.reason if chosen else "",
    }


def _ranked(row: Row, criteria: Sequence[Criterion], prices: Mapping[UUID, object]) -> Facts:
    result = row.result
    return {
        "number": row.proposal.number,
        "partner": row.proposal.partner.name,
        "rank": result.rank,
        "passed": result.passed,
        "price": _price(prices[row.proposal.id]),
        "mean": _points(result.mean),
        "below": len(result.below),
        "price_points": _points(result.cost.points) if result.cost else "",
        "combined": _points(result.cost.combined) if result.cost else "",
        "totals": [_points(each) for each in result.totals],
        "by_criterion": [_points(result.by_criterion[each.id]) for each in criteria],
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


def _points(value: Fraction) -> str:
    return str(shown(value))


def _screened(proposal: Proposal, language: str) -> Facts:
    stored = proposal.screening or {}
    return {
        "number": proposal.number,
        "partner": proposal.partner.name,
        "lot": f"{proposal.lot.number}. {proposal.lot.city}",
        "at": _iso(proposal.submitted_at),
        "eligible": bool(stored.get("eligible")),
        "reason": proposal.screening_reason,
        "failed": _failed(stored.get("checks", {}), language),
        "sanctions": stored.get("sanctions", {"names": 0, "entries": 0, "matches": 0}),
        "verdicts": stored.get("verdicts", []),
    }


def _failed(checks: Mapping[str, Mapping[str, Any]], language: str) -> list[Facts]:
    known = library.by_code("eligibility", "check")
    return [
        {"text": library.text_of(known[code], "", language), "note": check["note"]}
        for code, check in checks.items()
        if not check["ok"] and code in known
    ]


def _seat(seat: Seat) -> Facts:
    return {
        "name": seat.person.name,
        "kind": f"SeatKind.{seat.kind.value}",
        "chair": seat.chair,
        "government": seat.government,
        "declared_at": _iso(seat.declared_at),
        "conflict": seat.conflict,
    }


def _later_conflicts(call: Call) -> int:
    seats = [seat.id for seat in committee_seats.standing(call)]
    excluded = Event.subject_id.in_(seats) & (Event.name == "seat.excluded")
    return Event.select().where(excluded).count()


def letter(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the letter to a partner; the subject is its proposal."""
    proposal = proposals.by_id(subject_id)
    call = _call(proposal.call_id)
    screened = _screened(proposal, language)
    return {
        **_base(call, language),
        "proposal": proposal.number,
        "partner": proposal.partner.name,
        "address": proposal.partner.address,
        "city": proposal.partner.city,
        "country": proposal.partner.country,
        "lot": f"{proposal.lot.number}. {proposal.lot.title}",
        "submitted_at": _iso(proposal.submitted_at),
        "awarded_at": _iso(call.awarded_at),
        "threshold": call.threshold,
        "standstill": call.standstill_days,
        "eligible": screened["eligible"],
        "reason": screened["reason"],
        "failed": screened["failed"],
        "signer": _approver(call),
        **_own_result(call, proposal),
    }


def _own_result(call: Call, proposal: Proposal) -> Facts:
    rows = [row for table in scoring.rankings(call) for row in table.rows]
    own = next((row for row in rows if row.proposal.id == proposal.id), None)
    won = any(each.proposal_id == proposal.id for each in award.recommendations(call))
    return {
        "won": won,
        "amount": str(proposal_contents.prices([proposal.id])[proposal.id]),
        "starts_on": call.starts_on.isoformat() if call.starts_on else "",
        "months": call.months,
        "passed": own.result.passed if own else False,
        "mean": _points(own.result.mean) if own else "",
        "criteria": _own_criteria(own, scoring.criteria(call)) if own else [],
    }


def _own_criteria(row: Row, criteria: Sequence[Criterion]) -> list[Facts]:
    """Return the own mean and the members' reasons without their names or order."""
    return [
        {
            "name": each.name,
            "weight": each.weight,
            "mean": _points(row.result.by_criterion[each.id]),
            "reasons": sorted(reason for _, _, reason in row.reasons.get(each.id, [])),
        }
        for each in criteria
    ]


def _approver(call: Call) -> str:
    approved = (Event.subject_id == call.id) & (Event.name == "call.awarded")
    event = Event.select().where(approved).first()
    return _name(Person.get_or_none(Person.id == event.actor_id)) if event else ""
