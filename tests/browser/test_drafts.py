"""Writing together on a bad line: nothing typed is lost, nothing saved is overwritten."""

import re
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.lifecycle import CallState
from portal.models import Answer, DraftVersion, Question, SignIn
from portal.services import clock
from tests import factories, waiting
from tests.browser import walk
from tests.browser.conftest import serve, sign_in
from tests.browser.test_every_page import OUTSIDE

BASE = "We rent ten flats. Two people are there each night."
THEIRS = f"{BASE} A doctor comes on Mondays."
OFFLINE = "Not saved yet: no connection. Your text is kept in this browser."
SAVED = re.compile(r"Saved \d\d:\d\d")
axe = Axe()


@pytest.fixture
def portal(app, tmp_path, monkeypatch):
    """A running portal with the draft of a team in it."""
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    staged()
    with serve(tmp_path, app.config["DATABASE_URL"], worker=False) as address:
        yield address


def staged():
    """A draft with one answer of two, its team, and an answer of last year."""
    partner = factories.partner("Association Amal")
    for name, roles in (("amina", PARTNER_ROLES), ("badr", [Role.PARTNER_EDITOR])):
        email = f"{name}@example.org"
        factories.person(*roles, partner=partner, name=name.title(), email=email)
    parts = ["handover", "risks"]
    call = factories.call(CallState.PUBLISHED, lots=2, proposal_parts=parts)
    draft = factories.proposal(call, partner)
    factories.proposal(factories.call(CallState.PUBLISHED), partner)
    Answer.update(text=BASE).where(Answer.proposal == draft).execute()
    return draft


@pytest.fixture
def team(portal, visit):
    """The pages of two colleagues at the same answer, scripts running."""
    home = f"/proposals/{Answer.get(Answer.text == BASE).proposal_id}"
    people = {}
    for name in ("amina", "badr"):
        people[name] = visit(scripts=True)
        sign_in(people[name], f"{name}@example.org", factories.PASSWORD)
        people[name].goto(f"{home}/answers/1")
    return SimpleNamespace(home=home, **people)


def box(page):
    return page.locator("textarea#text")


def write(page, text):
    """Type at the end of the answer."""
    box(page).press("Control+End")
    box(page).press_sequentially(text)


def told(page, words):
    page.locator("#autosave").get_by_text(words).wait_for()


def stands():
    first = Answer.select().join(Question).where(Question.position == 1)
    return first.where(Answer.proposal == DraftVersion.get().proposal_id).get().text


def clean(page):
    """The page as it stands has no finding of axe and fits a telephone."""
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 360, "height": 800})
    outside = page.evaluate(OUTSIDE)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert outside == []


@pytest.mark.sqlite_only
def test_two_colleagues_write_at_once_and_put_both_texts_together(team):
    team.badr.locator("#here").get_by_text("Here now: Amina").wait_for()
    write(team.badr, " A doctor comes on Mondays.")
    told(team.badr, SAVED)
    box(team.amina).press("Control+Home")
    box(team.amina).press_sequentially("In short: ")
    team.amina.get_by_role("heading", name="Badr saved this text meanwhile").wait_for()
    shown = [team.amina.inner_text(each) for each in ("#own-text", "#their-text")]
    assert [*shown, stands()] == [f"In short: {BASE}", THEIRS, THEIRS]
    clean(team.amina)
    write(team.amina, " More.")
    both = f"In short: {THEIRS}"
    assert team.amina.input_value("textarea#merged") == both
    walk.press(team.amina, "Save both put together")
    team.amina.wait_for_url("**/answers/1")
    waiting.until(lambda: stands() == both, "both texts", 20)
    found = team.amina.locator("[data-kept]")
    found.wait_for()
    assert found.inner_text().endswith("More.")
    walk.press(team.amina, "Forget it, go on with the saved text")
    assert box(team.amina).input_value() == both


