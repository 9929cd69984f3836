"""Pages of a draft while it is being written: saving by itself, conflicts, the team, reuse."""

import gzip
import re
from datetime import timedelta

import pytest

from portal import db
from portal.config import ROOT
from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.lifecycle import CallState
from portal.models import (
    Answer,
    Call,
    DraftAssignment,
    DraftComment,
    DraftVersion,
    Event,
    Lot,
    Proposal,
    ProposalPart,
    Question,
    SignIn,
)
from portal.services import clock, proposal_drafts, proposals
from portal.services.proposal_drafts import AnswerDraft
from tests import factories

pytestmark = pytest.mark.both_databases

SCRIPT = {"HX-Request": "true"}
LIMIT = 150 * 1024


@pytest.fixture
def call(app):
    return factories.call(
        CallState.PUBLISHED, lots=2, proposal_parts=["handover", "safeguarding"]
    )


@pytest.fixture
def partner(app):
    return factories.partner("Association Amal")


@pytest.fixture
def draft(call, partner):
    return factories.proposal(call, partner)


@pytest.fixture
def amina(app, partner):
    return browser(app, *PARTNER_ROLES, partner=partner, name="Amina")


@pytest.fixture
def badr(app, partner):
    return browser(app, Role.PARTNER_EDITOR, partner=partner, name="Badr")


def browser(app, *roles, **facts):
    return factories.sign_in(app.test_client(), factories.person(*roles, **facts))


def at(proposal, rest=""):
    return f"/proposals/{proposal.id}{rest}"


def typed(client, draft, text, version=1, **more):
    """What the script sends while somebody types."""
    data = {"text": text, "version": version, **more}
    return client.post(at(draft, "/answers/1/autosave"), data=data, headers=SCRIPT)


def text_of(draft):
    return answer_of(draft).text


def answer_of(draft):
    first = draft.call.questions.order_by(Question.position).first()
    return Answer.get((Answer.proposal == draft) & (Answer.question == first))


def test_an_answer_is_saved_while_it_is_typed_and_tells_the_servers_time(amina, draft):
    answer = typed(amina, draft, "Three short words")
    assert answer.status_code == 200
    assert re.search(r"Saved \d\d:\d\d \(Casablanca", answer.text)
    assert re.search(r'name="version"\s+value="2"', answer.text)
    assert "3 words of at most 400 saved" in answer.text
    assert "<html" not in answer.text
    assert text_of(draft) == "Three short words"


def test_the_page_says_how_scripts_save_and_works_without_them(amina, draft):
    page = amina.get(at(draft, "/answers/1")).text
    assert f'hx-post="{at(draft, "/answers/1/autosave")}"' in page
    assert 'aria-live="polite"' in page
    assert "includeIndicatorStyles" in page
    assert "<style" not in page
    assert " style=" not in page
    assert "hx-on" not in page
    saved = amina.post(at(draft, "/answers/1"), data={"text": "By the button", "version": 1})
    assert saved.status_code == 303


def test_a_text_that_is_too_long_to_keep_is_told_and_changes_nothing(amina, draft):
    before = text_of(draft)
    answer = typed(amina, draft, "w" * 20_001)
    assert answer.status_code == 422
    assert "longer than the portal keeps" in answer.text
    assert text_of(draft) == before


def test_two_who_write_at_once_see_both_texts_and_a_suggestion(amina, badr, draft):
    base = text_of(draft).strip()
    typed(badr, draft, f"{base} A doctor comes.", base=base)
    answer = typed(amina, draft, f"In short: {base}", base=base)
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#conflict"
    assert "Badr saved this text meanwhile" in answer.text
    assert "You worked on different places" in answer.text
    assert f"In short: {base} A doctor comes." in answer.text
    assert text_of(draft) == f"{base} A doctor comes."


def test_an_older_page_never_overwrites_by_typing_on(amina, badr, draft):
    typed(badr, draft, "Theirs.")
    for text in ("Mine.", "Mine, more."):
        assert typed(amina, draft, text).status_code == 409
    assert text_of(draft) == "Theirs."


