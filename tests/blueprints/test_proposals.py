"""Pages of a proposal, as partners and readers use them."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from werkzeug.routing import AnyConverter, BuildError, IntegerConverter

from portal import db
from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.uploads import MEGABYTE
from portal.models import (
    Answer,
    Attachment,
    BudgetLine,
    Call,
    Document,
    Effect,
    Event,
    Partner,
    Proposal,
    Seat,
)
from portal.services import files, proposal_receipt, proposals
from tests import factories, papers, refusals

PDF = papers.pdf()
CANARY = "canary7f3a9c1e5b2d4860"


@pytest.fixture
def call(app):
    return factories.call(CallState.PUBLISHED)


@pytest.fixture
def partner(app):
    return factories.partner("Association Amal")


@pytest.fixture
def signed(client, partner):
    """A browser of somebody who owns, writes and signs for the partner."""
    return factories.sign_in(client, factories.person(*PARTNER_ROLES, partner=partner))


@pytest.fixture
def draft(call, partner):
    return factories.proposal(call, partner)


def past_the_deadline(call):
    just_now = db.read_clock() - timedelta(seconds=1)
    Call.update(deadline=just_now).where(Call.id == call.id).execute()


def counted():
    tables = (Proposal, Answer, BudgetLine, Attachment, Event, Document, Effect)
    return [table.select().count() for table in tables]


def at(proposal, rest=""):
    return f"/proposals/{proposal.id}{rest}"


def browser(app, *roles, **facts):
    return factories.sign_in(app.test_client(), factories.person(*roles, **facts))


def line(number=0, **changes):
    typed = {
        "category": "staff",
        "description": "Case workers",
        "unit": "person",
        "quantity": "2",
        "unit_cost": "9 000",
        "months": "12",
    } | changes
    return {f"lines-{number}-{name}": value for name, value in typed.items()}


def test_the_list_shows_own_proposals_and_open_calls(signed, call, draft):
    page = signed.get("/proposals/").text
    assert f"{call.reference}-L1" in page
    assert f"/proposals/start/{call.slug}" in page


def test_the_list_is_empty_for_staff(app, call, draft):
    page = browser(app, Role.PROCUREMENT_OFFICER).get("/proposals/").text
    assert "sealed until two people open them" in page
    assert str(draft.id) not in page


def test_a_lot_is_chosen_and_the_proposal_begins(signed, call):
    assert "Which lot do you propose for?" in signed.get(f"/proposals/start/{call.slug}").text
    lot = {"lot": str(call.lots.first().id)}
    made = signed.post(f"/proposals/start/{call.slug}", data=lot)
    assert made.status_code == 303
    assert made.location == at(Proposal.get())
    again = signed.post(f"/proposals/start/{call.slug}", data=lot)
    assert again.location == made.location
    assert Proposal.select().count() == 1


def test_the_link_of_a_call_leads_to_the_page_that_starts(signed, call):
    answer = signed.get(f"/proposals/start?call={call.slug}")
    assert answer.location == f"/proposals/start/{call.slug}"


def test_a_lot_has_to_be_chosen(signed, call):
    page = signed.post(f"/proposals/start/{call.slug}", data={})
    assert page.status_code == 422
    assert "Choose a lot." in page.text


def test_an_unknown_lot_or_call_is_not_found(signed, call):
    assert signed.get("/proposals/start").status_code == 404
    assert signed.get("/proposals/start/IOM-NO-1").status_code == 404
    assert signed.post("/proposals/start", data={"lot": "x"}).status_code == 404
    other = factories.call(CallState.PUBLISHED).lots.first()
    wrong = signed.post(f"/proposals/start/{call.slug}", data={"lot": str(other.id)})
    assert wrong.status_code == 404


def test_an_incomplete_profile_comes_first(signed, call):
    Partner.update(mandate="").execute()
    page = signed.get(f"/proposals/start/{call.slug}")
    assert "First complete the profile" in page.text
    refused = signed.post(
        f"/proposals/start/{call.slug}", data={"lot": str(call.lots.first().id)}
    )
    assert refused.status_code == 422
    assert Proposal.select().count() == 0


def test_a_closed_call_is_told_on_the_page(signed, call):
    past_the_deadline(call)
    assert "takes no proposals" in signed.get(f"/proposals/start/{call.slug}").text
    refused = signed.post(
        f"/proposals/start/{call.slug}", data={"lot": str(call.lots.first().id)}
    )
    assert refused.status_code == 422
    assert "The deadline has passed" in refused.text


def test_the_task_list_leads_to_every_section(signed, draft):
    page = signed.get(at(draft)).text
    for rest in ("declarations", "answers/1", "answers/2", "budget", "attachments", "submit"):
        assert at(draft, f"/{rest}") in page
        assert signed.get(at(draft, f"/{rest}")).status_code == 200
    assert signed.get(at(draft, "/answers/9")).status_code == 404


def test_an_answer_is_saved_and_counted(signed, draft):
    saved = signed.post(
        at(draft, "/answers/1"), data={"text": "Three short words", "version": 1}
    )
    assert saved.status_code == 303
    page = signed.get(saved.location).text
    assert "3 words of at most 400 saved" in page
    assert "version 2" in page


def test_an_answer_that_is_too_long_is_saved_and_told(signed, draft):
    text = "word " * 402
    signed.post(at(draft, "/answers/1"), data={"text": text, "version": 1})
    assert "2 too many" in signed.get(at(draft, "/answers/1")).text
    assert "2 too many" in signed.get(at(draft, "/submit")).text
    refused = signed.post(at(draft, "/submit"), data=SIGNED)
    assert refused.status_code == 422
    assert Proposal.get().state is ProposalState.DRAFT


def test_a_text_longer_than_the_portal_keeps_stays_in_the_form(signed, draft):
    text = "w" * 20_001
    refused = signed.post(at(draft, "/answers/1"), data={"text": text, "version": 1})
    assert refused.status_code == 422
    assert text in refused.text


def test_two_people_editing_the_same_answer_see_both_texts(app, signed, partner, draft):
    colleague = browser(app, Role.PARTNER_EDITOR, partner=partner)
    signed.post(at(draft, "/answers/1"), data={"text": "Text of the first.", "version": 1})
    second = colleague.post(at(draft, "/answers/1"), data={"text": "My own.", "version": 1})
    assert second.status_code == 409
    assert "Text of the first." in second.text
    assert "My own." in second.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', second.text)[1]
    merged = colleague.post(at(draft, "/answers/1"), data={"text": "Both.", "version": version})
    assert merged.status_code == 303
    assert Answer.get(Answer.text == "Both.").version == 3


def test_declarations_are_ticked_and_a_conflict_shows_both(signed, draft):
    url = at(draft, "/declarations")
    assert signed.post(url, data={"ticked": ["values"], "version": 1}).status_code == 303
    second = signed.post(url, data={"ticked": ["accuracy"], "version": 1})
    assert second.status_code == 409
    assert "We share the values" in second.text.split("<form method")[2]
    assert re.search(r'value="accuracy"[^>]*checked', second.text)
    page = signed.get(url).text
    assert re.search(r'value="values"[^>]*checked', page)


def test_the_budget_is_added_up_by_the_server(signed, draft):
    rows = line() | line(1, category="travel", description="Bus", quantity="1", months="1")
    rows |= line(2, category="", description="", unit="", quantity="", unit_cost="")
    saved = signed.post(at(draft, "/budget"), data={**rows, "indirect": "6,5", "version": 1})
    assert saved.status_code == 303
    page = signed.get(saved.location).text.replace("\xa0", " ")
    assert "MAD 239,625" in page
    assert BudgetLine.select().count() == 3
    assert 'value="6.5"' in page


def test_a_budget_over_the_ceilings_is_saved_and_told(signed, draft):
    rows = line(unit_cost="90000")
    signed.post(at(draft, "/budget"), data={**rows, "indirect": "8", "version": 1})
    page = signed.get(at(draft, "/budget")).text
    assert "the ceiling of the lot is" in page
    assert "at most 7 percent are allowed" in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"quantity": "many"}, "Enter an amount in figures."),
        ({"unit_cost": "-1"}, "Enter an amount that is not below zero."),
        ({"unit_cost": "NaN"}, "Enter an amount in figures."),
        ({"category": ""}, "Choose a category."),
        ({"months": "a year"}, "Enter a whole number in figures."),
        ({"months": "0"}, "Enter a number of months from 1 to 120."),
        ({"description": ""}, "Fill this in."),
    ],
)
def test_a_wrong_line_is_told_and_what_was_typed_stays(signed, draft, changes, told):
    before = counted()
    rows = line(unit="a special unit") | line(0, unit="a special unit", **changes)
    refused = signed.post(at(draft, "/budget"), data={**rows, "version": 1})
    assert refused.status_code == 422
    assert told in refused.text
    assert "a special unit" in refused.text
    assert counted() == before


def test_a_percentage_with_two_decimals_is_refused(signed, draft):
    refused = signed.post(
        at(draft, "/budget"), data={**line(), "indirect": "6.55", "version": 1}
    )
    assert "with at most one decimal" in refused.text


def test_two_people_editing_the_budget_see_both(signed, draft):
    signed.post(at(draft, "/budget"), data={**line(description="Nurses"), "version": 1})
    second = signed.post(at(draft, "/budget"), data={**line(description="Cooks"), "version": 1})
    assert second.status_code == 409
    assert "Nurses" in second.text
    assert "Cooks" in second.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', second.text)[1]
    merged = signed.post(
        at(draft, "/budget"), data={**line(description="Cooks"), "version": version}
    )
    assert merged.status_code == 303


def attach(sender, proposal, content, name="plan.pdf", title="Work plan"):
    """Send the form as a browser does: the file first, its title after it."""
    file_head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    title_head = 'Content-Disposition: form-data; name="title"'
    body = b"\r\n".join(
        (
            b"--edge",
            file_head.encode(),
            b"Content-Type: application/octet-stream",
            b"",
            content,
            b"--edge",
            title_head.encode(),
            b"",
            title.encode(),
            b"--edge--",
            b"",
        )
    )
    kind = "multipart/form-data; boundary=edge"
    return sender.post(at(proposal, "/attachments"), data=body, content_type=kind)


def test_a_file_comes_back_as_it_is_kept_and_never_runs_in_the_page(signed, draft):
    assert attach(signed, draft, PDF, "../Plan de travail.PDF").status_code == 303
    made = Attachment.get()
    answer = signed.get(at(draft, f"/attachments/{made.id}"))
    assert answer.data == files.read(made.path)
    assert made.sent_sha256 == files.digest(PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Plan de travail.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    gone = signed.post(at(draft, f"/attachments/{made.id}/remove"))
    assert gone.status_code == 303
    assert signed.get(at(draft, f"/attachments/{made.id}")).status_code == 404


@pytest.mark.parametrize("around", range(-4, 5))
def test_no_byte_is_added_where_the_reading_buffer_ends(signed, draft, around):
    for edge in (65_536, 131_072):
        content = papers.pdf(size=edge + around * 64)
        attach(signed, draft, content, title=f"Size {edge}")
        kept = Attachment.get(Attachment.title == f"Size {edge}")
        assert kept.sent_sha256 == files.digest(content)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ((b"<html><script>alert(1)</script>", "plan.pdf"), "Choose a PDF, Word (DOCX)"),
        ((PDF, "plan.html"), "Choose a PDF, Word (DOCX)"),
        ((b"", "plan.pdf"), "This file is empty."),
        ((PDF + b"x" * MEGABYTE, "plan.pdf"), "larger than 1 MB"),
    ],
)
def test_a_wrong_file_is_told_and_its_title_stays(app, signed, draft, file, told):
    app.config["FILE_LIMIT"] = MEGABYTE
    before = counted()
    refused = attach(signed, draft, *file, "My own title")
    assert refused.status_code == 422
    assert told in refused.text
    assert "My own title" in refused.text
    assert counted() == before


def test_a_file_and_its_title_are_asked_for_before_anything_is_stored(signed, draft):
    refused = signed.post(at(draft, "/attachments"), data={})
    assert refused.status_code == 422
    assert "Choose a file." in refused.text
    assert "Say what this file is." in refused.text


def test_too_many_files_are_told(app, signed, draft):
    app.config["FILE_COUNT_LIMIT"] = 1
    attach(signed, draft, PDF, title="First")
    refused = attach(signed, draft, PDF, title="Second")
    assert refused.status_code == 422
    assert "at most 1 files" in refused.text
    assert "Second" in refused.text


def test_everything_is_checked_on_one_page_and_submitted(signed, draft):
    page = signed.get(at(draft, "/submit")).text
    assert "We answer with care." in page
    assert "take it back to revise it" in page
    done = signed.post(at(draft, "/submit"), data=SIGNED)
    assert done.location == at(draft, "/receipt")
    receipt = Proposal.get().receipt
    assert receipt in signed.get(done.location).text
    assert receipt in signed.get("/proposals/").text
    read = signed.get(at(draft)).text
    assert "Nothing to do: the proposal is sealed" in read
    assert "We answer with care." in read
    assert signed.get(at(draft, "/submit")).location == at(draft)


def test_a_double_click_on_submit_leads_to_the_one_receipt(signed, draft):
    signed.post(at(draft, "/submit"), data=SIGNED)
    before = counted()
    second = signed.post(at(draft, "/submit"), data=SIGNED, follow_redirects=True)
    assert "Nothing was submitted twice." in second.text
    assert Proposal.get().receipt in second.text
    assert counted() == before


def test_a_submission_a_second_late_is_told_with_the_deadline_in_its_zone(signed, draft, call):
    before = counted()
    past_the_deadline(call)
    refused = signed.post(at(draft, "/submit"), data=SIGNED)
    assert refused.status_code == 422
    assert "The deadline has passed: it was" in refused.text
    assert "Morocco" in refused.text or "Casablanca" in refused.text
    assert counted() == before
    assert Proposal.get().state is ProposalState.DRAFT


def test_a_late_answer_is_refused_and_stays_in_the_form(signed, draft, call):
    past_the_deadline(call)
    late = signed.post(at(draft, "/answers/1"), data={"text": "Typed too late", "version": 1})
    assert late.status_code == 422
    assert "Typed too late" in late.text
    assert "The deadline has passed" in late.text
    assert signed.get(at(draft, "/answers/1")).status_code == 409
    assert "This draft was not submitted" in signed.get(at(draft)).text


def test_an_incomplete_draft_tells_what_is_missing_with_links(signed, call):
    signed.post(f"/proposals/start/{call.slug}", data={"lot": str(call.lots.first().id)})
    draft = Proposal.get()
    page = signed.get(at(draft, "/submit")).text
    for rest in ("declarations", "answers/1", "answers/2", "budget"):
        assert f'href="{at(draft, "/" + rest)}"' in page
    before = counted()
    refused = signed.post(at(draft, "/submit"), data=SIGNED)
    assert refused.status_code == 422
    assert "Make all the declarations." in refused.text
    assert counted() == before


def test_a_submitted_proposal_takes_no_more_writing(signed, draft):
    signed.post(at(draft, "/submit"), data=SIGNED)
    stale = signed.post(at(draft, "/answers/1"), data={"text": "x", "version": 1})
    assert stale.status_code == 409
    assert proposal_receipt.is_intact(proposals.by_id(draft.id))


def test_an_editor_cannot_submit_and_a_signatory_cannot_write(app, partner, draft):
    editor = browser(app, Role.PARTNER_EDITOR, partner=partner)
    assert editor.post(at(draft, "/submit")).status_code == 403
    assert "Only an authorised signatory" in editor.get(at(draft, "/submit")).text
    signatory = browser(app, Role.PARTNER_SIGNATORY, partner=partner)
    assert signatory.get(at(draft, "/answers/1")).status_code == 403
    assert "The proposal is complete" in signatory.get(at(draft)).text


SIGNED = {"password": factories.PASSWORD}
"""What the signatory types to submit."""
PAGES = ("", "/submit", "/declarations", "/answers/1", "/budget", "/attachments", "/receipt")


def test_another_partner_and_staff_see_nothing_of_a_draft(app, draft):
    other = browser(app, *PARTNER_ROLES, partner=factories.partner())
    officer = browser(app, Role.PROCUREMENT_OFFICER)
    for rest in PAGES:
        assert other.get(at(draft, rest)).status_code == 403
        assert officer.get(at(draft, rest)).status_code == 403


def test_a_visitor_is_asked_to_sign_in(app, draft):
    answer = app.test_client().get(at(draft))
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_after_the_opening_procurement_reads_answers_budget_and_files(app, signed, draft):
    attach(signed, draft, PDF)
    signed.post(at(draft, "/submit"), data=SIGNED)
    Call.update(state=CallState.OPENED).execute()
    officer = browser(app, Role.PROCUREMENT_OFFICER)
    page = officer.get(at(draft)).text
    assert "We answer with care." in page
    assert "Work plan" in page
    assert "Answer saved" not in page
    assert "still has the fingerprint" in page
    Answer.update(text="Changed").execute()
    assert "does not have the fingerprint" in officer.get(at(draft)).text
    kept = Attachment.get()
    answer = officer.get(at(draft, f"/attachments/{kept.id}"))
    assert answer.data == files.read(kept.path)
    assert "committee is judging" in signed.get(at(draft)).text


def test_a_screening_result_is_not_shown_to_the_partner_before_the_award(signed, draft):
    signed.post(at(draft, "/submit"), data=SIGNED)
    Call.update(state=CallState.SCORING).execute()
    Proposal.update(state=ProposalState.INELIGIBLE).execute()
    for page in (signed.get(at(draft)), signed.get("/proposals/")):
        assert "Not eligible" not in page.text
        assert "Opened" in page.text


def test_a_member_reads_only_after_declaring_no_conflict(app, signed, draft, call):
    signed.post(at(draft, "/submit"), data=SIGNED)
    Call.update(state=CallState.OPENED).execute()
    seat = call.seats.first()
    member = factories.sign_in(app.test_client(), seat.person)
    assert member.get(at(draft)).status_code == 403
    Seat.update(declared_at=factories.NOON).where(Seat.id == seat.id).execute()
    assert member.get(at(draft)).status_code == 200
    Seat.update(conflict=True).where(Seat.id == seat.id).execute()
    assert member.get(at(draft)).status_code == 403


def sealed_with_canary(app, call):
    partner = factories.partner(f"Partner {CANARY}")
    sealed = factories.proposal(call, partner)
    Answer.update(text=f"{CANARY} " * 20).execute()
    BudgetLine.update(description=CANARY, unit=CANARY).execute()
    owner = browser(app, *PARTNER_ROLES, partner=partner)
    assert attach(owner, sealed, PDF, f"{CANARY}.pdf", CANARY).status_code == 303
    assert owner.post(at(sealed, "/submit"), data=SIGNED).status_code == 303
    return sealed


def choices(rule):
    for name, each in rule._converters.items():
        if isinstance(each, AnyConverter):
            yield name, min(each.items)
        elif isinstance(each, IntegerConverter):
            yield name, 1


LISTS_EVERYBODY = "administration.people"
"""Names the organisation of each account, whether or not it submits anything."""


def addresses(app, call, sealed):
    known = {
        "slug": call.slug,
        "proposal_id": sealed.id,
        "partner_id": factories.partner().id,
        "attachment_id": Attachment.get().id,
        "position": 1,
    }
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in {"static", LISTS_EVERYBODY}:
            continue
        values = {name: known.get(name, sealed.id) for name in rule.arguments}
        values |= dict(choices(rule))
        with suppress(BuildError):
            address = adapter.build(rule.endpoint, values)
            yield address, refusals.is_there(app, rule, values)


STAFF = [
    Role.PROGRAMME_OFFICER,
    Role.PROCUREMENT_OFFICER,
    Role.COMMITTEE_MEMBER,
    Role.AUTHORITY_REPRESENTATIVE,
    Role.LEGAL_OFFICER,
    Role.FINANCE_OFFICER,
    Role.HEAD_OF_OFFICE,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
]


def test_a_sealed_proposal_shows_on_no_page_and_in_no_log(app, call, capfd, monkeypatch):
    """Where there is no record, a visitor looks alone: the others would be told the same."""
    refusals.written_once(monkeypatch)
    sealed = sealed_with_canary(app, call)
    app.config["DEVELOPMENT"] = False
    app.extensions["jobs"].renderer = papers.told
    other = factories.person(*PARTNER_ROLES, partner=factories.partner())
    people = [factories.person(role) for role in STAFF] + [other, call.seats.first().person]
    browsers = [app.test_client(), *(factories.sign_in(app.test_client(), p) for p in people)]
    seen = 0
    receipt = proposals.by_id(sealed.id).receipt
    for address, there in addresses(app, call, sealed):
        for visitor in browsers if there else browsers[:1]:
            answer = visitor.get(address)
            body = answer.get_data()
            assert CANARY.encode() not in body, address
            assert receipt.encode() not in body, address
            seen += answer.status_code == 200
    assert seen > 50
    told = capfd.readouterr()
    assert CANARY not in told.err + told.out
