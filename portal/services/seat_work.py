"""What a seat on a committee asks of its holder, and what its seats ask of the office."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.domain.actions import Action
from portal.domain.lifecycle import CallState
from portal.domain.lifecycle_seats import ObjectionState
from portal.domain.policy import Actor, can
from portal.models import Call, ObjectionRequest
from portal.services import declarations, no_objection, quorum
from portal.services.todo import Item

JUDGED = (CallState.OPENED, CallState.SCORING, CallState.RANKED, CallState.RECOMMENDED)
MENDED = (CallState.OPENED, CallState.SCORING)


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return what needs the actor, or what the actor waits for, in this area."""
    if actor.person_id is None or actor.partner_id is not None:
        return []
    asked = ObjectionRequest.select(ObjectionRequest.call).where(
        ObjectionRequest.state == ObjectionState.OPEN
    )
    judged = Call.select().where(Call.state.in_(list(JUDGED)) | Call.id.in_(asked))
    return [item for call in judged for item in _items(call, actor, at)]


def _items(call: Call, actor: Actor, at: datetime) -> list[Item]:
    return [*_declaring(call, actor), *_mending(call, actor), *_objecting(call, actor, at)]


def _item(call: Call, word: str, page: str, due: datetime | None = None) -> Item:
    endpoint, parts = f"committee.{page}", {"slug": call.slug}
    return Item(f"work.{word}", call.reference, call.title, endpoint, parts, due)


def _declaring(call: Call, actor: Actor) -> list[Item]:
    seat = actor.seats.get(call.id)
    if seat is None or seat.declared or seat.left or call.state not in declarations.DECLARABLE:
        return []
    return [_item(call, "declare", "declaration")]


def _mending(call: Call, actor: Actor) -> list[Item]:
    may = can(actor, Action.REPLACE_MEMBER, call) or can(actor, Action.START_SCORING, call)
    if call.state not in MENDED or not may or not quorum.lost(call):
        return []
    return [_item(call, "quorum_lost", "seats")]


def _objecting(call: Call, actor: Actor, at: datetime) -> list[Item]:
    if not no_objection.is_missing(call, at):
        return []
    asked = no_objection.request_of(call)
    if asked is None or asked.state is not ObjectionState.OPEN:
        return []
    if can(actor, Action.ANSWER_OBJECTION, call):
        return [_item(call, "answer_objection", "objection", ends(asked))]
    return []


def ends(asked: ObjectionRequest) -> datetime:
    """Return the moment after which a request has passed: the end of its last day."""
    after = datetime.combine(asked.due_on + timedelta(days=1), datetime.min.time())
    return after.replace(tzinfo=ZoneInfo(asked.call.zone)).astimezone(UTC)
