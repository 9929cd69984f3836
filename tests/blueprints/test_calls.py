"""The pages of calls, as their readers and writers use them."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from portal.domain.actions import Role, SeatKind
from portal.domain.lifecycle import CallState
from portal.models import Call, Criterion, Document, Event, Lot, Seat
from tests import factories

SECTIONS = (
    "basics",
    "lots",
    "terms",
    "criteria",
    "questions",
    "indicators",
    "timetable",
    "committee",
)
LOT = {
    "rows-0-city": "Oujda",
    "rows-0-title": "Apartments in Oujda",
    "rows-0-scope": "Four apartments.",
    "rows-0-places": "16",
    "rows-0-apartments": "4",
    "rows-0-ceiling": "1 200 000",
    "rows-1-city": "",
    "rows-1-places": "",
}
TIMES = {
    "clarify_until": "2027-03-08T17:00",
    "answers_by": "2027-03-12T17:00",
    "standstill_days": "10",
    "deadline": "2027-03-20T17:00",
    "opening_at": "2027-03-21T10:00",
    "results_on": "2027-04-20",
    "starts_on": "2027-06-01",
    "months": "12",
    "report_every_months": "3",
    "report_days": "30",
    "indirect_ceiling": "7",
}


def read(answer):
    return unescape(answer.get_data(as_text=True))


def enter(client, *roles, **facts):
    person = factories.person(*roles, **facts)
    factories.sign_in(client, person)
    return person


@pytest.fixture
def officer(client):
    return enter(client, Role.PROGRAMME_OFFICER)


def save(client, call, section, data, version=1):
    typed = data | {"version": str(version)}
    return client.post(f"/calls/{call.slug}/edit/{section}", data=typed)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_a_draft_opens_filled(client, officer, section):
    call = factories.call(author=officer)
    answer = client.get(f"/calls/{call.slug}/edit/{section}")
    assert answer.status_code == 200
    assert 'name="version" type="hidden" value="1"' in read(answer)


@pytest.mark.parametrize("state", [each for each in CallState if each is not CallState.MERGED])
def test_the_office_sees_a_call_in_every_state(client, officer, state):
    call = factories.call(state, author=officer)
    assert call.title in read(client.get(f"/calls/{call.slug}"))
    lists = [
        read(client.get(f"/calls/?state={each}")) for each in ("open", "closed", "awarded")
    ]
    assert any(call.title in each for each in lists)


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.IN_REVIEW, CallState.APPROVED])
def test_a_visitor_does_not_see_a_call_before_its_publication(client, state):
    call = factories.call(state)
    for path in (f"/calls/{call.slug}", f"/calls/{call.slug}.pdf"):
        assert "/sign-in" in client.get(path).headers["Location"]
    assert call.reference not in read(client.get("/calls/"))


def test_a_visitor_reads_a_published_call_without_names_of_the_committee(client):
    call = factories.call(CallState.PUBLISHED)
    text = read(client.get(f"/calls/{call.slug}"))
    assert "There is at least one toilet for 20 people." in text
    assert "3 members vote." in text
    assert call.seats.first().person.name not in text
    assert "Sign in to propose" in text
    assert call.reference in read(client.get("/calls/"))


def test_a_partner_is_asked_to_start_a_proposal_until_the_deadline(client):
    enter(client, Role.PARTNER_OWNER, partner=factories.partner())
    call = factories.call(CallState.PUBLISHED)
    assert f"/proposals/start?call={call.slug}" in read(client.get(f"/calls/{call.slug}"))
    past = factories.call(CallState.PUBLISHED, deadline=factories.NOON)
    assert "/proposals/start" not in read(client.get(f"/calls/{past.slug}"))


def test_a_call_is_drafted_from_its_centre_and_leads_to_its_sections(client, officer):
    centre = factories.centre(officer)
    page = read(client.get(f"/calls/new?centre={centre.slug}"))
    assert 'value="MAD"' in page
    assert centre.request in page
    typed = {
        "title": "Shelter",
        "background": "Asked for.",
        "language": "en",
        "currency": "mad",
        "zone": "Africa/Casablanca",
    }
    answer = client.post(f"/calls/new?centre={centre.slug}", data=typed, follow_redirects=True)
    text = read(answer)
    assert "Enter at least one lot." in text
    assert "/edit/lots" in text
    assert Call.get().currency == "MAD"


def test_a_draft_for_an_unknown_centre_is_told_so(client, officer):
    assert client.get("/calls/new?centre=IOM-MAR-CENTRE-99").status_code == 404
    assert client.get("/calls/IOM-MAR-1999-001").status_code == 404
    call = factories.call(author=officer)
    assert client.get(f"/calls/{call.slug}/edit/nothing").status_code == 404


def test_lots_are_saved_and_empty_rows_passed_over(client, officer):
    call = factories.call(author=officer)
    assert save(client, call, "lots", LOT).status_code == 303
    (lot,) = call.lots
    assert (lot.city, lot.ceiling, lot.places) == ("Oujda", 1_200_000, 16)


def test_a_row_marked_to_be_removed_is_not_kept(client, officer):
    call = factories.call(author=officer)
    save(client, call, "lots", LOT | {"rows-0-remove": "y"})
    assert call.lots.count() == 0


def test_more_rows_come_by_saving(client, officer):
    call = factories.call(author=officer)
    answer = save(client, call, "lots", LOT | {"stay": "1"})
    assert answer.headers["Location"].endswith("/edit/lots")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rows-0-ceiling": "much"}, "Enter an amount in figures."),
        ({"rows-0-ceiling": "0"}, "Enter an amount above zero."),
        ({"rows-0-title": ""}, "Fill this in."),
    ],
)
def test_a_wrong_lot_is_told_and_nothing_is_saved(client, officer, change, sentence):
    call = factories.call(author=officer)
    answer = save(client, call, "lots", LOT | change)
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert "Four apartments." in read(answer)
    assert call.lots.get().city == "Rabat"
    assert Call.get_by_id(call.id).version == 1


@pytest.mark.parametrize("weight", ["0", "101", "-5"])
def test_a_weight_outside_1_to_100_is_refused(client, officer, weight):
    call = factories.call(author=officer)
    row = {"name": "Approach", "weight": weight}
    typed = {f"rows-0-{name}": value for name, value in row.items()} | {"threshold": "70"}
    answer = save(client, call, "criteria", typed)
    assert answer.status_code == 422
    assert "Enter a number from 1 to 100." in read(answer)
    assert Criterion.select().where(Criterion.call == call).count() == 2


def test_weights_that_do_not_add_up_are_saved_and_told_with_their_sum(client, officer):
    call = factories.call(author=officer)
    row = {"name": "Approach", "weight": "60"}
    typed = {f"rows-0-{name}": value for name, value in row.items()} | {"threshold": "70"}
    assert save(client, call, "criteria", typed).status_code == 303
    text = read(client.get(f"/calls/{call.slug}"))
    assert "The weights add up to 60." in text
    answer = client.post(f"/calls/{call.slug}/send")
    assert answer.status_code == 422
    assert "The weights add up to 60." in read(answer)
    assert Call.get_by_id(call.id).state is CallState.DRAFT


def test_the_timetable_is_read_in_the_zone_of_the_call(client, officer):
    call = factories.call(author=officer, zone="Europe/Sofia")
    assert save(client, call, "timetable", TIMES).status_code == 303
    assert Call.get_by_id(call.id).deadline == datetime(2027, 3, 20, 15, tzinfo=UTC)
    assert "2027-03-20T17:00" in read(client.get(f"/calls/{call.slug}/edit/timetable"))


def test_an_hour_that_the_clocks_skip_is_refused_and_stays_typed(client, officer):
    call = factories.call(author=officer, zone="Europe/Sofia")
    answer = save(client, call, "timetable", TIMES | {"deadline": "2027-03-28T03:30"})
    assert answer.status_code == 422
    assert "Clocks skip this hour on that day." in read(answer)
    assert "2027-03-28T03:30" in read(answer)
    assert Call.get_by_id(call.id).deadline == call.deadline


def test_a_deadline_in_the_past_is_saved_but_keeps_the_call_from_being_sent(client, officer):
    call = factories.call(author=officer)
    save(client, call, "timetable", TIMES | {"deadline": "2020-01-01T12:00"})
    answer = client.post(f"/calls/{call.slug}/send")
    assert answer.status_code == 422
    assert "The deadline has passed. Choose a later one." in read(answer)


def test_terms_with_services_and_standards_are_saved(client, officer):
    call = factories.call(author=officer)
    typed = {"services": ["food", "legal_aid"], "standards": ["S19"]}
    assert save(client, call, "services", typed).status_code == 303
    stored = Call.get_by_id(call.id)
    assert (stored.services, stored.standards) == (["food", "legal_aid"], ["S19"])


def test_a_committee_is_saved_and_one_person_cannot_sit_twice(client, officer):
    call = factories.call(author=officer)
    member = factories.person(Role.AUTHORITY_REPRESENTATIVE)
    seat = {"person": str(member.id), "kind": "observer", "government": "y"}
    typed = {f"rows-0-{name}": value for name, value in seat.items()}
    typed |= {"rows-1-person": "", "rows-1-kind": "voting", "government_reason": "It asked."}
    typed |= {"government_part": "observer", "quorum": "3"}
    assert save(client, call, "committee", typed).status_code == 303
    (stored,) = call.seats
    assert (stored.kind, stored.government, stored.chair) == (SeatKind.OBSERVER, True, False)
    twice = typed | {"rows-1-person": str(member.id)}
    answer = save(client, call, "committee", twice, version=2)
    assert answer.status_code == 422
    assert "A person can hold one seat only." in read(answer)
    assert "It asked." in read(answer)


def test_two_officers_on_one_text_get_both_versions_and_nothing_is_lost(client, officer):
    call = factories.call(author=officer)
    basics = {"language": "en", "currency": "MAD", "zone": "Africa/Casablanca"}
    first = basics | {"title": "First title", "background": "First text."}
    second = basics | {"title": "Second title", "background": "Second text."}
    assert save(client, call, "basics", first).status_code == 303
    enter(client, Role.PROGRAMME_OFFICER)
    answer = save(client, call, "basics", second)
    text = read(answer)
    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in text
    assert "First text." in text
    assert "Second text." in text
    assert Call.get_by_id(call.id).title == "First title"
    assert 'name="version" type="hidden" value="2"' in text
    assert save(client, call, "basics", second, version=2).status_code == 303


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_shows_both_versions_of_a_conflict(client, officer, section):
    call = factories.call(author=officer)
    Call.update(version=5).execute()
    typed = {
        "title": "Mine",
        "language": "en",
        "currency": "MAD",
        "zone": "Africa/Casablanca",
        "threshold": "60",
    }
    answer = save(client, call, section, TIMES | typed | rows_of(section))
    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in read(answer)
    assert Event.select().count() == 0


def rows_of(section):
    if section == "lots":
        return LOT
    rows = {
        "criteria": {"name": "A", "weight": "9"},
        "questions": {"text": "How?", "words": "99"},
        "indicators": {"name": "Nights", "unit": "nights", "target": "9"},
        "committee": {"person": "", "kind": "voting"},
    }
    return {f"rows-0-{name}": value for name, value in rows.get(section, {}).items()}


def test_a_call_goes_to_publication_by_three_people_and_cannot_be_edited_then(client, officer):
    call = factories.call(author=officer)
    path = f"/calls/{call.slug}"
    assert f"{path}/send" in read(client.get(path))
    assert client.post(f"{path}/send").status_code == 303
    enter(client, Role.HEAD_OF_OFFICE)
    assert "You approve the call as it stands." in read(client.get(f"{path}/approve"))
    assert client.post(f"{path}/approve").status_code == 303
    factories.call_key(call)
    enter(client, Role.PROCUREMENT_OFFICER)
    assert "This cannot be undone." in read(client.get(f"{path}/publish"))
    assert client.post(f"{path}/publish").status_code == 303
    assert client.post(f"{path}/publish").status_code == 409
    assert Document.select().count() == 2
    factories.sign_in(client, officer)
    assert client.get(f"{path}/edit/lots").status_code == 409
    assert save(client, call, "lots", LOT).status_code == 409
    assert [lot.city for lot in Lot.select()] == ["Rabat"]


def test_the_head_of_office_returns_a_call_with_a_comment(client):
    enter(client, Role.HEAD_OF_OFFICE)
    call = factories.call(CallState.IN_REVIEW)
    answer = client.post(f"/calls/{call.slug}/return", data={"comment": ""})
    assert (answer.status_code, Event.select().count()) == (422, 0)
    client.post(f"/calls/{call.slug}/return", data={"comment": "Name the cities."})
    factories.sign_in(client, call.author)
    assert "Name the cities." in read(client.get(f"/calls/{call.slug}"))


@pytest.mark.parametrize("step", ["send", "return", "approve", "publish", "edit/lots"])
def test_the_wrong_role_cannot_take_a_step(client, step):
    enter(client, Role.FINANCE_OFFICER)
    call = factories.call()
    assert client.get(f"/calls/{call.slug}/{step}").status_code == 403
    assert client.post(f"/calls/{call.slug}/{step}").status_code == 403


@pytest.mark.parametrize(
    ("step", "state", "role", "words"),
    [
        ("approve", CallState.IN_REVIEW, Role.HEAD_OF_OFFICE, "Procurement takes"),
        ("publish", CallState.APPROVED, Role.PROCUREMENT_OFFICER, "is published."),
    ],
)
def test_a_step_tells_in_a_sentence_what_it_has_done(client, step, state, role, words):
    enter(client, role)
    call = factories.call(state)
    answer = client.post(f"/calls/{call.slug}/{step}", follow_redirects=True)
    assert words in read(answer)


@pytest.mark.usefixtures("officer")
def test_a_published_call_is_issued_as_a_document(app, client):
    call = factories.call(CallState.APPROVED)
    assert client.get(f"/calls/{call.slug}.pdf").data.startswith(b"%PDF")
    enter(client, Role.PROCUREMENT_OFFICER)
    client.post(f"/calls/{call.slug}/publish")
    assert client.get(f"/calls/{call.slug}.pdf").status_code == 202
    app.extensions["jobs"].deliver.call_local()
    answer = client.get(f"/calls/{call.slug}.pdf")
    assert answer.data.startswith(b"%PDF")
    assert call.slug in answer.headers["Content-Disposition"]


def test_the_shortest_publication_is_a_setting(app, client, officer):
    app.config["MINIMUM_PUBLICATION_DAYS"] = 14
    call = factories.call(author=officer)
    text = read(client.get(f"/calls/{call.slug}"))
    assert "at least 14 days after the publication" in text
    Call.update(deadline=datetime.now(UTC) + timedelta(days=15)).execute()
    assert "at least 14 days" not in read(client.get(f"/calls/{call.slug}"))


@pytest.mark.parametrize(
    ("state", "role", "asked"),
    [
        (CallState.OPENED, Role.PROCUREMENT_OFFICER, "/screening"),
        (CallState.SCORING, Role.PROCUREMENT_OFFICER, "/scoring"),
        (CallState.RANKED, Role.PROCUREMENT_OFFICER, "/minutes"),
        (CallState.RECOMMENDED, Role.HEAD_OF_OFFICE, "/award"),
        (CallState.AWARDED, Role.HEAD_OF_OFFICE, "/ranking"),
    ],
)
def test_each_state_leads_its_person_to_the_next_page(client, state, role, asked):
    enter(client, role)
    call = factories.call(state)
    assert f'href="/calls/{call.slug}{asked}"' in read(client.get(f"/calls/{call.slug}"))


def test_a_member_is_led_to_the_declaration_and_the_scorecards(client):
    call = factories.call(CallState.SCORING)
    factories.sign_in(client, call.seats.first().person)
    text = read(client.get(f"/calls/{call.slug}"))
    assert f"/calls/{call.slug}/declaration" in text
    assert f"/calls/{call.slug}/scoring" not in text
    Seat.update(declared_at=datetime.now(UTC)).execute()
    assert f"/calls/{call.slug}/scoring" in read(client.get(f"/calls/{call.slug}"))
