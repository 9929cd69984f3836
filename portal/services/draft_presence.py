"""Who of a partner has a section of a draft open now. It is no act and leaves no event."""

from datetime import datetime, timedelta

from portal.domain.policy import Actor
from portal.models import DraftPresence, Person, Proposal

ALIVE = timedelta(minutes=2)


def mark(proposal: Proposal, section: str, by: Actor, at: datetime) -> None:
    """Note that the actor is at a section; forget who has not been seen for two minutes."""
    gone = DraftPresence.seen_at <= at - ALIVE
    DraftPresence.delete().where((DraftPresence.proposal == proposal) & gone).execute()
    row = {"proposal": proposal, "section": section, "person": by.person_id, "seen_at": at}
    DraftPresence.insert(row).on_conflict(
        conflict_target=[DraftPresence.proposal, DraftPresence.section, DraftPresence.person],
        update={DraftPresence.seen_at: at},
    ).execute()


def others(proposal: Proposal, by: Actor, at: datetime) -> dict[str, list[str]]:
    """Return the names of the others who are at the draft now, by section."""
    alive = (DraftPresence.proposal == proposal) & (DraftPresence.seen_at > at - ALIVE)
    rows = (
        DraftPresence.select(DraftPresence, Person)
        .join(Person)
        .where(alive & (DraftPresence.person != by.person_id))
        .order_by(Person.name)
    )
    there: dict[str, list[str]] = {}
    for row in rows:
        there.setdefault(row.section, []).append(row.person.name)
    return there
