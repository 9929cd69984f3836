"""Sections of a draft that are saved whole: when they were saved, and what they said before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.domain.policy import Actor
from portal.models import DraftVersion, Event, Person, Proposal
from portal.services import draft_history, draft_presence, events
from portal.services.draft_history import State

EVENTS = {
    "declarations": "proposal.declared",
    "eligibility": "proposal.eligibility_answered",
    "budget": "proposal.budgeted",
}
"""The keys of these sections, and what the log calls their saves."""


@dataclass(frozen=True)
class Saved:
    """When, by whom and in which version a section was saved last."""

    saved_at: datetime
    saved_by: Person
    version: int


@dataclass(frozen=True)
class Change:
    """What a section said in which version, what it is to say, and how that comes about.

    ``typing`` is a save while somebody types, ``apart`` one that is a version of its own.
    """

    key: str
    former: Mapping[str, object]
    content: Mapping[str, object]
    version: int
    seen: int
    typing: bool = False
    apart: bool = False
    event: str = ""

    def is_repeated(self) -> bool:
        """Say whether it came twice, or two wrote the same: it is no new version then."""
        again = self.typing or self.apart or self.seen != self.version
        return again and self.former == self.content


def save(
    proposal: Proposal, change: Change, write: Callable[[], None], by: Actor, at: datetime
) -> Saved | None:
    """Write a change within the transaction of its section, unless it is there already.

    Pauses in the typing of one person are one version in the history and one event.
    """
    if change.is_repeated():
        return last(proposal, change.key, change.version)
    write()
    if change.typing:
        draft_presence.mark(proposal, change.key, by, at)
    now = State(change.key, change.content, change.seen + 1, at, _person(by))
    began = draft_history.keep(proposal, _former(proposal, change), now, apart=change.apart)
    if began or not change.typing:
        name = change.event or EVENTS[change.key]
        events.record(by, name, proposal, at, **_facts(change))
    return last(proposal, change.key, now.version)


def _facts(change: Change) -> dict[str, object]:
    return {"part": change.key} if change.event else {}


def _person(by: Actor) -> UUID:
    if by.person_id is None:
        message = "a draft is written by people"
        raise ValueError(message)
    return by.person_id


def _former(proposal: Proposal, change: Change) -> State | None:
    event = _last_event(proposal, change.key)
    if event is None or event.actor_id is None:
        return None
    return State(change.key, change.former, change.version, event.at, event.actor_id)


def _last_event(proposal: Proposal, key: str) -> Event | None:
    return next(iter(events.timeline([proposal.id], (EVENTS[key],))), None)


def last(proposal: Proposal, key: str, version: int) -> Saved | None:
    """Return who saved a section last and when, or nothing when nobody has."""
    mine = (DraftVersion.proposal == proposal) & (DraftVersion.section == key)
    kept = (
        DraftVersion.select(DraftVersion, Person)
        .join(Person)
        .where(mine & (DraftVersion.version == version))
        .first()
    )
    if kept is not None:
        return Saved(kept.saved_at, kept.saved_by, version)
    event = _last_event(proposal, key)
    person = event and Person.get_or_none(Person.id == event.actor_id)
    return Saved(event.at, person, version) if event and person else None
