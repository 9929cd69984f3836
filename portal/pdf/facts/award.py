"""Facts of the recommendation, of the letters and of the notice of an award."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from portal.domain.scoring import shown
from portal.domain.screening import ItemKind
from portal.models import AwardRound, Call, Proposal
from portal.pdf.facts.shared import call_facts
from portal.services import (
    appraisals,
    award_letters,
    award_rounds,
    budget_checks,
    minutes_signing,
    opening,
    proposal_contents,
    proposals,
    reviews,
    scoring,
    standstill,
)
from portal.services.exclusions import exclusion_reasons
from portal.services.scoring import Criterion, Row

Facts = dict[str, Any]


def _head(call: Call, language: str) -> Facts:
    return {
        **call_facts(call, language, call.reference, call.title),
        "call_title": call.title,
        "currency": call.currency,
    }


def _iso(moment: Any) -> str:  # noqa: ANN401 - a moment or none
    return moment.isoformat() if moment else ""


def recommendation(subject_id: UUID, language: str) -> Facts:
    """Return the facts of a recommendation; the subject is its round."""
    row = AwardRound.get_by_id(subject_id)
    row.call = call = opening.call_by_slug(row.call.slug)
    names, ceiling = award_rounds.people(row), award_rounds.ceiling(call)
    ranks = {each.lot.id: each.rows for each in scoring.rankings(call)}
    lots = [_lot(each, ranks.get(each.lot.id, ())) for each in award_rounds.chosen(row)]
    return {
        **_head(call, language),
        "round": row.number,
        "cause": row.cause,
        "state": row.state.value,
        "amount": str(row.amount),
        "ceiling": "" if ceiling is None else str(ceiling),
        "two": award_rounds.needs_second(row),
        "lots": lots,
        "minutes": _minutes(row),
        "note": row.review_note,
        "comment": row.comment,
        "people": names,
        "no_objection": _no_objection(row),
        "made_at": _iso(row.made_at),
        "reviewed_at": _iso(row.reviewed_at),
        "approved_at": _iso(row.approved_at),
        "second_at": _iso(row.second_at),
    }


def _no_objection(row: AwardRound) -> Facts:
    """Return the no-objection of a government to this recommendation, if one was given."""
    if row.no_objection_on is None:
        return {}
    return {
        "on": row.no_objection_on.isoformat(),
        "by": row.no_objection_by,
        "reference": row.no_objection_reference,
    }


def _minutes(row: AwardRound) -> Facts:
    if row.minutes is None:
        return {}
    return {
        "edition": row.minutes.edition,
        "held_on": row.minutes.held_on.isoformat(),
        "fingerprint": minutes_signing.print_of(row.minutes),
    }


def _lot(each: award_rounds.Chosen, rows: Sequence[Row]) -> Facts:
    return {
        "number": each.lot.number,
        "title": each.lot.title,
        "partner": each.proposal.partner.name if each.proposal else "",
        "proposal": each.proposal.number if each.proposal else "",
        "amount": "" if each.amount is None else str(each.amount),
        "reason": each.reason,
        "rows": [
            {
                "partner": row.proposal.partner.name,
                "rank": row.result.rank,
                "points": str(shown(row.result.final)),
            }
            for row in rows
        ],
    }


def letter(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the letter to a partner; the subject is its proposal."""
    proposal = proposals.by_id(subject_id)
    call = proposal.call = opening.call_by_slug(proposal.call.slug)
    row = award_letters.round_of(proposal)
    decided_at = (row.second_at or row.approved_at) if row else None
    return {
        **_head(call, language),
        "proposal": proposal.number,
        "partner": proposal.partner.name,
        "address": proposal.partner.address,
        "city": proposal.partner.city,
        "country": proposal.partner.country,
        "lot": f"{proposal.lot.number}. {proposal.lot.title}",
        "submitted_at": _iso(proposal.submitted_at),
        "awarded_at": _iso(decided_at),
        "threshold": call.threshold,
        "standstill": call.standstill_days,
        "last_day": award_letters.last_day(call, decided_at).isoformat() if decided_at else "",
        "signer": award_rounds.people(row)["approver"] if row else "",
        "ended": row.comment if row and row.state.value == "failed" else "",
        "again": bool(row and row.number > 1),
        "fell": standstill.fallen(proposal),
        **_excluded(proposal, language),
        **_result(proposal, row),
    }


