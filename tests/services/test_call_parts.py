"""Sections of calls as plain data: read, kept and copied alike."""

import json
from decimal import Decimal

import pytest

from portal.models import Call, Criterion, Lot, Question
from portal.services import call_parts
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def source(app):
    return factories.call()


@pytest.fixture
def target(app):
    return factories.call()


def test_every_section_is_plain_data_that_can_be_put_back_unchanged(source):
    before = json.loads(json.dumps(call_parts.contents(source)))
    for section in call_parts.PARTS:
        call_parts.put(source, section, before[section])
    again = call_parts.contents(Call.get_by_id(source.id))
    assert {**again, "committee": None} == {**before, "committee": None}


def test_a_known_row_is_changed_in_place_and_one_not_named_is_deleted(source):
    lots = call_parts.content(source, "lots")["rows"]
    kept = {**lots[0], "title": "Another title"}
    ids = {str(each.key): each.id for each in source.lots}
    fresh = {**lots[0], "title": "New", "key": ""}
    call_parts.put_rows(source, Lot, [fresh, kept])
    rows = list(Lot.select().where(Lot.call == source).order_by(Lot.number))
    assert [each.title for each in rows] == ["New", "Another title"]
    assert rows[1].id == ids[lots[0]["key"]]


def test_two_lots_change_places(source):
    lots = call_parts.content(source, "lots")["rows"]
    second = {**lots[0], "key": "", "city": "Tangier", "ceiling": Decimal(5)}
    call_parts.put_rows(source, Lot, [lots[0], second])
    rows = call_parts.content(source, "lots")["rows"]
    call_parts.put_rows(source, Lot, list(reversed(rows)))
    swapped = Lot.select().where(Lot.call == source).order_by(Lot.number)
    assert [str(each.key) for each in swapped] == [rows[1]["key"], rows[0]["key"]]


def test_a_copy_has_keys_of_its_own_and_its_questions_follow_its_criteria(source, target):
    for section in ("criteria", "questions"):
        call_parts.copy_section(source, target, section)
    copied = list(Question.select().where(Question.call == target))
    own = {each.id for each in Criterion.select().where(Criterion.call == target)}
    assert copied
    assert {each.criterion_id for each in copied} <= own
    originals = {each.key for each in Question.select().where(Question.call == source)}
    assert not originals & {each.key for each in copied}
