"""Action points: who does what by when, done with evidence, verified by another person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import OFFICE_ROLES, PARTNER_ROLES, Action
from portal.domain.errors import NotFound, RuleBroken, WrongState
from portal.domain.lifecycle_visits import (
    DO_POINT,
    DROP_POINT,
    REOPEN_POINT,
    UNSETTLED,
    VERIFY_POINT,
    PointState,
)
from portal.domain.policy import Actor, can, require
from portal.domain.proposals import clean_filename
from portal.models import Contract, Grant, Lot, Partner, Person
from portal.models.visits import ActionPoint, Finding, Visit
from portal.services import events, files, outbox
from portal.services.file_checks import Limits, Upload, taken_at_once
from portal.services.steps import advance, found, fresh
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

MOST = 500
OWNING = OFFICE_ROLES | PARTNER_ROLES
REMIND_AGAIN = timedelta(days=7)


@dataclass(frozen=True)
class New:
    """An action point that is not made from a finding."""

    text: str
    owner: UUID
    due_on: date


@dataclass(frozen=True)
class Done:
    """What the owner did, and the file that shows it."""

    text: str
    upload: Upload | None = None


def joined() -> "ModelSelect[ActionPoint]":
    """Return the query for action points with their contract, lot, partner and owner."""
    query = ActionPoint.select(ActionPoint, Contract, Lot, Partner, Person)
    query = query.join(Contract).join(Lot).switch(ActionPoint).join(Partner)
    return query.switch(ActionPoint).join(Person, on=ActionPoint.owner)


def by_id(point_id: UUID) -> ActionPoint:
    """Find an action point with what belongs to it, or refuse with ``NotFound``."""
    row: ActionPoint | None = joined().where(ActionPoint.id == point_id).first()
    return found(row)


def of(contract: Contract) -> list[ActionPoint]:
    """Return the action points of a contract: unsettled first, then by day."""
    return _sorted(joined().where(ActionPoint.contract == contract))


def visible(by: Actor) -> list[ActionPoint]:
    """Return the action points of every contract, or of the actor's partner, overdue first."""
    query = joined()
    if by.partner_id is not None:
        query = query.where(ActionPoint.partner == by.partner_id)
    return _sorted(query.order_by(ActionPoint.due_on.desc(), ActionPoint.reference).limit(MOST))


def _sorted(rows: Iterable[ActionPoint]) -> list[ActionPoint]:
    return sorted(rows, key=_rank)


def _rank(point: ActionPoint) -> tuple[bool, date, int]:
    return point.state not in UNSETTLED, point.due_on, point.number


def open_for(contract: Contract) -> list[ActionPoint]:
    """Return what keeps a contract from being closed: points not yet verified or dropped."""
    mine = (ActionPoint.contract == contract) & ActionPoint.state.in_(list(UNSETTLED))
    return list(joined().where(mine).order_by(ActionPoint.due_on, ActionPoint.number))


def is_overdue(point: ActionPoint, today: date) -> bool:
    """Say whether the owner should have done it by now and has not."""
    return point.state is PointState.OPEN and point.due_on < today


def owners(contract: Contract) -> list[Person]:
    """Return who can own an action of a contract: the partner's people, then the office's."""
    ours = Person.partner.is_null() | (Person.partner == contract.partner_id)
    able = Person.disabled_at.is_null() & Person.confirmed_at.is_null(is_null=False)
    rows = Person.select().where(ours & able & Person.id.in_(_with_work()))
    return sorted(rows.order_by(Person.name), key=lambda each: each.partner_id is None)


def _with_work() -> "ModelSelect[Any]":
    return Grant.select(Grant.person).where(Grant.role.in_(list(OWNING)))


def require_owner(contract: Contract, owner: UUID | None) -> None:
    """Refuse an owner who is neither of the office nor of the contract's partner."""
    if owner is not None and owner not in {each.id for each in owners(contract)}:
        raise RuleBroken("point_owner_unknown", "owner")


