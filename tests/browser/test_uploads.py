"""A file sent in parts by a real browser: a cut line, a page loaded again, and it goes on."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.domain.uploads import CHUNK
from portal.models import Attachment, PendingUpload, SignIn
from portal.services import files
from tests import factories, papers
from tests.browser.conftest import serve, sign_in

pytestmark = pytest.mark.sqlite_only
CONTENT = papers.pdf(size=3 * CHUNK + 1234)
PARTS = re.compile(r"/uploads/[0-9a-f-]+\?offset=(\d+)$")


@pytest.fixture
def desk(app, tmp_path, monkeypatch, chromium):
    """The page of files of a draft, opened by its owner with scripts, and the file to send."""
    draft = factories.proposal(factories.call(CallState.PUBLISHED))
    owner = factories.person(Role.PARTNER_OWNER, partner=draft.partner)
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    sent = tmp_path / "plan.pdf"
    sent.write_bytes(CONTENT)
    with serve(tmp_path, app.config["DATABASE_URL"], worker=False) as address:
        context = chromium.new_context(
            base_url=address, viewport={"width": 360, "height": 900}, reduced_motion="reduce"
        )
        page = context.new_page()
        sign_in(page, owner.email, factories.PASSWORD)
        page.goto(f"/proposals/{draft.id}/attachments")
        yield page, sent
        context.close()


def choose(page, sent, title="Work plan"):
    page.set_input_files("[name=file]", sent)
    if title:
        page.fill("[name=title]", title)
    page.get_by_role("button", name="Attach the file").click()


def told(page, words):
    page.get_by_role("status").filter(has_text=words).wait_for()


def arrived(page):
    page.get_by_role("link", name="Work plan").wait_for()
    made = Attachment.get()
    assert (made.sent_size, made.sent_sha256) == (len(CONTENT), files.digest(CONTENT))
    assert PendingUpload.select().count() == 0


def test_a_part_that_is_lost_is_sent_again_and_the_rest_goes_on(desk):
    page, sent = desk
    offsets, lost = [], []

    def cut(route):
        offset = int(PARTS.search(route.request.url)[1])
        offsets.append(offset)
        if offset == CHUNK and len(lost) < 2:
            lost.append(offset)
            route.abort()
        else:
            route.continue_()

    page.route(PARTS, cut)
    choose(page, sent)
    told(page, "The line is cut. 1,024 of 3,074 KB are safe.")
    assert Axe().run(page).violations_count == 0
    arrived(page)
    assert offsets == [0, CHUNK, CHUNK, CHUNK, 2 * CHUNK, 3 * CHUNK]


def test_a_line_that_is_lost_for_a_while_comes_back(desk):
    page, sent = desk

    def go_offline(route):
        route.abort()
        page.context.set_offline(True)

    page.route(re.compile(rf"offset={CHUNK}$"), go_offline, times=1)
    choose(page, sent)
    told(page, "The line is cut")
    page.context.set_offline(False)
    arrived(page)


def test_a_page_loaded_again_in_the_middle_goes_on_where_it_was(desk):
    page, sent = desk
    offsets = []
    page.route(re.compile(rf"offset={2 * CHUNK}$"), lambda route: route.abort())
    choose(page, sent)
    told(page, "2,048 of 3,074 KB are safe")
    page.unroute_all()
    page.reload()
    assert page.get_by_text("2,048 of 3,074 KB have arrived").is_visible()
    page.on("request", lambda asked: offsets.extend(PARTS.findall(asked.url)))
    choose(page, sent, title="")
    arrived(page)
    assert offsets == [str(2 * CHUNK), str(3 * CHUNK)]


def test_a_file_that_is_refused_is_told_and_can_be_changed(desk):
    page, sent = desk
    wrong = Path(sent).with_name("page.pdf")
    wrong.write_bytes(b"<html><script>alert(1)</script></html>")
    choose(page, wrong)
    told(page, "Choose a PDF, Word (DOCX)")
    assert page.input_value("[name=title]") == "Work plan"
    choose(page, sent)
    arrived(page)


def test_a_person_who_was_signed_out_is_told_that_what_arrived_is_kept(desk):
    page, sent = desk

    def sign_out(route):
        SignIn.delete().execute()
        route.continue_()

    page.route(re.compile(rf"offset={CHUNK}$"), sign_out, times=1)
    choose(page, sent)
    told(page, "what has arrived is kept")
    assert PendingUpload.get().received == CHUNK
