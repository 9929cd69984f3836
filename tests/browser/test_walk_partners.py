"""Walks of partners: a round of clarifications, and an organisation from start to verified."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.play.people import SAMPLE
from tests.browser import sealing, walk
from tests.browser.people import BY_KEY, NAMES
from tests.browser.registering import (
    HOUSE,
    IBAN,
    OWNER,
    OWNER_MAIL,
    attach,
    bank,
    confirm,
    declare,
    follow,
    join,
    let_in,
    open_match,
    profile,
    register,
    send,
    text,
)

ASKER, ASKING = NAMES["nour_owner"], "Association Nour Bouregreg"
SEATS = [NAMES[key] for key in ("member_chair", "member_shelter", "authority")]
ASKED = f"{ASKING} rents a kitchen in Marrakech. May two apartments share it?"
TELLING = f"May two apartments share the kitchen of {ASKING}?"
EDITED = "May two apartments share a kitchen?"
REPLY = "Yes, when both are in one building and each family has its own hours."
COMMENT = "The question still names who asked. Take the name out."
LATE = "May the kitchen be in the house next door?"

LISTED = "Nadia EL FASSI-TAZI"
REASON = "Date of birth, place of birth and the photograph were compared and all differ."
ENTRY = f"""<INDIVIDUAL><DATAID>9009888</DATAID><FIRST_NAME>{LISTED}</FIRST_NAME>
<REFERENCE_NUMBER>SMP-0888</REFERENCE_NUMBER></INDIVIDUAL></INDIVIDUALS>"""


def words(pdf):
    read = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(read.split())


def published(visit, officer, head, buyer):
    """Draft a call for a new centre and publish it."""
    walk.register_centre(officer)
    slug = walk.draft_call(officer, SEATS)
    walk.step(head, slug, "Approve")
    sealing.ceremony(visit, slug)
    walk.step(buyer, slug, "Publish")
    return slug


def ask(page, question):
    """Ask a question on the call whose page is open."""
    follow(page, "/clarifications/ask")
    walk.fill(page, question=question)
    walk.save(page)


def open_question(page, slug, question):
    page.goto(f"/calls/{slug}/clarifications/desk")
    walk.go(page, question)


def answer(page, edited):
    walk.fill(page, edited=edited, answer=REPLY)
    walk.press(page, "Save the draft")


@pytest.mark.sqlite_only
def test_a_clarification_round_tells_nobody_who_asked(visit):  # noqa: PLR0915 - one story
    officer, head = visit(BY_KEY["programme"]), visit(BY_KEY["head"])
    buyer, reader = (
        visit(BY_KEY["procurement_first"]),
        visit(BY_KEY["procurement_second"], language="fr"),
    )
    asker = visit(BY_KEY["nour_owner"], language="fr", width=360)
    walk.set_clock_right(officer)
    slug = published(visit, officer, head, buyer)

    asker.goto(f"/calls/{slug}")
    ask(asker, ASKED)
    assert ASKED in text(asker)
    open_question(buyer, slug, ASKED)
    walk.go(buyer, "Edit and answer")
    answer(buyer, TELLING)
    assert f"stand in the text for all: {ASKING}." in text(buyer)

    return_to_the_drafter(reader, slug)
    open_question(buyer, slug, TELLING)
    assert COMMENT in text(buyer)
    walk.go(buyer, "Edit and answer")
    answer(buyer, EDITED)
    release(reader, slug)
    publish(buyer, slug)

    visitor = visit(language="fr", width=360)
    visitor.goto(f"/calls/{slug}")
    follow(visitor, "/clarifications/")
    assert EDITED in text(visitor)
    assert REPLY in text(visitor)
    paper = walk.paper(visitor, f"/calls/{slug}/clarifications/1.pdf")
    assert EDITED in words(paper)
    walk.mail_to(visitor, BY_KEY["nour_owner"])
    nowhere(slug, words(paper), visitor, head, visit(BY_KEY["member_chair"]))

    refused_after_the_date(asker, officer, slug)
    walk.set_clock_right(officer)


def return_to_the_drafter(page, slug):
    """Return the answer as its second reader, from the page of the questions."""
    page.goto("/work")
    follow(page, f"{slug}/clarifications/desk")
    walk.go(page, TELLING)
    follow(page, "/return")
    walk.fill(page, comment=COMMENT)
    walk.save(page)


def release(page, slug):
    """Release the answer as its second reader; the name is not in it any more."""
    open_question(page, slug, EDITED)
    follow(page, "/release")
    assert ASKING not in page.content()
    walk.save(page)


def publish(page, slug):
    page.goto(f"/calls/{slug}/clarifications/desk")
    walk.go(page, "Choose and publish")
    walk.press(page, "Publish the answers")
    assert "Published." in text(page)


def nowhere(slug, printed, *readers):
    """Nobody who reads the answers finds the asker in them, nor in the log of the call."""
    places = [f"/calls/{slug}", f"/calls/{slug}/clarifications/"]
    for reader in readers:
        for place in places:
            reader.goto(place)
            assert ASKING not in reader.content()
            assert ASKER not in reader.content()
    assert ASKING not in printed
    assert ASKER not in printed


def refused_after_the_date(page, clerk, slug):
    """A question sent after its date is refused in words, and what was typed stays."""
    page.goto(f"/calls/{slug}")
    follow(page, "/clarifications/ask")
    walk.move_clock(clerk, datetime.now() + timedelta(days=9))  # noqa: DTZ005 - typed
    walk.fill(page, question=LATE)
    walk.save(page)
    assert page.locator(".errors li").count() == 1
    assert page.input_value("[name=question]") == LATE
    page.goto(f"/calls/{slug}/clarifications/")
    assert LATE not in page.content()
    assert page.locator("main a[href$='/clarifications/ask']").count() == 0


def take_in(page):
    """Take in a sanctions list with an entry that has the name of the owner."""
    newer = (SAMPLE / "sanctions.xml").read_text(encoding="utf-8")
    newer = newer.replace("2025-01-15", "2026-01-15").replace("</INDIVIDUALS>", ENTRY)
    walk.go(page, "Sanctions")
    walk.go(page, "Take in a file")
    file = {"name": "list.xml", "mimeType": "text/xml", "buffer": newer.encode()}
    page.set_input_files("[name=file]", file)
    walk.press(page, "Take in the list")
    assert "The list is in:" in text(page)


def clear(page):
    """Clear the false match: refused without a reason that says what was compared."""
    open_match(page, LISTED)
    page.get_by_label("Not the same").check()
    walk.fill(page, reason="Another person.")
    walk.press(page, "Store the verdict")
    assert page.locator(".errors").count()
    assert page.input_value("[name=reason]") == "Another person."
    walk.fill(page, reason=REASON)
    walk.press(page, "Store the verdict")
    assert "Not the same" in text(page)


def decide(page):
    """Verify the organisation that waits, from the list of one's work."""
    page.goto("/work")
    walk.click(page.locator("main li", has_text=HOUSE).locator("a").first)
    if page.get_by_role("link", name="Answer the questions", exact=True).count():
        walk.go(page, "Answer the questions")
    walk.tick(page.locator("main input[type=radio][value=yes]"))
    page.get_by_label("Verified", exact=True).check()
    walk.press(page, "Decide")


