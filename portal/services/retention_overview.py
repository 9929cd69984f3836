"""How much is due to go and how much is held back, in counts: for a page and a weekly mail."""

from dataclasses import dataclass
from datetime import datetime

from portal.config import report_retention_years
from portal.db import atomic
from portal.domain.actions import Role
from portal.models import Effect, PendingUpload, PurgedContract, RetentionHold
from portal.services import outbox, retention, staff

MONDAY = 0
TOLD = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)
MAIL = "retention_due"


@dataclass(frozen=True)
class Standing:
    """Counts of contracts that are due, held back and purged, of uploads and of mails."""

    due: int
    held: int
    purged: int
    uploads: int
    waiting: int


def standing(at: datetime, years: int) -> Standing:
    """Count what is due after some years, and what else is kept for a time."""
    held = RetentionHold.select().where(RetentionHold.lifted_at.is_null())
    waiting = Effect.select().where((Effect.kind == "mail") & Effect.done_at.is_null())
    return Standing(
        len(retention.dry(at, years).lines),
        held.count(),
        PurgedContract.select().count(),
        PendingUpload.select().count(),
        waiting.count(),
    )


def tell(at: datetime) -> int:
    """Mail on Mondays, in counts alone, that something is due; return to how many people."""
    if at.weekday() != MONDAY:
        return 0
    due = len(retention.dry(at, report_retention_years()).lines)
    people = {each.id: each for role in TOLD for each in staff.holders(role)} if due else {}
    with atomic():
        for each in people.values():
            outbox.put_mail(each.email, MAIL, each.language, at, name=each.name, due=due)
    return len(people)
