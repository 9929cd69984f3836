"""The pages of clarifications: asking, the desk of the office, and what nobody may see."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ClarificationState
from portal.jobs import deliver_pending
from portal.models import Call, Clarification, DeliveredMail, Effect, Event, Person
from portal.services import accounts, clarification_desk, clarifications
from portal.services.clarification_desk import Edit
from portal.services.clarifications import Wish
from portal.show import moment
from tests import counting, factories

NOW = datetime.now(UTC)
QUESTION = "May two partners share one kitchen?"


def read(answer):
    return unescape(answer.get_data(as_text=True))


def enter(client, *roles, **facts):
    person = factories.person(*roles, **facts)
    factories.sign_in(client, person)
    return person


@pytest.fixture
def call(app):
    return factories.call(CallState.PUBLISHED, deadline=NOW + timedelta(days=20))


@pytest.fixture
def asker():
    of = factories.partner("Dar Al Amal", acronym="DAAX")
    return factories.person(Role.PARTNER_EDITOR, partner=of, name="Zephyrine Quill")


@pytest.fixture
def officer(client):
    return enter(client, Role.PROCUREMENT_OFFICER)


def at(call, rest=""):
    return f"/calls/{call.slug}/clarifications/{rest}"


def asked(call, asker, text=QUESTION):
    return clarifications.ask(call, Wish(text), accounts.actor_of(asker), NOW)


def drafted(call, asker, text=QUESTION):
    item = clarifications.by_id(asked(call, asker, text).id)
    by = factories.actor(Role.PROCUREMENT_OFFICER)
    clarification_desk.draft(item, text, "Yes.", Edit(by, NOW, item.version))
    return clarifications.by_id(item.id)


def released(call, asker, text=QUESTION):
    item = drafted(call, asker, text)
    by = factories.actor(Role.LEGAL_OFFICER)
    clarification_desk.check(item, Edit(by, NOW, item.version))
    return clarifications.by_id(item.id)


def published(call, asker, text=QUESTION):
    item = released(call, asker, text)
    by = factories.actor(Role.PROCUREMENT_OFFICER)
    clarification_desk.publish(call, [item.id], by, NOW)
    return clarifications.by_id(item.id)


def test_a_partner_asks_from_the_page_of_the_call_and_finds_the_question_again(
    client, call, asker
):
    factories.sign_in(client, asker)
    assert at(call, "ask") in read(client.get(f"/calls/{call.slug}"))
    page = read(client.get(at(call, "ask")))
    assert "At most 2,000 characters." in page
    assert "1. Rabat 1" in page
    typed = {"question": QUESTION, "lot": "1", "section": "criteria"}
    answer = client.post(at(call, "ask"), data=typed, follow_redirects=True)
    text = read(answer)
    assert "Procurement has your question." in text
    assert QUESTION in text
    assert "Not answered yet" in text
    kept = Clarification.get()
    assert (kept.lot_number, kept.section, kept.partner_id) == (
        1,
        "criteria",
        asker.partner_id,
    )


def test_sent_twice_it_is_one_question(client, call, asker):
    factories.sign_in(client, asker)
    for _ in range(2):
        assert client.post(at(call, "ask"), data={"question": QUESTION}).status_code == 303
    assert Clarification.select().count() == 1


def test_after_the_date_the_reason_is_told_and_the_input_kept(client, call, asker):
    last = NOW - timedelta(hours=1)
    Call.update(clarify_until=last).where(Call.id == call.id).execute()
    factories.sign_in(client, asker)
    page = read(client.get(at(call, "ask")))
    assert "Questions are closed" in page
    assert "<textarea" not in page
    answer = client.post(at(call, "ask"), data={"question": QUESTION})
    text = read(answer)
    assert answer.status_code == 422
    assert f"Questions were taken until {moment(last, call.zone)}." in text
    assert QUESTION in text
    assert (Clarification.select().count(), Event.select().count()) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Fill this in."), ("  ", "Fill this in."), ("x" * 2001, "at most 2000 characters")],
)
def test_an_empty_or_long_question_is_told(client, call, asker, typed, sentence):
    factories.sign_in(client, asker)
    answer = client.post(at(call, "ask"), data={"question": typed})
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert Clarification.select().count() == 0


def test_line_ends_of_a_form_do_not_count_twice(client, call, asker):
    factories.sign_in(client, asker)
    typed = "x" * 1000 + "\r\n" + "y" * 999
    assert client.post(at(call, "ask"), data={"question": typed}).status_code == 303


def test_too_many_questions_a_day_are_refused_with_the_input_kept(app, client, call, asker):
    app.config["QUESTIONS_PER_DAY"] = 1
    asked(call, asker, "The first?")
    factories.sign_in(client, asker)
    answer = client.post(at(call, "ask"), data={"question": QUESTION})
    assert answer.status_code == 422
    assert "as are taken within a day: 1." in read(answer)
    assert QUESTION in read(answer)
    assert Clarification.select().count() == 1


def test_a_visitor_and_the_office_do_not_ask(client, call):
    assert "/sign-in" in client.get(at(call, "ask")).headers["Location"]
    assert "Sign in to ask" in read(client.get(at(call)))
    enter(client, Role.PROCUREMENT_OFFICER)
    assert client.post(at(call, "ask"), data={"question": QUESTION}).status_code == 403


def test_hostile_words_are_shown_as_they_were_typed(client, call, asker):
    arabic, khmer = "\u0633\u0624\u0627\u0644", "\u1781\u17d2\u1798\u17c2\u179a"
    words = f"<script>alert('x')</script> \u202e{arabic}\u202c {khmer} " + "w" * 300
    factories.sign_in(client, asker)
    client.post(at(call, "ask"), data={"question": words})
    raw = client.get(at(call)).get_data(as_text=True)
    assert "<script>alert" not in raw
    assert arabic in raw
    assert khmer in raw


def test_from_question_to_publication_through_the_pages(client, call, asker, officer):
    item = asked(call, asker)
    desk = read(client.get(at(call, "desk")))
    assert QUESTION in desk
    assert QUESTION in read(client.get(at(call, f"{item.id}/answer")))
    typed = {"version": "1", "edited": "May a kitchen be shared?", "answer": "By two."}
    answer = client.post(at(call, f"{item.id}/answer"), data=typed, follow_redirects=True)
    assert "Waits for a second reader" in read(answer)
    second = enter(client, Role.PROCUREMENT_OFFICER)
    assert "Read and release" in read(client.get(at(call, str(item.id))))
    assert "By two." in read(client.get(at(call, f"{item.id}/release")))
    client.post(at(call, f"{item.id}/release"), data={"version": "2"})
    assert Clarification.get().reader_id == second.id
    assert "1 answer is released." in read(client.get(at(call, "desk")))
    page = read(client.get(at(call, "publish")))
    assert f'checked id="chosen-0" name="chosen" type="checkbox" value="{item.id}"' in page
    answer = client.post(
        at(call, "publish"), data={"chosen": [str(item.id)]}, follow_redirects=True
    )
    assert "May a kitchen be shared?" in read(answer)
    assert "1 published answer." in read(client.get(f"/calls/{call.slug}"))
    assert client.get(at(call, "1.pdf")).status_code == 202
    assert client.get(at(call, "2.pdf")).status_code == 404


def test_a_second_publication_of_the_same_is_refused(client, call, asker, officer):
    item = released(call, asker)
    typed = {"chosen": [str(item.id)]}
    assert client.post(at(call, "publish"), data=typed).status_code == 303
    before = Effect.select().count()
    assert client.post(at(call, "publish"), data=typed).status_code == 422
    assert Effect.select().count() == before


def test_nothing_chosen_is_told(client, call, asker, officer):
    released(call, asker)
    answer = client.post(at(call, "publish"), data={})
    assert answer.status_code == 422
    assert "Choose at least one released answer." in read(answer)


def test_names_in_a_draft_are_warned_of(client, call, asker, officer):
    item = asked(call, asker)
    typed = {"version": "1", "edited": "We of dar al amal ask", "answer": "Write to a@b.org"}
    answer = client.post(at(call, f"{item.id}/answer"), data=typed, follow_redirects=True)
    text = read(answer)
    assert "This may tell who asked" in text
    assert "Dar Al Amal, a@b.org" in text


def test_two_who_draft_see_both_versions_side_by_side(client, call, asker, officer):
    item = drafted(call, asker)
    typed = {"version": "1", "edited": QUESTION, "answer": "No, never."}
    answer = client.post(at(call, f"{item.id}/answer"), data=typed)
    text = read(answer)
    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in text
    assert "No, never." in text
    assert "Yes." in text
    assert Clarification.get().answer == "Yes."


def test_a_reader_returns_an_answer_and_its_drafter_reads_why(client, call, asker):
    item = drafted(call, asker)
    enter(client, Role.PROGRAMME_OFFICER)
    assert client.post(at(call, f"{item.id}/return"), data={}).status_code == 422
    client.post(at(call, f"{item.id}/return"), data={"comment": "Say how many."})
    enter(client, Role.PROCUREMENT_OFFICER)
    assert "Say how many." in read(client.get(at(call, str(item.id))))
    assert Clarification.get().state is ClarificationState.ASKED


def test_what_changed_meanwhile_is_not_released(client, call, asker):
    item = drafted(call, asker)
    enter(client, Role.PROGRAMME_OFFICER)
    answer = client.post(at(call, f"{item.id}/release"), data={"version": "1"})
    assert answer.status_code == 409
    assert Clarification.get().state is ClarificationState.DRAFTED


def test_equal_questions_are_grouped_and_parted_through_the_pages(client, call, asker, officer):
    lead, item = asked(call, asker), asked(call, asker, "The same again?")
    page = read(client.get(at(call, f"{item.id}/group")))
    assert QUESTION in page
    assert client.post(at(call, f"{item.id}/group"), data={}).status_code == 422
    client.post(at(call, f"{item.id}/group"), data={"into": str(lead.id)})
    assert "The same again?" in read(client.get(at(call, str(lead.id))))
    assert client.post(at(call, f"{item.id}/split")).status_code == 303
    assert client.post(at(call, f"{item.id}/split")).status_code == 409
    assert Clarification.get_by_id(item.id).state is ClarificationState.ASKED


def test_a_correction_refers_to_the_former_answer(client, call, asker, officer):
    item = published(call, asker)
    assert str(item.id) in read(client.get(at(call)))
    answer = client.post(at(call, f"{item.id}/correct"), follow_redirects=True)
    assert "This corrects a published answer." in read(answer)
    made = clarifications.by_id(Clarification.get(Clarification.corrects == item.id).id)
    other = factories.actor(Role.PROCUREMENT_OFFICER)
    clarification_desk.draft(made, QUESTION, "No.", Edit(other, NOW, 1))
    client.post(at(call, f"{made.id}/release"), data={"version": "2"})
    client.post(at(call, "publish"), data={"chosen": [str(made.id)]})
    text = read(client.get(at(call)))
    assert "Corrects the answer to question 1" in text
    assert "Corrected by question 2" in text
    assert "Yes." in text


def test_a_question_under_another_call_is_not_found(client, call, asker, officer):
    item = drafted(call, asker)
    other = factories.call(CallState.PUBLISHED)
    for rest in ("", "/answer", "/release", "/return", "/group"):
        assert client.get(at(other, f"{item.id}{rest}")).status_code == 404


def test_partners_and_members_do_not_reach_the_desk(client, call, asker):
    item = asked(call, asker)
    for person in (asker, call.seats.first().person):
        factories.sign_in(client, person)
        for rest in (
            "desk",
            "publish",
            f"{item.id}",
            f"{item.id}/answer",
            f"{item.id}/release",
        ):
            assert client.get(at(call, rest)).status_code == 403


def test_the_original_words_are_for_procurement_only(client, call, asker):
    item = asked(call, asker, "As we did in Oujda, may we cook?")
    for role in (Role.HEAD_OF_OFFICE, Role.AUDITOR, Role.PROGRAMME_OFFICER):
        enter(client, role)
        for rest in ("desk", str(item.id)):
            assert "Oujda" not in read(client.get(at(call, rest)))


def test_no_page_and_no_mail_tells_anybody_who_asked(app, client, call, asker):
    first = asked(call, asker, "A question that waits?")
    second = released(call, asker, "A question that is released?")
    third = published(call, asker)
    partner = asker.partner
    secret = [asker.name, asker.email, str(asker.id), partner.name, partner.acronym]
    secret.append(str(partner.id))
    pages = [f"/calls/{call.slug}", at(call), at(call, "desk"), at(call, "publish"), "/work"]
    pages += [at(call, str(each.id)) for each in (first, second, third)]
    pages += [at(call, f"{first.id}/answer"), at(call, f"{first.id}/group"), "/events", "/"]
    app.extensions["jobs"].remind.call_local()
    others = [[role] for role in Role if not role.value.startswith("partner")]
    others.append([Role.PARTNER_OWNER])
    for roles in others:
        of = factories.partner() if roles == [Role.PARTNER_OWNER] else None
        enter(client, *roles, partner=of)
        shown = "".join(read(client.get(page, follow_redirects=True)) for page in pages)
        assert not [each for each in secret if each in shown], roles
    told = [str((row.name, row.actor_id, row.facts)) for row in Event.select()]
    assert not [each for each in secret if each in "".join(told)]
    for row in DeliveredMail.select():
        assert not [each for each in secret if each in row.body]


def test_the_mails_lead_to_the_answers_and_to_the_desk(app, call, asker):
    officer = factories.person(Role.PROCUREMENT_OFFICER)
    published(call, asker)
    asked(call, asker, "Still open?")
    clarification_desk.remind(NOW, timedelta(days=60))
    deliver_pending(lambda _document: b"")
    sent = {mail.to: mail for mail in DeliveredMail.select()}
    assert at(call) in sent[asker.email].body
    assert call.reference in sent[asker.email].subject
    assert at(call, "desk") in sent[officer.email].body
    assert "1 question on the call" in sent[officer.email].body
    assert "Zephyrine" not in "".join(mail.body for mail in sent.values())


def test_the_number_of_queries_does_not_grow_with_the_answers(client, call, asker, officer):
    def queries(address):
        client.get(address)
        with counting.queries() as sent:
            assert client.get(address).status_code == 200
        return len(sent)

    published(call, asker, "The first?")
    asked(call, asker, "Open 1?")
    few = [queries(at(call)), queries(at(call, "desk"))]
    for number in range(4):
        published(call, asker, f"More {number}?")
        asked(call, asker, f"Open more {number}?")
    assert [queries(at(call)), queries(at(call, "desk"))] == few


def test_the_french_page_opens(client, call, asker):
    published(call, asker)
    client.set_cookie("language", "fr")
    assert client.get(at(call)).status_code == 200
    person = Person.get_by_id(asker.id)
    assert person.language == "en"
