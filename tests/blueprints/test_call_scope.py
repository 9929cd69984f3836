"""The sections of a call on scope as pages: saved, refused with what was typed, in conflict."""

from html import unescape

import pytest
from flask import current_app

from portal import db
from portal.domain.actions import Role
from portal.domain.call_terms import PassingRule
from portal.domain.lifecycle import CallState
from portal.models import (
    BudgetCategory,
    Call,
    EligibilityQuestion,
    Event,
    Lot,
    RequiredDocument,
    ServiceNeed,
    StaffPost,
)
from tests import factories

SECTIONS = (
    "basics",
    "lots",
    "terms",
    "services",
    "staffing",
    "eligibility",
    "documents",
    "budget",
    "data",
)
BASICS = {
    "title": "Shelter",
    "kind": "open",
    "language": "en",
    "languages": ["en", "fr"],
    "currency": "MAD",
    "zone": "Africa/Casablanca",
    "contact_name": "Desk",
    "contact_email": "desk@example.org",
}
DATA = {
    "data_profile": "Names only.",
    "data_categories": ["identity", "contact"],
    "special_categories": ["health"],
    "children_data": "y",
    "data_transfers": "y",
    "transfer_note": "To hospitals.",
    "retention_months": "24",
}


def read(answer):
    return unescape(answer.get_data(as_text=True))


def rows(*given):
    return {
        f"rows-{number}-{name}": value
        for number, row in enumerate(given)
        for name, value in row.items()
    }


def lot(**changes):
    given = {"city": "Oujda", "title": "Apartments", "places": "8", "apartments": "2"}
    return given | {"ceiling": "900000"} | changes


FILLED = {
    "basics": BASICS,
    "lots": rows(lot(title="Shelter")),
    "terms": {"objectives": "Safe nights."},
    "services": {"services": ["food"], "standards": ["S19"]},
    "staffing": {"staffing": "Two.", "hours": "Always."}
    | rows({"function": "Guard", "people": "2"}),
    "eligibility": rows({"text": "Are you a non-profit?", "passing": "yes"}),
    "documents": rows({"title": "Audit", "mandatory": "y"}),
    "budget": rows({"name": "Rent"}) | {"indirect_ceiling": "5"},
    "data": DATA,
}


@pytest.fixture
def officer(client):
    person = factories.person(Role.PROGRAMME_OFFICER)
    factories.sign_in(client, person)
    return person


@pytest.fixture
def call(officer):
    return factories.call(author=officer)


def save(client, call, section, data, version=1):
    typed = data | {"version": str(version)}
    return client.post(f"/calls/{call.slug}/edit/{section}", data=typed)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_filled_and_is_saved(client, call, section):
    assert client.get(f"/calls/{call.slug}/edit/{section}").status_code == 200
    assert save(client, call, section, FILLED[section]).status_code == 303
    event = Event.get(Event.name == "call.changed")
    assert event.facts == {"section": section}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_shows_both_versions_of_a_conflict(client, call, section):
    assert save(client, call, section, FILLED[section]).status_code == 303
    mine = FILLED[section] | {"title": "Mine", "objectives": "Mine.", "transfer_note": "Mine."}
    answer = save(client, call, section, mine)
    assert answer.status_code == 409
    assert "Saved meanwhile by somebody else" in read(answer)
    assert Event.select().where(Event.name == "call.changed").count() == 1


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_of_a_published_call_is_not_changed(client, officer, section):
    call = factories.call(CallState.PUBLISHED, author=officer)
    assert save(client, call, section, FILLED[section]).status_code in {403, 409}
    assert Event.select().count() == 0


@pytest.mark.parametrize("section", SECTIONS)
def test_another_role_does_not_reach_a_section(client, section):
    factories.sign_in(client, factories.person(Role.PARTNER_OWNER, partner=factories.partner()))
    call = factories.call()
    assert save(client, call, section, FILLED[section]).status_code == 404


def test_a_wrong_mail_address_stays_typed(client, call):
    answer = save(client, call, "basics", BASICS | {"contact_email": "desk at example"})
    assert answer.status_code == 422
    assert "Enter an address like name@example.org." in read(answer)
    assert 'value="desk at example"' in read(answer)


def test_a_lot_takes_the_city_of_its_site(client, call):
    site = call.centre.sites.first()
    typed = rows(lot(city="", site=str(site.id))) | {"lots_to_win": "1"}
    assert save(client, call, "lots", typed).status_code == 303
    made = Lot.get(Lot.call == call)
    assert (made.city, made.site, Call.get_by_id(call.id).lots_to_win) == ("Rabat", site, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ceiling": "0"}, "Enter an amount above zero."),
        ({"city": ""}, "Choose a site or enter a city."),
        ({"title": "x" * 301}, "300"),
        ({"site": "elsewhere"}, "Not a valid choice"),
    ],
)
def test_a_wrong_lot_is_refused_and_stays_typed(client, call, changes, sentence):
    answer = save(client, call, "lots", rows(lot(**changes)))
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert Lot.get(Lot.call == call).title == "Rabat 1"


