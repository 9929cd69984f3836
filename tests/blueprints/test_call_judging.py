"""The pages on judging a call: its sections, the scorecard, the ranking, the no-objection."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.call_terms import GovernmentPart, Method, PriceFormula
from portal.domain.lifecycle import CallState
from portal.models import Call, Criterion, Event, Question
from portal.services import scoring
from tests import factories

TIMES = {
    "clarify_until": "2027-03-08T17:00",
    "answers_by": "2027-03-12T17:00",
    "deadline": "2027-03-20T17:00",
    "opening_at": "2027-03-21T10:00",
    "results_on": "2027-04-20",
    "starts_on": "2027-06-01",
    "months": "12",
    "report_every_months": "3",
    "report_days": "30",
}
CRITERION = {"name": "Approach", "weight": "100", "scale": "10", "least": "4"}


def read(answer):
    return unescape(answer.get_data(as_text=True))


def enter(client, *roles):
    return factories.sign_in(client, factories.person(*roles))


@pytest.fixture
def officer(client):
    return enter(client, Role.PROGRAMME_OFFICER)


def save(client, call, section, data, version=1):
    typed = data | {"version": str(version)}
    return client.post(f"/calls/{call.slug}/edit/{section}", data=typed)


def row(values):
    return {f"rows-0-{name}": value for name, value in values.items()} | {"threshold": "70"}


@pytest.mark.usefixtures("officer")
def test_a_criterion_is_saved_with_its_scale_and_what_each_score_means(client):
    call = factories.call()
    key = call.criteria.order_by(Criterion.position).first().key
    typed = CRITERION | {"score_guidance": "0: nothing\r\n10. all of it\r\n10: and more"}
    typed |= {"key": str(key)}
    extra = {"method": "quality_cost", "price_formula": "linear_to_ceiling"}
    answer = save(client, call, "criteria", row(typed) | extra | {"quality_weight": "60"})
    assert answer.status_code == 303
    kept = call.criteria.get()
    assert (kept.key, kept.scale, kept.least) == (key, 10, 4)
    assert kept.score_guidance == ["nothing", *[""] * 9, "all of it and more"]
    stored = Call.get_by_id(call.id)
    assert (stored.method, stored.price_formula) == (
        Method.QUALITY_COST, PriceFormula.LINEAR_TO_CEILING
    )  # fmt: skip
    page = read(client.get(f"/calls/{call.slug}/edit/criteria"))
    assert "10: all of it and more" in page
    assert str(key) in page
    shown = read(client.get(f"/calls/{call.slug}"))
    assert "60 of 100 for the points of the committee" in shown
    assert "100 x (ceiling - price) / ceiling" in shown


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"score_guidance": "very good"}, "Begin each line with its score"),
        ({"score_guidance": "11: more"}, "The scale ends at 10."),
        ({"least": "11"}, "The scale ends at 10."),
        ({"scale": "0"}, "Enter a number from 1 to 100."),
        ({"scale": "101"}, "Enter a number from 1 to 100."),
        ({"weight": "1.5"}, "Enter a whole number in figures."),
    ],
)
@pytest.mark.usefixtures("officer")
def test_a_wrong_criterion_is_told_kept_and_not_saved(client, change, sentence):
    call = factories.call()
    answer = save(client, call, "criteria", row(CRITERION | {"guidance": "Dated."} | change))
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert "Dated." in read(answer)
    assert call.criteria.count() == 2
    assert (Call.get_by_id(call.id).version, Event.select().count()) == (1, 0)


@pytest.mark.usefixtures("officer")
def test_a_question_is_tied_to_a_criterion_of_its_call_and_no_other(client):
    call = factories.call()
    key = call.criteria.order_by(Criterion.position).first().key
    typed = {"text": "How do you begin?", "words": "120", "criterion": str(key)}
    assert save(client, call, "questions", row(typed)).status_code == 303
    (kept,) = call.questions
    assert (kept.text, kept.words, kept.criterion.key) == ("How do you begin?", 120, key)
    text = read(client.get(f"/calls/{call.slug}"))
    assert "Write at least one question for the criterion: Criterion 2." in text
    foreign = factories.call().criteria.first().key
    answer = save(client, call, "questions", row(typed | {"criterion": str(foreign)}), 2)
    assert answer.status_code == 422
    assert call.questions.count() == 1


@pytest.mark.parametrize("words", ["49", "2001"])
@pytest.mark.usefixtures("officer")
def test_a_word_limit_outside_50_to_2000_is_refused(client, words):
    call = factories.call()
    key = call.criteria.first().key
    answer = save(
        client, call, "questions", row({"text": "A?", "words": words, "criterion": str(key)})
    )
    assert answer.status_code == 422
    assert "Enter a number from 50 to 2,000." in read(answer).replace("2000", "2,000")
    assert Question.select().where(Question.call == call).count() == 2


@pytest.mark.usefixtures("officer")
def test_a_call_without_criteria_leads_from_the_questions_to_them(client):
    call = factories.call(weights=())
    text = read(client.get(f"/calls/{call.slug}/edit/questions"))
    assert f"/calls/{call.slug}/edit/criteria" in text
    assert "Enter the criteria first" in text


@pytest.mark.usefixtures("officer")
def test_an_indicator_is_saved_with_its_dimensions(client):
    call = factories.call()
    typed = {"name": "Nights", "unit": "nights", "baseline": "3", "target": "9"}
    typed |= {"dimensions": ["sex_age", "vulnerability"], "verification": "Register"}
    assert save(client, call, "indicators", row(typed)).status_code == 303
    kept = call.indicators.get()
    assert (kept.dimensions, kept.baseline) == (["sex_age", "vulnerability"], 3)
    text = read(client.get(f"/calls/{call.slug}"))
    assert "Sex and age, Vulnerability" in text
    assert "Register" in text


@pytest.mark.usefixtures("officer")
def test_the_kind_of_an_indicator_and_the_values_of_its_breakdown_are_chosen(client):
    call = factories.call()
    typed = {"name": "Referrals", "unit": "percent", "target": "85", "kind": "percentage"}
    typed |= {"dimensions": ["nationality"], "adding": ""}
    chosen = {"breakdown_values": ["nationality.SN", "nationality.other"]}
    assert save(client, call, "indicators", row(typed) | chosen).status_code == 303
    kept = call.indicators.get()
    assert (kept.kind.value, kept.adding.value) == ("percentage", "average")
    assert Call.get_by_id(call.id).breakdown_values == chosen["breakdown_values"]
    shown = read(client.get(f"/calls/{call.slug}/edit/indicators"))
    assert "Senegal" in shown
    wrong = row(typed | {"adding": "sum"}) | {"version": "2"}
    refused = client.post(f"/calls/{call.slug}/edit/indicators", data=wrong)
    assert refused.status_code == 422
    assert "The figures of Referrals cannot add up in this way." in read(refused)


@pytest.mark.usefixtures("officer")
def test_dates_are_suggested_into_the_form_and_nothing_is_saved(client):
    call = factories.call()
    typed = TIMES | {"publication": "2026-10-19", "suggest": "1", "months": "24"}
    answer = save(client, call, "timetable", typed)
    text = read(answer)
    assert answer.status_code == 200
    for value in ("2026-11-16T17:00", "2026-11-17T10:00", "2026-11-03T17:00", 'value="24"'):
        assert value in text
    assert Call.get_by_id(call.id).deadline == call.deadline
    assert (Call.get_by_id(call.id).version, Event.select().count()) == (1, 0)


@pytest.mark.parametrize(
    ("zone", "typed", "sentence"),
    [
        ("Europe/Sofia", "2027-03-28T03:30", "Clocks skip this hour"),
        ("Europe/Sofia", "2027-10-31T03:30", "this hour comes twice"),
        ("Africa/Casablanca", "2027-02-07T02:30", "this hour comes twice"),
        ("Africa/Casablanca", "2027-03-14T02:30", "Clocks skip this hour"),
    ],
)
@pytest.mark.parametrize("name", ["clarify_until", "deadline", "site_visit_at"])
@pytest.mark.usefixtures("officer")
def test_an_hour_that_the_clocks_skip_or_repeat_is_refused(client, zone, typed, sentence, name):
    call = factories.call(zone=zone)
    answer = save(client, call, "timetable", TIMES | {name: typed})
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert typed in read(answer)
    assert Call.get_by_id(call.id).version == 1


@pytest.mark.usefixtures("officer")
def test_a_deadline_keeps_its_local_hour_through_the_change_of_ramadan(client):
    call = factories.call(zone="Africa/Casablanca")
    for day, hour in (("2027-02-20", 17), ("2027-04-20", 16)):
        version = Call.get_by_id(call.id).version
        typed = TIMES | {"deadline": f"{day}T17:00"}
        assert save(client, call, "timetable", typed, version).status_code == 303
        stored = Call.get_by_id(call.id).deadline
        assert (stored.date().isoformat(), stored.hour) == (day, hour)
        assert f"{day}T17:00" in read(client.get(f"/calls/{call.slug}/edit/timetable"))


@pytest.mark.usefixtures("officer")
def test_the_working_days_without_questions_are_a_setting(app, client):
    app.config["CLARIFICATION_WORKING_DAYS"] = "5"
    call = factories.call(deadline=datetime.now(UTC) + timedelta(days=30))
    text = read(client.get(f"/calls/{call.slug}/edit/timetable"))
    assert "at least 5 working days between them" in text
    Call.update(clarify_until=datetime.now(UTC) + timedelta(days=15)).execute()
    text = read(client.get(f"/calls/{call.slug}/edit/timetable"))
    assert "at least 5 working days" not in text
    assert "Questions end the demanded working days before the deadline." in text


@pytest.mark.usefixtures("officer")
def test_a_member_of_a_partner_is_refused_with_what_was_typed(client):
    call = factories.call()
    partner = factories.partner()
    member = factories.person(Role.COMMITTEE_MEMBER, partner=partner, name="Zoe Quill")
    typed = {"person": str(member.id), "kind": "voting", "chair": "y"}
    answer = save(client, call, "committee", row(typed) | {"government_reason": "Asked."})
    assert answer.status_code == 422
    assert "Zoe Quill belongs to a partner" in read(answer)
    assert "Asked." in read(answer)
    assert call.seats.count() == 3


@pytest.mark.usefixtures("officer")
def test_a_seat_of_the_government_must_fit_its_part(client):
    call = factories.call()
    save(client, call, "committee", {"government_part": "vote", "quorum": "7"})
    text = read(client.get(f"/calls/{call.slug}/edit/committee"))
    assert "no seat is marked for it" in text
    assert "Write the reason" in text
    kept = Call.get_by_id(call.id)
    assert (kept.government_part, kept.quorum) == (GovernmentPart.VOTE, 7)


def test_a_scorecard_offers_the_scale_of_each_criterion_and_its_meaning(client):
    call = factories.scoring_call()
    first, second = call.criteria.order_by(Criterion.position)
    texts = ["Nothing at all", *[""] * 2, "Everything shown"]
    Criterion.update(scale=3, score_guidance=texts).where(Criterion.id == first.id).execute()
    Criterion.update(scale=50).where(Criterion.id == second.id).execute()
    card = scoring.counted(call)[0]
    factories.sign_in(client, card.seat.person)
    text = read(client.get(f"/scorecards/{card.id}"))
    assert "Everything shown" in text
    assert 'name="score_1" type="radio" value="3"' in text
    assert 'name="score_1" type="radio" value="4"' not in text
    assert "From 0 to 50." in text
    reason = factories.marks_for(card)[first.id].reason
    typed = {"version": "1", "score_1": "3", "score_2": "51", "reason_1": reason}
    answer = client.post(f"/scorecards/{card.id}", data=typed)
    assert answer.status_code == 422
    assert reason in read(answer)
    assert (
        client.post(f"/scorecards/{card.id}", data=typed | {"score_2": "50"}).status_code == 303
    )
    assert scoring.marks(card)[second.id].value == 50


def test_the_ranking_shows_quality_price_and_both_together(client):
    call = factories.ranked_call(5, 4, method=Method.QUALITY_COST)
    enter(client, Role.PROCUREMENT_OFFICER)
    text = read(client.get(f"/calls/{call.slug}/ranking"))
    assert "70 to 30" in text
    assert "Points of the price" in text
    assert "94.00" in text.split("Together", 2)[2] or "86.00" in text
    plain = factories.ranked_call(5)
    assert "Points of the price" not in read(client.get(f"/calls/{plain.slug}/ranking"))


def asked_call():
    """A recommended call that asks for the government's no-objection; the path of its award."""
    facts = {"government_part": GovernmentPart.NO_OBJECTION, "government_reason": "It asked."}
    call = factories.recommended(factories.ranked_call(4, **facts))
    factories.reviewed(call)
    return call, f"/calls/{call.slug}/award"


