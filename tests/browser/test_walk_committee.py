"""Five people of a committee at once, each in a browser of their own, up to the award."""

from types import SimpleNamespace

import pytest

from portal.db import atomic
from portal.domain.actions import Role, SeatKind
from portal.domain.call_terms import GovernmentPart
from portal.domain.lifecycle import ProposalState
from portal.models import Seat
from portal.services import opening
from tests import factories
from tests.browser import awarding, walk
from tests.browser.conftest import serve, sign_in

WON, LOST = "Association Nour", "Association Najm"
GOVERNMENT = {
    GovernmentPart.VOTE: SeatKind.VOTING,
    GovernmentPart.NO_OBJECTION: SeatKind.NO_OBJECTION,
}
SEATS = ("chair", "first", "second", "government", "observer")
OFFICE = {
    "buyer": Role.PROCUREMENT_OFFICER,
    "reviewer": Role.PROCUREMENT_OFFICER,
    "head": Role.HEAD_OF_OFFICE,
}


@pytest.fixture
def staged(app, request):
    """An opened call with its people for a part of the government, before it is served."""
    with atomic():
        return app, opened(request.param)


@pytest.fixture
def portal(staged, tmp_path, monkeypatch):
    """The address of a running portal that shares its database with the test."""
    app, _call = staged
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    with serve(tmp_path, app.config["DATABASE_URL"]) as address:
        yield address


@pytest.fixture
def met(staged, visit):
    """Give everybody who deals with the call a browser of their own."""
    slug, people = staged[1]
    pages = {name: visit(width=360) for name in people}
    for name, page in pages.items():
        sign_in(page, people[name].email, factories.PASSWORD)
    return SimpleNamespace(slug=slug, people=people, **pages)


def opened(part):
    """A call with two opened proposals, a seat of the government, and an observer."""
    call = factories.closed_call(0, seats=3, government_part=part)
    for partner in (WON, LOST):
        given = {"number": None, "submitted_at": factories.NOON}
        factories.proposal(call, factories.partner(partner), ProposalState.SUBMITTED, **given)
    seat(call, GOVERNMENT[part], government=True)
    seat(call, SeatKind.OBSERVER)
    order = (Seat.chair.desc(), Seat.kind == SeatKind.OBSERVER, Seat.government)
    seats = Seat.select().where(Seat.call == call).order_by(*order)
    people = {name: each.person for name, each in zip(SEATS, seats, strict=True)}
    people |= {name: factories.person(role) for name, role in OFFICE.items()}
    officers = [factories.actor(Role.PROCUREMENT_OFFICER), factories.actor(Role.LEGAL_OFFICER)]
    opening.start(call, officers[0], factories.moment())
    opening.confirm(opening.call_by_slug(call.slug), officers[1], factories.moment())
    return call.slug, people


def seat(call, kind, **facts):
    """A seat beside those of the members."""
    holder = factories.person(Role.COMMITTEE_MEMBER)
    Seat.create(call=call, person=holder, kind=kind, **facts)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("staged", [GovernmentPart.VOTE], indirect=True)
def test_five_people_at_once_reach_an_award_and_the_government_votes(met):
    voters = ("chair", "first", "second", "government")
    decide(met, voters)
    awarding.approve(met.buyer, met.reviewer, met.head, met.slug)
    assert WON in met.head.inner_text("main")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("staged", [GovernmentPart.NO_OBJECTION], indirect=True)
def test_the_award_is_frozen_until_the_government_has_no_objection(met):
    decide(met, ("chair", "first", "second"))
    awarding.hand_over(met.buyer, met.reviewer, met.slug)
    met.head.goto(f"/calls/{met.slug}/award")
    assert "The award waits for the government" in met.head.inner_text("main")
    assert not met.head.get_by_role("button", name=awarding.APPROVE, exact=True).count()
    met.government.goto(f"/calls/{met.slug}/objection")
    met.government.check("input[name=answer][value=no]")
    walk.press(met.government, "Send the answer")
    awarding.grant(met.head, met.slug)
    assert WON in met.head.inner_text("main")


def decide(met, voters):
    """From the declarations to the signed minutes: everybody does their part at once."""
    for name in SEATS:
        walk.declare(getattr(met, name), met.slug)
    walk.screen_all(met.buyer, met.slug)
    met.buyer.goto(f"/calls/{met.slug}/screening")
    walk.press(met.buyer, "Start scoring")
    for name in voters:
        walk.score_all(getattr(met, name), met.slug, {WON: 4, LOST: 3})
    met.observer.goto(f"/calls/{met.slug}/observations")
    walk.fill(met.observer, text="The visit of the apartments should be announced.")
    walk.press(met.observer, "Add to the minutes")
    walk.reveal(met.chair, met.slug)
    pages = [getattr(met, name) for name in voters]
    names = [met.people[name].name for name in voters]
    awarding.agree(pages, names, met.slug, factories.PASSWORD)