def add(contract: Contract, new: New, by: Actor, at: datetime) -> ActionPoint:
    """Write an action point for a contract and tell its owner."""
    require(by, Action.ADD_ACTION_POINT, contract)
    if not new.text.strip():
        raise RuleBroken("point_text_missing", "text")
    if new.due_on < at.date():
        raise RuleBroken("point_due_past", "due_on")
    require_owner(contract, new.owner)
    with atomic():
        return _create(contract, new, None, by, at)


def from_visit(visit: Visit, by: Actor, at: datetime) -> None:
    """Make an action point of each agreed action of a visit, in the caller's transaction."""
    for each in visit.findings.order_by(Finding.position):
        if each.agreed and each.owner_id and each.due_on:
            new = New(each.action, each.owner_id, each.due_on)
            _create(visit.contract, new, each, by, at)


def _create(
    contract: Contract, new: New, finding: Finding | None, by: Actor, at: datetime
) -> ActionPoint:
    Contract.update(version=Contract.version).where(Contract.id == contract.id).execute()
    number = ActionPoint.select().where(ActionPoint.contract == contract).count() + 1
    made = ActionPoint.create(
        reference=f"{contract.reference}/A{number}",
        number=number,
        contract=contract,
        partner=contract.partner_id,
        finding=finding,
        text=new.text.strip(),
        owner=new.owner,
        due_on=new.due_on,
        author=by.person_id,
        created_at=at,
    )
    events.record(by, "action_point.added", made, at, due=new.due_on.isoformat())
    _tell(made, "action_point", new.owner, at)
    return made


def _tell(point: ActionPoint, template: str, person_id: UUID, at: datetime) -> None:
    person = Person.get_by_id(person_id)
    facts = {"reference": point.reference, "id": str(point.id), "name": person.name}
    due = point.due_on.isoformat()
    outbox.put_mail(person.email, template, person.language, at, **facts, due=due)


def hand_over(point: ActionPoint, new: New, by: Actor, at: datetime) -> None:
    """Give an open action to another owner or another day; a new owner is told."""
    require(by, Action.ADD_ACTION_POINT, point)
    if new.due_on < at.date():
        raise RuleBroken("point_due_past", "due_on")
    require_owner(point.contract, new.owner)
    here = (ActionPoint.id == point.id) & (ActionPoint.state == PointState.OPEN)
    changes: dict[str, Any] = {"owner": new.owner, "due_on": new.due_on, "reminded_at": None}
    with atomic():
        if ActionPoint.update(changes).where(here).execute() != 1:
            raise WrongState("hand_over_point", fresh(point).state)
        facts = {"due": new.due_on.isoformat()}
        events.record(by, "action_point.handed_over", point, at, **facts)
        if new.owner != point.owner_id:
            _tell(fresh(point), "action_point", new.owner, at)


def do(point: ActionPoint, done: Done, limits: Limits, by: Actor, at: datetime) -> None:
    """Say what was done, with a file where there is one; another person verifies it."""
    require(by, Action.DO_ACTION_POINT, point)
    DO_POINT.take(point.state)
    if not done.text.strip():
        raise RuleBroken("point_answer_missing", "text")
    kept = _kept(done.upload, limits)
    given: dict[str, Any] = {"done_at": at, "done_by": by.person_id, **kept}
    with atomic():
        advance(point, DO_POINT, answer=done.text.strip(), **given)
        events.record(by, "action_point.done", point, at)
        _tell(point, "action_point_done", point.author_id, at)


def _kept(upload: Upload | None, limits: Limits) -> dict[str, str]:
    if upload is None:
        return {"filename": "", "media_type": "", "path": ""}
    made = taken_at_once(upload, limits)
    return {
        "filename": clean_filename(upload.filename),
        "media_type": made.kind.media_type,
        "path": files.put("evidence", made.content),
    }


