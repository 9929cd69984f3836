"""Visits: found, planned, reported to the partner, commented, made final or cancelled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from peewee import JOIN

from portal.config import LANGUAGES, visit_comment_days
from portal.db import atomic
from portal.domain.actions import OFFICE_ROLES, Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_visits import (
    CANCEL_VISIT,
    CLOSE_VISIT,
    COMMENT_VISIT,
    REPORT_VISIT,
    VISIT_TO_PARTNER,
    VisitState,
)
from portal.domain.partner_house import Opinion
from portal.domain.policy import Actor, can, require
from portal.domain.policy_visits import writes_visit
from portal.domain.visits import (
    MONEY_KINDS,
    Amounts,
    FindingFacts,
    ItemFacts,
    VisitFacts,
    VisitKind,
    broken_amounts,
    broken_report,
)
from portal.models import Call, Centre, Contract, Grant, Lot, Partner, Person, Site
from portal.models.visits import Finding, Visit, VisitItem, VisitMember
from portal.services import action_points, checklists, documents, events, invitations, outbox
from portal.services.steps import advance, found, fresh, save_version
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

KIND = "visit"
"""The kind of the report on a visit among the documents."""
MOST = 50


@dataclass(frozen=True)
class Plan:
    """What is planned of a visit; without a ``site`` it is at the partner's office."""

    kind: VisitKind
    on: date
    team: Sequence[UUID]
    site: UUID | None = None
    agenda: str = ""


@dataclass(frozen=True)
class Conclusion:
    """What is written of a visit as a whole, and the version that its writer saw."""

    visited_on: date | None
    summary: str
    seen: int
    amounts: Amounts = field(default_factory=Amounts)
    period: str = ""
    controls: str = ""
    auditor: str = ""
    opinion: Opinion | None = None


def joined() -> "ModelSelect[Visit]":
    """Return the query for visits with their contract, call, centre, lot, partner and site."""
    query = Visit.select(Visit, Contract, Call, Centre, Lot, Partner, Site, Person)
    query = query.join(Contract).join(Call).join(Centre).switch(Contract).join(Lot)
    query = query.switch(Visit).join(Partner).switch(Visit).join(Site, JOIN.LEFT_OUTER)
    return query.switch(Visit).join(Person, on=Visit.author)


def by_id(visit_id: UUID) -> Visit:
    """Find a visit with what belongs to it, or refuse with ``NotFound``."""
    row: Visit | None = joined().where(Visit.id == visit_id).first()
    return found(row)


def of(contract: Contract, by: Actor) -> list[Visit]:
    """Return the visits of a contract that the actor may see, the latest first."""
    rows = joined().where(Visit.contract == contract).order_by(Visit.planned_on.desc())
    return [each for each in rows if can(by, Action.SEE_VISIT, each)]


def visible(by: Actor) -> list[Visit]:
    """Return the latest visits that the actor may see: all for the office, else its own."""
    query = joined().order_by(Visit.planned_on.desc(), Visit.reference)
    if by.partner_id is not None:
        reached = Visit.state.in_(list(VISIT_TO_PARTNER))
        query = query.where((Visit.partner == by.partner_id) & reached)
    return list(query.limit(MOST * 4))


def sites(contract: Contract) -> list[Site]:
    """Return the sites that a visit of a contract can go to."""
    mine = Site.centre == contract.call.centre_id
    return list(Site.select().where(mine).order_by(Site.position))


def colleagues() -> list[Person]:
    """Return the people of the office who can be on a team, by name."""
    able = Grant.select(Grant.person).where(Grant.role.in_(list(OFFICE_ROLES)))
    query = Person.select().where(Person.id.in_(able) & Person.disabled_at.is_null())
    return list(query.order_by(Person.name))


def team(visit: Visit) -> list[Person]:
    """Return the people on the team of a visit, by name."""
    query = Person.select().join(VisitMember, on=(VisitMember.person == Person.id))
    return list(query.where(VisitMember.visit == visit).order_by(Person.name))


