"""Who is told of a correction that is proposed, and of what became of it."""

import pytest

from portal.domain.actions import Role
from portal.models import Effect, Report
from portal.services import accounts, corrections
from tests import correcting, pictured
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def told(template):
    mails = (each.payload for each in Effect.select().where(Effect.kind == "mail"))
    return {each["to"] for each in mails if each["template"] == template}


@pytest.fixture
def report():
    return Report.get(contract=pictured.contract((90, 20_000)), number=1)


def test_those_who_decide_are_told_all_but_who_asks(report):
    asks, decides = (make.person(Role.PROGRAMME_OFFICER) for _ in range(2))
    head = make.person(Role.HEAD_OF_OFFICE)
    row = report.actuals.first()
    given = (row.indicator_id, make.reached(80, women=40, men=40, girls=0, boys=0))
    corrections.propose(report, given, "Counted twice.", accounts.actor_of(asks), pictured.AT)
    assert told("correction_proposed") >= {decides.email, head.email}
    assert asks.email not in told("correction_proposed")


@pytest.mark.parametrize("answer", ["approve", "refuse"])
def test_who_asked_and_the_partner_are_told_what_became_of_it(report, answer):
    asks = make.person(Role.PROGRAMME_OFFICER)
    owner = make.person(Role.PARTNER_OWNER, partner=report.partner)
    row = corrections.by_id(correcting.proposed(report, total=80, asked_by=asks).id)
    head = make.actor(Role.HEAD_OF_OFFICE)
    getattr(corrections, answer)(row, "As counted again.", head, pictured.AT)
    name = "correction_approved" if answer == "approve" else "correction_refused"
    assert told(name) >= {asks.email, owner.email}
