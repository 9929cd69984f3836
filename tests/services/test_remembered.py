"""States that tests begin from are the same whether they are played or put back."""

import re

import pytest

from portal.models import Call, Person
from portal.services import audit, opening
from tests import factories as make
from tests import openings
from tests.remembered import MEMORY

pytestmark = pytest.mark.usefixtures("app")


def stands():
    """What stands in the tables: a server gives the rows of a table in any order."""
    rows = MEMORY.tables.rows()
    return sorted(re.split(r"VALUES \(|\), \(|\); ", rows)) if isinstance(rows, str) else rows


def begin_anew():
    """The portal is emptied as before the next test."""
    MEMORY.tables.empty()
    MEMORY.begin(MEMORY.tables, MEMORY.folder)


@pytest.mark.parametrize("play", [make.ranked_call, openings.opened_call])
def test_a_state_that_is_put_back_is_the_one_that_was_played(play):
    played = play(title="Remembered")
    rows = stands()
    begin_anew()
    assert not Call.select().exists()
    again = play(title="Remembered")
    assert (again.id, again.state) == (played.id, played.state)
    assert stands() == rows
    assert audit.verify().fault is None
    assert opening.call_by_slug(played.slug).title == "Remembered"


def test_a_state_is_played_where_anything_was_written_before():
    first = make.call(title="Remembered")
    begin_anew()
    make.person()
    second, third = make.call(title="Remembered"), make.call(title="Remembered")
    assert len({first.id, second.id, third.id}) == 3
    assert Person.select().count() > 1
