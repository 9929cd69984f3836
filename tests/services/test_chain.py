"""Every event has its place in the chain: no gap, no fork, no time that runs back."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from peewee import BigAutoField, CharField
from playhouse.migrations import Runner

from portal import db
from portal.domain.audit_chain import START, root_of, tree_root
from portal.domain.policy import VISITOR
from portal.migrate import MIGRATIONS, migrate
from portal.models import Event, Record
from portal.models.base import DataField, InstantField
from portal.services import audit, chain, clock, events
from tests import factories
from tests.factories import NOON
from tests.impersonal import require_impersonal, violations

HOUR = timedelta(hours=1)


def told(number):
    """This many events on one call, an hour apart."""
    call = factories.call()
    for place in range(number):
        events.record(VISITOR, "call.changed", call, NOON + place * HOUR, section="basics")
    return call


def in_order():
    return list(Event.select().order_by(Event.seq))


@pytest.mark.usefixtures("app")
def test_events_follow_one_another_and_the_head_knows_the_last():
    told(5)
    rows, head = in_order(), chain.head()
    assert [each.seq for each in rows] == [1, 2, 3, 4, 5]
    assert [each.previous for each in rows] == [START, *(each.hash for each in rows[:-1])]
    assert (head.size, head.hash) == (5, rows[-1].hash)
    assert root_of(head.frontier) == tree_root([chain.leaf_of(each) for each in rows])


@pytest.mark.usefixtures("app")
def test_a_transaction_that_fails_leaves_no_gap():
    call = told(1)
    with pytest.raises(RuntimeError), db.atomic():
        events.record(VISITOR, "call.changed", call, NOON)
        chain.settle()
        raise RuntimeError
    events.record(VISITOR, "call.changed", call, NOON)
    assert [each.seq for each in in_order()] == [1, 2]
    assert audit.verify().fault is None


@pytest.mark.usefixtures("app")
def test_when_the_clock_steps_back_an_event_keeps_the_later_time_and_says_so():
    call = told(2)
    events.record(VISITOR, "call.changed", call, NOON)
    last = in_order()[-1]
    assert (last.at, last.logged_at) == (NOON, NOON + HOUR)
    content = chain.content_of(last)
    assert (content["at"][11:13], content["time"][11:13]) == ("12", "13")
    assert audit.verify().fault is None


@pytest.mark.usefixtures("app")
def test_writers_at_the_same_time_make_one_chain():
    call, start = factories.call(), Barrier(6)

    def write():
        db.open_connection()
        start.wait()
        for _ in range(10):
            with db.atomic():
                events.record(VISITOR, "call.changed", call, datetime.now(UTC))
        db.database.close()

    writers = [Thread(target=write) for _ in range(6)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert [each.seq for each in in_order()] == list(range(1, 61))
    verdict = audit.verify()
    assert (verdict.size, verdict.fault) == (60, None)


class OldEvent(Record):
    """The log as it was before it was chained."""

    id = BigAutoField()
    at = InstantField()
    actor_id = CharField(null=True)
    name = CharField()
    kind = CharField()
    subject_id = CharField()
    facts = DataField()

    class Meta:
        table_name = "event"


@pytest.fixture
def unchained(app):
    """A log of three events from before the chain; their times do not always grow."""
    call, by = factories.call(), factories.actor()
    Runner(db.database.obj, str(MIGRATIONS)).down("0015_audit_chain")
    for place, at in enumerate((NOON, NOON - HOUR, NOON + HOUR), 1):
        OldEvent.create(
            at=at,
            actor_id=str(by.person_id) if place > 1 else None,
            name="call.changed",
            kind="call",
            subject_id=str(call.id),
            facts={"section": "basics", "place": place},
        )
    yield call
    migrate()


@pytest.mark.usefixtures("unchained")
def test_events_from_before_are_chained_in_their_order():
    migrate()
    rows = in_order()
    assert [each.facts["place"] for each in rows] == [1, 2, 3]
    assert [each.seq for each in rows] == [1, 2, 3]
    assert [each.logged_at for each in rows] == [NOON, NOON, NOON + HOUR]
    assert rows[1].at == NOON - HOUR
    verdict = audit.verify()
    assert (verdict.size, verdict.fault) == (3, None)


def test_the_chain_goes_on_after_the_migration(unchained):
    migrate()
    events.record(VISITOR, "call.changed", unchained, clock.now())
    assert audit.verify() == audit.Verdict(4, None)


@pytest.mark.usefixtures("app")
def test_an_empty_log_holds():
    assert audit.verify() == audit.Verdict(0, None)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("programme")
def test_the_whole_sample_programme_is_chained_and_names_nobody():
    verdict = audit.verify()
    assert verdict.fault is None
    assert verdict.size == Event.select().count() > 100
    require_impersonal()


@pytest.mark.parametrize(
    "fact", ["Salma Bennis", "salma@ngo.example", "a text", "é", ["ok", "not ok"], {"a": "b c"}]
)
def test_a_fact_that_could_be_of_a_person_is_found(fact):
    assert violations({"section": "basics", "told": fact}) == ["told"]
