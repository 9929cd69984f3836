"""A contract from the award to its end, each person in a browser of their own."""

import pytest

from portal.db import atomic
from portal.domain.closing import ITEMS
from tests.browser import closing, contracting, walk
from tests.browser.conftest import serve


@pytest.fixture
def staged(app, request):
    """What a walk begins with and its people, before it is served."""
    with atomic():
        return app, request.param()


@pytest.fixture
def portal(staged, tmp_path, monkeypatch):
    """The address of a running portal that shares its database with the test."""
    app, _people = staged
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    with serve(tmp_path, app.config["DATABASE_URL"]) as address:
        yield address


@pytest.mark.sqlite_only
@pytest.mark.parametrize("staged", [contracting.awarded], indirect=True)
def test_a_contract_from_its_award_to_its_end(staged, visit):
    at = contracting.meet(visit, staged[1], language="fr")
    here = contracting.assemble(at.buyer)
    contracting.change_clause(at.buyer, here, "C21", ".", " at all times.")
    contracting.deviate(at, here, "C21")
    contracting.offer(at, here)
    two_rounds(at, here)
    contracting.sign_both(at, here)
    at.signatory.goto(here)
    assert at.signatory.locator("a[href$='/pictures']").count()

    one = contracting.amend_budget(at, here)
    assert contracting.state_of(at.signatory, one) == "En vigueur"
    suspended_and_ended(at, here)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("staged", [closing.over], indirect=True)
def test_a_contract_whose_period_is_over_is_completed_and_closed(staged, visit):
    at = contracting.meet(visit, staged[1], language="fr")
    here = closing.complete(at.programme)
    assert closing.refuse_to_close(at.head, here) == len(ITEMS) - 3
    closing.settle_milestones(at, here)
    closing.hand_over_asset(at.programme, here)
    closing.destroy_data(at.guard, here)
    assert contracting.state_of(at.writer, here) == "Achevé, à clôturer"
    closing.refund(at.finance, here)
    closing.close(at.head, here)

    assert contracting.state_of(at.writer, here) == "Clos"
    assert walk.paper(at.writer, f"{here}.pdf").startswith(b"%PDF")
    only_read(at, here)


def only_read(at, here):
    """Nobody is offered a change, and whoever asks for one by its address is refused."""
    for page in (at.programme, at.finance, at.head, at.writer):
        page.goto(here)
        assert not page.locator("main form, main .actions").count()
        assert page.evaluate("document.documentElement.scrollWidth") <= contracting.WIDTH
    for page, act in ((at.programme, "assets/new"), (at.finance, "refund"), (at.head, "close")):
        assert page.goto(f"{here}/{act}").status in {403, 409}


def suspended_and_ended(at, here):
    """The contract is suspended, goes on, and is ended for a ground that needs no period."""
    contracting.give_notice(at, here, "suspension", "persons_at_risk")
    assert contracting.state_of(at.signatory, here) == "Suspendu"
    contracting.give_notice(at, here, "resumption", "cause_gone")
    assert contracting.state_of(at.signatory, here) == "En vigueur"
    notice = contracting.give_notice(at, here, "termination", "fraud")
    assert contracting.state_of(at.signatory, here) == "Résilié"
    assert walk.paper(at.signatory, f"{notice}.pdf").startswith(b"%PDF")


def two_rounds(at, here):
    """The partner proposes words twice: the office takes them over, then it does not."""
    contracting.propose(at.signatory, here, "C28", "60", "90")
    contracting.hand_back(at.signatory, here)
    at.buyer.goto(here)
    contracting.send(at.buyer, "/take-over")
    contracting.deviate(at, here, "C28")
    contracting.offer(at, here)
    at.signatory.goto(f"{here}/versions/2")
    assert "90" in at.signatory.locator("ins").first.inner_text()

    contracting.propose(at.signatory, here, "C28", "90", "120")
    contracting.hand_back(at.signatory, here)
    at.buyer.goto(here)
    contracting.send(at.buyer, "/resolve")
    contracting.offer(at, here)