def verify(point: ActionPoint, remark: str, by: Actor, at: datetime) -> None:
    """Verify what was done, as another person than the one who did it."""
    require(by, Action.VERIFY_ACTION_POINT, point)
    settled: dict[str, Any] = {"settled_at": at, "settled_by": by.person_id}
    with atomic():
        advance(point, VERIFY_POINT, remark=remark.strip(), **settled)
        events.record(by, "action_point.verified", point, at)


def reopen(point: ActionPoint, reason: str, by: Actor, at: datetime) -> None:
    """Open an action point again with a reason that its owner reads."""
    require(by, Action.VERIFY_ACTION_POINT, point)
    said = _reason(reason)
    empty: dict[str, Any] = {"settled_at": None, "settled_by": None}
    with atomic():
        advance(point, REOPEN_POINT, remark=said, reopened=ActionPoint.reopened + 1, **empty)
        events.record(by, "action_point.reopened", point, at)
        _tell(point, "action_point_reopened", point.owner_id, at)


def drop(point: ActionPoint, reason: str, by: Actor, at: datetime) -> None:
    """Give up an action point that is not needed any more, with the reason."""
    require(by, Action.ADD_ACTION_POINT, point)
    settled: dict[str, Any] = {"settled_at": at, "settled_by": by.person_id}
    said = _reason(reason)
    with atomic():
        advance(point, DROP_POINT, remark=said, **settled)
        events.record(by, "action_point.dropped", point, at)


def _reason(text: str) -> str:
    if not text.strip():
        raise RuleBroken("point_reason_missing", "remark")
    return text.strip()


def people_of(point: ActionPoint) -> dict[str, str]:
    """Return the names of who did, settled and wrote an action point, where somebody did."""
    keys = {"done": point.done_by_id, "settled": point.settled_by_id, "author": point.author_id}
    wanted = [key for key in keys.values() if key]
    names = {each.id: each.name for each in Person.select().where(Person.id.in_(wanted))}
    return {part: names[key] if key else "" for part, key in keys.items()}


def evidence_of(point: ActionPoint) -> bytes:
    """Return the file that shows what was done, or refuse with ``NotFound``."""
    if not point.path:
        raise NotFound
    return files.read(point.path)


def remind(at: datetime) -> int:
    """Mail the owners of overdue action points, once a week each; return how many."""
    late = (ActionPoint.state == PointState.OPEN) & (ActionPoint.due_on < at.date())
    quiet = ActionPoint.reminded_at.is_null() | (ActionPoint.reminded_at < at - REMIND_AGAIN)
    rows = list(joined().where(late & quiet).limit(MOST))
    for each in rows:
        with atomic():
            same = (ActionPoint.id == each.id) & quiet
            if ActionPoint.update(reminded_at=at).where(same).execute():
                _tell(each, "action_point_overdue", each.owner_id, at)
    return len(rows)


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the action points that the actor has to do, and those to verify."""
    if actor.person_id is None:
        return []
    mine = (ActionPoint.state == PointState.OPEN) & (ActionPoint.owner == actor.person_id)
    items = [_item(_todo(each, at), each) for each in joined().where(mine).limit(MOST)]
    if not can(actor, Action.ADD_ACTION_POINT):
        return items
    rows = joined().where(ActionPoint.state == PointState.DONE).limit(MOST)
    others = [each for each in rows if can(actor, Action.VERIFY_ACTION_POINT, each)]
    return [*items, *(_item("verify_point", each) for each in others)]


def _todo(point: ActionPoint, at: datetime) -> str:
    return "late_point" if is_overdue(point, at.date()) else "do_point"


def _item(word: str, point: ActionPoint) -> Item:
    due = datetime.combine(point.due_on, time(23, 59), UTC)
    parts = {"point_id": str(point.id)}
    title = f"{point.partner.name}, {point.contract.lot.title}"
    return Item(f"work.{word}", point.reference, title, "action_points.show", parts, due=due)
