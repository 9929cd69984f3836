"""Publication at a set time: judged again at that time, dropped when a rule is broken."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.models import Call, Criterion, Document, Effect, Event, Grant, Person, Publication
from portal.services import accounts, call_publishing, calls, clock
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
NOW = datetime.now(UTC)
SOON = NOW + timedelta(hours=3)
LATER = SOON + timedelta(seconds=30)


@pytest.fixture
def call():
    return factories.call(CallState.APPROVED, published_at=None)


@pytest.fixture
def officer():
    return factories.person(Role.PROCUREMENT_OFFICER)


def fresh(call):
    return Call.get_by_id(call.id)


def names():
    return [event.name for event in Event.select().order_by(Event.id)]


def plan(call, officer, moment=SOON):
    call_publishing.schedule(call, moment, accounts.actor_of(officer), NOW)


def word(officer):
    (item,) = call_publishing.work_items(accounts.actor_of(officer), NOW)
    return item.word, item.waiting


def test_a_planned_call_is_published_at_its_time_and_not_before(call, officer):
    plan(call, officer)
    assert word(officer) == ("work.call_planned", True)
    assert call_publishing.publish_due(SOON - timedelta(seconds=1)) == 0
    assert fresh(call).state is CallState.APPROVED
    assert call_publishing.publish_due(LATER) == 1
    now = fresh(call)
    assert (now.state, now.published_at) == (CallState.PUBLISHED, LATER)
    assert names() == ["call.scheduled", "call.published"]
    assert Event.select().where(Event.name == "call.published").get().actor_id == officer.id


def test_the_job_run_twice_publishes_once(call, officer):
    plan(call, officer)
    due = call_publishing.due(LATER)
    assert call_publishing.publish_due(LATER) == 1
    assert call_publishing.publish_due(LATER) == 0
    assert not call_publishing._publish(due[0], LATER, calls.AT_ONCE)
    assert Document.select().where(Document.kind == "call").count() == 2
    assert names().count("call.published") == 1


def test_a_stop_in_the_middle_leaves_the_call_to_the_next_run(call, officer, monkeypatch):
    plan(call, officer)
    monkeypatch.setattr(calls.documents, "request", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_publishing.publish_due(LATER)
    assert fresh(call).state is CallState.APPROVED
    assert names() == ["call.scheduled"]
    monkeypatch.undo()
    assert call_publishing.publish_due(LATER) == 1


def test_a_rule_broken_by_then_drops_the_plan_and_tells_procurement(call, officer):
    plan(call, officer)
    Criterion.delete().where(Criterion.call == call).execute()
    assert call_publishing.publish_due(LATER) == 0
    now = fresh(call)
    assert (now.state, now.publish_at) == (CallState.APPROVED, None)
    dropped = Publication.get()
    assert "criteria_missing" in {each["rule"] for each in dropped.broken}
    assert dropped.dropped_at == LATER
    assert names() == ["call.scheduled", "call.publication_dropped"]
    (mail,) = Effect.select().where(Effect.kind == "mail")
    assert (mail.payload["to"], mail.payload["template"]) == (officer.email, "not_published")
    assert word(officer) == ("work.plan_again", False)
    assert call_publishing.publish_due(LATER) == 0
    assert names().count("call.publication_dropped") == 1


@pytest.mark.parametrize("gone", ["disabled", "role"])
def test_a_planner_who_lost_the_right_publishes_nothing(call, officer, gone):
    plan(call, officer)
    if gone == "disabled":
        Person.update(disabled_at=NOW).where(Person.id == officer.id).execute()
    else:
        Grant.delete().where(Grant.person == officer).execute()
    assert call_publishing.publish_due(LATER) == 0
    assert [each["rule"] for each in Publication.get().broken] == ["planner_gone"]
    assert fresh(call).state is CallState.APPROVED


def test_a_past_time_is_refused(call, officer):
    with pytest.raises(RuleBroken, match="schedule_past"):
        plan(call, officer, NOW)
    assert names() == []


def test_the_rules_must_hold_at_the_planned_time(call, officer):
    with pytest.raises(RulesBroken) as refused:
        plan(call, officer, call.deadline + timedelta(hours=1))
    assert "deadline_past" in {each.rule for each in refused.value.broken}
    assert fresh(call).publish_at is None


@pytest.mark.parametrize("state", [CallState.IN_REVIEW, CallState.PUBLISHED])
def test_only_an_approved_call_is_planned(officer, state):
    with pytest.raises(WrongState):
        plan(factories.call(state), officer)


def test_only_procurement_plans_and_never_the_author(call, officer):
    with pytest.raises(NotAllowed):
        plan(call, factories.person(Role.HEAD_OF_OFFICE))
    with pytest.raises(NotAllowed):
        plan(factories.call(CallState.APPROVED, author=officer), officer)


def test_a_plan_is_changed_and_taken_back(call, officer):
    by = accounts.actor_of(officer)
    plan(call, officer)
    plan(fresh(call), officer, SOON + timedelta(hours=1))
    assert Publication.select().count() == 1
    for _ in range(2):
        call_publishing.unschedule(fresh(call), by, NOW)
    assert fresh(call).publish_at is None
    assert call_publishing.publish_due(LATER + timedelta(hours=2)) == 0
    assert names() == ["call.scheduled", "call.scheduled", "call.unscheduled"]
    assert word(officer) == ("work.publish_call", False)


def test_the_worker_publishes_what_is_due(app, call, officer):
    plan(call, officer)
    clock.set_shift(4 * 3600)
    assert app.extensions["jobs"].publish.call_local() == 1
    assert fresh(call).state is CallState.PUBLISHED
