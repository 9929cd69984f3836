"""What the sections of a draft said before: kept with who wrote it, until it is submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal.domain.actions import Action
from portal.domain.policy import Actor, require
from portal.models import DraftVersion, Person, Proposal
from portal.services.steps import found

RUN = timedelta(minutes=5)
"""For how long the saves of one person are one version."""


@dataclass(frozen=True)
class State:
    """What a section says: its content, its version, when and by whom it was saved."""

    section: str
    content: Mapping[str, object]
    version: int
    saved_at: datetime
    saved_by: UUID


def keep(proposal: Proposal, former: State | None, now: State, *, apart: bool = False) -> bool:
    """Keep what a section says now; say whether that began a new version in the history.

    Saves of one person within a few minutes are one version, unless ``apart`` or what was
    there lost more than half: nothing that was written goes by a slip.
    """
    last = _last(proposal, now.section)
    if former is not None and (last is None or last.version != former.version):
        last = _begin(proposal, former)
    if last is None or apart or not _is_same_run(last, now):
        _begin(proposal, now)
        return True
    DraftVersion.update(content=now.content, version=now.version, saved_at=now.saved_at).where(
        DraftVersion.id == last.id
    ).execute()
    return False


def _last(proposal: Proposal, section: str) -> DraftVersion | None:
    mine = (DraftVersion.proposal == proposal) & (DraftVersion.section == section)
    newest = DraftVersion.select().where(mine).order_by(DraftVersion.version.desc())
    last: DraftVersion | None = newest.first()
    return last


def _begin(proposal: Proposal, state: State) -> DraftVersion:
    return DraftVersion.create(
        proposal=proposal,
        section=state.section,
        content=dict(state.content),
        version=state.version,
        begun_at=state.saved_at,
        saved_at=state.saved_at,
        saved_by=state.saved_by,
    )


def _is_same_run(last: DraftVersion, now: State) -> bool:
    shrank = _size(now.content) * 2 < _size(last.content)
    return (
        last.saved_by_id == now.saved_by and now.saved_at - last.begun_at < RUN and not shrank
    )


def _size(content: object) -> int:
    if isinstance(content, Mapping):
        return sum(_size(each) for each in content.values())
    if isinstance(content, list):
        return sum(_size(each) for each in content)
    return len(str(content))


def of(proposal: Proposal, section: str, by: Actor) -> list[DraftVersion]:
    """Return the versions of a section, newest first, each with who wrote it."""
    require(by, Action.DISCUSS_PROPOSAL, proposal)
    mine = (DraftVersion.proposal == proposal) & (DraftVersion.section == section)
    joined = DraftVersion.select(DraftVersion, Person).join(Person).where(mine)
    return list(joined.order_by(DraftVersion.version.desc()))


def version(proposal: Proposal, kept_id: UUID, by: Actor) -> DraftVersion:
    """Return one version of a section of this draft, or refuse with ``NotFound``."""
    require(by, Action.DISCUSS_PROPOSAL, proposal)
    wanted = (DraftVersion.proposal == proposal) & (DraftVersion.id == kept_id)
    row: DraftVersion | None = (
        DraftVersion.select(DraftVersion, Person).join(Person).where(wanted).first()
    )
    return found(row)
