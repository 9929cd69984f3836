"""The parts of a proposal on their pages: written, refused, kept, in conflict, read."""

from datetime import date

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.domain.proposal_parts import PartKey
from portal.models import Call, Lot, ProposalPart, Scorecard
from portal.services import proposal_parts
from tests import amending, factories
from tests.factories import moment, sign_in

ALL = [each.value for each in PartKey]
PLAN = {
    "version": "0",
    "rows-0-activity": "Rent the apartments",
    "rows-0-responsible": "Coordinator",
    "rows-0-starts_on": "2027-02-01",
    "rows-0-ends_on": "2027-03-31",
    "rows-0-milestone": "Leases are signed",
}


@pytest.fixture
def draft(client):
    """A draft for a call that asks for every part; its owner is signed in."""
    call = factories.call(CallState.PUBLISHED, proposal_parts=ALL, lots=2)
    of = factories.partner()
    made = factories.proposal(call, of)
    sign_in(client, factories.person(Role.PARTNER_OWNER, partner=of))
    return made


def kept(proposal, key):
    return ProposalPart.get((ProposalPart.proposal == proposal) & (ProposalPart.key == key))


def address(proposal, key):
    return f"/proposals/{proposal.id}/parts/{key}"


@pytest.mark.parametrize("key", ALL)
def test_every_part_opens_empty_and_is_linked_from_the_task_list(client, draft, key):
    page = client.get(address(draft, key))
    assert page.status_code == 200
    assert "Nothing saved yet." in page.text
    assert address(draft, key) in client.get(f"/proposals/{draft.id}").text


def test_a_part_that_a_call_does_not_ask_for_is_not_there(client, draft):
    Call.update(proposal_parts=["risks"]).execute()
    assert client.get(address(draft, "handover")).status_code == 404
    assert client.post(address(draft, "handover"), data={"version": "0"}).status_code == 404
    assert address(draft, "handover") not in client.get(f"/proposals/{draft.id}").text


def test_a_call_of_before_asks_for_no_part_and_keeps_no_draft_back(client, draft):
    Call.update(proposal_parts=[]).execute()
    assert "Write the work plan." not in client.get(f"/proposals/{draft.id}/submit").text


def test_a_work_plan_is_kept_and_drawn_with_a_table_beside_it(client, draft):
    answer = client.post(address(draft, "work_plan"), data=PLAN)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert '<svg class="gantt"' in page
    assert "<title" in page
    assert "style=" not in page.split('<svg class="gantt"')[1].split("</svg>")[0]
    assert "1. Rent the apartments" in page
    assert "31 March 2027" in page
    assert kept(draft, "work_plan").content["rows"][0]["ends_on"] == "2027-03-31"


def test_a_row_keeps_its_key_while_its_text_changes(client, draft):
    client.post(address(draft, "work_plan"), data=PLAN)
    key = kept(draft, "work_plan").content["rows"][0]["key"]
    changed = {**PLAN, "version": "1", "rows-0-key": key, "rows-0-activity": "Rent six"}
    client.post(address(draft, "work_plan"), data=changed)
    row = kept(draft, "work_plan").content["rows"][0]
    assert (row["key"], row["activity"]) == (key, "Rent six")


def test_what_is_no_day_is_refused_at_its_field_and_the_rest_stays_typed(client, draft):
    wrong = {**PLAN, "rows-0-starts_on": "31 February"}
    page = client.post(address(draft, "work_plan"), data=wrong)
    assert page.status_code == 422
    assert "Enter a day such as 2027-02-28." in page.text
    assert "Leases are signed" in page.text
    assert not ProposalPart.select().exists()


def test_activities_outside_the_contract_are_kept_and_told(client, draft):
    late = {**PLAN, "rows-0-ends_on": "2029-01-01"}
    assert client.post(address(draft, "work_plan"), data=late).status_code == 303
    page = client.get(address(draft, "work_plan")).text
    assert "from 1 February 2027 to 31 January 2028" in page
    assert "Needs attention" in client.get(f"/proposals/{draft.id}").text


