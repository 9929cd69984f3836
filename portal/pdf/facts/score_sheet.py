"""Facts of the consolidated score sheet: every score of every member, by lot and proposal."""

from typing import Any
from uuid import UUID

from portal.pdf.facts.budget_checks import budgets
from portal.pdf.facts.committee import base, call_of, points
from portal.services import scoring
from portal.services.evaluations import code_of
from portal.services.scoring import Criterion, Row

Facts = dict[str, Any]


def score_sheet(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the score sheet; the subject is the call."""
    call = call_of(subject_id)
    criteria = scoring.criteria(call)
    return {
        **base(call, language),
        **budgets(call),
        "criteria": [
            {
                "code": code_of(each),
                "name": each.name,
                "weight": each.weight,
                "scale": each.scale,
            }
            for each in criteria
        ],
        "lots": [
            {
                "number": table.lot.number,
                "title": table.lot.title,
                "members": table.rows[0].members if table.rows else [],
                "rows": [_row(each, criteria) for each in table.rows],
            }
            for table in scoring.rankings(call)
        ],
    }


def _row(row: Row, criteria: list[Criterion]) -> Facts:
    result = row.result
    return {
        "number": row.proposal.number,
        "partner": row.proposal.partner.name,
        "rank": result.rank,
        "mean": points(result.mean),
        "totals": [points(each) for each in result.totals],
        "scores": [[value for _who, value, _why in row.reasons[each.id]] for each in criteria],
        "points": [points(result.by_criterion[each.id]) for each in criteria],
    }
