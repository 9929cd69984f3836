"""The pages of addenda: for the office that writes them and for partners who meet them."""

from datetime import timedelta
from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import Addendum, Call, CallTemplate, CallVersion, Event, Proposal, Question
from portal.services import addenda, call_parts, calls, opening
from tests import amending, counting, factories
from tests.amending import REASON, amended, approved, begun, issued, retitled, submitted


def read(answer):
    return " ".join(unescape(answer.get_data(as_text=True)).split())


def enter(app, *roles, **facts):
    """A browser of its own in which a person is signed in."""
    client = app.test_client()
    return factories.sign_in(client, factories.person(*roles, **facts))


@pytest.fixture
def call(app):
    return amending.far_call(lots=2)


@pytest.fixture
def officer(app):
    return enter(app, Role.PROGRAMME_OFFICER)


@pytest.fixture
def procurement(app):
    return enter(app, Role.PROCUREMENT_OFFICER)


def page(thing, rest=""):
    return f"/calls/{thing.slug}{rest}"


def signed(edition):
    """What the signatory sends to submit under the edition of the call they saw."""
    return {"edition": edition, "password": factories.PASSWORD}


def own(proposal, rest=""):
    return f"/proposals/{proposal.id}{rest}"


def test_an_officer_begins_an_addendum_from_the_page_of_the_call(officer, call):
    assert f'href="{page(call, "/addenda/new")}"' in read(officer.get(page(call)))
    assert "never changes in place" in read(officer.get(page(call, "/addenda/new")))
    done = officer.post(page(call, "/addenda/new"), data={"reason": REASON})
    assert done.location == f"/calls/{call.slug}-A1"
    text = read(officer.get(done.location))
    assert "Addendum 1, not issued yet" in text
    assert REASON in text
    assert "Nothing differs from the call yet" in text
    assert "Addendum 1 is being written" in read(officer.get(page(call)))


def test_a_reason_is_needed_and_a_second_addendum_refused_with_what_was_typed(officer, call):
    empty = officer.post(page(call, "/addenda/new"), data={"reason": " "})
    assert empty.status_code == 422
    begun(call)
    before = Event.select().count()
    refused = officer.post(page(call, "/addenda/new"), data={"reason": "Another reason"})
    assert refused.status_code == 422
    assert "Another addendum to this call is being written" in read(refused)
    assert "Another reason" in read(refused)
    assert Event.select().count() == before


def test_a_visitor_sees_no_link_and_no_working_copy(app, client, call):
    draft = begun(call)
    assert "addenda/new" not in read(client.get(page(call)))
    assert client.get(page(draft)).status_code == 302
    assert client.get(page(draft, "/changes")).status_code == 302
    partner = enter(app, Role.PARTNER_OWNER, partner=factories.partner())
    assert partner.get(page(draft)).status_code == 404
    assert draft.reference not in read(client.get("/calls/"))


def test_a_call_that_is_no_longer_open_starts_no_addendum(app, officer):
    assert officer.get(page(factories.call(), "/addenda/new")).status_code == 409
    closed = factories.closed_call()
    refused = officer.post(page(closed, "/addenda/new"), data={"reason": REASON})
    assert refused.status_code == 422
    assert "The deadline has passed" in read(refused)
    assert Addendum.select().count() == 0


def test_a_working_copy_is_edited_with_the_pages_of_a_draft(officer, call):
    draft = begun(call)
    assert "Keep as template" in read(officer.get(page(call)))
    assert "Keep as template" not in read(officer.get(page(draft)))
    form = {"objectives": "Sixty people and their children.", "version": "1"}
    more = {"target_groups": "Families.", "scope": "Furnished apartments."}
    saved = officer.post(page(draft, "/edit/terms"), data={**form, **more})
    assert saved.status_code == 303
    text = read(officer.get(page(draft, "/changes")))
    assert "<ins>" in text
    assert "<del>" in text
    assert "children" in text
    late = officer.post(page(draft, "/edit/terms"), data={**form, **more, "scope": "Mine."})
    assert late.status_code == 409
    assert "Mine." in read(late)


def test_a_working_copy_is_named_an_addendum_and_no_template_is_made_of_it(officer, call):
    draft = begun(call)
    text = read(officer.get(page(draft)))
    assert f"<title>Addendum 1: {draft.reference}" in text
    assert f"Addendum 1: {draft.title}</h1>" in text
    assert page(draft, "/keep") not in text
    assert page(call, "/keep") in read(officer.get(page(call)))
    refused = officer.post(page(draft, "/keep"), data={"name": "Shelter"})
    assert refused.status_code == 422
    assert "An addendum is no call of its own." in read(refused)
    assert 'value="Shelter"' in read(refused)
    assert CallTemplate.select().count() == 0