@pytest.mark.sqlite_only
def test_an_organisation_from_registration_to_verified(visit):  # noqa: PLR0915 - one story
    buyer, owner = visit(BY_KEY["procurement_first"]), visit(language="fr", width=360)
    walk.set_clock_right(buyer)
    register(owner, HOUSE, "412/2012", OWNER, OWNER_MAIL)
    confirm(owner, OWNER_MAIL)
    home = owner.url.removeprefix(owner.url[: owner.url.index("/partners/")])
    second = visit()
    join(second)
    let_in(owner)

    owner.goto(f"{home}/verification")
    assert owner.locator("main form").count() == 0
    profile(owner, home)
    bank(owner, second, home)
    attach(owner, home)
    declare(owner, home)
    send(owner, home)

    take_in(buyer)
    decide_too_early(buyer)
    clear(buyer)
    decide(buyer)
    assert "Verified" in text(buyer)
    issue(owner, home)


def decide_too_early(page):
    """A match that nobody has judged keeps the organisation from being verified."""
    open_match(page, LISTED)
    decide(page)
    assert "are not decided yet: 1." in text(page)


def issue(page, home):
    """Issue the profile as a PDF and read it."""
    page.goto(home)
    walk.click(page.locator(f"main form[action$='{home}/issue'] button"))
    printed = words(walk.paper(page, f"{home}/profile-1.pdf"))
    assert HOUSE in printed
    assert IBAN not in printed.replace(" ", "")
