"""Reports of a contract, its money and its visits, each person in a browser of their own."""

import pytest

from portal.db import atomic
from tests.browser import filing, walk
from tests.browser.conftest import serve


@pytest.fixture
def staged(app):
    """A contract in force with three periods that are over, before it is served."""
    with atomic():
        return app, filing.in_force()


@pytest.fixture
def portal(staged, tmp_path, monkeypatch):
    """The address of a running portal that shares its database with the test."""
    app, _table = staged
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    with serve(tmp_path, app.config["DATABASE_URL"]) as address:
        yield address


@pytest.mark.sqlite_only
def test_a_contract_is_reported_paid_visited_and_seen_in_the_portfolio(staged, visit):
    at = filing.meet(visit, staged[1])
    returned_once(at, f"{at.report}1")


def returned_once(at, here):
    """A period is filled in on its pages, returned on one section, corrected and accepted."""
    filing.answer(at.owner, here)
    filing.count(at.owner, here, 40, 30, 20, 10)
    filing.spend(at.owner, here, "20 000", "1 400")
    filing.hold(at.owner, here, opening=0, received=30_000, other=0, closing=8_600)
    filing.submit(at.signatory, here)
    assert filing.state_of(at.signatory) == "Soumis"

    filing.send_back(at.officer, here, risks="Which incident took place?")
    assert filing.state_of(at.officer) == "Returned with comments"
    at.owner.goto(f"{here}/edit/narrative/risks")
    assert "Which incident took place?" in at.owner.inner_text("main")
    walk.fill(at.owner, text="Une porte a été cassée, puis réparée.")
    walk.save(at.owner)
    filing.submit(at.signatory, here)
    assert filing.state_of(at.signatory) == "Soumis"
    filing.accept(at.officer, here)
    at.signatory.reload()
    assert filing.state_of(at.signatory) == "Accepté"
    assert "puis réparée" in at.officer.inner_text("#risks")