def test_two_lots_with_one_title_in_a_city_are_refused(client, call):
    answer = save(client, call, "lots", rows(lot(), lot(title=" apartments ")))
    assert answer.status_code == 422
    assert "Two lots of the same city have the title" in read(answer)
    assert "rows-1-title" in read(answer)
    assert Lot.select().where(Lot.call == call).count() == 1


def test_odd_titles_are_kept_as_they_are_on_one_line(client, call):
    given = ["شقق في الرباط", "ផ្ទះ", "L'Oriental 🏠", "Pasted\r\nfrom\ttext"]
    typed = rows(*(lot(title=each) for each in given))
    assert save(client, call, "lots", typed).status_code == 303
    kept = [each.title for each in Lot.select().order_by(Lot.number)]
    assert kept == [*given[:3], "Pasted from text"]
    assert client.get(f"/calls/{call.slug}").status_code == 200


def test_sixty_lots_of_three_hundred_characters_are_kept(client, call):
    typed = rows(*(lot(title=f"{number} ".ljust(300, "x")) for number in range(60)))
    assert save(client, call, "lots", typed).status_code == 303
    assert Lot.select().where(Lot.call == call).count() == 60
    assert client.get(f"/calls/{call.slug}/edit/lots").status_code == 200


def test_a_lot_keeps_its_key_when_it_changes_and_its_place_when_others_go(client, call):
    first, second = lot(title="One"), lot(title="Two")
    save(client, call, "lots", rows(first, second))
    keys = {each.title: str(each.key) for each in Lot.select()}
    changed = rows(
        second | {"key": keys["Two"], "title": "Two again"}, first | {"key": keys["One"]}
    )
    assert save(client, call, "lots", changed, 2).status_code == 303
    kept = [(each.title, str(each.key)) for each in Lot.select().order_by(Lot.number)]
    assert kept == [("Two again", keys["Two"]), ("One", keys["One"])]


@pytest.mark.parametrize("key", ["nothing", "' or 1", "0" * 400])
def test_what_is_no_key_makes_a_new_row(client, call, key):
    assert save(client, call, "lots", rows(lot(key=key))).status_code == 303
    assert Lot.get(Lot.call == call).title == "Apartments"


def test_a_lot_removed_while_another_person_edits_is_a_conflict(client, call):
    kept = Lot.get(Lot.call == call)
    assert save(client, call, "lots", rows(lot())).status_code == 303
    mine = rows(lot(key=str(kept.key), title="Mine"))
    answer = save(client, call, "lots", mine)
    assert answer.status_code == 409
    assert "Mine" in read(answer)
    assert "Apartments" in read(answer)


def test_a_service_without_a_standard_is_told_until_it_has_an_own_one(client, call):
    typed = {"services": ["accommodation", "outreach"], "standards": ["S01"]}
    save(client, call, "services", typed)
    text = read(client.get(f"/calls/{call.slug}"))
    assert "Services without: 1." in text
    two = {"service": "outreach", "standard": "Two go out.", "frequency": "month"}
    own = rows(two | {"indicator": "Rounds"})
    assert save(client, call, "services", typed | own, 2).status_code == 303
    text = read(client.get(f"/calls/{call.slug}"))
    assert "Services without" not in text
    assert "Two go out." in text
    assert "Indicator: Rounds" in text
    assert "each month" in text
    form = read(client.get(f"/calls/{call.slug}/edit/services"))
    assert '<option selected value="month">each month</option>' in form


def test_a_standard_of_a_service_that_is_not_given_is_refused_and_kept(client, call):
    typed = {"services": ["food"], "standards": ["S19"]}
    own = rows({"service": "outreach", "standard": "Two go out."})
    answer = save(client, call, "services", typed | own)
    assert answer.status_code == 422
    assert "for a service that is not ticked" in read(answer)
    assert "Two go out." in read(answer)
    assert ServiceNeed.select().count() == 0


def test_a_centre_open_day_and_night_has_each_part_of_the_day_covered(client, call):
    post = {"function": "Guard", "people": "2", "day": "y", "evening": "y"}
    typed = {"day_and_night": "y", "staffing": "Two.", "hours": "Always."}
    save(client, call, "staffing", typed | rows(post))
    page = f"/calls/{call.slug}/edit/staffing"
    assert "no post covers the night" in read(client.get(page))
    save(client, call, "staffing", typed | rows(post | {"night": "y"}), 2)
    assert "no post covers the night" not in read(client.get(page))
    assert StaffPost.get().shifts == ["day", "evening", "night"]


@pytest.mark.parametrize(
    ("passing", "figure", "sentence"),
    [
        ("at_least", "", "Enter the figure"),
        ("yes", "3", "Leave the figure empty"),
        ("at_most", "many", "Enter a whole number in figures."),
        ("sometimes", "", "Not a valid choice"),
    ],
)
def test_an_unsound_question_is_refused_and_stays_typed(
    client, call, passing, figure, sentence
):
    typed = rows({"text": "How many years?", "passing": passing, "figure": figure})
    answer = save(client, call, "eligibility", typed)
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert "How many years?" in read(answer)
    assert EligibilityQuestion.get().text == "Are you registered?"