def test_two_people_on_one_part_get_both_versions_and_nothing_is_lost(client, draft):
    client.post(address(draft, "work_plan"), data=PLAN)
    mine = {**PLAN, "rows-0-activity": "Mine"}
    page = client.post(address(draft, "work_plan"), data=mine)
    assert page.status_code == 409
    assert "Somebody else saved this meanwhile" in page.text
    assert "Mine</textarea>" in page.text
    assert "Rent the apartments" in page.text
    assert 'name="version" type="hidden" value="1"' in page.text
    again = client.post(address(draft, "work_plan"), data={**mine, "version": "1"})
    assert again.status_code == 303
    assert kept(draft, "work_plan").content["rows"][0]["activity"] == "Mine"


def with_row(sent, number, activity):
    """The same plan with one more row."""
    more = {name.replace("rows-0", f"rows-{number}"): each for name, each in sent.items()}
    more = {name: each for name, each in more.items() if name.startswith(f"rows-{number}")}
    return {**sent, **more, f"rows-{number}-key": "", f"rows-{number}-activity": activity}


def test_rows_that_two_people_added_are_put_together_and_saved_with_one_button(client, draft):
    client.post(address(draft, "work_plan"), data=PLAN)
    key = kept(draft, "work_plan").content["rows"][0]["key"]
    stood = {**PLAN, "version": "1", "rows-0-key": key}
    client.post(address(draft, "work_plan"), data=with_row(stood, 1, "Hire a nurse"))
    mine = with_row(stood, 1, "Train the team")
    page = client.post(address(draft, "work_plan"), data=mine)
    assert page.status_code == 409
    assert "nothing was changed by both" in page.text
    assert 'name="base" value="1"' in page.text
    chosen = {**mine, "version": "2", "base": "1", "choice": "merged"}
    assert client.post(address(draft, "work_plan"), data=chosen).status_code == 303
    rows = kept(draft, "work_plan").content["rows"]
    told = [each["activity"] for each in rows]
    assert told == [PLAN["rows-0-activity"], "Train the team", "Hire a nurse"]
    assert len({each["key"] for each in rows}) == 3


def test_a_row_that_both_changed_is_shown_for_choice(client, draft):
    client.post(address(draft, "work_plan"), data=PLAN)
    key = kept(draft, "work_plan").content["rows"][0]["key"]
    stood = {**PLAN, "version": "1", "rows-0-key": key}
    client.post(address(draft, "work_plan"), data={**stood, "rows-0-activity": "Theirs"})
    mine = {**stood, "rows-0-activity": "Mine"}
    page = client.post(address(draft, "work_plan"), data=mine).text
    assert "Both changed this. Which is to stand?" in page
    assert f'name="clash {key}"' in page
    chosen = {**mine, "version": "2", "base": "1", "choice": "merged", f"clash {key}": "mine"}
    assert client.post(address(draft, "work_plan"), data=chosen).status_code == 303
    assert [e["activity"] for e in kept(draft, "work_plan").content["rows"]] == ["Mine"]


def test_single_answers_of_two_people_are_put_together(app, client, draft):
    where = address(draft, "safeguarding")
    who = factories.person(Role.PARTNER_EDITOR, partner=draft.partner)
    colleague = factories.sign_in(app.test_client(), who)
    client.post(where, data={"version": "0", "rules": "yes"})
    colleague.post(where, data={"version": "1", "rules": "yes", "rules_note": "Signed."})
    mine = {"version": "1", "rules": "partly"}
    assert client.post(where, data=mine).status_code == 409
    client.post(where, data={**mine, "version": "2", "base": "1", "choice": "merged"})
    values = kept(draft, "safeguarding").content["values"]
    assert (values["rules"], values["rules_note"]) == ("partly", "Signed.")


def test_a_conflict_on_answers_shows_both_texts_side_by_side(client, draft):
    first = {"version": "0", "rules": "yes", "rules_note": "Signed by all."}
    client.post(address(draft, "safeguarding"), data=first)
    mine = {"version": "0", "rules": "no", "rules_note": "Not by drivers."}
    page = client.post(address(draft, "safeguarding"), data=mine).text
    assert "Signed by all." in page
    assert "Not by drivers." in page


