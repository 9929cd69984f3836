"""Facts of the papers of scoring: the pack of a lot, and one scorecard."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from babel.support import Translations

from portal.config import ROOT
from portal.domain import scoring as rules
from portal.models import Call, Criterion, Scorecard
from portal.pdf.facts import proposal_paper
from portal.pdf.facts.shared import call_facts
from portal.services import packs, proposals, scoring
from portal.services.marking import Mark
from portal.services.opening import call_by_slug
from portal.wording import WORDS

Facts = dict[str, Any]
USUAL_SCALE = 5


def meanings(criterion: Criterion, language: str) -> list[Facts]:
    """Return what each score means: the call's own text, else the usual words up to 5."""
    if criterion.score_guidance:
        texts = [str(each) for each in criterion.score_guidance]
    elif criterion.scale == USUAL_SCALE:
        found = Translations.load(ROOT / "portal" / "translations", [language], "messages")
        texts = [found.gettext(WORDS[f"score.{each}"]) for each in range(USUAL_SCALE + 1)]
    else:
        texts = []
    return [{"score": score, "text": text} for score, text in enumerate(texts) if text]


def pack(subject_id: UUID, language: str) -> Facts:
    """Return the facts of a member's pack of a lot: criteria, proposals, blank scorecards."""
    row = packs.by_id(subject_id)
    call = call_by_slug(row.seat.call.slug)
    judged = scoring.criteria(call)
    return {
        **_head(call, language),
        "member": row.seat.person.name,
        "lot": {"number": row.lot.number, "title": row.lot.title},
        "threshold": call.threshold,
        "criteria": [_criterion(each, language) for each in judged],
        "proposals": [_proposal(each, language) for each in packs.proposals(row)],
    }


def card(subject_id: UUID, language: str) -> Facts:
    """Return the facts of one locked scorecard: each score with its points and its reason."""
    row = scoring.card_by_id(subject_id)
    call = call_by_slug(row.proposal.call.slug)
    marks, judged = scoring.marks(row), scoring.criteria(call)
    given = {each.id: marks.get(each.id, scoring.Mark()) for each in judged}
    points = {each.id: _points(each, given[each.id]) for each in judged}
    return {
        **_head(call, language),
        "member": row.seat.person.name,
        "chair": row.seat.chair,
        "government": row.seat.government,
        "proposal": row.proposal.number,
        "partner": row.proposal.partner.name,
        "lot": {"number": row.proposal.lot.number, "title": row.proposal.lot.title},
        "locked_at": row.locked_at.isoformat() if row.locked_at else "",
        "rows": [_scored(each, given[each.id], points[each.id]) for each in judged],
        "total": str(rules.shown(sum(points.values(), Fraction(0)))),
    }


def _points(criterion: Criterion, mark: Mark) -> Fraction:
    return rules.points(rules.Judged(criterion.weight, criterion.scale), mark.value or 0)


def _scored(criterion: Criterion, mark: Mark, points: Fraction) -> Facts:
    return {
        "position": criterion.position,
        "name": criterion.name,
        "weight": criterion.weight,
        "scale": criterion.scale,
        "score": mark.value,
        "points": str(rules.shown(points)),
        "reason": mark.reason,
    }


def _head(call: Call, language: str) -> Facts:
    head = call_facts(call, language, call.reference, call.title)
    return {**head, "call_title": call.title, "call_language": call.language}


def _criterion(each: Criterion, language: str) -> Facts:
    return {
        "position": each.position,
        "name": each.name,
        "weight": each.weight,
        "scale": each.scale,
        "least": each.least,
        "guidance": each.guidance,
        "meanings": meanings(each, language),
    }


def _proposal(card: Scorecard, language: str) -> Facts:
    row = proposals.by_id(card.proposal_id)
    return {
        "number": row.number,
        "partner": row.partner.name,
        **proposal_paper.technical(row, language),
    }
