"""Who of a partner writes which section of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import PARTNER_ROLES, Action, Role
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.policy import Actor, require
from portal.models import (
    Call,
    DraftAssignment,
    Grant,
    Lot,
    Person,
    Proposal,
    Report,
    ReportAssignment,
)
from portal.services import draft_sections, events, outbox
from portal.services.proposal_drafts import hold
from portal.services.todo import Item


@dataclass(frozen=True)
class Wish:
    """Who is to write a section, and who that was when it was asked for; none for nobody."""

    person: UUID | None
    seen: UUID | None


def writers(record: Proposal | Report) -> list[Person]:
    """Return the people of a record's partner who may write, by name."""
    roles = [Role.PARTNER_OWNER, Role.PARTNER_EDITOR]
    may = Person.id.in_(Grant.select(Grant.person).where(Grant.role.in_(roles)))
    here = (Person.partner == record.partner_id) & Person.disabled_at.is_null()
    return list(Person.select().where(here & may).order_by(Person.name))


def of(proposal: Proposal) -> dict[str, DraftAssignment]:
    """Return the assignments of a draft by section, each with its person."""
    joined = DraftAssignment.select(DraftAssignment, Person).join(
        Person, on=DraftAssignment.person
    )
    rows = joined.where(DraftAssignment.proposal == proposal)
    return {row.section: row for row in rows}


def assign(
    proposal: Proposal, wishes: Mapping[str, Wish], by: Actor, at: datetime
) -> list[str]:
    """Give sections to people and tell each by mail; return the sections that changed hands.

    What somebody else gave away meanwhile is not taken back: the whole is refused then.
    """
    require(by, Action.WRITE_PROPOSAL, proposal)
    changed = {key: wish for key, wish in wishes.items() if wish.person != wish.seen}
    people = {each.id: each for each in writers(proposal)}
    titles = {each.key: each.title for each in draft_sections.all_of(proposal)}
    with atomic():
        hold(proposal)
        require_unchanged(of(proposal), changed)
        for key, wish in changed.items():
            _give(proposal, key, people, wish, _By(by, at, titles))
        if changed:
            events.record(by, "proposal.assigned", proposal, at, sections=sorted(changed))
    return sorted(changed)


@dataclass(frozen=True)
class _By:
    actor: Actor
    at: datetime
    titles: Mapping[str, str]


def require_unchanged(
    standing: Mapping[str, DraftAssignment] | Mapping[str, ReportAssignment],
    wishes: Mapping[str, Wish],
) -> None:
    """Refuse wishes for a section that somebody else gave away meanwhile."""
    for key, wish in wishes.items():
        now = standing.get(key)
        if now is None and wish.seen is not None:
            raise RuleBroken("unassigned_meanwhile")
        if now is not None and now.person_id != wish.seen:
            raise RuleBroken("assigned_meanwhile", name=now.person.name)


def _give(
    proposal: Proposal, key: str, people: Mapping[UUID, Person], wish: Wish, by: _By
) -> None:
    if key not in by.titles or (wish.person is not None and wish.person not in people):
        raise NotFound
    mine = (DraftAssignment.proposal == proposal) & (DraftAssignment.section == key)
    DraftAssignment.delete().where(mine).execute()
    if wish.person is None:
        return
    DraftAssignment.create(
        proposal=proposal,
        section=key,
        person=wish.person,
        assigned_by=by.actor.person_id,
        assigned_at=by.at,
    )
    if wish.person != by.actor.person_id:
        _tell(proposal, key, people[wish.person], by)


def _tell(proposal: Proposal, key: str, person: Person, by: _By) -> None:
    outbox.put_mail(
        person.email,
        "section_assigned",
        person.language,
        by.at,
        who=by.actor.name,
        section=key,
        title=by.titles[key],
        reference=f"{proposal.call.reference}-L{proposal.lot.number}",
        proposal=str(proposal.id),
    )


def finish(proposal: Proposal, section: str, by: Actor, at: datetime) -> None:
    """Say that one's own part is done; it leaves the list of work."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    mine = (
        (DraftAssignment.proposal == proposal)
        & (DraftAssignment.section == section)
        & (DraftAssignment.person == by.person_id)
        & DraftAssignment.done_at.is_null()
    )
    with atomic():
        hold(proposal)
        if DraftAssignment.update(done_at=at).where(mine).execute() == 1:
            events.record(by, "proposal.section_finished", proposal, at, section=section)


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the sections of open drafts that the actor is to write."""
    if not actor.roles & PARTNER_ROLES:
        return []
    open_now = (
        (Proposal.partner == actor.partner_id)
        & (Proposal.state == ProposalState.DRAFT)
        & (Call.state == CallState.PUBLISHED)
        & (Call.deadline > at)
    )
    mine = (DraftAssignment.person == actor.person_id) & DraftAssignment.done_at.is_null()
    rows = (
        DraftAssignment.select(DraftAssignment, Proposal, Call, Lot)
        .join(Proposal)
        .join(Call)
        .switch(Proposal)
        .join(Lot)
        .where(mine & open_now)
    )
    return [_item(row) for row in rows]


def _item(row: DraftAssignment) -> Item:
    of_lot = row.proposal
    return Item(
        "work.write_section",
        f"{of_lot.call.reference}-L{of_lot.lot.number}",
        f"{of_lot.call.title}: {of_lot.lot.title}",
        "proposals.team_section",
        {"proposal_id": str(of_lot.id), "section": row.section},
        of_lot.call.deadline,
    )
