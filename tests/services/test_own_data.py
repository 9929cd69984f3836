"""A person is told all that is kept about them, and nothing about anybody else."""

import json
from datetime import timedelta

import pytest
from peewee import ForeignKeyField

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed
from portal.domain.lifecycle import CallState
from portal.domain.policy import VISITOR
from portal.models import TABLES, Person
from portal.services import accounts, clock, events, followers, own_data
from tests import factories
from tests.authenticator import secured


@pytest.fixture
def person(app):
    """Somebody of the office who wrote a call and is signed in."""
    made = factories.person(Role.PROCUREMENT_OFFICER, name="Ada Canary")
    accounts.put_sign_in(made, clock.now(), timedelta(hours=1))
    call = factories.call(CallState.DRAFT, author=made)
    events.record(accounts.actor_of(made), "call.created", call, clock.now())
    return made


def taken(person):
    return json.loads(own_data.take(accounts.actor_of(person), clock.now()))


def test_the_account_each_record_and_each_act_are_told(person):
    told = taken(person)
    assert told["account"]["name"] == "Ada Canary"
    assert told["account"]["email"] == person.email
    named = {(each["record"], each["as"]) for each in told["records"]}
    mine = {("grant", "person"), ("signin", "person")}
    assert named == mine | {("centre", "author"), ("call", "author")}
    assert [each["name"] for each in told["log"]] == ["call.created", "person.data_taken"]


def test_no_secret_leaves(person):
    secured(person, clock.now())
    whole = own_data.take(accounts.actor_of(person), clock.now())
    assert '"secondfactor"' in whole
    fresh = Person.get_by_id(person.id)
    texts = [
        str(value)
        for row in (fresh, *fresh.sign_ins)
        for name, value in row.__data__.items()
        if name.endswith("_hash")
    ]
    assert len(texts) == 2
    assert not any(text in whole for text in texts)


def test_nothing_of_another_person_is_told(person):
    other = factories.person(Role.AUDITOR, name="Berta Other")
    events.record(accounts.actor_of(other), "call.seen", factories.call(), clock.now())
    whole = own_data.take(accounts.actor_of(person), clock.now())
    assert "Berta" not in whole
    assert str(other.id) not in whole
    assert "call.seen" not in whole


def test_an_address_without_the_account_is_counted(person):
    followers.ask(None, person.email, "en", clock.now())
    assert taken(person)["address"] == {"follower": 1}


def test_every_column_that_names_a_person_is_looked_into():
    naming = {
        (table, name)
        for table in TABLES
        for name, field in table.columns().items()
        if isinstance(field, ForeignKeyField) and field.rel_model is Person
    }
    looked = {(table, each.name) for table in TABLES for each in own_data._naming(table)}
    assert looked == naming
    assert len(naming) > 150


def test_the_overview_counts_the_same(person):
    told = own_data.overview(accounts.actor_of(person))
    assert [(each.name, each.count) for each in told.done] == [("call.created", 1)]
    assert told.records == len(taken(person)["records"])


@pytest.mark.usefixtures("app")
def test_nobody_who_is_not_signed_in_is_told_anything():
    with pytest.raises(NotAllowed):
        own_data.take(VISITOR, clock.now())
