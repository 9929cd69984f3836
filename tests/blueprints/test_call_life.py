"""The pages of a call's life: review, invitations, planned publication, cancellation."""

from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from portal import db
from portal.domain.actions import Role
from portal.domain.call_kinds import CallKind, DirectReason
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import (
    Call,
    Cancellation,
    DirectSelection,
    Event,
    Invitation,
    Proposal,
    ReviewComment,
)
from portal.services import call_review
from tests import factories


def read(answer):
    return unescape(answer.get_data(as_text=True))


def enter(client, *roles, **facts):
    person = factories.person(*roles, **facts)
    factories.sign_in(client, person)
    return person


def fresh(call):
    return Call.get_by_id(call.id)


def test_a_reviewer_comments_and_the_author_reads_it_beside_the_section(app, client):
    enter(client, Role.HEAD_OF_OFFICE)
    call = factories.call(CallState.IN_REVIEW)
    address = f"/calls/{call.slug}/review"
    assert "Comment on a section" in read(client.get(f"/calls/{call.slug}"))
    answer = client.post(address, data={"section": "lots", "text": "Split <b>it</b>."})
    assert (answer.status_code, answer.location) == (303, address)
    assert "Split <b>it</b>." in read(client.get(address))
    client.post(f"/calls/{call.slug}/return", data={"comment": "See the comments."})
    author = factories.sign_in(app.test_client(), call.author)
    page = read(author.get(f"/calls/{call.slug}"))
    assert "Comments of the review that are not resolved yet: 1." in page
    page = read(author.get(f"/calls/{call.slug}/edit/lots"))
    assert "Mark as resolved" in page
    assert "Split &lt;b&gt;it" in author.get(f"/calls/{call.slug}/edit/lots").text
    resolve = f"/calls/comments/{ReviewComment.get().id}/resolve"
    answer = author.post(resolve, data={"back": "section"})
    assert answer.location == f"/calls/{call.slug}/edit/lots"
    assert "Mark as resolved" not in read(author.get(answer.location))


def test_an_empty_comment_is_told_and_nothing_is_kept(client):
    enter(client, Role.PROCUREMENT_OFFICER)
    call = factories.call(CallState.IN_REVIEW)
    answer = client.post(f"/calls/{call.slug}/review", data={"section": "terms", "text": ""})
    assert answer.status_code == 422
    assert "Fill this in." in read(answer)
    assert '<option selected value="terms">' in read(answer)
    assert ReviewComment.select().count() == 0


def test_a_comment_that_comes_too_late_is_refused(client):
    enter(client, Role.HEAD_OF_OFFICE)
    call = factories.call(CallState.APPROVED)
    data = {"section": "terms", "text": "Late"}
    assert client.post(f"/calls/{call.slug}/review", data=data).status_code == 409


def test_an_open_comment_keeps_the_call_from_being_approved(client):
    head = enter(client, Role.HEAD_OF_OFFICE)
    call = factories.call(CallState.IN_REVIEW)
    ReviewComment.create(
        call=call, section="lots", text="?", author=head, made_at=factories.NOON
    )
    page = read(client.get(f"/calls/{call.slug}"))
    assert "Comments are open" in page
    assert f"/calls/{call.slug}/return" in page
    assert f"/calls/{call.slug}/approve" not in page
    answer = client.post(f"/calls/{call.slug}/approve")
    assert answer.status_code == 422
    assert "not resolved yet: 1." in read(answer)
    assert fresh(call).state is CallState.IN_REVIEW


def test_partners_are_found_invited_and_taken_off(client):
    enter(client, Role.PROGRAMME_OFFICER)
    call = factories.call(kind=CallKind.INVITATION)
    nour = factories.partner("Association Nour d'Agadir")
    assert "Choose the invited partners" in read(client.get(f"/calls/{call.slug}"))
    address = f"/calls/{call.slug}/shortlist"
    assert "The shortlist has 0 partners." in read(client.get(address))
    assert nour.name in read(client.get(f"{address}?q=nour"))
    for _ in range(2):
        assert client.post(f"{address}/invite", data={"partner": nour.id}).status_code == 303
    assert "1 partner is invited" in read(client.get(address))
    client.post(f"{address}/withdraw", data={"partner": nour.id})
    assert Invitation.select().count() == 0
    assert "No other partner has this" in read(client.get(f"{address}?q=%22*(zz"))


