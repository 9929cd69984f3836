"""Facts of a call on paper. After publication nothing of them can change."""

from datetime import date, datetime
from uuid import UUID

from portal.domain.calls import TEXTS
from portal.models import Call, Criterion, Indicator, Lot, Seat
from portal.pdf.facts.call_scope import scope
from portal.pdf.facts.shared import call_facts
from portal.services import call_ceremony, call_past, call_reading, measures
from portal.services.calls import FullCall

Facts = dict[str, object]
_NUMBERS = (
    "threshold",
    "indirect_ceiling",
    "report_every_months",
    "report_days",
    "government_reason",
    "currency",
)


def call(subject_id: UUID, language: str) -> Facts:
    """Return what the call prints as it was published, whatever an addendum changed since."""
    return of_full(call_past.published(Call.get_by_id(subject_id)), language)


def of_full(whole: FullCall, language: str) -> Facts:
    """Return what a call prints: its own texts, library texts in the document's language."""
    record = whole.call
    base = call_facts(record, language, record.reference, record.title)
    return {
        **base,
        **_centre(whole),
        "kind": record.kind.value,
        **{name: getattr(record, name) for name in (*TEXTS, *_NUMBERS)},
        **_times(record),
        **_sealing(record),
        **_parts(whole, language),
    }


def _centre(whole: FullCall) -> Facts:
    centre = whole.call.centre
    return {
        "centre": centre.name,
        "country": centre.country,
        "authority": centre.authority,
        "requested_on": centre.requested_on.isoformat(),
        "cities": whole.cities,
        "places": whole.places,
        "apartments": whole.apartments,
        "ceiling": str(whole.ceiling),
        "text_language": whole.call.language,
        "length": whole.call.months,
    }


def _sealing(record: Call) -> Facts:
    if not record.own_sealing:
        return {"own_sealing": False}
    there = call_ceremony.ceremony(record)
    key = there.key.public if there else ""
    print_ = there.fingerprint if there else ""
    return {"own_sealing": True, "seal_key": key, "seal_fingerprint": print_}


def _times(record: Call) -> Facts:
    names = ("published_at", "deadline", "opening_at", "results_on", "starts_on")
    early = ("site_visit_at", "clarify_until", "answers_by")
    return {
        **{name: _iso(getattr(record, name)) for name in (*names, *early)},
        "site_visit_place": record.site_visit_place,
        "standstill_on": _iso(call_reading.standstill_ends(record)),
    }


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _parts(whole: FullCall, language: str) -> Facts:
    record = whole.call
    return {
        "lots": [_lot(each) for each in whole.lots],
        "criteria": [_criterion(each, whole) for each in whole.criteria],
        "weight": whole.weight,
        "heaviest": whole.heaviest,
        "indicators": [_indicator(each) for each in whole.indicators],
        "terms": call_reading.terms(record, whole.scope.needs, language),
        **_judging(record),
        **scope(whole, language),
        "votes": whole.votes,
        "seats": [_seat(each) for each in whole.seats],
    }


def _lot(each: Lot) -> Facts:
    return {
        "number": each.number,
        "city": each.city,
        "title": each.title,
        "scope": each.scope,
        "places": each.places,
        "apartments": each.apartments,
        "ceiling": str(each.ceiling),
    }


def _criterion(each: Criterion, whole: FullCall) -> Facts:
    names = ("name", "guidance", "weight", "scale", "score_guidance", "least")
    asked = [{"text": one.text, "words": one.words} for one in whole.asked(each)]
    return {**{name: getattr(each, name) for name in names}, "questions": asked}


def _indicator(each: Indicator) -> Facts:
    names = ("name", "unit", "baseline", "target", "verification")
    broken_down = [one.value for one in measures.dimensions(each)]
    return {**{name: getattr(each, name) for name in names}, "dimensions": broken_down}


def _judging(record: Call) -> Facts:
    return {
        "method": record.method.value,
        "quality_weight": record.quality_weight,
        "price_formula": record.price_formula.value,
        "price_rule": record.price_rule.value,
        "prices_apart": record.prices_apart,
        "quorum": record.quorum,
        "government_part": record.government_part.value,
    }


def _seat(each: Seat) -> Facts:
    return {"kind": each.kind.value, "chair": each.chair, "government": each.government}
