"""Publishing a call at a set time, judged by the rules again at that moment."""

from datetime import datetime

from peewee import JOIN

from portal.db import atomic
from portal.domain.actions import Role
from portal.domain.calls import AT_ONCE, Notice
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import PUBLISH_CALL, CallState
from portal.domain.policy import VISITOR, Actor, require
from portal.models import Call, Publication
from portal.services import accounts, call_versions, calls, events, outbox, staff
from portal.services.steps import fresh
from portal.services.todo import Item


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the approved calls that procurement has to publish, or that are planned."""
    if Role.PROCUREMENT_OFFICER not in actor.roles:
        return []
    others = (
        (Call.state == CallState.APPROVED)
        & Call.amends.is_null()
        & (Call.author != actor.person_id)
    )
    joined = Call.select(Call, Publication).join(Publication, JOIN.LEFT_OUTER, attr="plan")
    return [_item(call) for call in joined.where(others)]


def _item(call: Call) -> Item:
    planned = call.publish_at is not None
    dropped = not planned and getattr(call, "plan", None) is not None
    word = "plan_again" if dropped else "publish_call"
    return Item(
        "work.call_planned" if planned else f"work.{word}",
        call.reference,
        call.title,
        "calls.show",
        {"slug": call.slug},
        call.publish_at or call.deadline,
        waiting=planned,
    )


def plan_of(call: Call) -> Publication | None:
    """Return the last plan to publish a call, kept or dropped, or None."""
    return Publication.get_or_none(Publication.call == call)


def schedule(
    call: Call, moment: datetime, by: Actor, at: datetime, notice: Notice = AT_ONCE
) -> None:
    """Plan the publication of an approved call; the rules must hold at that moment too."""
    require(by, PUBLISH_CALL.action, call)
    PUBLISH_CALL.take(call.state)
    call_versions.refuse_copy(call, PUBLISH_CALL.name)
    if moment <= at:
        raise RuleBroken("schedule_past", "publish_at")
    if broken := calls.broken_rules(calls.full(call), moment, notice):
        raise RulesBroken(broken)
    with atomic():
        _set(call, moment)
        Publication.delete().where(Publication.call == call).execute()
        Publication.create(call=call, planner=by.person_id, planned_at=at)
        events.record(by, "call.scheduled", call, at, publish_at=moment.isoformat())


def unschedule(call: Call, by: Actor, at: datetime) -> None:
    """Take back the plan to publish a call; nothing happens when there is none."""
    require(by, PUBLISH_CALL.action, call)
    PUBLISH_CALL.take(call.state)
    with atomic():
        if _clear(call):
            Publication.delete().where(Publication.call == call).execute()
            events.record(by, "call.unscheduled", call, at)


def _set(call: Call, moment: datetime) -> None:
    approved = (Call.id == call.id) & (Call.state == CallState.APPROVED)
    if Call.update(publish_at=moment).where(approved).execute() != 1:
        raise WrongState(PUBLISH_CALL.name, fresh(call).state)
    call.publish_at = moment


def _clear(call: Call) -> bool:
    planned = (
        (Call.id == call.id)
        & (Call.state == CallState.APPROVED)
        & Call.publish_at.is_null(is_null=False)
        & (Call.publish_at == call.publish_at)
    )
    return bool(Call.update(publish_at=None).where(planned).execute() == 1)


def due(at: datetime) -> list[Call]:
    """Return the approved calls whose planned publication has come, the earliest first."""
    approved = (Call.state == CallState.APPROVED) & Call.amends.is_null()
    ready = approved & (Call.publish_at <= at)
    return list(Call.select().where(ready).order_by(Call.publish_at, Call.reference))


def publish_due(at: datetime, notice: Notice = AT_ONCE) -> int:
    """Publish what is due, each call on its own; return how many were published.

    Run twice or stopped half way it does no harm: the step itself demands an approved call.
    """
    return sum(_publish(call, at, notice) for call in due(at))


def _publish(call: Call, at: datetime, notice: Notice) -> bool:
    plan = plan_of(call)
    planner = _planner(plan)
    try:
        calls.publish(call, planner, at, notice)
    except WrongState:
        return False
    except NotAllowed:
        _drop(call, plan, [RuleBroken("planner_gone")], at)
        return False
    except RulesBroken as several:
        _drop(call, plan, several.broken, at)
        return False
    return True


def _planner(plan: Publication | None) -> Actor:
    """Return who planned it, with the rights of today; nobody when the account is closed."""
    if plan is None or plan.planner.disabled_at is not None:
        return VISITOR
    return accounts.actor_of(plan.planner)


def _drop(call: Call, plan: Publication | None, broken: list[RuleBroken], at: datetime) -> None:
    with atomic():
        if not _clear(call):
            return
        if plan is not None:
            kept = [{"rule": each.rule, "facts": _plain(each)} for each in broken]
            changes = {"dropped_at": at, "broken": kept}
            Publication.update(**changes).where(Publication.id == plan.id).execute()
        names = [each.rule for each in broken]
        events.record(VISITOR, "call.publication_dropped", call, at, rules=names)
        about = {"reference": call.reference, "title": call.title, "slug": call.slug}
        for person in staff.holders(Role.PROCUREMENT_OFFICER):
            outbox.put_mail(person.email, "not_published", person.language, at, **about)


def _plain(broken: RuleBroken) -> dict[str, object]:
    """Return the figures of a broken rule as plain data, moments and amounts as text."""
    plain = (str, int, float, type(None))
    facts = broken.facts.items()
    return {name: each if isinstance(each, plain) else str(each) for name, each in facts}