def test_the_three_ways_out_of_a_conflict(amina, badr, draft):
    typed(badr, draft, "Theirs.")
    page = amina.post(at(draft, "/answers/1"), data={"text": "Mine.", "version": 1, "base": ""})
    assert page.status_code == 409
    assert "Theirs. Mine." in page.text
    assert "You both changed the same place" in page.text
    agreed = {"version": 1, "agreed": 2, "text": "Mine."}
    both = {**agreed, "merged": "Theirs and mine.", "choice": "merged"}
    assert amina.post(at(draft, "/answers/1"), data=both).status_code == 303
    assert text_of(draft) == "Theirs and mine."
    own = {**agreed, "agreed": 3, "choice": "mine"}
    assert amina.post(at(draft, "/answers/1"), data=own).status_code == 303
    assert text_of(draft) == "Mine."


def test_a_decision_against_an_older_version_is_shown_again(amina, badr, draft):
    typed(badr, draft, "Theirs.")
    typed(badr, draft, "Theirs, newer.", 2)
    late = {"version": 1, "agreed": 2, "text": "Mine.", "merged": "Both.", "choice": "merged"}
    page = amina.post(at(draft, "/answers/1"), data=late)
    assert page.status_code == 409
    assert "Theirs, newer." in page.text
    assert "Both." in page.text


def test_an_ended_session_is_told_to_the_script_with_the_way_back(amina, draft):
    SignIn.update(revoked_at=clock.now()).execute()
    here = {**SCRIPT, "HX-Current-URL": f"http://localhost{at(draft, '/answers/1')}"}
    data = {"text": "Typed in time", "version": 1}
    answer = amina.post(at(draft, "/answers/1/autosave"), data=data, headers=here)
    assert answer.status_code == 401
    assert f"/sign-in?next={at(draft, '/answers/1')}" in answer.text
    assert "kept in this browser" in answer.text
    assert "<html" not in answer.text


def test_a_page_sent_after_the_session_ended_gives_the_typed_text_back(amina, draft):
    before = text_of(draft)
    SignIn.update(revoked_at=clock.now()).execute()
    data = {"text": "Typed for an hour.", "version": 1, "csrf_token": "secret-token"}
    page = amina.post(at(draft, "/answers/1"), data=data)
    assert page.status_code == 401
    assert "Typed for an hour." in page.text
    assert "The portal keeps no copy of it" in page.text
    assert "secret-token" not in page.text
    assert f"/sign-in?next={at(draft, '/answers/1')}" in page.text
    assert text_of(draft) == before


def test_a_form_with_a_password_is_never_given_back(app):
    data = {"current": "my old password", "new": "my new password"}
    answer = app.test_client().post("/account/password", data=data)
    assert answer.status_code == 302


def test_a_late_text_is_refused_in_words_that_a_script_can_show(amina, draft):
    past = db.read_clock() - timedelta(seconds=1)
    Call.update(deadline=past).where(Call.id == draft.call_id).execute()
    answer = typed(amina, draft, "Too late")
    assert answer.status_code == 422
    assert "The deadline has passed" in answer.text
    assert "<html" not in answer.text


HANDOVER = "The town takes over in three years."


@pytest.fixture
def field(amina, draft):
    """The name of the first text of the part on handover."""
    page = amina.get(at(draft, "/parts/handover")).text
    return re.search(r'<textarea[^>]*name="(\w+)"', page)[1]


def fill_in(client, draft, field, text, version=0):
    data = {field: text, "version": version}
    return client.post(at(draft, "/parts/handover/autosave"), data=data, headers=SCRIPT)


def test_a_part_is_saved_while_it_is_filled_in(amina, badr, draft, field):
    answer = fill_in(amina, draft, field, HANDOVER)
    assert answer.status_code == 200
    assert "Saved " in answer.text
    assert 'value="1"' in fill_in(amina, draft, field, HANDOVER).text
    late = fill_in(badr, draft, field, "Never.")
    assert late.status_code == 409
    assert "colleague saved this section meanwhile" in late.text
    assert ProposalPart.get().content["values"][field] == HANDOVER


