"""Clearances found for the pages and the policy, and what they ask of a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from portal.domain.actions import Action
from portal.domain.clearances import NEEDED, Consent, missing
from portal.domain.lifecycle_clearances import ClearanceState
from portal.domain.policy import Actor, can
from portal.models import Centre, Clearance
from portal.models.centres import ManagementModel
from portal.services.steps import found
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

MOST = 500
"""How many clearances a list shows at once."""


@dataclass(frozen=True)
class Wanted:
    """Which clearances a list shows: of one state, of the centre with this address."""

    state: str = ""
    centre: str = ""


def joined() -> "ModelSelect[Clearance]":
    """Return the query for clearances with their centre."""
    return Clearance.select(Clearance, Centre).join(Centre)


def by_id(clearance_id: UUID) -> Clearance:
    """Find a clearance with its centre, or refuse with ``NotFound``."""
    row: Clearance | None = joined().where(Clearance.id == clearance_id).first()
    return found(row)


def listed(wanted: Wanted) -> list[Clearance]:
    """Return the clearances of a list, those of one centre together, the newest first."""
    rows = joined().order_by(Centre.reference, Clearance.number.desc())
    if wanted.state:
        rows = rows.where(Clearance.state == ClearanceState(wanted.state))
    if wanted.centre:
        rows = rows.where(Centre.slug == wanted.centre)
    return list(rows.limit(MOST))


def places() -> list[Centre]:
    """Return the centres whose management model knows clearances, by name."""
    models = [ManagementModel(each) for each in NEEDED]
    return list(Centre.select().where(Centre.model.in_(models)).order_by(Centre.name))


def in_force(rows: Collection[Clearance], day: date) -> set[UUID]:
    """Return which clearances cover a day."""
    return {each.id for each in rows if each.is_in_force(day)}


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the clearances that wait for the actor: a decision, a letter, its comparison."""
    if not any(can(actor, each, Clearance()) for each in _ASKED.values()):
        return []
    waiting = joined().where(Clearance.state == ClearanceState.ASKED)
    items = ((_word(each), each) for each in waiting.order_by(Clearance.reference).limit(MOST))
    return [_item(word, row) for word, row in items if word and can(actor, _ASKED[word], row)]


_ASKED = {
    "work.decide_clearance": Action.DECIDE_CLEARANCE,
    "work.record_donor_letter": Action.RECORD_DONOR_LETTER,
    "work.check_donor_letter": Action.CHECK_DONOR_LETTER,
}


def _word(row: Clearance) -> str:
    lacks = missing(row.centre.model, row.given)
    if Consent.LEGAL in lacks:
        return "work.decide_clearance"
    if Consent.DONOR not in lacks:
        return ""
    return "work.check_donor_letter" if row.donor_by_id else "work.record_donor_letter"


def _item(word: str, row: Clearance) -> Item:
    parts = {"clearance_id": str(row.id)}
    return Item(word, row.reference, row.centre.name, "clearances.show", parts)