def test_questions_are_marked_as_texts_of_the_house(client, draft):
    page = client.get(address(draft, "safeguarding")).text
    assert "starting texts of the house, no wording of IOM" in page


def test_the_self_assessment_follows_the_data_profile_of_the_call(client, draft):
    question = "Are data on children kept in their best interest"
    assert question not in client.get(address(draft, "data_protection")).text
    Call.update(children_data=True).execute()
    assert question in client.get(address(draft, "data_protection")).text


def test_the_cover_of_shifts_is_told_in_words(client, draft):
    post = draft.call.posts.get()
    row = {
        "version": "0",
        "rows-0-role": "Caseworkers",
        "rows-0-post": str(post.key),
        "rows-0-number": "1",
        "rows-0-share": "100",
        "rows-0-day": "y",
    }
    client.post(address(draft, "staffing"), data=row)
    page = client.get(address(draft, "staffing")).text
    assert "by day the call asks for 2 people at a time, you have 1" in page
    client.post(address(draft, "staffing"), data={**row, "version": "1", "rows-0-number": "2"})
    assert "Covered." in client.get(address(draft, "staffing")).text


def test_a_target_below_that_of_the_call_needs_its_reason(client, draft):
    Lot.delete().where((Lot.call == draft.call) & (Lot.id != draft.lot_id)).execute()
    indicator = draft.call.indicators.get()
    name = proposal_parts.target_name(indicator)
    client.post(address(draft, "indicators"), data={"version": "0", name: "100"})
    assert "the call asks for 400" in client.get(address(draft, "indicators")).text
    reason = {"version": "1", name: "100", f"{name}_note": "A quarter of the places."}
    client.post(address(draft, "indicators"), data=reason)
    state = client.get(f"/proposals/{draft.id}").text
    assert "Results framework: your target" not in state


def test_a_risk_bears_its_level(client, draft):
    row = {
        "version": "0",
        "rows-0-risk": "<b>An address becomes known</b>",
        "rows-0-likelihood": "4",
        "rows-0-impact": "5",
        "rows-0-mitigation": "Move within a night",
        "rows-0-owner": "Director",
    }
    client.post(address(draft, "risks"), data=row)
    page = client.get(address(draft, "risks")).text
    assert "Very high" in page
    assert "<b>An address" not in page


def test_what_still_blocks_is_listed_and_linked_before_submitting(client, draft):
    page = client.get(f"/proposals/{draft.id}/submit").text
    for key, text in (("work_plan", "Write the work plan."), ("risks", "Write the risks.")):
        assert text in page
        assert address(draft, key) in page


def test_the_profile_is_shown_with_what_is_missing(client, draft):
    page = client.get(f"/proposals/{draft.id}/profile").text
    assert "Shelter and protection for migrants" in page
    assert "Still missing in the profile" not in page
    type(draft.partner).update(mandate="").execute()
    assert "Still missing in the profile" in client.get(f"/proposals/{draft.id}/profile").text


def test_the_other_lots_are_shown_with_the_way_to_them(client, draft):
    page = client.get(f"/proposals/{draft.id}").text
    assert "Other lots of this call" in page
    assert "not proposed for" in page
    other = Lot.get((Lot.call == draft.call) & (Lot.id != draft.lot_id))
    made = factories.proposal(draft.call, draft.partner, lot=other)
    assert f"/proposals/{made.id}" in client.get(f"/proposals/{draft.id}").text


def written(proposal, key=PartKey.STAFFING, at=None):
    """A part saved with nothing in it, at a moment."""
    row = {"proposal": proposal, "key": key.value, "content": {"rows": [], "values": {}}}
    by = factories.person(Role.PARTNER_EDITOR, partner=proposal.partner)
    return ProposalPart.create(**row, saved_at=at or moment(), saved_by=by)