def test_others_are_told_that_the_award_waits_for_the_no_objection(client):
    _call, path = asked_call()
    enter(client, Role.AUDITOR)
    assert "Waiting for the no-objection" in read(client.get(path))
    assert client.post(f"{path}/no-objection").status_code == 403


def test_the_head_of_office_records_the_no_objection_before_approving(client):
    call, path = asked_call()
    enter(client, Role.HEAD_OF_OFFICE)
    assert f'action="{path}/approve"' not in read(client.get(path))
    assert client.post(f"{path}/approve").status_code == 422
    typed = {"on": "2026-01-05", "by": "Ministry of Solidarity", "reference": "MS/2026/17"}
    assert client.post(f"{path}/no-objection", data=typed).status_code == 303
    assert client.post(f"{path}/no-objection", data=typed).status_code == 422
    assert "MS/2026/17" in read(client.get(path))
    assert Call.get_by_id(call.id).no_objection_on == date(2026, 1, 5)
    assert client.post(f"{path}/approve").status_code == 303
    assert Call.get_by_id(call.id).state is CallState.AWARDED


def test_a_no_objection_without_a_reference_is_refused_and_stays_typed(client):
    call, path = asked_call()
    enter(client, Role.HEAD_OF_OFFICE)
    typed = {"on": "2026-01-05", "by": "Ministry of Solidarity", "reference": ""}
    answer = client.post(f"{path}/no-objection", data=typed)
    assert answer.status_code == 422
    assert 'value="Ministry of Solidarity"' in read(answer)
    assert Call.get_by_id(call.id).no_objection_on is None