def plan(contract: Contract, new: Plan, by: Actor, at: datetime) -> Visit:
    """Plan a visit of a contract and make its checklist from what is agreed there."""
    require(by, Action.PLAN_VISIT, contract)
    _require_kind(new.kind, by)
    _require_sound(contract, new)
    with atomic():
        Contract.update(version=Contract.version).where(Contract.id == contract.id).execute()
        number = Visit.select().where(Visit.contract == contract).count() + 1
        made = Visit.create(
            reference=f"{contract.reference}/V{number}",
            number=number,
            contract=contract,
            partner=contract.partner_id,
            kind=new.kind,
            planned_on=new.on,
            site=new.site,
            agenda=new.agenda.strip(),
            author=by.person_id,
            created_at=at,
        )
        _put_team(made, new.team)
        checklists.make(made, contract)
        events.record(by, "visit.planned", made, at, kind=new.kind.value)
    return made


def _require_kind(kind: VisitKind, by: Actor) -> None:
    """Let finance plan what is about money only."""
    if not writes_visit(by, Visit(kind=kind)):
        raise RuleBroken("visit_kind_not_yours", "kind")


def _require_sound(contract: Contract, new: Plan) -> None:
    if not new.team:
        raise RuleBroken("visit_team_missing", "team")
    if set(new.team) - {each.id for each in colleagues()}:
        raise RuleBroken("visit_team_unknown", "team")
    if new.site is not None and new.site not in {each.id for each in sites(contract)}:
        raise RuleBroken("visit_site_unknown", "site")


def _put_team(visit: Visit, people: Iterable[UUID]) -> None:
    VisitMember.delete().where(VisitMember.visit == visit).execute()
    rows = [VisitMember(visit=visit, person=each) for each in dict.fromkeys(people)]
    VisitMember.bulk_create(rows)


def move(visit: Visit, new: Plan, seen: int, by: Actor, at: datetime) -> None:
    """Change the day, the place, the team or the agenda of a visit that is not reported."""
    require(by, Action.WRITE_VISIT, visit)
    CANCEL_VISIT.take(fresh(visit).state)
    _require_sound(visit.contract, new)
    changes = {"planned_on": new.on, "site": new.site, "agenda": new.agenda.strip()}
    with atomic():
        save_version(visit, seen, changes)
        _put_team(visit, new.team)
        events.record(by, "visit.moved", visit, at)


def cancel(visit: Visit, reason: str, by: Actor, at: datetime) -> None:
    """Cancel a visit that is not reported, with the reason."""
    require(by, Action.WRITE_VISIT, visit)
    said = _written(reason, "visit_reason_missing", "reason")
    with atomic():
        advance(visit, CANCEL_VISIT, reason=said)
        events.record(by, "visit.cancelled", visit, at)


def _written(text: str, rule: str, field: str) -> str:
    if not text.strip():
        raise RuleBroken(rule, field)
    return text.strip()


def save(visit: Visit, draft: Conclusion, by: Actor, at: datetime) -> None:
    """Keep what is written of a visit as a whole, complete or not."""
    require(by, Action.WRITE_VISIT, visit)
    with atomic():
        checklists.begin(visit, by, at)
        _put(visit, draft)
        events.record(by, "visit.saved", visit, at)


def _put(visit: Visit, draft: Conclusion) -> None:
    changes: dict[str, Any] = {"visited_on": draft.visited_on, "summary": draft.summary.strip()}
    if visit.kind in MONEY_KINDS:
        if broken := broken_amounts(draft.amounts):
            raise RulesBroken(broken)
        changes |= {**vars(draft.amounts), "opinion": draft.opinion}
        texts = ("period", "controls", "auditor")
        changes |= {name: getattr(draft, name).strip() for name in texts}
    save_version(visit, draft.seen, changes)
    visit.__data__.update(changes)


def report(visit: Visit, draft: Conclusion, by: Actor, at: datetime) -> None:
    """Save a complete visit, show it to the partner and make its action points."""
    require(by, Action.WRITE_VISIT, visit)
    with atomic():
        checklists.begin(visit, by, at)
        _put(visit, draft)
        if broken := problems(visit, at.date()):
            raise RulesBroken(broken)
        advance(visit, REPORT_VISIT, reported_at=at, reported_by=by.person_id)
        events.record(by, "visit.reported", visit, at, kind=visit.kind.value)
        action_points.from_visit(visit, by, at)
        _tell(visit, at)