@pytest.mark.sqlite_only
def test_what_is_typed_on_a_cut_line_is_kept_and_then_compared(team):
    page = team.amina
    page.context.set_offline(True)
    write(page, " Typed in a tunnel.")
    told(page, OFFLINE)
    page.context.set_offline(False)
    told(page, SAVED)
    assert stands() == f"{BASE} Typed in a tunnel."
    page.context.set_offline(True)
    write(page, " And another.")
    told(page, OFFLINE)
    team.badr.reload()
    write(team.badr, " Badr was here.")
    told(team.badr, SAVED)
    page.context.set_offline(False)
    page.get_by_role("heading", name="Badr saved this text meanwhile").wait_for()
    assert stands().endswith("Badr was here.")
    assert box(page).input_value().endswith("And another.")
    walk.press(page, "Save both put together")
    told(page, "by Amina")
    assert page.locator("[data-kept]").count() == 0


@pytest.mark.sqlite_only
def test_a_page_closed_on_a_cut_line_offers_its_text_when_it_is_opened_again(team):
    page = team.amina
    page.route("**/autosave", lambda route: route.abort())
    write(page, " Nobody may lose this.")
    told(page, OFFLINE)
    page.goto(f"{team.home}/answers/1")
    page.unroute("**/autosave")
    offer = page.get_by_role("heading", name="This browser keeps a text that is not saved")
    offer.wait_for()
    assert box(page).input_value() == BASE
    assert box(page).get_attribute("readonly") is not None
    clean(page)
    walk.press(page, "Go on with the text of this browser")
    told(page, SAVED)
    assert stands() == f"{BASE} Nobody may lose this."
    page.reload()
    assert page.locator("[data-kept]").count() == 0


@pytest.mark.sqlite_only
def test_an_ended_session_keeps_the_typed_text_for_after_the_next_sign_in(team):
    page = team.amina
    SignIn.update(revoked_at=clock.now()).execute()
    write(page, " Typed after the end.")
    link = page.locator("#autosave a")
    link.wait_for()
    link.click()
    page.fill("#email", "amina@example.org")
    page.fill("#password", factories.PASSWORD)
    page.press("#password", "Enter")
    page.locator("[data-kept]").wait_for()
    assert page.inner_text("[data-kept]") == f"{BASE} Typed after the end."
    assert page.inner_text("[data-saved]") == BASE
    walk.press(page, "Go on with the text of this browser")
    told(page, SAVED)
    assert stands() == f"{BASE} Typed after the end."


@pytest.mark.sqlite_only
def test_the_button_after_the_end_of_a_session_gives_the_text_back(team):
    page = team.badr
    write(page, " First.")
    told(page, SAVED)
    SignIn.update(revoked_at=clock.now()).execute()
    page.route("**/autosave", lambda route: route.abort())
    write(page, " Second.")
    walk.press(page, "Save the answer")
    page.get_by_role("heading", name="You were signed out, and this was not saved").wait_for()
    assert page.input_value("#typed").endswith("First. Second.")
    clean(page)
    page.unroute("**/autosave")
    walk.go(page, "Sign in and come back to this page")
    page.fill("#email", "badr@example.org")
    page.fill("#password", factories.PASSWORD)
    page.press("#password", "Enter")
    page.locator("[data-kept]").wait_for()
    page.goto("/account")
    walk.press(page, "Sign out")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('draft:'))") == []


@pytest.mark.sqlite_only
def test_everything_is_reached_by_the_keyboard_and_fits_a_telephone(team):
    page = team.amina
    walk.tab_to(page, "textarea#text")
    page.keyboard.press("Control+End")
    page.keyboard.type(" By keys.")
    told(page, SAVED)
    assert stands() == f"{BASE} By keys."
    walk.tab_to(page, "#here ~ p a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/team/answer-1")
    walk.tab_to(page, "textarea#text")
    page.keyboard.type("Is ten enough?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Is ten enough?").wait_for()
    for rest in ("", "/team", "/team/answer-1", "/clone", "/answers/1/reuse", "/parts/risks"):
        page.goto(team.home + rest)
        clean(page)


@pytest.mark.sqlite_only
def test_a_part_with_rows_is_kept_while_it_is_filled_in(team):
    page = team.badr
    page.goto(f"{team.home}/parts/handover")
    page.locator("main textarea").first.press_sequentially("The town takes over.")
    told(page, SAVED)
    page.reload()
    assert page.locator("main textarea").first.input_value() == "The town takes over."