def test_who_approves_is_not_offered_to_publish_plan_or_cancel_the_copy(app, call):
    draft = retitled(begun(call))
    calls.send(draft, factories.actor(Role.PROGRAMME_OFFICER), factories.moment())
    head = enter(app, Role.HEAD_OF_OFFICE)
    text = read(head.get(page(draft)))
    assert page(draft, "/approve") in text
    assert page(draft, "/cancel") not in text
    assert "You approve the addendum as it stands." in read(head.get(page(draft, "/approve")))
    assert head.post(page(draft, "/approve")).status_code == 303


def test_procurement_issues_an_approved_addendum_once(procurement, call):
    draft = approved(retitled(begun(call)))
    text = read(procurement.get(page(draft)))
    assert page(draft, "/issue") in text
    assert page(draft, "/publish") not in text
    assert "Publication at a set time" not in text
    ask = read(procurement.get(page(draft, "/issue")))
    assert "This cannot be undone" in ask
    done = procurement.post(page(draft, "/issue"))
    assert done.location == page(call, "/addenda/1")
    again = procurement.post(page(draft, "/issue"), follow_redirects=True)
    assert "Nothing was issued twice" in read(again)
    assert CallVersion.select().where(CallVersion.call == call).count() == 2
    assert procurement.get(page(draft)).location == page(call, "/addenda/1")
    assert procurement.get(page(draft, "/changes")).location == page(call, "/addenda/1")


def test_a_broken_rule_is_told_on_the_page_that_issues(procurement, call):
    draft = approved(retitled(begun(call)))
    call_parts.put(draft, "lots", {"columns": {}, "rows": []})
    refused = procurement.post(page(draft, "/issue"))
    assert refused.status_code == 422
    assert "Enter at least one lot" in read(refused)
    assert Call.get_by_id(call.id).edition == 0


def test_what_is_not_approved_cannot_be_issued(procurement, officer, call):
    draft = retitled(begun(call))
    assert procurement.get(page(draft, "/issue")).status_code == 409
    assert procurement.post(page(draft, "/issue")).status_code == 409
    assert officer.post(page(draft, "/issue")).status_code == 403
    assert procurement.post(page(call, "/issue")).status_code == 404


def test_an_addendum_is_given_up_after_a_question(officer, call):
    draft = begun(call)
    assert "The working copy is deleted" in read(officer.get(page(draft, "/drop")))
    done = officer.post(page(draft, "/drop"), follow_redirects=True)
    assert "The addendum was given up" in read(done)
    assert Addendum.select().count() == 0
    assert officer.post(page(draft, "/drop")).status_code == 404


def test_everybody_reads_an_issued_addendum_with_its_differences(client, call):
    def change(draft):
        retitled(draft)
        lots = call_parts.content(draft, "lots")
        lots["rows"] = [{**lots["rows"][1], "ceiling": "1250000", "scope": "Rent and repair."}]
        call_parts.put(draft, "lots", lots)

    amended(call, change)
    text = read(client.get(page(call)))
    assert page(call, "/addenda/1") in text
    assert "Lot 1, Rabat 1, was withdrawn by addendum 1" in text
    shown = read(client.get(page(call, "/addenda/1")))
    assert REASON in shown
    assert "1,250,000" in shown
    assert "Removal</b>: " in shown
    assert '<span class="visually-hidden">added: </span>' in shown
    assert client.get(page(call, "/addenda/2")).status_code == 404


def test_a_page_about_an_addendum_speaks_french(client, call):
    amended(call)
    client.set_cookie("language", "fr")
    assert client.get(page(call, "/addenda/1")).status_code == 200


def test_the_documents_of_an_addendum_are_at_its_address(client, call, app):
    amended(call)
    assert client.get(page(call, "/addenda/1.pdf")).status_code == 202
    assert client.get(page(call, "/addenda/1/call.pdf")).status_code == 202


def test_the_extension_is_told_before_and_after(procurement, client):
    call = amending.far_call(days=2)
    draft = approved(retitled(begun(call)))
    assert "The deadline moves" in read(procurement.get(page(draft, "/issue")))
    addendum = issued(draft)
    assert addendum.deadline_after - addendum.issued_at >= timedelta(days=7)
    assert "Deadline before" in read(client.get(page(call, "/addenda/1")))