def test_a_number_question_is_shown_to_everybody_before_they_register(client, officer):
    call = factories.call(CallState.PUBLISHED, author=officer)
    EligibilityQuestion.update(passing=PassingRule.AT_LEAST, figure=3).execute()
    client.get("/sign-out")
    text = read(client.get(f"/calls/{call.slug}"))
    assert "Passes with 3 or more." in text
    assert "Statutes" in text
    assert "desk" in text.lower()


@pytest.mark.parametrize(
    ("section", "row", "sentence"),
    [
        ("documents", {"title": "Audit"}, "Two documents have the title"),
        ("budget", {"name": "Rent"}, "Two categories have the name"),
        ("eligibility", {"text": "Are you?", "passing": "yes"}, "Two questions read the same"),
    ],
)
def test_two_rows_of_one_name_are_refused(client, call, section, row, sentence):
    typed = rows(row, row) | {"indirect_ceiling": "5"}
    answer = save(client, call, section, typed)
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert Event.select().count() == 0


def test_a_category_keeps_its_code_when_it_is_renamed_and_a_new_one_gets_its_own(client, call):
    staff = BudgetCategory.get(BudgetCategory.code == "staff")
    typed = rows({"key": str(staff.key), "name": "Team", "ceiling": "40"}, {"name": "Rent"})
    assert save(client, call, "budget", typed | {"indirect_ceiling": "5"}).status_code == 303
    kept = list(BudgetCategory.select().order_by(BudgetCategory.position))
    assert [(each.name, each.ceiling) for each in kept] == [("Team", 40), ("Rent", None)]
    assert kept[0].code == "staff"
    assert kept[1].code not in {"staff", "indirect", ""}
    assert Call.get_by_id(call.id).indirect_ceiling == 5


def test_documents_that_are_optional_are_kept_so(client, call):
    save(
        client, call, "documents", rows({"title": "Audit", "mandatory": "y"}, {"title": "Map"})
    )
    kept = {each.title: each.mandatory for each in RequiredDocument.select()}
    assert kept == {"Audit": True, "Map": False}


def test_personal_data_are_kept_and_a_transfer_needs_a_word(client, call):
    answer = save(client, call, "data", DATA | {"transfer_note": " "})
    assert answer.status_code == 422
    assert "Write to whom data are passed on, and why." in read(answer)
    assert save(client, call, "data", DATA).status_code == 303
    stored = Call.get_by_id(call.id)
    assert stored.data_categories == ["identity", "contact"]
    assert (stored.children_data, stored.retention_months) == (True, 24)


def test_the_task_list_tells_state_writer_and_how_far_the_draft_is(client, officer):
    centre = factories.centre(officer)
    typed = {"title": "Shelter", "kind": "open", "language": "en", "currency": "MAD"}
    client.post(f"/calls/new?centre={centre.slug}", data=typed | {"zone": "Africa/Casablanca"})
    call = Call.get()
    text = read(client.get(f"/calls/{call.slug}"))
    assert "of 14 sections complete" in text
    assert "As the draft began" in text
    assert "Not started" in text
    save(client, call, "lots", rows(lot()))
    text = read(client.get(f"/calls/{call.slug}"))
    assert f"{officer.name}, " in text


def test_a_new_draft_starts_filled_in_its_language(client, officer):
    centre = factories.centre(officer)
    typed = {"title": "Abri", "kind": "open", "language": "fr", "currency": "MAD"}
    client.post(f"/calls/new?centre={centre.slug}", data=typed | {"zone": "Africa/Casablanca"})
    call = Call.get()
    assert call.languages == ["fr"]
    assert (call.contact_name, call.contact_email) == (officer.name, officer.email)
    assert call.posts.count() == 4
    assert BudgetCategory.get(BudgetCategory.code == "staff").name == "Personnel"
    assert "organisation" in EligibilityQuestion.select().first().text


def queries(monkeypatch, act):
    made, run = [], type(db.database.obj).execute_sql
    act()
    current_app.extensions.pop("kept", None)
    with monkeypatch.context() as patch:
        patch.setattr(
            type(db.database.obj),
            "execute_sql",
            lambda *given, **more: made.append(given[1]) or run(*given, **more),
        )
        act()
    return len(made)


def test_the_page_of_a_call_reads_as_often_with_many_rows(client, call, monkeypatch):
    def look():
        client.get(f"/calls/{call.slug}")

    save(client, call, "lots", rows(lot()))
    save(client, call, "documents", rows({"title": "Audit"}), 2)
    few = queries(monkeypatch, look)
    many = [lot(title=f"Lot {number}") for number in range(20)]
    save(client, call, "lots", rows(*many), 3)
    files = [{"title": f"Paper {number}"} for number in range(20)]
    save(client, call, "documents", rows(*files), 4)
    assert queries(monkeypatch, look) == few
