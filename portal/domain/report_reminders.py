"""When somebody is reminded of a report: before, on and after its day, and of the answer."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.lifecycle import ReportState


class ReminderKind(StrEnum):
    """What a reminder is about: each has its own mail and its own readers."""

    SOON = "soon"
    DUE = "due"
    LATE = "late"
    ESCALATED = "escalated"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Rhythm:
    """The days of the office's reminders; each is a setting and none a rule of IOM.

    ``before`` the due date, ``again`` between two reminders, ``escalate`` after the due date,
    ``answer`` after the submission.
    """

    before: int = 7
    again: int = 7
    escalate: int = 14
    answer: int = 15


@dataclass(frozen=True)
class Due:
    """One reminder; ``number`` counts those of its kind, so that none is sent twice."""

    kind: ReminderKind
    number: int = 1


def reminders(state: ReportState, late: int, waiting: int, rhythm: Rhythm) -> list[Due]:
    """Return what is to be sent today for a report.

    ``late`` are the days since it was due, negative before; ``waiting`` those since it was
    submitted. A report that was returned is with the partner again and late as before.
    """
    if state is ReportState.SUBMITTED:
        return _unanswered(waiting, rhythm)
    if state is ReportState.ACCEPTED or late < -rhythm.before:
        return []
    if late <= 0:
        return [Due(ReminderKind.SOON if late else ReminderKind.DUE)]
    found = [Due(ReminderKind.LATE, 1 + (late - 1) // rhythm.again)]
    return [*found, Due(ReminderKind.ESCALATED)] if late >= rhythm.escalate else found


def _unanswered(waiting: int, rhythm: Rhythm) -> list[Due]:
    over = waiting - rhythm.answer
    return [] if over < 0 else [Due(ReminderKind.UNANSWERED, 1 + over // rhythm.again)]
