"""Calls: drafting, approval and publication, through the services."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from portal.domain.actions import Role, SeatKind
from portal.domain.calls import Notice
from portal.domain.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    RuleBroken,
    RulesBroken,
    WrongState,
)
from portal.domain.lifecycle import CallState
from portal.models import Call, Criterion, Document, Effect, Event, Indicator, Lot, Seat
from portal.models.centres import ManagementModel
from portal.services import (
    accounts,
    call_drafting,
    call_judging,
    call_publishing,
    call_scope,
    calls,
)
from portal.services.call_drafting import Edit
from portal.services.call_judging import CriterionRow, IndicatorRow, SeatRow
from portal.services.call_scope import LotRow
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime.now(UTC)
LOT = LotRow("Oujda", "Apartments in Oujda", "Four.", 16, 4, Decimal(1_200_000))


@pytest.fixture
def officer():
    return factories.actor(Role.PROGRAMME_OFFICER)


@pytest.fixture
def head():
    return factories.actor(Role.HEAD_OF_OFFICE)


@pytest.fixture
def procurement():
    return factories.actor(Role.PROCUREMENT_OFFICER)


def draft(officer, centre=None, **values):
    given = {
        "title": "Shelter",
        "language": "fr",
        "currency": "MAD",
        "zone": "Africa/Casablanca",
    }
    return call_drafting.draft(centre or factories.centre(), given | values, officer, NOW)


def events():
    return [event.name for event in Event.select().order_by(Event.id)]


def test_a_draft_starts_with_the_house_criteria_and_indicators_in_its_language(officer):
    call = draft(officer)
    assert call.reference == f"IOM/MAR/{NOW.year}/001"
    assert sum(each.weight for each in calls.criteria(call)) == 100
    assert calls.criteria(call)[0].name.startswith("Pertinence et clarté")
    assert calls.indicators(call)[0].name == "Nouvelles arrivées enregistrées"
    assert events() == ["call.drafted"]


def test_only_a_centre_run_through_a_partner_takes_a_call(officer):
    centre = factories.centre(model=ManagementModel.GOVERNMENT)
    with pytest.raises(RuleBroken, match="centre_takes_no_call"):
        draft(officer, centre)
    assert Call.select().count() == 0


def test_only_a_programme_officer_drafts(procurement):
    with pytest.raises(NotAllowed):
        draft(procurement)


def test_currency_and_zone_are_suggested_from_the_country():
    centre = factories.centre(country="KH")
    assert call_drafting.suggestions(centre) == {"currency": "KHR", "zone": "Asia/Phnom_Penh"}


def test_a_call_goes_from_draft_to_published(officer, head, procurement):
    call = factories.call()
    calls.send(call, officer, NOW)
    calls.approve(call, head, NOW)
    factories.call_key(call)
    calls.publish(call, procurement, NOW)
    stored = Call.get_by_id(call.id)
    assert (stored.state, stored.published_at) == (CallState.PUBLISHED, NOW)
    assert events() == ["call.sent", "call.approved", "call.published"]
    numbers = sorted(each.number for each in Document.select())
    assert numbers == [f"{call.reference}-CALL-EN", f"{call.reference}-CALL-FR"]


def test_a_second_publication_is_refused_and_nothing_is_repeated(procurement):
    call = factories.call(CallState.APPROVED)
    twin = Call.get_by_id(call.id)
    calls.publish(call, procurement, NOW)
    with pytest.raises(WrongState):
        calls.publish(twin, procurement, NOW)
    assert (Document.select().count(), Effect.select().count()) == (2, 2)
    assert events() == ["call.published"]


def test_an_incomplete_draft_is_not_sent_and_every_rule_is_told(officer):
    call = factories.call(weights=(60, 35), lots=0)
    with pytest.raises(RulesBroken) as refusal:
        calls.send(call, officer, NOW)
    assert [each.rule for each in refusal.value.broken] == ["lots_missing", "weights_not_100"]
    assert (Call.get_by_id(call.id).state, events()) == (CallState.DRAFT, [])


def test_publication_looks_at_the_deadline_again(procurement):
    call = factories.call(CallState.APPROVED, deadline=NOW - timedelta(seconds=1))
    with pytest.raises(RulesBroken):
        calls.publish(call, procurement, NOW)
    assert (Document.select().count(), events()) == (0, [])


def test_publication_keeps_the_shortest_time(procurement):
    call = factories.call(CallState.APPROVED)
    with pytest.raises(RulesBroken) as refusal:
        calls.publish(call, procurement, NOW, Notice(14))
    assert refusal.value.broken[0].facts == {"days": 14}


def test_the_author_approves_and_publishes_nothing_of_their_own():
    author = factories.person(
        Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE, Role.PROCUREMENT_OFFICER
    )
    actor = accounts.actor_of(author)
    with pytest.raises(NotAllowed):
        calls.approve(factories.call(CallState.IN_REVIEW, author=author), actor, NOW)
    with pytest.raises(NotAllowed):
        calls.publish(factories.call(CallState.APPROVED, author=author), actor, NOW)


def test_a_returned_call_bears_the_comment_until_it_is_sent_again(officer, head):
    call = factories.call(CallState.IN_REVIEW)
    calls.send_back(call, "Name the cities.", head, NOW)
    assert Call.get_by_id(call.id).review_comment == "Name the cities."
    calls.send(call, officer, NOW)
    assert Call.get_by_id(call.id).review_comment == ""
    assert events() == ["call.returned", "call.sent"]


def test_rows_are_replaced_as_a_whole_and_the_version_rises(officer):
    call = factories.call(lots=2)
    call_scope.save_lots(call, [LOT], None, Edit(officer, NOW, 1))
    assert [(lot.number, lot.city) for lot in calls.lots(call)] == [(1, "Oujda")]
    row = IndicatorRow("Nights", "nights", target=10)
    call_judging.save_indicators(call, [row], Edit(officer, NOW, 2))
    assert [each.name for each in calls.indicators(call)] == ["Nights"]
    assert Call.get_by_id(call.id).version == 3


def test_weights_that_do_not_add_up_can_be_saved_but_not_sent(officer):
    call = factories.call()
    rows = [CriterionRow("Approach", "", 60)]
    call_judging.save_criteria(call, rows, {}, Edit(officer, NOW, 1))
    with pytest.raises(RulesBroken):
        calls.send(call, officer, NOW)


def test_a_person_holds_one_seat_only(officer):
    call = factories.call()
    seat = SeatRow(factories.person(Role.COMMITTEE_MEMBER).id, SeatKind.VOTING)
    with pytest.raises(RuleBroken, match="person_twice"):
        call_judging.save_committee(call, [seat, seat], {}, Edit(officer, NOW, 1))
    assert Seat.select().where(Seat.call == call).count() == 3


def test_the_second_to_save_gets_what_the_first_saved_and_changes_nothing(officer):
    call = factories.call()
    call_scope.save_lots(call, [LOT], None, Edit(officer, NOW, 1))
    with pytest.raises(Conflict) as conflict:
        call_scope.save_lots(call, [], None, Edit(officer, NOW, 1))
    assert conflict.value.version == 2
    assert [row.city for row in conflict.value.theirs["rows"]] == ["Oujda"]
    assert (len(calls.lots(call)), events()) == (1, ["call.changed"])


@pytest.mark.parametrize(
    "state", [state for state in CallState if state is not CallState.DRAFT]
)
def test_a_call_that_left_its_desk_cannot_be_edited(officer, state):
    call = factories.call(state)
    before = counts()
    edit = Edit(officer, NOW, 1)
    for save in (
        lambda: call_drafting.save_columns(call, "basics", {"title": "Other"}, edit),
        lambda: call_scope.save_lots(call, [], None, edit),
        lambda: call_judging.save_criteria(call, [], {}, edit),
        lambda: call_judging.save_indicators(call, [], edit),
        lambda: call_judging.save_committee(call, [], {}, edit),
    ):
        with pytest.raises(WrongState):
            save()
    assert counts() == before
    assert Call.get_by_id(call.id).title == call.title


def counts():
    return [table.select().count() for table in (Lot, Criterion, Indicator, Seat, Event)]


def test_an_unknown_reference_is_not_found():
    with pytest.raises(NotFound):
        calls.by_slug("IOM-MAR-1999-001")


def test_a_call_closes_at_its_deadline():
    call = factories.call(CallState.PUBLISHED, deadline=NOW)
    assert calls.is_closed(call, NOW)
    assert not calls.is_closed(call, NOW - timedelta(microseconds=1))
    assert calls.is_closed(factories.call(), NOW)


def test_each_person_sees_what_waits_for_them(officer, head, procurement):
    author = factories.person(Role.PROGRAMME_OFFICER)
    own = accounts.actor_of(author)
    for state in (CallState.DRAFT, CallState.IN_REVIEW, CallState.APPROVED):
        factories.call(state, author=author)
    words = [(item.word, item.waiting) for item in calls.work_items(own, NOW)]
    assert sorted(words) == [
        ("work.call_waits_approval", True),
        ("work.call_waits_publication", True),
        ("work.finish_call", False),
    ]
    assert [item.word for item in calls.work_items(head, NOW)] == ["work.approve_call"]
    told = [item.word for item in call_publishing.work_items(procurement, NOW)]
    assert told == ["work.publish_call"]
    assert calls.work_items(officer, NOW) == []