def _excluded(proposal: Proposal, language: str) -> Facts:
    """Return why a proposal was not scored; the grounds with what the office noted."""
    stored = proposal.screening or {}
    reasons = exclusion_reasons(proposal, language)
    grounds = reasons.grounds if reasons else ()
    return {
        "eligible": bool(stored.get("eligible")),
        "reason": reasons.reason if reasons else proposal.screening_reason,
        "failed": [
            {"text": each.text, "note": each.note, "paper": each.kind is ItemKind.PAPER}
            for each in grounds
        ],
    }


def _result(proposal: Proposal, row: AwardRound | None) -> Facts:
    call, own = proposal.call, appraisals.row_of(proposal)
    chosen = award_rounds.chosen(row) if row and row.state.value != "failed" else []
    mine = next((each for each in chosen if each.lot.id == proposal.lot_id), None)
    winner = mine.proposal if mine else None
    said = appraisals.told(proposal)
    return {
        "won": winner is not None and winner.id == proposal.id,
        "winner": winner.partner.name if winner else "",
        "winner_points": _points(winner),
        "amount": str(proposal_contents.price(proposal)),
        "budget": _budget(proposal),
        "starts_on": _iso(call.starts_on),
        "months": call.months,
        "passed": own.result.passed if own else False,
        "rank": own.result.rank if own else None,
        "mean": str(shown(own.result.mean)) if own else "",
        "final": str(shown(own.result.final)) if own else "",
        "strengths": said.strengths.splitlines(),
        "weaknesses": said.weaknesses.splitlines(),
        "criteria": _own_criteria(own, scoring.criteria(call)) if own else [],
    }


def _budget(proposal: Proposal) -> Facts | None:
    """Return both figures of the own budget where they differ, and which one counts."""
    checked = budget_checks.of_proposal(proposal)
    figures = checked.figures
    if figures is None or not figures.difference:
        return None
    return {
        "stated": str(figures.stated),
        "computed": str(figures.computed),
        "counted": str(checked.counted),
        "rule": proposal.call.price_rule.value,
    }


def _points(winner: Proposal | None) -> str:
    row = appraisals.row_of(winner) if winner else None
    return str(shown(row.result.final)) if row else ""


def _own_criteria(row: Row, criteria: Sequence[Criterion]) -> list[Facts]:
    """Return the own mean and the members' reasons without their names or order."""
    return [
        {
            "name": each.name,
            "weight": each.weight,
            "mean": str(shown(row.result.by_criterion[each.id])),
            "reasons": sorted(reason for _, _, reason in row.reasons.get(each.id, [])),
        }
        for each in criteria
    ]


def notice(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the public notice of an award; the subject is the call."""
    call = opening.call_by_slug(Call.get_by_id(subject_id).slug)
    rounds = [each for each in award_rounds.all_of(call) if each.letters_at]
    last = rounds[-1] if rounds else None
    return {
        **_head(call, language),
        "decided_at": _iso((last.second_at or last.approved_at) if last else None),
        "ended": last.comment if last is not None else "",
        "failed": call.state.value == "failed",
        "received": len(opening.opened(call)),
        "standstill": call.standstill_days,
        "last_day": _iso(award_letters.last_day(call, last.letters_at)) if last else "",
        "lots": [_public(each) for each in award_rounds.held(call)],
    }


def _public(each: award_rounds.Chosen) -> Facts:
    return {
        "number": each.lot.number,
        "title": each.lot.title,
        "city": each.lot.city,
        "partner": each.proposal.partner.name if each.proposal else "",
        "amount": "" if each.amount is None else str(each.amount),
    }


def review_decision(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the letter that tells the decision on a request for a review."""
    row = reviews.by_id(subject_id)
    call, partner = row.proposal.call, row.proposal.partner
    return {
        **_head(call, language),
        "request": row.number,
        "proposal": row.proposal.number,
        "partner": partner.name,
        "address": partner.address,
        "city": partner.city,
        "country": partner.country,
        "lot": f"{row.proposal.lot.number}. {row.proposal.lot.title}",
        "filed_at": _iso(row.filed_at),
        "decided_at": _iso(row.decided_at),
        "upheld": row.state.value == "upheld",
        "awarded": standstill.last_award(row.proposal.lot_id) is not None,
        "grounds": row.grounds,
        "decision": row.decision,
        "reviewer": row.reviewer.name if row.reviewer else "",
    }
