"""Findings of a visit: written while it is under way, with the action that is agreed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import JOIN, fn

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.domain.visits import MONEY_KINDS, Severity, VisitKind
from portal.models import Person
from portal.models.visits import Finding, Visit, VisitItem, VisitPhoto
from portal.services import action_points, checklists, events, library, visits
from portal.services.steps import found, save_version


@dataclass(frozen=True)
class Draft:
    """What was typed of a finding; the action is agreed with the partner on the spot."""

    category: str
    severity: Severity
    text: str
    place: str = ""
    action: str = ""
    owner: UUID | None = None
    due_on: date | None = None
    position: int | None = None
    """The item of the checklist that it comes from."""


def categories(kind: VisitKind, language: str) -> dict[str, str]:
    """Return the categories of findings in a language, those of the kind of visit first."""
    money = kind in MONEY_KINDS
    rows = library.entries("findings", "category")
    ordered = sorted(rows, key=lambda each: bool(each["money"]) is not money)
    last = [each for each in ordered if each["code"] == "other"]
    ordered = [each for each in ordered if each["code"] != "other"] + last
    return {str(each["code"]): library.text_of(each, "", language) for each in ordered}


def by_id(finding_id: UUID) -> Finding:
    """Find a finding with its visit, or refuse with ``NotFound``."""
    row: Finding | None = Finding.get_or_none(Finding.id == finding_id)
    made = found(row)
    made.visit = visits.by_id(made.visit_id)
    return made


def of(visit: Visit) -> list[Finding]:
    """Return the findings of a visit with the owners of their actions, in their order."""
    query = Finding.select(Finding, Person, VisitItem)
    query = query.join(Person, JOIN.LEFT_OUTER, on=Finding.owner, attr="owner").switch(Finding)
    query = query.join(VisitItem, JOIN.LEFT_OUTER, on=Finding.item, attr="item")
    return list(query.where(Finding.visit == visit).order_by(Finding.position))


def add(visit: Visit, draft: Draft, by: Actor, at: datetime) -> Finding:
    """Write a finding into a visit that is under way."""
    require(by, Action.WRITE_VISIT, visit)
    given = _given(visit, draft, at)
    with atomic():
        checklists.begin(visit, by, at)
        last = fn.MAX(Finding.position)
        number = Finding.select(last).where(Finding.visit == visit).scalar() or 0
        made = Finding.create(visit=visit, position=number + 1, **given)
        events.record(by, "visit.finding_added", visit, at, severity=draft.severity.value)
    return made


def change(finding: Finding, draft: Draft, seen: int, by: Actor, at: datetime) -> None:
    """Change a finding of a visit that is under way, unless somebody else did meanwhile."""
    visit = finding.visit
    require(by, Action.WRITE_VISIT, visit)
    given = _given(visit, draft, at)
    with atomic():
        checklists.begin(visit, by, at)
        save_version(finding, seen, given, theirs=_typed)
        events.record(by, "visit.finding_changed", visit, at)


def _typed(now: Finding) -> dict[str, object]:
    names = ("category", "severity", "text", "place", "action", "due_on")
    return {name: getattr(now, name) for name in names} | {"owner": str(now.owner_id or "")}


def remove(finding: Finding, by: Actor, at: datetime) -> None:
    """Take a finding and its photos out of a visit that is under way."""
    visit = finding.visit
    require(by, Action.WRITE_VISIT, visit)
    with atomic():
        checklists.begin(visit, by, at)
        VisitPhoto.delete().where(VisitPhoto.finding == finding).execute()
        Finding.delete().where(Finding.id == finding.id).execute()
        events.record(by, "visit.finding_removed", visit, at)


def _given(visit: Visit, draft: Draft, at: datetime) -> dict[str, Any]:
    if draft.category not in categories(visit.kind, "en"):
        raise RuleBroken("finding_category", "category")
    if not draft.text.strip():
        raise RuleBroken("finding_text_missing", "text")
    if draft.due_on is not None and draft.due_on < at.date():
        raise RuleBroken("point_due_past", "due_on")
    action_points.require_owner(visit.contract, draft.owner)
    item = checklists.item(visit, draft.position) if draft.position else None
    return {
        "category": draft.category,
        "severity": draft.severity,
        "text": draft.text.strip(),
        "place": draft.place.strip(),
        "action": draft.action.strip(),
        "owner": draft.owner,
        "due_on": draft.due_on,
        "item": item,
    }
