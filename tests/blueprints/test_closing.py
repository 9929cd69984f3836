"""The pages on which a contract is ended and closed; refusals keep what was typed."""

from io import BytesIO

import pytest

from portal.domain.lifecycle import ContractState
from portal.models import Contract, Milestone, Person
from tests import papers
from tests.ending import DAY, End
from tests.factories import sign_in


@pytest.fixture
def end(app):
    return End()


def as_(app, who):
    return sign_in(app.test_client(), Person.get_by_id(who.person_id))


def here(end, act=""):
    return f"/closing/{end.contract.slug}{act and '/' + act}"


def test_a_contract_is_closed_on_the_pages(app, end):
    officer, head = as_(app, end.officer), as_(app, end.head)
    page = head.get(here(end)).text
    assert "Not everything stands yet" in page
    refused = head.post(here(end, "close"), data={"note": "We thank all."})
    assert refused.status_code == 422
    assert "Nobody confirmed what became of personal data." in refused.text
    assert "We thank all." in refused.text
    for item in ("assets", "milestones"):
        answer = officer.post(here(end, f"confirm/{item}"), data={"note": "None."})
        assert answer.status_code == 303
    proof = {"note": "Destroyed.", "file": (BytesIO(papers.pdf()), "certificate.pdf")}
    assert officer.post(here(end, "confirm/data"), data=proof).status_code == 303
    page = head.get(here(end)).text
    assert "Everything stands." in page
    assert "certificate.pdf" in page
    assert head.post(here(end, "close"), data={"note": "We thank all."}).status_code == 303
    assert Contract.get_by_id(end.contract.id).state is ContractState.CLOSED
    page = as_(app, end.writer).get(here(end)).text
    assert "Nothing of it changes any more." in page
    assert "Add a milestone" not in officer.get(here(end)).text
    assert officer.get(here(end, "milestones/new")).status_code == 403


def test_a_certificate_is_missing_and_the_note_is_kept(app, end):
    answer = as_(app, end.officer).post(
        here(end, "confirm/data"), data={"note": "Returned to the ministry."}
    )
    assert answer.status_code == 422
    assert "Choose the file of the certificate." in answer.text
    assert "Returned to the ministry." in answer.text


def test_a_milestone_goes_from_the_officer_to_the_partner_and_back(app, end):
    officer, partner = as_(app, end.officer), as_(app, end.writer)
    typed = {"title": "Staff appointed", "owner": "Ministry", "due_on": ""}
    refused = officer.post(here(end, "milestones/new"), data=typed)
    assert refused.status_code == 422
    assert 'value="Staff appointed"' in refused.text
    typed["due_on"] = "2026-11-30"
    assert officer.post(here(end, "milestones/new"), data=typed).status_code == 303
    key = Milestone.get().id
    report = f"/closing/milestones/{key}/report"
    assert partner.post(report, data={"evidence": "Decree 12."}).status_code == 303
    assert "Decree 12." in officer.get(here(end)).text
    decide = f"/closing/milestones/{key}/decide"
    refused = officer.post(decide, data={"decision": "waived", "reason": ""})
    assert refused.status_code == 422
    assert "Give the reason." in refused.text
    assert officer.post(decide, data={"decision": "met"}).status_code == 303
    assert partner.get(report).status_code == 409


def test_a_second_writer_of_a_milestone_sees_both_versions(app, end):
    key = end.milestone("Staff appointed").id
    late = {"title": "Second", "owner": "M", "due_on": "2026-11-30", "version": "7"}
    conflict = as_(app, end.officer).post(f"/closing/milestones/{key}", data=late)
    assert conflict.status_code == 409
    assert "Staff appointed" in conflict.text
    assert 'value="Second"' in conflict.text


def test_an_asset_and_a_refund_that_cannot_be_are_refused_in_words(app):
    end = End(spent=20_000)
    typed = {"description": "Van", "custodian": "Partner", "handed_to": "Town"}
    answer = as_(app, end.officer).post(here(end, "assets/new"), data=typed)
    assert answer.status_code == 422
    assert "Give both: to whom it was handed over, and on which day." in answer.text
    money = {"amount": "10 001", "reference": "BACK-1", "received_on": DAY.isoformat()}
    answer = as_(app, end.finance).post(here(end, "refund"), data=money)
    assert answer.status_code == 422
    assert "At most MAD\N{NO-BREAK SPACE}10,000" in answer.text
    assert 'value="BACK-1"' in answer.text
    money["amount"] = "10 000"
    assert as_(app, end.finance).post(here(end, "refund"), data=money).status_code == 303


def test_nobody_of_another_partner_reads_the_end_or_its_files(app, end):
    end.confirm("data")
    stranger = as_(app, End().writer)
    assert stranger.get(here(end)).status_code == 404
    kept = end.now().contract.closing_ticks.get().file
    assert stranger.get(f"/closing/files/{kept.id}").status_code == 403
    assert as_(app, end.writer).get(f"/closing/files/{kept.id}").status_code == 200
