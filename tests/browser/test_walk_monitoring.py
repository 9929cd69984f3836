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
    by_workbook(at, f"{at.report}2", women=100, spent=8_000, opening=8_600, closing=600)
    by_workbook(at, f"{at.report}3", women=100, spent=500, opening=600, closing=100)
    paid(at)
    visited(at)
    seen(at)


def returned_once(at, here):
    """A period is filled in on its pages, returned on one section, corrected and accepted."""
    filing.answer(at.owner, here)
    filing.count(at.owner, here, 40, 30, 20, 10)
    filing.spend(at.owner, here, "20 000", "1 400")
    filing.hold(at.owner, here, opening=0, received=30_000, other=0, closing=8_600)
    filing.submit(at.signatory, here)
    assert filing.state_of(at.signatory) == "Soumis"

    filing.agree_on_money(at.finance, here)
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
    assert "puis réparée" in at.officer.locator("#risks").text_content()


def by_workbook(at, here, **said):
    """A period is filled in without a line, read back, submitted and accepted."""
    filing.offline(at.owner, here, filing.figures_of(here, **said))
    assert "5 sections reprises" in at.owner.inner_text("main")
    filing.submit(at.signatory, here)
    filing.agree_on_money(at.finance, here)
    filing.accept(at.officer, here)
    assert filing.state_of(at.officer) == "Accepted"


def paid(at):
    """The second instalment is certified, verified, approved and paid."""
    filing.request(at.signatory, at.instalment)
    assert filing.state_of(at.signatory) == "Demandée"
    filing.pay(at)
    at.signatory.reload()
    assert filing.state_of(at.signatory) == "Versée"
    assert "TRF 77" in at.signatory.inner_text("main")


def visited(at):
    """A visit with two findings: the partner does what was agreed, the office verifies it."""
    here = filing.plan(at.officer, at.contract)
    filing.check(at.officer, here)
    owner = at.people["owner"]
    filing.find(at.officer, here, owner, "Two taps are broken.", "Repair both taps.")
    filing.find(at.officer, here, owner, "The list is old.", "Post the list of today.")
    filing.conclude(at.officer, here)
    points = filing.comment(at.owner, here)
    assert len(points) == 2
    for point in points:
        settled(at, point)
    filing.close(at.officer, here)
    at.owner.goto(here)
    assert filing.state_of(at.owner) == "Définitive"


def settled(at, point):
    """An action point is done by its owner and verified by another person."""
    at.owner.goto(point)
    walk.fill(at.owner, text="C'est fait.")
    walk.save(at.owner)
    at.officer.goto(point)
    walk.click(at.officer.locator("main button[formaction$='/verify']"))
    at.owner.reload()
    assert filing.state_of(at.owner) == "Vérifié"


def seen(at):
    """The portfolio counts the three reports, and so do pictures and cumulative figures."""
    at.officer.goto("/portfolio/")
    row = at.officer.locator("main tbody tr").first.inner_text()
    assert "MAD\N{NO-BREAK SPACE}29,900" in row
    assert "75%" in row
    walk.click(at.officer.locator("main tbody a[href$='/pictures']").first)
    assert "MAD\N{NO-BREAK SPACE}29,900" in at.officer.inner_text("#money ~ p")
    at.owner.goto(f"{at.contract}/figures")
    assert "Périodes acceptées : 3" in at.owner.inner_text("main").replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "300" in at.owner.inner_text("main tfoot")
