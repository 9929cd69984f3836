"""Queries that are written once and asked many times."""

from datetime import UTC, datetime
from threading import Thread
from uuid import uuid4

import pytest
from peewee import JOIN

from portal import db
from portal.models import Call, Centre, Event, Lot, Partner, Person, Proposal
from portal.services import prepared_writes
from portal.services.prepared import Prepared, PreparedWrite
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def test_a_query_that_was_written_holds_no_old_view_of_the_rows():
    factories.person()
    asked = Prepared(lambda at: Person.select().where(Person.created_at > at))
    assert len(asked(datetime(2000, 1, 1, tzinfo=UTC))) == 1

    def another_request():
        db.open_connection()
        factories.person()
        db.database.close()

    writing = Thread(target=another_request)
    writing.start()
    writing.join()
    assert Person.select().count() == 2
    assert len(asked(datetime(2000, 1, 1, tzinfo=UTC))) == 2


def test_a_prepared_query_reads_the_rows_of_the_values_it_is_asked_for():
    one, other = factories.call(), factories.call()
    lots = Prepared(lambda key: Lot.select().where(Lot.call == key).order_by(Lot.number))
    for call in (one, other, one):
        plain = Lot.select().where(Lot.call == call).order_by(Lot.number)
        assert [each.__data__ for each in lots(call.id)] == [each.__data__ for each in plain]


def test_joined_rows_come_with_their_other_record_and_nothing_to_save():
    call = factories.call()
    by_slug = Prepared(
        lambda slug: Call.select(Call, Centre).join(Centre).where(Call.slug == slug)
    )
    found = by_slug.first(call.slug)
    assert "centre" in found.__rel__
    assert found.centre == call.centre
    assert not found.dirty_fields
    assert by_slug.first("NO-SUCH") is None


def test_a_list_is_as_long_as_the_values_given_and_may_be_empty():
    calls = [factories.call() for _ in range(3)]
    listed = Prepared(lambda *keys: Call.select().where(Call.id.in_(keys)))
    assert not listed()
    for count in (1, 3, 2):
        asked = {call.id for call in calls[:count]}
        assert {call.id for call in listed(*asked)} == asked


def test_moments_and_texts_stand_beside_what_never_changes():
    call = factories.call()
    due = Prepared(
        lambda at, slug: Call.select(Call.id).where(
            (Call.deadline <= at) & (Call.slug == slug) & (Call.zone == call.zone)
        ),
        plain=tuple,
    )
    assert due(call.deadline, call.slug) == [(call.id,)]
    assert due(call.deadline, "NO-SUCH") == []


def test_a_value_that_is_part_of_a_pattern_is_refused():
    named = Prepared(lambda text: Call.select().where(Call.title.contains(text)))
    with pytest.raises(ValueError, match="as it was given"):
        named("shelter")


def test_a_query_is_written_once_for_each_kind_of_values():
    written = []

    def make(key):
        written.append(key)
        return Lot.select().where(Lot.call == key)

    lots, call = Prepared(make), factories.call()
    assert lots(call.id)
    assert lots(call.id)
    assert len(written) == 1


def test_each_joined_record_hangs_on_the_one_that_the_query_joins_it_to():
    proposal = factories.proposal(factories.call())
    read = Prepared(
        lambda key: (
            Proposal.select(Proposal, Call, Centre, Lot, Partner, Person)
            .join(Call)
            .join(Centre)
            .switch(Proposal)
            .join(Lot, on=Proposal.lot)
            .switch(Proposal)
            .join(Partner)
            .switch(Proposal)
            .join(Person, JOIN.LEFT_OUTER, on=Proposal.submitted_by)
            .where(Proposal.id == key)
        )
    )
    found = read.first(proposal.id)
    assert "centre" in found.call.__rel__
    assert found.call.centre == proposal.call.centre
    assert {"call", "lot", "partner"} <= set(found.__rel__)
    assert (found.lot, found.partner) == (proposal.lot, proposal.partner)
    assert found.submitted_by is None


def test_a_record_is_added_with_its_defaults_and_the_key_that_the_database_counts():
    at, key = datetime(2026, 3, 2, 12, 0, 0, 123456, UTC), uuid4()
    event = Event(at=at, name="call.drafted", kind="call", subject_id=key, facts={"lot": 1})
    made = prepared_writes.add(event)
    plain = Event.create(at=at, name="call.drafted", kind="call", subject_id=key, facts={})
    assert plain.id == made.id + 1
    there = Event.get_by_id(made.id)
    assert (there.at, there.subject_id, there.facts) == (at, key, {"lot": 1})
    assert (there.previous, there.hash, there.seq) == (plain.previous, plain.hash, None)


def test_columns_of_one_row_are_changed_and_of_no_other():
    one, other = factories.person(), factories.person()
    changed = {"name": "Amina", "partner": factories.partner().id, "disabled_at": None}
    prepared_writes.change(Person, one.id, changed)
    there = Person.get_by_id(one.id)
    assert (there.name, there.partner_id) == ("Amina", changed["partner"])
    assert Person.get_by_id(other.id).name == other.name


def test_a_written_change_says_how_many_rows_it_touched():
    one = factories.person(name="Amina")
    rename = PreparedWrite(lambda new, old: Person.update(name=new).where(Person.name == old))
    assert (rename("Badr", "Amina"), rename("Badr", "Amina")) == (1, 0)
    assert Person.get_by_id(one.id).name == "Badr"
