"""The pages of weekly rosters."""

import pytest

from portal.domain.call_terms import Shift
from portal.domain.rosters import SLOTS, Slot
from portal.models import Person, Roster
from portal.models.rosters import RosterPost
from portal.pdf.facts import rosters as facts
from portal.services import rosters
from tests import factories as make
from tests.rostering import MONDAY, Week, full


@pytest.fixture
def house(app):
    return Week()


@pytest.fixture
def officer(app, house):
    return make.sign_in(app.test_client(), Person.get_by_id(house.officer.person_id))


def text(answer):
    return answer.get_data(as_text=True)


def typed(**changes):
    given = {
        "function": "Caseworker", "provider": "state", "version": "1",
        "day_least": "1", "evening_least": "1", "night_least": "1",
    }  # fmt: skip
    return {**given, **{f"slot_{slot.key}": "sw1" for slot in SLOTS[:3]}, **changes}


def test_a_week_is_begun_written_and_published_with_reasons(house, officer):
    address = f"/centres/{house.centre.slug}/rosters"
    assert "Nothing yet." in text(officer.get(address))
    zone = {"monday": MONDAY.isoformat(), "zone": "Africa/Casablanca"}
    begun = officer.post(f"{address}/new", data=zone)
    path = begun.location
    assert officer.post(f"{path}/posts/new", data=typed()).status_code == 303
    page = text(officer.get(path))
    assert "SW1 has 0 h of rest" in page
    assert "Cover of the week" in page
    refused = officer.post(f"{path}/publish", data={"other": "1"})
    assert refused.status_code == 422
    assert "Gaps without a reason: 18" in text(refused)
    key = RosterPost.get().key
    reasons = {f"{key}:{slot.key}": "Post vacant." for slot in SLOTS[3:]}
    kept = officer.post(f"{path}/publish", data={**reasons, f"{key}:6-night": ""})
    assert "Post vacant." in text(kept)
    assert officer.post(f"{path}/publish", data=reasons).status_code == 303
    assert "Reason: Post vacant." in text(officer.get(path))
    assert officer.post(f"{path}/reopen").status_code == 303
    assert Roster.get().state.value == "draft"


def test_a_name_instead_of_a_code_is_refused_and_kept(house, officer):
    week = house.begun()
    address = f"/rosters/{week.id}/posts/new"
    answer = officer.post(address, data=typed(**{"slot_0-day": "Alexandrova"}))
    assert answer.status_code == 422
    assert "is no staff code" in text(answer)
    assert 'value="Alexandrova"' in text(answer)
    assert rosters.posts(week) == []


def test_two_writers_of_a_post_see_both_and_a_post_is_removed(house, officer):
    week = house.begun()
    post = house.post(week, full())
    address = f"/rosters/{week.id}/posts/{post.id}"
    assert 'value="IO1"' in text(officer.get(address))
    assert officer.post(address, data=typed(function="Guard")).status_code == 303
    stale = officer.post(address, data=typed(function="Cook"))
    assert stale.status_code == 409
    assert "Guard" in text(stale)
    assert officer.post(f"{address}/remove").status_code == 303
    assert rosters.posts(week) == []


def test_the_times_of_the_shifts_are_saved_in_their_order(house, officer):
    week = house.begun(zone="Africa/Casablanca")
    address = f"/rosters/{week.id}/hours"
    times = {"zone": "Africa/Casablanca", "version": "1", "day_from": "06:00"}
    wrong = {**times, "evening_from": "05:00", "night_from": "22:00"}
    assert "Each shift begins after" in text(officer.post(address, data=wrong))
    right = {**times, "evening_from": "14:00", "night_from": "22:00"}
    assert officer.post(address, data=right).status_code == 303
    assert "06:00 \N{EN DASH} 14:00" in text(officer.get(f"/rosters/{week.id}"))


def test_the_paper_holds_codes_by_shift_and_day_and_every_gap(house):
    week = house.begun()
    house.post(week, full(Slot(2, Shift.NIGHT)))
    told = facts.roster(week.id, "fr")
    night = told["shifts"][2]
    assert night["rows"][0]["cells"][1] == {"codes": ["IO1"], "short": False}
    assert night["rows"][0]["cells"][2] == {"codes": [], "short": True}
    assert [each["day"] for each in told["findings"]["gaps"]] == [2]
    assert told["cover"][2][2] == [0, 1]