def test_the_number_of_queries_does_not_grow_with_what_changed(client):
    def spied(draft_change):
        call = amending.far_call(weights=(25, 25, 25, 25))
        amended(call, draft_change)
        with counting.queries() as sent:
            assert client.get(page(call, "/addenda/1")).status_code == 200
        return len(sent)

    def many(draft):
        Question.update(words=321).where(Question.call == draft).execute()

    assert spied(retitled) == spied(many)


# partners


def signatory_of(app, partner):
    return enter(app, Role.PARTNER_SIGNATORY, partner=partner)


def test_a_draft_is_told_which_sections_changed(app, call):
    partner = factories.partner()
    draft = factories.proposal(call, partner)
    writer = enter(app, Role.PARTNER_OWNER, partner=partner)
    assert "The call was changed" not in read(writer.get(own(draft)))
    assert writer.get(own(draft, "/addendum")).status_code == 404

    def change(copy):
        asked = call_parts.content(copy, "questions")
        asked["rows"][0]["words"] = 350
        call_parts.put(copy, "questions", asked)

    amended(call, change)
    text = read(writer.get(own(draft)))
    assert "The call was changed" in text
    assert "changed by addendum 1" in text
    assert "350" in read(writer.get(own(draft, "/addendum")))


def test_a_draft_for_a_withdrawn_lot_is_told_and_stays_readable(app, call):
    partner = factories.partner()
    draft = factories.proposal(call, partner)

    def change(copy):
        lots = call_parts.content(copy, "lots")
        lots["rows"] = lots["rows"][1:]
        call_parts.put(copy, "lots", lots)

    amended(call, change)
    signatory = signatory_of(app, partner)
    text = read(signatory.get(own(draft, "/submit")))
    assert "This lot was withdrawn by an addendum" in text
    assert "We answer with care." in text
    refused = signatory.post(own(draft, "/submit"), data=signed("1"))
    assert refused.status_code == 422
    assert Proposal.get_by_id(draft.id).state is ProposalState.DRAFT
    owner = enter(app, Role.PARTNER_OWNER, partner=factories.partner())
    lot = Proposal.get_by_id(draft.id).lot_id
    assert owner.post(f"/proposals/start/{call.slug}", data={"lot": lot}).status_code == 404


def test_an_answer_to_a_withdrawn_question_stays_readable(app, call):
    partner = factories.partner()
    draft = factories.proposal(call, partner)

    def change(copy):
        asked = call_parts.content(copy, "questions")
        asked["rows"][0].update(key=None, text="What is new?")
        call_parts.put(copy, "questions", asked)

    amended(call, change)
    writer = enter(app, Role.PARTNER_OWNER, partner=partner)
    text = read(writer.get(own(draft)))
    assert "Answers to withdrawn questions" in text
    assert "How do you meet criterion 1?" in text
    assert writer.get(own(draft, "/answers/1")).status_code == 404
    assert writer.get(own(draft, "/answers/3")).status_code == 200


def test_an_addendum_that_comes_while_a_partner_submits_is_told(app, call):
    partner = factories.partner()
    draft = factories.proposal(call, partner)
    signatory = signatory_of(app, partner)
    assert 'name="edition" type="hidden" value="0"' in read(
        signatory.get(own(draft, "/submit"))
    )
    amended(call)
    before = Event.select().count()
    refused = signatory.post(own(draft, "/submit"), data=signed("0"))
    text = read(refused)
    assert refused.status_code == 422
    assert "Addendum 1 changed the call while you were on this page" in text
    assert f'href="{own(draft, "/addendum")}"' in text
    assert "We answer with care." in text
    assert 'name="edition" type="hidden" value="1"' in text
    assert Event.select().count() == before
    assert signatory.post(own(draft, "/submit"), data=signed("1")).status_code == 303
    assert Proposal.get_by_id(draft.id).to_confirm_id is None


def test_a_submission_that_came_first_is_to_be_confirmed(app, call):
    partner = factories.partner()
    draft = factories.proposal(call, partner)
    signatory = signatory_of(app, partner)
    assert signatory.post(own(draft, "/submit"), data=signed("0")).status_code == 303
    amended(call)
    text = read(signatory.get(own(draft)))
    assert "The call was changed by addendum 1" in text
    assert "Read what changed" in text


