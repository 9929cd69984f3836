"""Who of a partner writes which section of a report; the rules are those of drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import PARTNER_ROLES, Action
from portal.domain.errors import NotFound
from portal.domain.lifecycle import SUBMIT_REPORT
from portal.domain.policy import Actor, require
from portal.models import Contract, Lot, Person, Report, ReportAssignment
from portal.services import events, outbox
from portal.services.draft_assigning import Wish, require_unchanged, writers
from portal.services.report_queries import sections_of
from portal.services.report_writing import hold
from portal.services.todo import Item


@dataclass(frozen=True)
class _By:
    actor: Actor
    at: datetime


def of(report: Report) -> dict[str, ReportAssignment]:
    """Return the assignments of a report by section, each with its person."""
    joined = ReportAssignment.select(ReportAssignment, Person).join(
        Person, on=ReportAssignment.person
    )
    return {row.section: row for row in joined.where(ReportAssignment.report == report.id)}


def assign(report: Report, wishes: Mapping[str, Wish], by: Actor, at: datetime) -> list[str]:
    """Give sections to people and tell each by mail; return the sections that changed hands.

    What somebody else gave away meanwhile is not taken back: the whole is refused then.
    """
    require(by, Action.WRITE_REPORT, report)
    changed = {key: wish for key, wish in wishes.items() if wish.person != wish.seen}
    people = {each.id: each for each in writers(report)}
    if set(changed) - {each.code for each in sections_of(report)}:
        raise NotFound
    with atomic():
        hold(report, SUBMIT_REPORT)
        require_unchanged(of(report), changed)
        for key, wish in changed.items():
            _give(report, key, wish, people, _By(by, at))
        if changed:
            events.record(by, "report.assigned", report, at, sections=sorted(changed))
    return sorted(changed)


def _give(report: Report, key: str, wish: Wish, people: Mapping[UUID, Person], by: _By) -> None:
    if wish.person is not None and wish.person not in people:
        raise NotFound
    mine = (ReportAssignment.report == report.id) & (ReportAssignment.section == key)
    ReportAssignment.delete().where(mine).execute()
    if wish.person is None:
        return
    given = {"assigned_by": by.actor.person_id, "assigned_at": by.at}
    ReportAssignment.create(report=report, section=key, person=wish.person, **given)
    if wish.person != by.actor.person_id:
        _tell(report, people[wish.person], by)


def _tell(report: Report, person: Person, by: _By) -> None:
    facts = {"who": by.actor.name, "reference": report.reference, "slug": report.slug}
    outbox.put_mail(person.email, "report_section_assigned", person.language, by.at, **facts)


def finish(report: Report, section: str, by: Actor, at: datetime) -> None:
    """Say that one's own section is written; it leaves the list of work."""
    require(by, Action.WRITE_REPORT, report)
    mine = (
        (ReportAssignment.report == report.id)
        & (ReportAssignment.section == section)
        & (ReportAssignment.person == by.person_id)
        & ReportAssignment.done_at.is_null()
    )
    with atomic():
        hold(report, SUBMIT_REPORT)
        if ReportAssignment.update(done_at=at).where(mine).execute() == 1:
            events.record(by, "report.section_finished", report, at, section=section)


def work_items(actor: Actor, _at: datetime) -> list[Item]:
    """Return the sections of reports that the actor is to write."""
    if not actor.roles & PARTNER_ROLES:
        return []
    mine = (ReportAssignment.person == actor.person_id) & ReportAssignment.done_at.is_null()
    here = (Report.partner == actor.partner_id) & Report.state.in_(list(SUBMIT_REPORT.start))
    rows = (
        ReportAssignment.select(ReportAssignment, Report, Contract, Lot)
        .join(Report)
        .join(Contract)
        .join(Lot)
        .where(mine & here)
    )
    return [_item(row.report, row.section) for row in rows]


def _item(report: Report, section: str) -> Item:
    return Item(
        "work.write_report_section",
        report.reference,
        report.contract.lot.title,
        "monitoring.show",
        {"slug": report.slug, "_anchor": f"task-{section}"},
    )
