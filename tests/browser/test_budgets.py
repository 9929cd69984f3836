"""The budget in a real browser: added up as it is typed, by the rules of the server."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import BudgetLine, Proposal
from tests import factories
from tests.browser import walk
from tests.browser.conftest import serve, sign_in

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def desk(app, tmp_path, monkeypatch, chromium):
    """The page of the budget of a draft, opened by its owner with scripts on a telephone."""
    draft = factories.proposal(factories.call(CallState.PUBLISHED))
    owner = factories.person(Role.PARTNER_OWNER, partner=draft.partner)
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    with serve(tmp_path, app.config["DATABASE_URL"], worker=False) as address:
        context = chromium.new_context(
            base_url=address, viewport={"width": 360, "height": 900}, reduced_motion="reduce"
        )
        page = context.new_page()
        sign_in(page, owner.email, factories.PASSWORD)
        page.goto(f"/proposals/{draft.id}/budget")
        yield page
        context.close()


def shown(page, name):
    return page.locator(f"[data-sum={name}] output").text_content()


def test_the_budget_is_added_up_as_it_is_typed(desk):
    page = desk
    assert shown(page, "total") == "MAD 432,000"
    page.fill("[name=lines-0-share]", "75,5")
    page.select_option("[name=lines-0-own]", "kind")
    assert shown(page, "total") == "MAD 326,160"
    assert shown(page, "kind") == "MAD 105,840"
    page.fill("[name=indirect]", "50")
    assert page.locator(".over", has_text="more than 7 percent of the direct").is_visible()
    page.fill("[name=lines-0-quantity]", "400")
    assert page.locator(".over", has_text="more than the ceiling of").is_visible()
    assert Axe().run(page).violations_count == 0
    page.fill("[name=lines-0-quantity]", "4")
    page.fill("[name=indirect]", "")
    walk.press(page, "Save and add up")
    page.get_by_text("326,160").first.wait_for()


def test_the_pages_of_spreadsheets_fit_a_telephone(desk):
    page = desk
    home = page.url.removesuffix("/budget")
    for rest in ("/budget/import", "/import"):
        page.goto(home + rest)
        assert page.evaluate("document.documentElement.scrollWidth") <= 361
        assert Axe().run(page).violations_count == 0


SAVED = re.compile(r"Saved \d\d:\d\d")


def told(page, words):
    page.locator("#autosave").get_by_text(words).wait_for()


def test_the_budget_is_kept_while_it_is_typed(desk):
    page = desk
    page.fill("[name=lines-0-unit_cost]", "9 000,50")
    told(page, SAVED)
    page.locator("#budget-state").get_by_text("MAD 432,024").wait_for()
    page.locator("#budget-sum").get_by_text("432,024").first.wait_for()
    page.fill("[name=lines-1-quantity]", "3")
    told(page, "to be corrected first")
    page.reload()
    page.get_by_role("heading", name="This browser keeps a text that is not saved").wait_for()
    assert page.locator("[data-kept]").inner_text().strip() == "3"
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 361
    page.get_by_role("button", name="Forget it, go on with the saved text").click()
    page.fill("[name=lines-0-quantity]", "5")
    walk.press(page, "Save and add up")
    page.locator("#budget-state").get_by_text("MAD 540,030").wait_for()
    assert page.locator("[data-kept]").count() == 0


def test_a_budget_typed_on_a_cut_line_is_kept_and_a_colleagues_one_stays(desk):
    page = desk
    page.context.set_offline(True)
    page.fill("[name=lines-0-quantity]", "5")
    told(page, "no connection")
    Proposal.update(budget_version=Proposal.budget_version + 1).execute()
    page.context.set_offline(False)
    told(page, "a colleague saved this section meanwhile")
    assert BudgetLine.get().quantity == 4
    walk.press(page, "Save and add up")
    page.get_by_text("Saved meanwhile by somebody else").first.wait_for()
    assert page.input_value("[name=lines-0-quantity]") == "5"
