"""Writing calls from earlier calls, templates and fragments, through the services."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.models import Call, CallTemplate, Event, FragmentUse, Lot, Seat, TorFragment
from portal.services import call_reuse, calls, fragments
from portal.services.call_drafting import Edit
from portal.services.fragments import Words
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime.now(UTC)
TODAY = NOW.date()
WORDS = Words("Meals at night", "A warm meal is served at any hour.", date(2026, 1, 1))


@pytest.fixture
def officer():
    return factories.actor(Role.PROGRAMME_OFFICER)


@pytest.fixture
def earlier():
    return factories.call(CallState.AWARDED, lots=2, scope="Twelve apartments in two cities.")


def events():
    return [event.name for event in Event.select().order_by(Event.id)]


def start(officer, choice):
    centre = factories.centre()
    values = {"title": "New", "currency": "MAD", "zone": "UTC", "language": "en"}
    chosen = call_reuse.start_of(choice, officer)
    made = call_reuse.draft(centre, values, chosen, Edit(officer, NOW, 1))
    return Call.get_by_id(made.id)


def test_a_draft_from_an_earlier_call_has_its_tables_but_no_dates_seats_or_people(
    officer, earlier
):
    made = start(officer, f"call:{earlier.slug}")
    assert (made.state, made.title, made.scope) == (CallState.DRAFT, "New", earlier.scope)
    assert [lot.title for lot in calls.lots(made)] == ["Rabat 1", "Rabat 2"]
    assert [each.name for each in calls.criteria(made)] == ["Criterion 1", "Criterion 2"]
    assert [made.deadline, made.opening_at, made.results_on, made.starts_on] == [None] * 4
    assert Seat.select().where(Seat.call == made).count() == 0
    assert made.contact_email != earlier.contact_email or not earlier.contact_email
    assert made.author_id == officer.person_id
    assert events() == ["call.drafted", "call.started"]


def test_questions_follow_their_criteria_into_the_new_call(officer, earlier):
    made = start(officer, f"call:{earlier.slug}")
    names = [(each.text, each.criterion.name) for each in made.questions]
    wanted = [(each.text, each.criterion.name) for each in earlier.questions]
    assert sorted(names) == sorted(wanted)
    assert {each.criterion.call_id for each in made.questions} == {made.id}


def test_a_withdrawn_lot_is_not_taken_over(officer, earlier):
    Lot.update(withdrawn_at=NOW).where((Lot.call == earlier) & (Lot.number == 2)).execute()
    made = start(officer, f"call:{earlier.slug}")
    assert [lot.title for lot in calls.lots(made)] == ["Rabat 1"]


def test_without_a_choice_the_draft_starts_from_the_library(officer):
    made = start(officer, "")
    assert calls.criteria(made)
    assert events() == ["call.drafted"]


def test_a_template_keeps_its_contents_when_its_call_changes(officer, earlier):
    template = factories.template(earlier)
    Call.update(scope="Changed.").where(Call.id == earlier.id).execute()
    made = start(officer, f"template:{template.id}")
    assert made.scope == "Twelve apartments in two cities."
    assert len(calls.lots(made)) == 2


def test_a_template_holds_no_person_no_seat_and_no_date(earlier):
    stored = str(factories.template(earlier).contents)
    for seat in earlier.seats:
        assert str(seat.person_id) not in stored
    assert earlier.deadline.date().isoformat() not in stored


def test_a_name_in_use_gets_a_new_version_and_the_former_retires(earlier):
    first, second = factories.template(earlier), factories.template(earlier)
    assert (first.version, second.version) == (1, 2)
    assert [each.id for each in call_reuse.templates()] == [second.id]
    assert [each.id for each in call_reuse.templates(retired=True)] == [first.id]


def test_a_retired_template_starts_nothing(officer, earlier):
    template = factories.template(earlier)
    call_reuse.retire(template, officer, NOW)
    call_reuse.retire(template, officer, NOW)
    with pytest.raises(RuleBroken, match="template_retired"):
        call_reuse.start_of(f"template:{template.id}", officer)
    assert events().count("template.retired") == 1


@pytest.mark.parametrize("choice", ["call:IOM-MAR-1999-001", "template:1", "template:none"])
def test_an_unknown_start_is_not_found(officer, choice):
    with pytest.raises(NotFound):
        call_reuse.start_of(choice, officer)


def test_only_a_programme_officer_keeps_and_retires(earlier):
    other = factories.actor(Role.PROCUREMENT_OFFICER)
    template = factories.template(earlier)
    with pytest.raises(NotAllowed):
        factories.template(earlier, by=other)
    with pytest.raises(NotAllowed):
        call_reuse.retire(template, other, NOW)
    assert CallTemplate.select().count() == 1


def test_a_section_is_replaced_by_that_of_another_call(officer, earlier):
    draft = factories.call(scope="Old.")
    shown = call_reuse.preview_for(earlier, "lots", officer)
    assert shown.rows == ["Rabat 1", "Rabat 2"]
    call_reuse.take(earlier, draft, "lots", Edit(officer, NOW, 1))
    assert [lot.title for lot in calls.lots(draft)] == ["Rabat 1", "Rabat 2"]
    assert len(calls.lots(earlier)) == 2
    fresh = Call.get_by_id(draft.id)
    assert (fresh.version, fresh.scope) == (2, "Old.")


def test_a_section_is_not_taken_into_what_somebody_saved_meanwhile(officer, earlier):
    draft = factories.call()
    edit = Edit(officer, NOW, 1)
    call_reuse.take(earlier, draft, "terms", edit)
    with pytest.raises(Conflict) as conflict:
        call_reuse.take(earlier, draft, "terms", edit)
    assert conflict.value.version == 2
    assert events() == ["call.changed"]


def test_a_section_is_taken_into_drafts_only_and_never_with_dates_or_seats(officer, earlier):
    edit = Edit(officer, NOW, 1)
    with pytest.raises(WrongState):
        call_reuse.take(earlier, factories.call(CallState.PUBLISHED), "terms", edit)
    draft = factories.call()
    for section in ("timetable", "committee", "basics"):
        with pytest.raises(NotFound):
            call_reuse.take(earlier, draft, section, edit)
    with pytest.raises(NotFound):
        call_reuse.take(draft, draft, "terms", edit)


def test_every_service_of_the_library_has_a_fragment_in_both_languages():
    for language in ("en", "fr"):
        assert len({each.service for each in fragments.current(language, TODAY)}) == 24


def test_a_later_version_holds_from_its_day_and_the_former_stays(officer):
    first = fragments.history("food.meals", "en")[0]
    soon = Words("Meals", "Four meals a day.", TODAY + timedelta(days=3))
    fragments.revise(first, 1, soon, officer, NOW)
    versions = fragments.history("food.meals", "en")
    assert [(each.version, each.of_house) for each in versions] == [(2, False), (1, True)]
    assert held("food.meals", TODAY).version == 1
    assert held("food.meals", TODAY + timedelta(days=3)).text == "Four meals a day."


def held(code, day):
    return next((each for each in fragments.current("en", day) if each.code == code), None)


def test_the_second_to_write_a_version_gets_what_the_first_wrote(officer):
    first = fragments.history("food.meals", "en")[0]
    fragments.revise(first, 1, WORDS, officer, NOW)
    for latest in (first, fragments.history("food.meals", "en")[0]):
        with pytest.raises(Conflict) as conflict:
            fragments.revise(latest, 1, Words("Other", "Other.", TODAY), officer, NOW)
        assert conflict.value.theirs["title"] == "Meals at night"
    assert TorFragment.select().count() == 1


def test_a_new_fragment_has_a_code_of_its_service(officer):
    code = fragments.add("food", "en", WORDS, officer, NOW)
    assert code == "food.1"
    assert held(code, TODAY).title == "Meals at night"
    with pytest.raises(NotFound):
        fragments.add("nothing", "en", WORDS, officer, NOW)


@pytest.mark.parametrize("code", ["food.meals", "own"])
def test_a_retired_fragment_is_offered_no_more(officer, code):
    code = fragments.add("food", "en", WORDS, officer, NOW) if code == "own" else code
    fragments.retire(fragments.history(code, "en")[0], officer, NOW)
    fragments.retire(fragments.history(code, "en")[0], officer, NOW)
    assert held(code, TODAY) is None
    assert fragments.history(code, "en")[0].retired
    assert events().count("fragment.retired") == 1


def test_a_fragment_is_appended_to_the_scope_and_its_use_is_known(officer):
    draft = factories.call(scope="Two houses.")
    fragments.insert(draft, "food.meals", Edit(officer, NOW, 1))
    scope = Call.get_by_id(draft.id).scope
    assert scope.startswith("Two houses.\n\nThree meals a day\nThe partner serves")
    (use,) = fragments.uses("food.meals")
    assert (use.call_id, use.version, use.language) == (draft.id, 1, "en")


def test_a_double_click_takes_a_fragment_in_once(officer):
    draft = factories.call()
    fragments.insert(draft, "food.meals", Edit(officer, NOW, 1))
    with pytest.raises(Conflict):
        fragments.insert(draft, "food.meals", Edit(officer, NOW, 1))
    assert Call.get_by_id(draft.id).scope.count("Three meals a day") == 1
    assert FragmentUse.select().count() == 1


def test_an_unknown_fragment_or_one_too_many_is_refused(officer):
    draft = factories.call(scope="x" * 19_990)
    with pytest.raises(RuleBroken, match="fragment_unknown"):
        fragments.insert(draft, "nothing", Edit(officer, NOW, 1))
    with pytest.raises(RuleBroken, match="scope_long"):
        fragments.insert(draft, "food.meals", Edit(officer, NOW, 1))
    assert (FragmentUse.select().count(), events()) == (0, [])


def test_a_published_call_takes_no_fragment_in(officer):
    call = factories.call(CallState.PUBLISHED)
    with pytest.raises(WrongState):
        fragments.insert(call, "food.meals", Edit(officer, NOW, 1))
    assert FragmentUse.select().count() == 0


def test_only_a_programme_officer_writes_fragments():
    other = factories.actor(Role.LEGAL_OFFICER)
    first = fragments.history("food.meals", "en")[0]
    for write in (
        lambda: fragments.add("food", "en", WORDS, other, NOW),
        lambda: fragments.revise(first, 1, WORDS, other, NOW),
        lambda: fragments.retire(first, other, NOW),
    ):
        with pytest.raises(NotAllowed):
            write()
    assert TorFragment.select().count() == 0


def test_an_unknown_fragment_has_no_history():
    with pytest.raises(NotFound):
        fragments.history("nothing", "en")


def test_calls_to_take_from_are_those_that_the_office_reads(officer, earlier):
    draft = factories.call()
    assert {each.id for each in call_reuse.sources(officer, but=draft)} == {earlier.id}
    with pytest.raises(NotAllowed):
        call_reuse.sources(factories.actor(Role.PARTNER_OWNER, partner=factories.partner()))
