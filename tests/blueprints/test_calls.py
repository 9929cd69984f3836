"""The pages of calls, as their readers and writers use them."""

from datetime import timedelta
from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import Call, Criterion, Event, Lot, Seat
from tests import factories

SECTIONS = ("basics", "lots", "terms", "criteria", "indicators", "timetable", "committee")


def read(answer):
    return unescape(answer.get_data(as_text=True))


def officer(client, *roles):
    person = factories.person(*(roles or (Role.PROGRAMME_OFFICER,)))
    factories.sign_in(client, person)
    return person


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_a_draft_opens_filled(client, section):
    call = factories.call(author=officer(client))
    answer = client.get(f"/calls/{call.slug}/edit/{section}")
    assert answer.status_code == 200
    assert 'name="version" type="hidden" value="1"' in read(answer)


@pytest.mark.parametrize("state", list(CallState))
def test_a_call_is_shown_in_every_state(client, state):
    call = factories.call(state, author=officer(client))
    assert call.title in read(client.get(f"/calls/{call.slug}"))
    assert call.title in read(client.get("/calls/"))
