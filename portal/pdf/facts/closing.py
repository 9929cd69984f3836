"""Facts of the closing record of a contract."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.models import ClosingFile, Contract, Milestone
from portal.pdf.facts.shared import base_facts
from portal.services import closing_finding as finding
from portal.services import contract_finding
from portal.services.closing_finding import Ending

Facts = dict[str, Any]


def record(subject_id: UUID, language: str) -> Facts:
    """Return what the closing record prints; final once the contract is closed."""
    contract = contract_finding.by_slug(Contract.get_by_id(subject_id).slug)
    ending = finding.of(contract)
    return {
        **_head(contract, language),
        **_money(contract),
        "items": _items(contract),
        "milestones": [_milestone(each) for each in finding.milestones(contract)],
        "assets": _assets(contract),
        **_closed(ending),
    }


def _head(contract: Contract, language: str) -> Facts:
    call = contract.call
    where = {"country": call.centre.country, "zone": call.zone}
    return {
        **base_facts(contract.reference, contract.lot.title, language=language, **where),
        "lot": contract.lot.title,
        "call_title": call.title,
        "partner": contract.partner.name,
        "currency": contract.currency,
        "contract_amount": str(contract.amount),
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
    }


def _money(contract: Contract) -> Facts:
    found = finding.money(contract)
    return {
        "paid": str(found.paid),
        "accepted": str(found.accepted),
        "refunded": str(found.refunded),
        "difference": str(found.difference + Decimal(0)),
        "refunds": [
            {
                "amount": str(each.amount),
                "on": each.received_on.isoformat(),
                "reference": each.reference,
            }
            for each in finding.refunds(contract)
        ],
    }


def _items(contract: Contract) -> list[Facts]:
    ticks = finding.ticks(contract)
    return [
        {
            "code": each.code,
            "met": each.met,
            "by_facts": each.by_facts,
            "figures": {name: str(value) for name, value in each.figures.items()},
            "tick": _tick(ticks.get(each.code)) if not each.by_facts else None,
        }
        for each in finding.items(contract)
    ]


def _tick(tick: Any) -> Facts | None:  # noqa: ANN401 - a confirmation or none
    if tick is None:
        return None
    return {
        "note": tick.note,
        "name": tick.person.name,
        "at": tick.at.isoformat(),
        **_file(tick.file),
    }


def _file(kept: ClosingFile | None) -> Facts:
    return (
        {"file": kept.filename, "sha256": kept.sha256} if kept else {"file": "", "sha256": ""}
    )


def _milestone(row: Milestone) -> Facts:
    return {
        "position": row.position,
        "title": row.title,
        "owner": row.owner,
        "due_on": row.due_on.isoformat(),
        "state": row.state.value,
        "evidence": row.evidence,
        "reason": row.reason,
        **_file(row.file),
    }


def _assets(contract: Contract) -> list[Facts]:
    return [
        {
            "description": each.description,
            "value": None if each.value is None else str(each.value),
            "custodian": each.custodian,
            "handed_to": each.handed_to,
            "handed_on": each.handed_on.isoformat() if each.handed_on else "",
            "evidence": each.evidence,
            **_file(each.file),
        }
        for each in finding.assets(contract)
    ]


def _closed(ending: Ending) -> Facts:
    row = ending.closing
    if row is None or row.closed_at is None or row.closed_by is None:
        return {"closed": None, "note": ""}
    closed = {"name": row.closed_by.name, "at": row.closed_at.isoformat()}
    return {"closed": closed, "note": row.note}
