"""What an opening by shares asks of each person: a share, patience, a signature."""

from datetime import datetime

from portal.domain.actions import Action, Role
from portal.domain.lifecycle import CallState, OpeningState
from portal.domain.policy import Actor, can
from portal.models import Call, CallKey, OpeningRun
from portal.models.sealing import Purpose
from portal.services import opening_record, opening_shares
from portal.services.opening_shares import Standing
from portal.services.todo import Item

SHARE_WORDS = {
    Purpose.OPENING: "work.give_share",
    Purpose.PRICES: "work.give_share_prices",
}
SIGN_WORDS = {Purpose.OPENING: "work.sign_opening", Purpose.PRICES: "work.sign_prices"}
_OPENERS = frozenset({Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE})


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return what openings by shares need of the actor, or what the actor waits for."""
    if actor.person_id is None or not can(actor, Action.SEE_CENTRES):
        return []
    items = [_item_of(call, actor) for call in _due(at)]
    return [*(each for each in items if each is not None), *_to_sign(actor)]


def _due(at: datetime) -> list[Call]:
    keyed = Call.id.in_(CallKey.select(CallKey.call))
    closed = (Call.state == CallState.PUBLISHED) & (Call.deadline <= at)
    prices = (Call.state == CallState.RANKED) & (Call.prices_apart == True)  # noqa: E712 - an expression of peewee
    return list(Call.select().where(keyed & (closed | prices)))


def _item_of(call: Call, actor: Actor) -> Item | None:
    if not can(actor, Action.SEE_OPENING, call):
        return None
    purpose = opening_shares.due(call)
    part = opening_shares.standing(call, purpose) if purpose else None
    if part is None:
        return None
    word, waiting = _word(part, actor)
    return _item(call, word, waiting=waiting) if word else None


def _word(part: Standing, actor: Actor) -> tuple[str, bool]:
    holds = part.holds(actor)
    concerned = bool(actor.roles & _OPENERS) or part.is_holder(actor)
    if part.step == OpeningState.RUNNING.value and concerned:
        return "work.wait_opening", True
    if part.step == OpeningState.STOPPED.value and concerned:
        return "work.opening_stopped", False
    if holds:
        return SHARE_WORDS[part.purpose], False
    return ("work.wait_shares", True) if concerned else ("", False)


def _to_sign(actor: Actor) -> list[Item]:
    open_yet = (OpeningRun.state == OpeningState.DONE) & OpeningRun.recorded_at.is_null()
    runs = OpeningRun.select(OpeningRun, Call).join(Call).where(open_yet)
    return [
        _item(each.call, SIGN_WORDS[each.purpose], due=each.sign_by)
        for each in runs
        if opening_record.may_sign(each, actor)
    ]


def _item(call: Call, word: str, *, waiting: bool = False, due: datetime | None = None) -> Item:
    parts = {"slug": call.slug}
    where = (word, call.reference, call.title, "committee.opening", parts)
    return Item(*where, due, waiting=waiting, zone=call.zone)