@pytest.mark.parametrize("partner", ["", "none", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_partner_is_not_invited(client, partner):
    enter(client, Role.PROGRAMME_OFFICER)
    call = factories.call(kind=CallKind.INVITATION)
    answer = client.post(f"/calls/{call.slug}/shortlist/invite", data={"partner": partner})
    assert answer.status_code == 404
    assert Event.select().count() == 0


WHY = {"reason": "sole_qualified", "text": "Nobody else.", "evidence": "Three asked."}


def test_a_direct_selection_is_justified_and_approved_as_such(app, client):
    enter(client, Role.PROGRAMME_OFFICER)
    call = factories.call(kind=CallKind.DIRECT)
    Invitation.create(call=call, partner=factories.partner(), invited_at=factories.NOON)
    address = f"/calls/{call.slug}/direct"
    assert "Choose the reason for the direct selection" in read(client.get(address))
    assert client.post(address, data={"version": "1", **WHY}).status_code == 303
    assert "The only qualified partner" in read(client.get(f"/calls/{call.slug}"))
    answer = client.post(address, data={"version": "1", **WHY, "text": "My own words."})
    assert answer.status_code == 409
    assert "My own words." in read(answer)
    assert "Nobody else." in read(answer)
    Call.update(state=CallState.IN_REVIEW).execute()
    head = factories.sign_in(app.test_client(), factories.person(Role.HEAD_OF_OFFICE))
    answer = head.post(f"/calls/{call.slug}/approve")
    assert answer.status_code == 422
    assert "Tick the box" in read(answer)
    head.post(f"/calls/{call.slug}/approve", data={"direct": "y"})
    assert fresh(call).state is CallState.APPROVED
    assert DirectSelection.get().approved_at


def test_a_call_by_invitation_is_hidden_from_those_not_invited(app, client):
    partner = factories.partner()
    call = factories.invited_call(partner)
    address = f"/calls/{call.slug}"
    assert "/sign-in" in client.get(address).location
    assert call.reference not in read(client.get("/calls/"))
    enter(client, Role.PARTNER_OWNER, partner=factories.partner())
    for path in (address, f"{address}.pdf", f"/proposals/start/{call.slug}"):
        assert client.get(path).status_code == 404
    for path in ("/calls/", "/proposals/", "/calls/invited", "/work"):
        assert call.reference not in read(client.get(path))
    inside = app.test_client()
    enter(inside, Role.PARTNER_OWNER, partner=partner)
    assert "Only invited partners" in read(inside.get(address))
    for path in ("/proposals/", "/calls/invited"):
        assert call.reference in read(inside.get(path))


def test_the_list_by_invitation_reads_the_same_number_of_times_for_more_calls(client):
    enter(client, Role.HEAD_OF_OFFICE)
    factories.invited_call()
    client.get("/calls/invited")
    few = queries(client, "/calls/invited")
    for _ in range(4):
        factories.invited_call(lots=3)
    assert queries(client, "/calls/invited") == few


def queries(client, address):
    seen = []
    real = db.database.obj
    original = real.execute_sql
    real.execute_sql = lambda sql, *rest: seen.append(sql) or original(sql, *rest)
    try:
        assert client.get(address).status_code == 200
    finally:
        del real.execute_sql
    return len(seen)


def local(call, moment):
    return moment.astimezone(ZoneInfo(call.zone)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def approved():
    return factories.call(CallState.APPROVED)


def test_a_publication_is_planned_shown_and_taken_back(client, approved):
    enter(client, Role.PROCUREMENT_OFFICER)
    address = f"/calls/{approved.slug}"
    soon = datetime.now(UTC) + timedelta(hours=2)
    assert "Plan the publication" in read(client.get(address))
    typed = {"publish_at": local(approved, soon)}
    assert client.post(f"{address}/schedule", data=typed).status_code == 303
    page = read(client.get(address))
    assert "Approved, publication is planned" in page
    assert "Take the plan back" in page
    assert client.post(f"{address}/unschedule").status_code == 303
    assert fresh(approved).publish_at is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Fill this in."),
        ("2020-01-01T10:00", "This time has passed."),
        ("2031-01-01T10:00", "The deadline has passed."),
    ],
)
def test_a_wrong_time_is_told_and_kept(client, approved, typed, sentence):
    enter(client, Role.PROCUREMENT_OFFICER)
    data = {"publish_at": typed}
    answer = client.post(f"/calls/{approved.slug}/schedule", data=data)
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert typed in read(answer)
    assert fresh(approved).publish_at is None


def test_a_time_that_clocks_skip_is_told(client):
    call = factories.call(CallState.APPROVED, zone="Europe/Paris")
    enter(client, Role.PROCUREMENT_OFFICER)
    data = {"publish_at": "2030-03-31T02:30"}
    answer = client.post(f"/calls/{call.slug}/schedule", data=data)
    assert "Clocks skip this hour" in read(answer)


def test_a_published_call_is_not_planned(client):
    enter(client, Role.PROCUREMENT_OFFICER)
    call = factories.call(CallState.PUBLISHED)
    assert client.get(f"/calls/{call.slug}/schedule").status_code == 409
    assert client.post(f"/calls/{call.slug}/unschedule").status_code == 409


def test_a_call_is_cancelled_with_its_reason_public_and_in_the_notice(app, client):
    enter(client, Role.HEAD_OF_OFFICE)
    call = factories.call(CallState.PUBLISHED)
    address = f"/calls/{call.slug}"
    assert f"{address}/cancel" in read(client.get(address))
    assert "Proposals that are sealed are never opened" in read(client.get(f"{address}/cancel"))
    typed = {"reason_en": "The donor withdrew <the> money."}
    assert client.post(f"{address}/cancel", data=typed).status_code == 303
    assert client.post(f"{address}/cancel", data=typed).status_code == 409
    app.extensions["jobs"].deliver.call_local()
    visitor = app.test_client()
    page = read(visitor.get(address))
    assert "This call was cancelled" in page
    assert "The donor withdrew <the> money." in page
    assert "Start a proposal" not in page
    assert "Sign in to propose" not in page
    notice = visitor.get(f"{address}/cancellation.pdf")
    assert notice.content_type == "application/pdf"
    assert Cancellation.select().count() == 1


def test_a_cancellation_without_a_reason_is_refused_and_keeps_the_other_text(client):
    enter(client, Role.HEAD_OF_OFFICE)
    call = factories.call(CallState.PUBLISHED)
    typed = {"reason_en": " ", "reason_fr": "Plus d'argent."}
    answer = client.post(f"/calls/{call.slug}/cancel", data=typed)
    assert answer.status_code == 422
    assert "Write the reason in the language of the call." in read(answer)
    assert "Plus d'argent." in read(answer)
    assert fresh(call).state is CallState.PUBLISHED
    assert Event.select().count() == 0


def test_a_cancelled_draft_is_seen_by_the_office_only(app, client):
    enter(client, Role.HEAD_OF_OFFICE)
    call = factories.call(CallState.DRAFT)
    client.post(f"/calls/{call.slug}/cancel", data={"reason_en": "Not needed."})
    assert "Not needed." in read(client.get(f"/calls/{call.slug}"))
    visitor = app.test_client()
    for path in (f"/calls/{call.slug}", f"/calls/{call.slug}/cancellation.pdf"):
        assert "/sign-in" in visitor.get(path).location
    assert call.reference not in read(visitor.get("/calls/?state=closed"))


def test_an_awarded_call_offers_no_cancellation(client):
    enter(client, Role.HEAD_OF_OFFICE)
    call = factories.call(CallState.AWARDED)
    assert "/cancel" not in read(client.get(f"/calls/{call.slug}"))
    assert client.get(f"/calls/{call.slug}/cancel").status_code == 409


def test_a_partner_with_a_proposal_is_told_on_every_page(app, client):
    partner = factories.partner()
    call = factories.call(CallState.PUBLISHED)
    draft = factories.proposal(call, partner)
    head = app.test_client()
    enter(head, Role.HEAD_OF_OFFICE)
    head.post(f"/calls/{call.slug}/cancel", data={"reason_en": "No money."})
    enter(client, Role.PARTNER_OWNER, partner=partner)
    assert "The call was cancelled" in read(client.get(f"/proposals/{draft.id}"))
    assert "Call cancelled" in read(client.get("/proposals/"))
    assert "This call was cancelled" in read(client.get(f"/proposals/start/{call.slug}"))
    answer = client.get(f"/proposals/{draft.id}/budget")
    assert answer.status_code == 422
    assert f"The call {call.reference} was cancelled." in read(answer)


CANARY = "canary5d2e81b7a4"


def test_no_page_tells_a_sealed_proposal_of_a_cancelled_call(app, client):
    call = factories.closed_call(0)
    partner = factories.partner(f"Partner {CANARY}")
    sealed = factories.proposal(call, partner, ProposalState.SUBMITTED)
    enter(client, Role.HEAD_OF_OFFICE)
    client.post(f"/calls/{call.slug}/cancel", data={"reason_en": "No money."})
    app.extensions["jobs"].deliver.call_local()
    roles = set(Role) - {Role.PARTNER_OWNER, Role.PARTNER_EDITOR, Role.PARTNER_SIGNATORY}
    staff = [factories.person(role) for role in sorted(roles)]
    pages = [f"/proposals/{sealed.id}", f"/calls/{call.slug}", f"/calls/{call.slug}/opening"]
    pages += [f"/calls/{call.slug}/screening", "/work", "/events", "/proposals/"]
    for person in [*staff, call.seats.first().person]:
        browser = factories.sign_in(app.test_client(), person)
        for page in pages:
            answer = browser.get(page)
            assert CANARY not in read(answer), (person.name, page)
            assert sealed.receipt not in read(answer), (person.name, page)
        assert browser.get(f"/proposals/{sealed.id}").status_code == 403
        assert browser.post(f"/calls/{call.slug}/opening/start").status_code in {403, 409}
    assert Proposal.get_by_id(sealed.id).number is None or not fresh(call).opened_at


def test_after_the_deadline_every_page_says_closed(app, client):
    call = factories.closed_call()
    visitor = app.test_client()
    assert "Closed, opening is due" in read(visitor.get(f"/calls/{call.slug}"))
    assert "Open for proposals" not in read(visitor.get(f"/calls/{call.slug}"))
    enter(client, Role.PROCUREMENT_OFFICER)
    assert "Closed, opening is due" in read(client.get(f"/calls/{call.slug}/opening"))
    assert call.reference in read(client.get("/work"))


def test_a_reviewer_reads_why_a_plan_was_dropped(app, client, approved):
    officer = enter(client, Role.PROCUREMENT_OFFICER)
    soon = datetime.now(UTC) + timedelta(hours=1)
    client.post(f"/calls/{approved.slug}/schedule", data={"publish_at": local(approved, soon)})
    call_review.ReviewComment.create(
        call=approved, section="lots", text="?", author=officer, made_at=factories.NOON
    )
    Call.update(publish_at=datetime.now(UTC) - timedelta(seconds=1), hours="").execute()
    assert app.extensions["jobs"].publish.call_local() == 0
    page = read(client.get(f"/calls/{approved.slug}"))
    assert "The planned publication was stopped" in page
    assert "Write the opening hours." in page
    assert "publish or plan again" in read(client.get("/work"))


def test_publishing_a_call_by_invitation_says_who_is_told(client):
    enter(client, Role.PROCUREMENT_OFFICER)
    call = factories.invited_call(state=CallState.APPROVED)
    page = read(client.get(f"/calls/{call.slug}/publish"))
    assert "The invited partners are told by mail" in page
    assert "Everybody can read" not in page
    assert "Invited partners only" in read(client.get(f"/calls/{call.slug}"))


def test_every_reason_has_words(client):
    enter(client, Role.PROGRAMME_OFFICER)
    call = factories.call(kind=CallKind.DIRECT)
    page = read(client.get(f"/calls/{call.slug}/direct"))
    assert all(f'value="{reason.value}"' in page for reason in DirectReason)