def test_a_part_has_a_history_too(amina, draft, field):
    fill_in(amina, draft, field, HANDOVER)
    amina.post(at(draft, "/parts/handover"), data={field: "Shorter.", "version": 1})
    kept = DraftVersion.select().where(DraftVersion.section == "handover")
    oldest = kept.order_by(DraftVersion.version).first()
    assert kept.count() == 2
    way = at(draft, f"/versions/{oldest.id}")
    assert HANDOVER in amina.get(way).text
    amina.post(way, data={"version": 2})
    assert ProposalPart.get().content["values"][field] == HANDOVER


def test_a_part_with_something_to_correct_is_told_and_not_saved(amina, draft, field):
    answer = fill_in(amina, draft, field, "w" * 30_000)
    assert answer.status_code == 422
    assert "to be corrected first" in answer.text
    assert ProposalPart.select().count() == 0


def test_who_else_is_there_is_told_on_the_page(amina, badr, draft):
    badr.post(at(draft, "/presence/answer-1"), headers=SCRIPT)
    assert "Here now: Badr" in amina.post(at(draft, "/presence/answer-1"), headers=SCRIPT).text
    assert "Here now: Badr" in amina.get(at(draft, "/answers/1")).text
    assert "Here now: Badr" in amina.get(at(draft)).text
    assert amina.post(at(draft, "/presence/weather"), headers=SCRIPT).status_code == 404


def test_sections_are_given_to_people_on_one_page(amina, badr, draft, partner):
    page = amina.get(at(draft, "/team")).text
    key = re.search(r'value="([0-9a-f-]{36})">Badr', page)[1]
    sent = amina.post(at(draft, "/team"), data={"section_2": key, "seen_section_2": ""})
    assert sent.status_code == 303
    assert DraftAssignment.get().section == "answer-1"
    assert "To be written by Badr" in amina.get(at(draft)).text
    work = badr.get("/work").text
    assert "Write the section that was given to you" in work
    assert at(draft, "/team/answer-1") in work
    assert "This section is yours to write" in badr.get(at(draft, "/team/answer-1")).text
    badr.post(at(draft, "/team/answer-1/done"))
    assert "who says it is done" in amina.get(at(draft, "/team/answer-1")).text
    late = amina.post(at(draft, "/team"), data={"section_2": key, "seen_section_2": ""})
    assert late.status_code == 422
    assert "it is with Badr now" in late.text


def test_comments_are_written_resolved_and_refused_with_what_was_typed(amina, badr, draft):
    here = at(draft, "/team/budget")
    assert amina.post(here, data={"text": "Is this gross?"}).status_code == 303
    assert "Is this gross?" in badr.get(here).text
    assert "1 comment waits" in badr.get(at(draft)).text
    empty = amina.post(here, data={"text": "   "})
    assert empty.status_code == 422
    assert "Write the comment." in empty.text
    long = amina.post(here, data={"text": "w" * 4_001})
    assert long.status_code == 422
    assert "w" * 4_001 in long.text
    comment = DraftComment.get()
    badr.post(at(draft, f"/comments/{comment.id}/resolve"))
    assert "Resolved" in amina.get(here).text
    assert amina.get(at(draft, "/team/weather")).status_code == 404


def test_nobody_outside_the_partner_reaches_comments_history_or_presence(app, amina, draft):
    amina.post(at(draft, "/team/budget"), data={"text": "Between us."})
    office = [browser(app, role) for role in (Role.PROCUREMENT_OFFICER, Role.AUDITOR)]
    other = browser(app, *PARTNER_ROLES, partner=factories.partner())
    for client in (*office, other):
        for rest in ("/team", "/team/budget", "/clone", "/answers/1/reuse"):
            assert client.get(at(draft, rest)).status_code == 403
        assert client.post(at(draft, "/presence/budget")).status_code == 403


