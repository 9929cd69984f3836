"""Those whose signature a contract waits for are reminded of it."""

from datetime import timedelta

import pytest

from portal.models import Contract, Effect, Person
from portal.services import contracts, signature_reminders
from portal.services.contract_signatures import Consent
from tests import factories as make
from tests.factories import NOON, PASSWORD
from tests.services.test_contract_negotiation import Table

pytestmark = pytest.mark.usefixtures("app")
DAY, AFTER = timedelta(days=1), timedelta(days=3)


def told():
    rows = Effect.select().where(Effect.kind == "mail").order_by(Effect.created_at)
    reminders = [row.payload for row in rows if row.payload["template"] == "contract_unsigned"]
    return [each["to"] for each in reminders]


def mail_of(actor):
    return Person.get_by_id(actor.person_id).email


def remind(days):
    return signature_reminders.remind(NOON + days * DAY, AFTER)


def test_the_partner_and_then_iom_are_reminded_until_they_have_signed():
    table = Table()
    assert [remind(days) for days in (2, 3, 4, 6)] == [0, 1, 0, 1]
    assert told() == [mail_of(table.signatory)] * 2
    make.mandate(table.signatory)
    consent = Consent(table.signatory.name, PASSWORD, table.now().fingerprint)
    contracts.sign(table.now(), table.signatory, consent, NOON + 7 * DAY)
    assert [remind(days) for days in (9, 10)] == [0, 1]
    assert told()[2:] == [mail_of(table.head)]


def test_a_contract_that_went_back_to_the_office_reminds_nobody():
    table = Table()
    Contract.update(state="draft").where(Contract.slug == table.slug).execute()
    assert remind(9) == 0
    assert told() == []
