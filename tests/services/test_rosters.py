"""Weekly rosters: copied from the week before, written, published with reasons for gaps."""

from datetime import time, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.call_terms import Shift
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle_rosters import RosterState
from portal.domain.rosters import Provider, Slot
from portal.services import documents, rosters
from portal.services.documents import Issued
from portal.services.rosters import PostDraft
from portal.services.rosters import Week as Times
from tests import factories as make
from tests.rostering import LEAST, MONDAY, Week, full

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app):
    return Week()


def rules_of(refused):
    return [each.rule for each in refused.value.broken]


def test_a_week_begins_with_the_posts_and_people_of_the_last_one(house):
    house.published()
    later = rosters.begin(
        house.centre, MONDAY + timedelta(days=9), "UTC", house.officer, house.at
    )
    assert later.monday == MONDAY + timedelta(days=7)
    assert (later.zone, later.state) == ("Europe/Sofia", RosterState.DRAFT)
    (copied,) = rosters.posts(later)
    assert copied.facts.there(Slot(0, Shift.NIGHT)) == ["IO1"]
    with pytest.raises(RuleBroken, match="roster_twice"):
        house.begun(MONDAY + timedelta(days=7))


def test_a_gap_is_published_with_its_reason_only(house):
    week = house.begun()
    post = house.post(week, full(Slot(2, Shift.NIGHT)))
    with pytest.raises(RulesBroken) as refused:
        rosters.publish(week, {}, house.officer, house.at)
    assert rules_of(refused) == ["roster_gap_unexplained"]
    assert rosters.by_id(week.id).state is RosterState.DRAFT
    key = f"{post.key}:2-night"
    rosters.publish(week, {key: "IOM is on call."}, house.officer, house.at)
    kept = rosters.by_id(week.id)
    assert (kept.state, kept.reasons) == (RosterState.PUBLISHED, {key: "IOM is on call."})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eIOM is\r\non call.\x07", "IOM is on call."),
        ("=1+1 <b>one</b>", "=1+1 <b>one</b>"),
        ("x" * 300, "x" * 300),
        ("x" * 301, "roster_reason_long"),
        ("x" * 1_000_000, "roster_reason_long"),
        (" \u200b\u202e ", "roster_gap_unexplained"),
    ],
)
def test_a_reason_is_one_short_line_that_can_be_seen(house, typed, kept):
    week = house.begun()
    key = f"{house.post(week, full(Slot(2, Shift.NIGHT))).key}:2-night"
    if kept.startswith("roster_"):
        with pytest.raises(RulesBroken) as refused:
            rosters.publish(week, {key: typed, "other": "x" * 999}, house.officer, house.at)
        assert rules_of(refused) == [kept]
        assert rosters.by_id(week.id).state is RosterState.DRAFT
    else:
        rosters.publish(week, {key: typed, "other": "x" * 999}, house.officer, house.at)
        assert rosters.by_id(week.id).reasons == {key: kept}


def test_a_shift_without_a_post_and_a_double_booking_are_never_published(house):
    week = house.begun()
    by_day = {Shift.DAY: 1, Shift.EVENING: 1}
    house.post(week, {**full()}, least=by_day)
    house.post(week, {Slot(0, Shift.DAY): ["SW1"]}, "Cook", {Shift.DAY: 0})
    with pytest.raises(RulesBroken) as refused:
        rosters.publish(week, {}, house.officer, house.at)
    assert rules_of(refused) == ["shift_night_empty", "roster_double"]
    with pytest.raises(RulesBroken) as refused:
        rosters.publish(Week().begun(), {}, house.officer, house.at)
    assert rules_of(refused) == ["roster_empty"]


def test_short_rests_are_found_by_the_setting_also_across_weeks(house, monkeypatch):
    house.published()
    following = house.begun(MONDAY + timedelta(days=7))
    draft = PostDraft("Caseworker", Provider.STATE, LEAST, {Slot(0, Shift.DAY): ["IO1"]})
    post = rosters.posts(following)[0]
    rosters.save_post(following, draft, (post, post.version), house.officer, house.at)
    (rest,) = rosters.findings(following).rests
    assert (rest.code, rest.first, rest.hours) == ("IO1", None, 0)
    monkeypatch.setenv("PORTAL_ROSTER_REST_HOURS", "0")
    assert rosters.findings(following).rests == []


def test_a_published_week_is_written_after_it_is_opened_again(house):
    week = house.published()
    times = {Shift.DAY: time(6), Shift.EVENING: time(14), Shift.NIGHT: time(22)}
    changed = Times("Europe/Sofia", times)
    with pytest.raises(WrongState):
        rosters.save_hours(week, changed, 1, house.officer, house.at)
    rosters.reopen(week, house.officer, house.at)
    rosters.save_hours(week, changed, 1, house.officer, house.at)
    assert rosters.by_id(week.id).day_from == "06:00"
    with pytest.raises(Conflict):
        rosters.save_hours(week, changed, 1, house.officer, house.at)


def test_programme_officers_keep_the_roster_of_a_centre_of_the_state(house):
    with pytest.raises(NotAllowed):
        rosters.begin(make.centre(), MONDAY, "UTC", house.officer, house.at)
    with pytest.raises(NotAllowed):
        rosters.begin(house.centre, MONDAY, "UTC", make.actor(Role.AUDITOR), house.at)


def test_a_published_week_is_issued_under_a_number_and_anew_once_it_was_opened(house):
    week = house.published()
    first = documents.of(rosters.KIND, week.id, "fr")
    assert first.number == f"{week.reference}-FR"
    documents.mark_issued(first, Issued("kept", "0" * 64, 1, 1), house.at)
    rosters.reopen(week, house.officer, house.at)
    assert documents.of(rosters.KIND, week.id, "fr") is None
    rosters.publish(rosters.by_id(week.id), {}, house.officer, house.at)
    assert documents.of(rosters.KIND, week.id, "fr").number == f"{week.reference}-2-FR"
    assert documents.by_id(first.id).path == "kept"
