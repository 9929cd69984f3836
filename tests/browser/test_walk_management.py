"""The three models in which no partner runs a centre, as the office keeps them by browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.db import atomic
from tests.browser import managing
from tests.browser.conftest import serve


@pytest.fixture
def staged(app):
    """A centre of each model with its people, before it is served."""
    with atomic():
        return app, managing.staged()


@pytest.fixture
def portal(staged, tmp_path, monkeypatch):
    """The address of a running portal that shares its database with the test."""
    app, _stage = staged
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    with serve(tmp_path, app.config["DATABASE_URL"], worker=False) as address:
        yield address


@pytest.mark.sqlite_only
def test_centres_that_no_partner_runs_are_kept_from_the_first_draft_on(staged, visit):
    at = managing.meet(visit, staged[1])
    plan = managing.plan_handover(at)
    managing.mark_by_keyboard(at.colleague, plan)

    procedures = managing.keep_procedures(at)
    roster = managing.keep_roster(at)

    managing.agree_jointly(at)
    meeting = managing.decide_jointly(at)
    assert managing.state_of(at.officer) == "Carried out"

    clearance = managing.clear_payments(at)
    managing.pay_worker(at, clearance)
    at.colleague.goto(clearance)
    assert "20 000 MAD sur 60 000 MAD" in tidy(at.colleague.inner_text("#paid ~ p"))
    sound(at.looker, plan, procedures, roster, meeting)


def sound(page, *addresses):
    """Pages fit a telephone, and axe finds nothing on them."""
    for address in addresses:
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def tidy(words):
    """Text with plain spaces."""
    return " ".join(words.split())
