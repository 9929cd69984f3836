"""A call from its first line to its publication, and a change of it afterwards."""

import shutil
from datetime import datetime, timedelta

import pytest
from babel.support import Translations

from portal.config import ROOT
from portal.domain.call_checks import CHECKS
from portal.play.people import SAMPLE_PASSPHRASE, SAMPLE_PASSWORD
from portal.wording import WORDS
from tests.browser import copying, drafting, proposing, sealing, walk
from tests.browser.conftest import serve
from tests.browser.people import BY_KEY

TITLE = "Night shelter in Agadir"
TOO_LATE = WORDS["rule.deadline_passed"]
SAMPLE_DRAFT = "Women and children\N{RIGHT SINGLE QUOTATION MARK}s shelter, Casablanca"
CHANGED = "Winter shelter in Casablanca"
REMARK = "Say how much experience counts, and why."
AUTHORITY = "Rachid Benomar"
MEMBERS = ("Ibrahima Diallo", "Georgi Petkov", "Sreymom Keo")


@pytest.fixture(scope="module")
def folder(sample, tmp_path_factory):
    """A folder with the sample programme for the portal of these walks."""
    folder = tmp_path_factory.mktemp("calls")
    shutil.copytree(sample, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def portal(folder):
    """A portal that holds calls open for 14 days and ends questions 5 working days before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_MINIMUM_PUBLICATION_DAYS", "14")
        patch.setenv("PORTAL_CLARIFICATION_WORKING_DAYS", "5")
        with serve(folder) as address:
            yield address


def said(text, language="fr", **facts):
    """A text of the portal in a language."""
    told = Translations.load(ROOT / "portal" / "translations", [language]).gettext(text)
    return told % facts if facts else told


@pytest.mark.sqlite_only
def test_no_call_is_published_before_every_check_holds(visit):  # noqa: PLR0915 - one story
    officer, head = visit(BY_KEY["programme"]), visit(BY_KEY["head"])
    buyer, stranger = visit(BY_KEY["procurement_first"]), visit()
    walk.set_clock_right(officer)
    planned = plan_the_sample_draft(visit, officer, head, buyer)
    register_under_the_domain_of_the_authority(stranger)

    draft = begin(officer)
    drafting.trip_lots(draft)
    drafting.trip_terms(draft)
    drafting.trip_staffing(draft)
    drafting.trip_timetable(draft)
    drafting.trip_committee(draft, MEMBERS, AUTHORITY)
    drafting.trip_data(draft)
    drafting.trip_basics(draft, BY_KEY["programme"])
    drafting.trip_services(draft)
    drafting.trip_eligibility(draft)
    drafting.trip_documents(draft)
    drafting.trip_criteria(draft)
    drafting.trip_budget(draft)
    drafting.trip_indicators(draft)
    assert draft.unheard() == set()
    assert draft.open_points() == []
    assert officer.locator(".tag-done:text-is('Holds')").count() == len(CHECKS)

    slug = draft.home.rsplit("/", 1)[-1]
    walk.step(officer, slug, "Send for approval")
    assert officer.goto(f"/calls/{slug}/approve").status == 403
    remark_and_return(head, slug)
    answer_the_remark(officer, draft)
    walk.step(officer, slug, "Send for approval")
    walk.step(head, slug, "Approve")
    sealing.ceremony(visit, slug)
    walk.step(buyer, slug, "Publish")
    visitor = visit(width=360, language="fr")
    read_what_is_public(visitor, slug)
    wait_until_published(visitor, planned)
    assert walk.paper(visitor, f"/calls/{slug}.pdf").startswith(b"%PDF")


def plan_the_sample_draft(visit, officer, head, buyer):
    """Let a complete draft be published by the portal itself, while the walk goes on."""
    officer.goto("/calls/")
    walk.go(officer, SAMPLE_DRAFT)
    slug = seat_another_authority(officer)
    walk.step(officer, slug, "Send for approval")
    walk.step(head, slug, "Approve")
    sealing.ceremony(visit, slug)
    buyer.goto(f"/calls/{slug}")
    walk.go(buyer, "Plan the publication")
    buyer.fill("[name=publish_at]", "2020-01-01T12:00")
    walk.press(buyer, "Plan the publication")
    assert "This time has passed. Choose a later one." in buyer.inner_text(".errors")
    today = datetime.now()  # noqa: DTZ005 - a wall time is typed
    buyer.fill("[name=publish_at]", walk.local(today + timedelta(hours=2)))
    walk.press(buyer, "Plan the publication")
    assert "Planned for" in buyer.inner_text("main")
    walk.move_clock(officer, today + timedelta(hours=3))
    return slug


def seat_another_authority(officer):
    """Give the government's seat of a draft to somebody else; return the draft's reference."""
    draft = drafting.Draft(officer)
    draft.open("committee")
    officer.locator(f"select:has(:checked:text-is('{AUTHORITY}'))").select_option(
        label="Georgi Petkov"
    )
    draft.save()
    return draft.home.rsplit("/", 1)[-1]


def wait_until_published(page, slug):
    """Wait until the worker, which looks every minute, has published a planned call."""
    walk.await_words(page, f"/calls/{slug}", SAMPLE_DRAFT)
    assert SAMPLE_DRAFT in page.inner_text("h1")


def register_under_the_domain_of_the_authority(page):
    page.goto("/register")
    walk.fill(page, organisation="Entraide Tizi Oujda", registration="OUJ-2014-3")
    page.select_option("[name=country]", "MA")
    walk.fill(page, name="Idir Amrani", email="idir.amrani@authority.example.org")
    walk.fill(page, password=walk.WORDS)
    walk.press(page, "Register")
    assert "Look at your mail" in page.inner_text("main")


def begin(page):
    """Start a draft for the first centre that is run through a partner."""
    page.goto("/centres/")
    walk.click(page.locator("main a[href*='MAR-CENTRE']").first)
    walk.go(page, "Draft a call")
    walk.fill(page, title=TITLE, background="")
    walk.press(page, "Start the draft")
    return drafting.Draft(page)


def remark_and_return(head, slug):
    head.goto(f"/calls/{slug}")
    walk.go(head, "Comment on a section")
    head.select_option("[name=section]", "criteria")
    walk.fill(head, text=REMARK)
    walk.press(head, "Keep the comment")
    head.goto(f"/calls/{slug}/approve")
    walk.press(head, "Approve")
    assert "not resolved yet: 1" in head.inner_text(".errors")
    head.goto(f"/calls/{slug}")
    assert "Comments are open" in head.inner_text("main")
    walk.go(head, "Return to the author")
    walk.fill(head, comment="Please look at the comment on the criteria.")
    walk.press(head, "Return to the author")
    assert "Call returned to its author" in head.inner_text("main")


def answer_the_remark(officer, draft):
    officer.goto("/work")
    walk.go(officer, "Correct the returned call")
    officer.wait_for_load_state()
    assert officer.get_by_role("link", name="Send for approval", exact=True).count() == 0
    draft.open("criteria")
    assert REMARK in officer.inner_text("main")
    drafting.cells(officer, 1, guidance="Years, places, and one thing that was put right.")
    draft.save()
    draft.open("criteria")
    walk.press(officer, "Mark as resolved")


def read_what_is_public(page, slug):
    """A visitor who is not registered reads everything, and takes it away in every form."""
    page.goto("/calls/")
    walk.go(page, TITLE)
    text = page.inner_text("main")
    for words in ("How do you run the shelter?", "What have you done like it?", "Approach"):
        assert words in text
    assert page.request.get(f"/calls/{slug}.docx").body().startswith(b"PK")
    dates = page.request.get(f"/calls/{slug}.ics").text()
    assert "BEGIN:VALARM" in dates
    assert TITLE in page.request.get("/calls/feed.atom").text()


@pytest.mark.sqlite_only
def test_partners_who_submitted_confirm_or_revise_after_an_addendum(  # noqa: PLR0915 - one story
    visit, folder
):
    officer, head = visit(BY_KEY["programme"]), visit(BY_KEY["head"])
    buyer = visit(BY_KEY["procurement_first"])
    walk.set_clock_right(officer)
    slug = publish_after_an_earlier_call(visit, officer, head, buyer)
    nour = proposing.write(visit(BY_KEY["nour_owner"]), slug, "9 000")
    writer = visit(BY_KEY["jisr_owner"], language="fr", width=360)
    jisr = copying.write_alike(writer, slug, folder, like=nour)
    nour_signs = visit(BY_KEY["nour_signatory"])
    sealing.submit(nour_signs, nour)
    signs = visit(BY_KEY["jisr_signatory"], language="fr", width=360)
    sealing.submit(signs, jisr)
    receipt = receipt_of(signs, jisr)

    near = datetime.now() + timedelta(days=26)  # noqa: DTZ005 - a wall time is typed
    walk.move_clock(officer, near)
    issue_an_addendum(officer, head, buyer, slug)
    visitor = visit(language="fr", width=360)
    read_the_addendum(visitor, slug)

    nour_signs.goto("/work")
    walk.go(nour_signs, "Confirm or revise your proposal after an addendum")
    walk.go(nour_signs, "Read what changed")
    assert "1,400,000" in nour_signs.inner_text("main")
    walk.press(nour_signs, "Confirm the proposal")
    assert "The proposal is confirmed as it stands." in nour_signs.inner_text("body")
    assert walk.paper(nour_signs, f"{nour}/receipt.pdf").startswith(b"%PDF")

    revise(signs, writer, jisr)
    sealing.submit(signs, jisr)
    assert receipt_of(signs, jisr) != receipt
    refused_after_the_deadline(signs, officer, jisr)
    walk.set_clock_right(officer)
    for paper in ("1.pdf", "1/call.pdf"):
        assert walk.paper(visitor, f"/calls/{slug}/addenda/{paper}").startswith(b"%PDF")


def publish_after_an_earlier_call(visit, officer, head, buyer):
    """Start from the sample call; its dates, seats and people are written anew."""
    officer.goto("/centres/")
    walk.click(officer.locator("main a[href*='MAR-CENTRE']").first)
    walk.go(officer, "Draft a call")
    earlier = officer.locator("#start option", has_text=SAMPLE_DRAFT)
    officer.select_option("#start", earlier.get_attribute("value"))
    walk.press(officer, "Use this start")
    walk.fill(officer, title=CHANGED)
    walk.press(officer, "Start the draft")
    draft = drafting.Draft(officer)
    drafting.suggest_dates(draft)
    draft.open("committee")
    first, *others = MEMBERS
    drafting.seats(officer, (first, "voting", "chair"), *((one, "voting") for one in others))
    draft.save()
    slug = draft.home.rsplit("/", 1)[-1]
    walk.step(officer, slug, "Send for approval")
    walk.step(head, slug, "Approve")
    sealing.ceremony(visit, slug)
    walk.step(buyer, slug, "Publish")
    return slug


def receipt_of(page, home):
    page.goto(f"{home}/receipt")
    return page.locator("main .receipt .big").inner_text()


def issue_an_addendum(officer, head, buyer, slug):
    officer.goto(f"/calls/{slug}")
    walk.go(officer, "Change this call by an addendum")
    walk.fill(officer, reason="The donor gives less for this lot.")
    walk.press(officer, "Begin the addendum")
    draft = drafting.Draft(officer)
    draft.open("lots")
    drafting.cells(officer, ceiling="1 400 000")
    draft.save()
    copy = draft.home.rsplit("/", 1)[-1]
    walk.step(officer, copy, "Send for approval")
    walk.step(head, copy, "Approve")
    buyer.goto("/work")
    walk.go(buyer, "Issue the addendum")
    walk.go(buyer, "Issue the addendum")
    assert "The deadline moves" in buyer.inner_text("main")
    walk.press(buyer, "Issue the addendum")
    buyer.wait_for_url("**/addenda/1")
    assert "not changed" not in buyer.inner_text("main .facts")


def read_the_addendum(page, slug):
    page.goto(f"/calls/{slug}")
    walk.go(page, said("Addendum %(number)s", number=1))
    assert "The donor gives less for this lot." in page.inner_text("main")


def revise(signs, writer, home):
    """The signatory takes the proposal back; the owner lowers the budget."""
    signs.goto("/work")
    walk.go(signs, said("Confirm or revise your proposal after an addendum"))
    walk.go(signs, said("Read what changed"))
    walk.go(signs, said("Take the proposal back"))
    signs.fill("[name=passphrase]", SAMPLE_PASSPHRASE)
    walk.save(signs)
    signs.wait_for_url(f"**{home}")
    walk.write_budget(writer, home, "9 100")


def refused_after_the_deadline(signs, clerk, home):
    """Who came to the button in time and pressed it too late is told when it closed."""
    signs.goto(f"{home}/take-back")
    signs.fill("[name=passphrase]", SAMPLE_PASSPHRASE)
    walk.save(signs)
    signs.goto(f"{home}/submit")
    signs.fill("[name=password]", SAMPLE_PASSWORD)
    shut = signs.inner_text("main .facts")
    walk.move_clock(clerk, datetime.now() + timedelta(days=60))  # noqa: DTZ005 - typed
    walk.save(signs)
    told = signs.inner_text(".errors")
    before, after = said(TOO_LATE).split("%(deadline)s")
    assert before in told
    assert after in told
    closed = told.split(before)[1].split(after)[0]
    assert closed in shut
    signs.goto("/proposals/")
    assert said(WORDS["Standing.missed"]) in signs.inner_text("main")
