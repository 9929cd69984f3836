"""What the committee tells each partner of its proposal: strengths and weaknesses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import Conflict, WrongState
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.models import Appraisal, Criterion, Proposal
from portal.services import events, scoring
from portal.services.scoring import Row
from portal.services.steps import save_version

STRONG, WEAK = Fraction(4, 5), Fraction(3, 5)
"""Shares of a criterion's points from which it is proposed as a strength, or a weakness."""
OPEN_CALLS = frozenset({CallState.RANKED, CallState.RECOMMENDED})


@dataclass(frozen=True)
class Told:
    """What a partner is told; ``version`` is 0 for what is only proposed."""

    strengths: str
    weaknesses: str
    version: int = 0


def told(proposal: Proposal) -> Told:
    """Return what a partner is told: as typed, else as the reasons of the members propose."""
    kept = Appraisal.get_or_none(Appraisal.proposal == proposal)
    if kept is not None:
        return Told(kept.strengths, kept.weaknesses, kept.version)
    row = row_of(proposal)
    criteria = scoring.criteria(proposal.call)
    return Told(*_proposed(row, criteria)) if row else Told("", "")


def row_of(proposal: Proposal) -> Row | None:
    """Return the place of a proposal in the ranking of its lot, or None."""
    rows = [row for table in scoring.rankings(proposal.call) for row in table.rows]
    return next((row for row in rows if row.proposal.id == proposal.id), None)


def _proposed(row: Row, criteria: Sequence[Criterion]) -> tuple[str, str]:
    strong, weak = [], []
    for each in criteria:
        share = row.result.by_criterion[each.id] / each.weight if each.weight else Fraction(1)
        line = _line(each, row)
        if share >= STRONG:
            strong.append(line)
        elif share < WEAK:
            weak.append(line)
    return "\n".join(strong), "\n".join(weak)


def _line(criterion: Criterion, row: Row) -> str:
    reasons = sorted({reason for _, _, reason in row.reasons.get(criterion.id, [])})
    return f"{criterion.name} \N{EN DASH} {' '.join(reasons[:1])}"


def save(proposal: Proposal, given: Told, by: Actor, at: datetime) -> None:
    """Keep strengths and weaknesses, until the award is approved."""
    require(by, Action.APPRAISE, proposal)
    if proposal.call.state not in OPEN_CALLS:
        raise WrongState("appraise", proposal.call.state)
    texts = {"strengths": given.strengths.strip(), "weaknesses": given.weaknesses.strip()}
    with atomic():
        kept = Appraisal.get_or_none(Appraisal.proposal == proposal)
        signed = {"saved_by": by.person_id, "saved_at": at}
        if kept is None:
            _create(proposal, {**texts, **signed})
        else:
            save_version(kept, given.version, {**texts, **signed}, theirs=_standing)
        events.record(by, "proposal.appraised", proposal, at)


def _create(proposal: Proposal, columns: dict[str, object]) -> None:
    try:
        Appraisal.create(proposal=proposal, **columns)
    except IntegrityError as twice:
        raise Conflict(1, {}) from twice


def _standing(kept: Appraisal) -> dict[str, object]:
    return {"strengths": kept.strengths, "weaknesses": kept.weaknesses}
