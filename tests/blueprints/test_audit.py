"""The auditor's page of the log, its exports, and what anybody needs to verify."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup

from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.cells import safe_cell
from portal.domain.lifecycle import CallState
from portal.domain.policy import VISITOR
from portal.domain.signed_notes import text
from portal.models import Event, Person
from portal.services import accounts, audit, audit_log, clock, events, proposals, signing
from portal.services.audit_log import Wanted
from tests import factories
from tests.factories import NOON, moment, sign_in

pytestmark = pytest.mark.both_databases


@pytest.fixture
def auditor(app):
    return sign_in(app.test_client(), factories.person(Role.AUDITOR))


@pytest.fixture
def officer(app):
    return factories.person(
        Role.PROGRAMME_OFFICER, name="Amina Tazi", email="amina@iom.example"
    )


def told(number=1, name="call.changed", call=None, by=VISITOR, start=NOON):
    call = call or factories.call()
    for place in range(number):
        events.record(by, name, call, start + timedelta(hours=place), section="basics")
    return call


def rows(answer):
    """The numbers of the events that a page shows."""
    page = BeautifulSoup(answer.data, "html.parser")
    return [int(cell.get_text()) for cell in page.select("tbody td.num")]


def links(answer, rel):
    return BeautifulSoup(answer.data, "html.parser").select(f'a[rel="{rel}"]')


@pytest.mark.parametrize("role", [*Role])
@pytest.mark.parametrize("address", ["/events", "/events/log.jsonl", "/events/log.csv"])
def test_only_an_auditor_reads_the_log(app, role, address):
    client = sign_in(app.test_client(), factories.person(role))
    expected = 200 if role is Role.AUDITOR else 403
    assert client.get(address).status_code == expected


def test_the_page_shows_numbers_hashes_and_the_last_verification(auditor):
    told(3)
    answer = auditor.get("/events")
    assert rows(answer) == [3, 2, 1]
    assert Event.get(Event.seq == 2).hash[:12] in answer.text
    assert "Not yet" in answer.text
    audit.keep_verdict(clock.now())
    assert "Everything holds" in auditor.get("/events").text
    Event.update(name="call.published").where(Event.seq == 2).execute()
    audit.keep_verdict(clock.now())
    assert "Event 2 is not as it was written." in auditor.get("/events").text


def test_a_clock_that_stepped_back_is_told(auditor):
    call = told(2)
    told(1, call=call)
    assert "the clock said 2026-03-02 12:00:00" in auditor.get("/events").text


def test_an_empty_log_is_told(auditor):
    assert "Nothing earlier." in auditor.get("/events").text


def test_the_log_is_filtered_by_kind_and_keeps_the_filter_in_its_address(auditor):
    call = told(2)
    told(1, "call.published", call)
    answer = auditor.get("/events?name=call.published")
    assert rows(answer) == [3]
    page = BeautifulSoup(answer.data, "html.parser")
    assert page.select_one("#name option[selected]")["value"] == "call.published"
    assert "/events/log.csv?name=call.published" in answer.text
    assert rows(auditor.get("/events?name=no.such.event")) == [3, 2, 1]


def test_the_log_is_filtered_by_the_reference_of_a_record(auditor):
    call, other = factories.call(), factories.call()
    told(1, call=call)
    told(1, call=other)
    assert rows(auditor.get(f"/events?reference={call.reference.lower()}")) == [1]
    answer = auditor.get("/events?reference=%25")
    assert "No event fits all of this." in answer.text


def test_the_log_is_filtered_by_person(auditor, officer):
    told(1)
    told(1, by=accounts.actor_of(officer))
    assert rows(auditor.get("/events?person=tazi")) == [2]
    assert rows(auditor.get("/events?person=Amina@iom.example")) == [2]
    assert rows(auditor.get("/events?person=nobody")) == []


def test_the_log_is_filtered_by_day(auditor):
    told(1)
    told(1, start=NOON + timedelta(days=1))
    told(1, start=NOON + timedelta(days=2))
    assert rows(auditor.get("/events?since=2026-03-03")) == [3, 2]
    assert rows(auditor.get("/events?since=2026-03-03&until=2026-03-03")) == [2]
    answer = auditor.get("/events?since=yesterday")
    assert rows(answer) == [3, 2, 1]
    assert 'value="yesterday"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_pages_go_on_by_number_both_ways_and_keep_the_filter(auditor):
    told(audit_log.SIZE * 2 + 1)
    first = auditor.get("/events?name=call.changed")
    assert rows(first)[0] == 101
    assert links(first, "prev") == []
    second = auditor.get(links(first, "next")[0]["href"])
    assert (rows(second)[0], rows(second)[-1]) == (51, 2)
    last = auditor.get(links(second, "next")[0]["href"])
    assert rows(last) == [1]
    assert links(last, "next") == []
    back = auditor.get(links(last, "prev")[0]["href"])
    assert rows(back) == rows(second)
    assert "name=call.changed" in links(back, "prev")[0]["href"]
    assert rows(auditor.get(links(back, "prev")[0]["href"])) == rows(first)


@pytest.mark.parametrize("place", ["x", "-1", "9" * 30, "1.5", "²"])
def test_a_place_that_is_none_is_passed_over(auditor, place):
    told(1)
    assert rows(auditor.get(f"/events?before={place}")) == [1]


def test_what_concerns_a_sealed_proposal_is_hidden_with_every_filter(auditor):
    call = factories.call(CallState.PUBLISHED)
    partner = factories.partner("Association Lumen")
    by = factories.actor(*PARTNER_ROLES, partner=partner, name="Salma Berrada")
    draft = factories.proposal(call, partner)
    proposals.submit(proposals.by_id(draft.id), by, moment())
    told(1)
    submitted = Event.get(Event.name == "proposal.submitted").seq
    for asked in ("", "?person=Salma", "?name=proposal.submitted", "?reference=Association"):
        assert submitted not in rows(auditor.get(f"/events{asked}"))
    assert "proposal.submitted" not in auditor.get("/events").text
    assert "proposal.submitted" not in auditor.get("/events/log.csv").text
    assert str(draft.id) not in auditor.get("/events/log.jsonl").text


def test_a_copy_of_a_partners_key_tells_of_no_submission_before_an_opening(auditor):
    partner = factories.partner()
    events.record(VISITOR, "partner.copy_given", partner, NOON)
    told(1)
    assert rows(auditor.get("/events")) == [2]
    assert "copy_given" not in auditor.get("/events/log.jsonl").text
    factories.proposal(
        factories.call(CallState.OPENED), partner, factories.ProposalState.SUBMITTED
    )
    assert rows(auditor.get("/events")) == [2, 1]
    assert "copy_given" in auditor.get("/events/log.jsonl").text


def test_the_whole_log_is_downloaded_as_json_lines(auditor):
    told(3)
    answer = auditor.get("/events/log.jsonl")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines[0]["size"] == 3
    assert [line["event"]["seq"] for line in lines if "event" in line] == [1, 2, 3]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_filtered_log_is_downloaded_as_a_table(auditor, officer):
    told(1)
    told(2, by=accounts.actor_of(officer))
    table = list(csv.DictReader(StringIO(auditor.get("/events/log.csv?person=tazi").text)))
    assert [(row["seq"], row["person"]) for row in table] == [
        ("2", "Amina Tazi"),
        ("3", "Amina Tazi"),
    ]
    assert table[0]["hash"] == Event.get(Event.seq == 2).hash


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "  ="])
def test_no_cell_of_a_table_is_a_formula(auditor, officer, start):
    Person.update(name=f"{start}HYPERLINK(1)").where(Person.id == officer.id).execute()
    told(1, by=accounts.actor_of(officer))
    row = next(csv.DictReader(StringIO(auditor.get("/events/log.csv").text, newline="")))
    assert row["person"] == f"'{start}HYPERLINK(1)"


def test_a_plain_cell_stays_as_it_is():
    assert [safe_cell(each) for each in (None, 7, "a=b")] == ["", "7", "a=b"]


def test_the_log_is_read_in_pieces(app):
    told(5)
    assert len("".join(audit_log.table(Wanted())).splitlines()) == 6


def test_anybody_gets_the_public_keys_and_learns_how_to_verify(app):
    client = app.test_client()
    (key,) = client.get("/keys.json").json["keys"]
    assert key["public"] == text(signing.public())
    answer = client.get("/verify")
    assert key["id"] in answer.text
    page = BeautifulSoup(answer.data, "html.parser")
    verifier = page.select_one("a[download]")["href"]
    with client.get(verifier) as given:
        assert b"verify_audit.py EXPORT" in given.data


def test_the_receipt_page_shows_the_signature_and_gives_it_as_data(app):
    partner = factories.partner()
    by = factories.person(*PARTNER_ROLES, partner=partner)
    draft = factories.proposal(factories.call(CallState.PUBLISHED), partner)
    proposals.submit(proposals.by_id(draft.id), accounts.actor_of(by), moment())
    client = sign_in(app.test_client(), by)
    signed = proposals.by_id(draft.id)
    assert signed.receipt_signature in client.get(f"/proposals/{draft.id}/receipt").text
    data = client.get(f"/proposals/{draft.id}/receipt.json")
    assert data.json == {"facts": signed.receipt_facts, "signature": signed.receipt_signature}
    other = sign_in(app.test_client(), factories.person(*PARTNER_ROLES))
    assert other.get(f"/proposals/{draft.id}/receipt.json").status_code == 403


def test_a_receipt_from_before_has_no_data(app):
    partner = factories.partner()
    by = factories.person(*PARTNER_ROLES, partner=partner)
    old = factories.proposal(
        factories.call(CallState.PUBLISHED),
        partner,
        factories.ProposalState.SUBMITTED,
        submitted_by=by,
    )
    client = sign_in(app.test_client(), by)
    assert client.get(f"/proposals/{old.id}/receipt").status_code == 200
    assert client.get(f"/proposals/{old.id}/receipt.json").status_code == 404