def test_the_signatory_confirms_and_a_second_click_is_told(app, call):
    partner = factories.partner()
    proposal, _who = submitted(call, partner)
    amended(call)
    signatory = signatory_of(app, partner)
    asked = read(signatory.get(own(proposal, "/addendum")))
    assert "Confirm the proposal as it is" in asked
    assert "Take it back and revise it" in asked
    address = own(proposal, "/addendum/confirm")
    done = signatory.post(address, data={"edition": "1"}, follow_redirects=True)
    assert "The proposal is confirmed as it stands" in read(done)
    again = signatory.post(address, data={"edition": "1"})
    assert again.status_code == 422
    assert "There is nothing to confirm" in read(again)


def test_a_confirmation_of_what_was_not_read_is_refused(app, call):
    partner = factories.partner()
    proposal, _who = submitted(call, partner)
    amended(call)
    signatory = signatory_of(app, partner)
    amended(Call.get_by_id(call.id), lambda draft: retitled(draft, "Again"))
    address = own(proposal, "/addendum/confirm")
    refused = signatory.post(address, data={"edition": "1"})
    assert refused.status_code == 422
    assert "Addendum 2 changed the call" in read(refused)
    assert Proposal.get_by_id(proposal.id).to_confirm.number == 2


def test_the_signatory_takes_back_and_submits_again(app, call):
    partner = factories.partner()
    proposal, _who = submitted(call, partner)
    amended(call)
    signatory = signatory_of(app, partner)
    done = signatory.post(own(proposal, "/take-back"), follow_redirects=True)
    assert "The proposal is a draft again" in read(done)
    assert signatory.post(own(proposal, "/take-back")).status_code == 409
    assert signatory.post(own(proposal, "/submit"), data=signed("1")).status_code == 303
    after = Proposal.get_by_id(proposal.id)
    assert after.state is ProposalState.SUBMITTED
    assert after.receipt != proposal.receipt
    assert after.receipt in read(signatory.get(own(proposal, "/receipt")))


def test_editors_and_other_people_do_not_answer_for_the_signatory(app, call):
    partner = factories.partner()
    proposal, _who = submitted(call, partner)
    amended(call)
    editor = enter(app, Role.PARTNER_EDITOR, partner=partner)
    assert "The authorised signatory" in read(editor.get(own(proposal, "/addendum")))
    for who in (editor, enter(app, Role.PARTNER_SIGNATORY, partner=factories.partner())):
        assert who.post(own(proposal, "/addendum/confirm")).status_code == 403
        assert who.post(own(proposal, "/take-back")).status_code == 403


def test_the_office_learns_nothing_of_it_before_the_opening(app, procurement, call):
    proposal, _who = submitted(call)
    amended(call)
    for rest in ("", "/addendum"):
        assert procurement.get(own(proposal, rest)).status_code == 403
    names = {proposal.partner.name, str(proposal.id), proposal.receipt}
    for address in (page(call), page(call, "/addenda/1"), page(call, "/opening")):
        text = read(procurement.get(address))
        assert not {each for each in names if each in text}


def test_the_opening_page_says_what_was_not_confirmed(app, procurement, call):
    submitted(call)
    amended(call)
    past = factories.moment() - timedelta(minutes=1)
    Call.update(deadline=past).where(Call.id == call.id).execute()
    opening.start(opening.call_by_slug(call.slug), first(), factories.moment())
    second = factories.actor(Role.LEGAL_OFFICER)
    opening.confirm(opening.call_by_slug(call.slug), second, factories.moment())
    text = read(procurement.get(page(call, "/opening")))
    assert "not confirmed after addendum 1" in text


def first():
    return factories.actor(Role.PROCUREMENT_OFFICER)


def test_a_cancelled_call_gives_up_its_addendum_and_tells_so(app, officer, call):
    begun(call)
    head = enter(app, Role.HEAD_OF_OFFICE)
    head.post(page(call, "/cancel"), data={"reason_en": "No money."})
    assert Call.get_by_id(call.id).state is CallState.CANCELLED
    assert "Addendum given up" in read(officer.get(page(call)))


def test_a_working_copy_whose_call_closed_says_so(officer, call):
    draft = begun(call)
    past = factories.moment() - timedelta(minutes=1)
    Call.update(deadline=past).where(Call.id == call.id).execute()
    assert "The call can no longer be changed" in read(officer.get(page(draft)))
    assert addenda.preview(draft, factories.moment()).extends is False


def test_the_feed_tells_of_addenda_to_listed_calls(client, call):
    addendum = amended(call)
    text = read(client.get("/calls/feed.atom"))
    assert f"urn:uuid:{addendum.id}" in text
    assert page(call, "/addenda/1") in text
    assert text.index(str(addendum.id)) < text.index(f"urn:uuid:{call.id}")
