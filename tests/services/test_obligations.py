"""What a partner owes and expects, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from portal.domain.actions import Role
from portal.domain.instalments import Due
from portal.models import PartnerDocument, Person
from portal.services import clock, contract_pictures, obligations
from tests import factories as make
from tests import paying, pictured

NOW = datetime(2026, 5, 15, 9, tzinfo=UTC)


@pytest.fixture
def contract(app):
    return pictured.contract((90, 20_000))


@pytest.fixture
def owner(contract):
    return make.person(Role.PARTNER_OWNER, partner=contract.partner)


def actor(person):
    return make.accounts.actor_of(person)


def told(by, at=NOW):
    return [(each.kind, each.day) for each in obligations.of(by, at)]


def test_the_next_days_are_those_of_reports_money_contract_and_papers(contract, owner):
    paying.instalment(contract, 1)
    paying.instalment(contract, 2, due=Due.DATE, due_on=date(2026, 9, 1))
    paying.instalment(contract, 3, due=Due.REPORT, due_report=0)
    make.mandate(owner, partner=contract.partner, valid_until=date(2026, 6, 1))
    paper = {"kind": "statutes", "title": "Statutes", "filename": "a.pdf", "path": "x"}
    stored = {"media_type": "application/pdf", "size": 1, "sha256": "a" * 64}
    PartnerDocument.create(
        partner=contract.partner,
        expires_on=date(2026, 5, 1),
        added_at=make.NOON,
        **paper,
        **stored,
    )
    assert told(actor(owner)) == [
        ("document", date(2026, 5, 1)),
        ("mandate", date(2026, 6, 1)),
        ("report", date(2026, 7, 30)),
        ("instalment", date(2026, 9, 1)),
        ("report", date(2026, 10, 30)),
        ("contract", date(2026, 12, 31)),
        ("instalment", date(2027, 1, 30)),
        ("report", date(2027, 1, 30)),
    ]


def test_what_is_expected_is_never_late(contract, owner):
    paying.instalment(contract, 1, due=Due.DATE, due_on=date(2026, 2, 1))
    late = [each.kind for each in obligations.of(actor(owner), NOW) if each.is_late(NOW.date())]
    assert late == []
    after = datetime(2026, 8, 5, tzinfo=UTC)
    found = obligations.of(actor(owner), after)
    assert [each.kind for each in found if each.is_late(after.date())] == ["report"]


def test_another_partner_and_the_office_have_none_of_it(contract):
    stranger = make.actor(Role.PARTNER_OWNER, partner=make.partner())
    assert told(stranger) == []
    assert told(make.actor(Role.PROGRAMME_OFFICER)) == []


def test_the_days_are_given_to_a_calendar(contract, owner):
    duties = obligations.of(actor(owner), NOW)
    body = obligations.calendar(duties, str.upper, lambda duty: duty.endpoint, NOW)
    events = Calendar.from_ical(body).walk("VEVENT")
    assert len(events) == len(duties)
    assert str(events[0]["summary"]) == f"REPORT: {contract.reference}-P2"
    assert events[0]["dtstart"].dt == date(2026, 7, 30)


def test_the_page_leads_to_each_record(app, contract, owner):
    client = make.sign_in(app.test_client(), owner)
    shown = client.get("/obligations/").text
    assert f'href="/reports/{contract.slug}-P2"' in shown
    assert f'href="/contracts/{contract.slug}"' in shown
    assert 'href="/obligations/"' in client.get("/work").text
    assert client.get("/obligations/dates.ics").mimetype == "text/calendar"
    office = make.sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))
    assert office.get("/obligations/").status_code == 403


def test_a_share_of_the_money_is_written_as_the_reader_writes_it(app, contract, owner):
    soon = clock.now().date() + timedelta(30)
    paying.instalment(contract, 2, due=Due.DATE, due_on=soon)
    client = make.sign_in(app.test_client(), owner)
    assert "30%, " in client.get("/obligations/").text
    Person.update(language="fr").where(Person.id == owner.id).execute()
    assert "30\N{NO-BREAK SPACE}%, " in client.get("/obligations/").text


def test_the_timeline_of_a_contract_tells_when_money_is_due_and_was_paid(contract, owner):
    paying.instalment(contract, 1)
    paying.instalment(contract, 2, due=Due.REPORT, due_report=2)
    reports = contract_pictures.periods(contract)
    lanes = {x.code: x for x in contract_pictures.timeline(contract, reports, actor(owner))}
    assert lanes["instalment"].days == [(date(2026, 1, 1), False), (date(2026, 7, 30), False)]
    assert set(lanes) == {"period", "report", "instalment"}
