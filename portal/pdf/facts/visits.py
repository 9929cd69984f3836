"""Facts of the report on a visit, and of the list of action points of a contract."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from portal.domain.visits import ItemResult
from portal.models import Contract
from portal.models.visits import ActionPoint, Finding, Visit, VisitItem, VisitPhoto
from portal.pdf.facts.shared import call_facts
from portal.pdf.pictures import printed
from portal.services import action_points, checklists, findings, visits
from portal.services.contract_finding import by_slug

Facts = dict[str, Any]
MOST_PRINTED = 12
"""How many photos a report prints; the others stay in the portal."""
_AMOUNTS = ("tested", "ineligible", "refunded", "supported", "justified", "written_off")


def visit(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the report on a visit, its photos with it."""
    row = visits.by_id(subject_id)
    contract = row.contract
    base = call_facts(contract.call, language, row.reference, contract.lot.title)
    items, photos = checklists.items(row), checklists.photos(row)
    return {
        **base,
        **_about(row),
        **_money(row),
        "findings": _findings(row, photos, language),
        "results": {
            each.value: sum(item.result is each for item in items) for each in ItemResult
        },
        "items": [_item(each) for each in items],
        "photos": _pictures([each for each in photos if each.finding_id is None], items),
        "left": max(0, len(photos) - MOST_PRINTED),
    }


def _about(row: Visit) -> Facts:
    contract = row.contract
    return {
        "kind": row.kind.value,
        "state": row.state.value,
        "partner": row.partner.name,
        "contract": contract.reference,
        "place": row.site.city if row.site else "",
        "day": (row.visited_on or row.planned_on).isoformat(),
        "team": [each.name for each in visits.team(row)],
        "agenda": row.agenda,
        "summary": row.summary,
        "comment": row.comment,
        "commented_at": row.commented_at.isoformat() if row.commented_at else "",
        "reported_at": row.reported_at.isoformat() if row.reported_at else "",
    }


def _money(row: Visit) -> Facts:
    said = {name: getattr(row, name) for name in _AMOUNTS}
    return {
        "currency": row.contract.currency,
        "period": row.period,
        "controls": row.controls,
        "auditor": row.auditor,
        "opinion": row.opinion.value if row.opinion else "",
        "amounts": {name: None if each is None else str(each) for name, each in said.items()},
        "pending": str(row.amounts.pending),
    }


def _findings(row: Visit, photos: list[VisitPhoto], language: str) -> list[Facts]:
    names = findings.categories(row.kind, language)
    points = {each.finding_id: each for each in action_points.of(row.contract)}
    chosen = photos[:MOST_PRINTED]
    return [
        {
            **_finding(each, names, points.get(each.id)),
            "photos": [_picture(one) for one in chosen if one.finding_id == each.id],
        }
        for each in findings.of(row)
    ]


def _finding(each: Finding, names: Mapping[str, str], point: ActionPoint | None) -> Facts:
    return {
        "number": each.position,
        "category": names.get(each.category, each.category),
        "severity": each.severity.value,
        "text": each.text,
        "place": each.place,
        "item": each.item.said if each.item else "",
        "action": each.action,
        "owner": each.owner.name if each.owner else "",
        "due": each.due_on.isoformat() if each.due_on else "",
        "point": point.reference if point else "",
        "standing": point.state.value if point else "",
    }


def _item(each: VisitItem) -> Facts:
    return {
        "number": each.position,
        "source": each.source,
        "text": each.said,
        "result": each.result.value,
        "note": each.note,
    }


def _pictures(photos: list[VisitPhoto], items: list[VisitItem]) -> list[Facts]:
    numbers = {each.id: each.position for each in items}
    return [
        {"number": numbers.get(each.item_id) if each.item_id else None, **_picture(each)}
        for each in photos[:MOST_PRINTED]
    ]


def _picture(each: VisitPhoto) -> Facts:
    return {"address": printed(checklists.content_of(each))}


def action_list(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the list of action points of a contract."""
    contract = by_slug(Contract.get_by_id(subject_id).slug)
    base = call_facts(contract.call, language, contract.reference, contract.lot.title)
    return {
        **base,
        "partner": contract.partner.name,
        "points": [_point(each) for each in action_points.of(contract)],
    }


def _point(each: ActionPoint) -> Facts:
    return {
        "reference": each.reference,
        "text": each.text,
        "owner": each.owner.name,
        "side": "partner" if each.of_partner else "office",
        "due": each.due_on.isoformat(),
        "state": each.state.value,
        "answer": each.answer,
        "remark": each.remark,
    }