def problems(visit: Visit, today: date) -> list[RuleBroken]:
    """Return what keeps a visit from being reported."""
    items = visit.items.order_by(VisitItem.position)
    findings = visit.findings.order_by(Finding.position)
    facts = VisitFacts(
        visit.kind,
        visit.visited_on,
        visit.summary,
        [ItemFacts(each.position, each.result, each.note) for each in items],
        [FindingFacts(each.position, each.severity, each.agreed) for each in findings],
        visit.amounts,
        visit.opinion,
    )
    return broken_report(facts, today)


def _tell(visit: Visit, at: datetime) -> None:
    facts = {"reference": visit.reference, "id": str(visit.id), "days": visit_comment_days()}
    for person in invitations.writers([visit.partner_id]):
        name = {"name": person.name}
        outbox.put_mail(person.email, "visit_reported", person.language, at, **facts, **name)


def comment(visit: Visit, text: str, by: Actor, at: datetime) -> None:
    """Comment a reported visit for the partner, once."""
    require(by, Action.COMMENT_VISIT, visit)
    said = _written(text, "visit_comment_missing", "comment")
    given: dict[str, Any] = {"commented_at": at, "commented_by": by.person_id}
    with atomic():
        advance(visit, COMMENT_VISIT, comment=said, **given)
        events.record(by, "visit.commented", visit, at)


def comment_until(visit: Visit) -> date | None:
    """Return the last day on which the office waits for the partner's comment."""
    if visit.reported_at is None:
        return None
    day: date = (visit.reported_at + timedelta(days=visit_comment_days())).date()
    return day


def close(visit: Visit, by: Actor, at: datetime) -> None:
    """Make a visit final: commented by the partner, or not in the time it had."""
    require(by, Action.WRITE_VISIT, visit)
    until = comment_until(visit)
    waits = fresh(visit).state is VisitState.REPORTED
    if waits and until is not None and at.date() <= until:
        raise RuleBroken("visit_comment_awaited", until=until)
    with atomic():
        advance(visit, CLOSE_VISIT, closed_at=at)
        events.record(by, "visit.closed", visit, at)
        documents.request(KIND, visit.id, visit.reference, LANGUAGES, at)


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the visits that wait for the actor: to make, to comment, to make final."""
    if actor.partner_id is not None:
        mine = (Visit.partner == actor.partner_id) & (Visit.state == VisitState.REPORTED)
        rows = joined().where(mine)
        return [_item("comment_visit", each) for each in rows if _may_comment(actor, each)]
    if not can(actor, Action.ADD_ACTION_POINT):
        return []
    running = [VisitState.PLANNED, VisitState.UNDER_WAY, VisitState.REPORTED]
    rows = joined().where(Visit.state.in_([*running, VisitState.COMMENTED]))
    found = [(_word(each, at.date()), each) for each in rows.order_by(Visit.planned_on)]
    mine_now = [each for each in found if can(actor, Action.WRITE_VISIT, each[1])]
    return [_item(word, each) for word, each in mine_now[:MOST] if word]


def _may_comment(actor: Actor, visit: Visit) -> bool:
    return can(actor, Action.COMMENT_VISIT, visit)


def _word(visit: Visit, today: date) -> str:
    """Name what a visit waits for; nothing while its day or the partner's time is ahead."""
    if visit.state is VisitState.PLANNED:
        return "make_visit" if visit.planned_on <= today + timedelta(days=7) else ""
    if visit.state is VisitState.UNDER_WAY:
        return "report_visit"
    until = comment_until(visit)
    over = until is not None and today > until
    return "close_visit" if over or visit.state is VisitState.COMMENTED else ""


def _item(word: str, visit: Visit) -> Item:
    title = f"{visit.partner.name}, {visit.contract.lot.title}"
    parts = {"visit_id": str(visit.id)}
    return Item(f"work.{word}", visit.reference, title, "visits.show", parts)
