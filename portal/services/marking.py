"""One score with its reason: what is typed, and how it is kept, version by version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.models import Score, Scorecard


@dataclass(frozen=True)
class Mark:
    """One score on the scale of its criterion, or none yet, with its reason."""

    value: int | None = None
    reason: str = ""


Marks = Mapping[UUID, Mark]
"""The marks of a scorecard by the key of the criterion."""


def put(card: Scorecard, criterion_id: UUID, mark: Mark, at: datetime) -> bool:
    """Keep a mark in the transaction of its caller; say whether it is another than before.

    What is there already is no new version, so that a request can be sent again.
    """
    same = (Score.scorecard == card) & (Score.criterion == criterion_id)
    there = Score.get_or_none(same)
    if there is None:
        given = {"value": mark.value, "reason": mark.reason, "saved_at": at}
        Score.create(scorecard=card, criterion=criterion_id, **given)
        return True
    if Mark(there.value, there.reason) == mark:
        return False
    changes = {"value": mark.value, "reason": mark.reason, "saved_at": at}
    Score.update(version=Score.version + 1, **changes).where(same).execute()
    return True