def staffed_otherwise(working):
    """A working copy that asks for other staff."""
    Call.update(staffing="Three people each night.").where(Call.id == working.id).execute()


def test_a_part_that_an_addendum_changed_says_so_until_it_is_saved(client):
    call = amending.far_call(proposal_parts=ALL)
    draft = factories.proposal(call)
    sign_in(client, factories.person(Role.PARTNER_OWNER, partner=draft.partner))
    part = written(draft)
    amending.amended(call, staffed_otherwise)
    assert "Changed by an addendum" in client.get(f"/proposals/{draft.id}").text
    client.post(address(draft, "staffing"), data={"version": str(part.version)})
    assert "Changed by an addendum" not in client.get(f"/proposals/{draft.id}").text


def test_another_partner_finds_no_part_and_no_profile(client, draft):
    sign_in(client, factories.person(Role.PARTNER_OWNER, partner=factories.partner()))
    assert client.get(address(draft, "risks")).status_code == 403
    assert client.get(f"/proposals/{draft.id}/profile").status_code == 403
    assert client.get(f"/proposals/{draft.id}.pdf").status_code == 403


def test_after_the_deadline_a_part_is_refused_and_nothing_changes(client, draft):
    Call.update(deadline=factories.NOON).execute()
    page = client.post(address(draft, "work_plan"), data=PLAN)
    assert page.status_code == 422
    assert "The deadline has passed" in page.text
    assert not ProposalPart.select().exists()


def test_the_call_page_names_the_parts(client, draft):
    page = client.get(f"/calls/{draft.call.slug}").text
    assert "Parts of a proposal" in page
    assert "Sustainability and handover" in page


def test_the_period_of_a_call_without_a_start_is_not_judged(client, draft):
    Call.update(starts_on=None).execute()
    client.post(address(draft, "work_plan"), data={**PLAN, "rows-0-ends_on": "2031-03-31"})
    page = client.get(address(draft, "work_plan")).text
    assert "move row 1" not in page
    assert '<svg class="gantt"' in page
    assert proposal_parts.last_day(Call(starts_on=date(2027, 2, 1), months=12)) == date(
        2028, 1, 31
    )


def opened(client):
    """A call whose committee scores, its only proposal with a risk, and a scorecard."""
    call = factories.scoring_call(1, proposal_parts=ALL)
    proposal = call.proposals.get()
    row = {"key": "1", "risk": "An address becomes known", "likelihood": 4, "impact": 5}
    part = written(proposal, PartKey.RISKS)
    ProposalPart.update(content={"rows": [row], "values": {}}).where(
        ProposalPart.id == part.id
    ).execute()
    return call, proposal


def test_the_committee_reads_the_parts_beside_the_criteria(client):
    _call, proposal = opened(client)
    card = Scorecard.get(Scorecard.proposal == proposal)
    sign_in(client, card.seat.person)
    page = client.get(f"/scorecards/{card.id}").text
    assert "Parts of the proposal" in page
    assert "An address becomes known" in page
    assert "An address becomes known" in client.get(f"/proposals/{proposal.id}").text


def test_the_office_prints_an_opened_proposal_and_nothing_before(client, draft):
    sign_in(client, factories.person(Role.PROCUREMENT_OFFICER))
    assert client.get(f"/proposals/{draft.id}.pdf").status_code == 403
    assert client.get(f"/proposals/{draft.id}/profile").status_code == 403
    _call, proposal = opened(client)
    assert "Shelter and protection" in client.get(f"/proposals/{proposal.id}/profile").text
    assert f"/proposals/{proposal.id}.pdf" in client.get(f"/proposals/{proposal.id}").text
    paper = client.get(f"/proposals/{proposal.id}.pdf")
    assert paper.mimetype == "application/pdf"
    assert "-copy.pdf" in paper.headers["Content-Disposition"]


def test_a_partner_prints_its_draft(client, draft):
    paper = client.get(f"/proposals/{draft.id}.pdf")
    assert paper.mimetype == "application/pdf"
    assert "-draft.pdf" in paper.headers["Content-Disposition"]