def test_an_earlier_version_is_compared_and_brought_back(amina, badr, draft):
    old = text_of(draft)
    typed(badr, draft, "New.")
    page = amina.get(at(draft, "/team/answer-1")).text
    address = re.search(r'href="([^"]*/versions/[^"]+)"', page)[1]
    compared = amina.get(address).text
    assert old.strip() in compared
    assert "New." in compared
    stale = amina.post(address, data={"version": 1})
    assert stale.status_code == 409
    assert amina.post(address, data={"version": 2}).status_code == 303
    assert text_of(draft) == old


def test_an_earlier_answer_is_taken_over(amina, draft, partner):
    other = factories.proposal(factories.call(CallState.PUBLISHED), partner)
    earlier = answer_of(other)
    Answer.update(text="What we wrote last year.").where(Answer.id == earlier.id).execute()
    page = amina.get(at(draft, "/answers/1/reuse")).text
    assert "What we wrote last year." in page
    none = amina.post(at(draft, "/answers/1/reuse"), data={"version": 1})
    assert none.status_code == 422
    assert "Choose an answer." in none.text
    sent = {"answer": str(earlier.id), "place": "after", "version": 1}
    assert amina.post(at(draft, "/answers/1/reuse"), data=sent).status_code == 303
    assert text_of(draft).endswith("\n\nWhat we wrote last year.")
    stale = amina.post(at(draft, "/answers/1/reuse"), data=sent)
    assert stale.status_code == 409


def test_without_a_like_question_the_page_says_so(amina, draft):
    Answer.delete().where(Answer.proposal != draft).execute()
    assert "not answered a question like this" in amina.get(at(draft, "/answers/1/reuse")).text


def test_another_lot_is_copied_and_what_is_written_is_asked_for(amina, draft, call, partner):
    assert "no other proposal" in amina.get(at(draft, "/clone")).text
    lot = call.lots.where(Lot.number == 2).first()
    second = factories.proposal(call, partner, lot=lot)
    Answer.update(text="Of lot two.").where(Answer.proposal == second).execute()
    way = at(draft, f"/clone/{second.id}")
    assert way in amina.get(at(draft, "/clone")).text
    page = amina.get(way).text
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page)[1]
    assert seen == "answer-1:1,answer-2:1"
    amina.post(way, data={"seen": seen})
    assert text_of(draft) != "Of lot two."
    amina.post(way, data={"seen": seen, "replace": ["answer-1"]})
    assert text_of(draft) == "Of lot two."
    stale = amina.post(way, data={"seen": "answer-2:9", "replace": ["answer-2"]})
    assert stale.status_code == 422
    assert "Nothing was copied" in stale.text


def test_typing_on_leaves_one_line_in_the_timeline(amina, draft):
    Answer.update(saved_at=clock.now() - timedelta(hours=1)).execute()
    for version, text in enumerate(("One", "One two", "One two three"), 1):
        typed(amina, draft, text, version)
    named = Event.select().where(Event.name == "proposal.autosaved")
    assert named.count() == 1
    assert "Answer saved while writing" in amina.get(at(draft)).text


def test_a_page_and_all_it_needs_stay_under_150_kb(amina, draft):
    page = amina.get(at(draft, "/answers/1")).text
    names = set(re.findall(r'/static/([^"?]+)', page))
    files = [(ROOT / "static" / name).read_bytes() for name in names]
    fonts = sorted((ROOT / "static" / "vendor" / "fonts").glob("noto-sans-latin-[47]*"))
    whole = sum(len(gzip.compress(each)) for each in [page.encode(), *files])
    assert {"autosave.js", "vendor/htmx/htmx.min.js"} <= names
    assert whole + sum(font.stat().st_size for font in fonts) < LIMIT


def test_what_a_person_saved_by_the_button_is_in_the_history_too(amina, draft):
    row = Answer.select().where(Answer.proposal == draft).first()
    whole = proposals.by_id(draft.id)
    by = factories.actor(*PARTNER_ROLES, partner=draft.partner)
    proposal_drafts.save_answer(
        whole, AnswerDraft(row.question, "Now.", row.version), by, clock.now()
    )
    assert DraftVersion.select().where(DraftVersion.proposal == draft).count() == 2
    assert Proposal.select().count() == 1
