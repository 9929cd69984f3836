"""Facts of the screening record: every check of every proposal, and who decided what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from portal.domain.lifecycle import ProposalState
from portal.models import Call, DeficiencyWindow, Exclusion, Person, Proposal
from portal.pdf.facts.shared import call_facts
from portal.services import deficiency, exclusions, screening_sanctions, supplies
from portal.services import screening_checklist as checklist
from portal.services.opening import call_by_slug, opened

Facts = dict[str, Any]


def record(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the record of a screening; the subject is the call."""
    call: Call = Call.get_by_id(subject_id)
    call = call_by_slug(call.slug)
    received = opened(call)
    compared = screening_sanctions.last_rescan(call)
    return {
        **call_facts(call, language, call.reference, call.title),
        "call_title": call.title,
        "opened_at": _iso(call.opened_at),
        "proposals": [_proposal(each, language) for each in received],
        "eligible": sum(bool((each.screening or {}).get("eligible")) for each in received),
        "excluded": sum(_is_out(each) for each in received),
        "compared_at": _iso(compared.at) if compared else "",
        "compared": compared.facts["partners"] if compared else 0,
        "windows": _windows(call, received),
        "screeners": _screeners(received),
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _is_out(proposal: Proposal) -> bool:
    if proposal.screened_at is None:
        return False
    return not (proposal.screening or {}).get("eligible")


def _name(person_id: object) -> str:
    person = Person.get_or_none(Person.id == person_id)
    return str(person.name) if person else ""


def _proposal(proposal: Proposal, language: str) -> Facts:
    stored = proposal.screening or {}
    return {
        "number": proposal.number,
        "partner": proposal.partner.name,
        "lot": f"{proposal.lot.number}. {proposal.lot.city}",
        "received_at": _iso(proposal.submitted_at),
        "screened_at": _iso(proposal.screened_at),
        "screener": _name(proposal.screened_by_id) if proposal.screened_at else "",
        "eligible": bool(stored.get("eligible")),
        "waiting": proposal.state is ProposalState.SUBMITTED,
        "reason": proposal.screening_reason if proposal.screened_at else "",
        "items": [_item(each) for each in checklist.reading(stored, language)],
        "sanctions": stored.get("sanctions", {"names": 0, "entries": 0, "matches": 0}),
        "verdicts": stored.get("verdicts", []),
        "assessments": stored.get("assessments", []),
        "verification": stored.get("verification", ""),
        "flags": stored.get("flags", []),
        "performance": stored.get("performance", []),
        "exclusions": [_exclusion(each) for each in reversed(exclusions.of(proposal))],
    }


def _item(item: checklist.Kept) -> Facts:
    return {
        "kind": item.kind.value,
        "text": item.text,
        "outcome": item.outcome.value,
        "note": item.note,
        "supplied": item.supplied,
    }


def _exclusion(row: Exclusion) -> Facts:
    return {
        "state": f"ExclusionState.{row.state.value}",
        "reason": row.reason,
        "first": row.proposed_by.name,
        "proposed_at": _iso(row.proposed_at),
        "second": row.decided_by.name if row.decided_by else "",
        "decided_at": _iso(row.decided_at),
        "answer": row.answer,
    }


def _windows(call: Call, received: list[Proposal]) -> list[Facts]:
    numbers = {each.id: each.number for each in received}
    asked = deficiency.requests(call)
    return [_window(each, asked, numbers) for each in reversed(deficiency.windows(call))]


def _window(row: DeficiencyWindow, asked: Any, numbers: dict[UUID, Any]) -> Facts:  # noqa: ANN401 - requests by window
    return {
        "opened_at": _iso(row.opened_at),
        "closes_at": _iso(row.closes_at),
        "by": row.opened_by.name,
        "items": [{"kind": each["kind"], "text": each["text"]} for each in row.items],
        "proposals": [
            {
                "number": numbers.get(each.proposal_id, ""),
                "asked": len(each.items),
                "supplied": len(supplies.of(each)),
            }
            for each in asked.get(row.id, ())
        ],
    }


def _screeners(received: list[Proposal]) -> list[Facts]:
    """Return who screened, with when they last decided, each once."""
    last: dict[str, datetime] = {}
    for each in received:
        if each.screened_at is not None:
            name = _name(each.screened_by_id)
            last[name] = max(each.screened_at, last.get(name, each.screened_at))
    return [{"name": name, "at": _iso(at)} for name, at in sorted(last.items())]
