"""The pages of instalments: asked for, verified, approved and paid, or refused in words."""

from urllib.parse import urlsplit

import pytest

from portal.domain.call_rules_times import local_day
from portal.domain.instalments import Due
from portal.domain.lifecycle_contracts import InstalmentState
from portal.models import Instalment, Person
from tests.factories import PASSWORD, moment, sign_in
from tests.paying import Table, instalment

TICKED = {"request_per_plan": "y", "expenditure_true": "y"}


@pytest.fixture
def table(app):
    return Table()


def as_(app, who):
    return sign_in(app.test_client(), Person.get_by_id(who.person_id))


def here(table, act=""):
    return f"/instalments/{table.key}{act and '/' + act}"


def typed(amount="30 000", **more):
    given = {
        "lines-0-category": "staff",
        "lines-0-amount": amount,
        "lines-1-category": "indirect",
        "lines-1-amount": "",
        "password": PASSWORD,
    }
    return {**given, **TICKED, **more}


def test_an_instalment_is_asked_for_and_paid_on_the_pages(app, table):
    signatory, officer, finance = (
        as_(app, who) for who in (table.signatory, table.officer, table.finance)
    )
    assert "Request the instalment" in signatory.get(here(table)).text
    page = signatory.get(here(table, "request")).text
    assert "MAD\N{NO-BREAK SPACE}100,000" in page
    assert 'value="30000"' in page
    answer = signatory.post(here(table, "request"), data=typed())
    assert (answer.status_code, urlsplit(answer.location).path) == (303, here(table))
    assert "Verify the request" in officer.get("/work").text
    assert officer.post(here(table, "verify"), data={"note": "Seen."}).status_code == 303
    assert "Seen." in finance.get(here(table, "approve")).text + finance.get(here(table)).text
    assert "MA64011519000001205000534921" in finance.get(here(table, "approve")).text
    assert finance.post(here(table, "approve")).status_code == 303
    today = local_day(moment(), table.contract.call.zone).isoformat()
    paid = {"reference": "TRF 77", "value_date": today}
    assert finance.post(here(table, "pay"), data=paid).status_code == 303
    page = signatory.get(here(table)).text
    assert "TRF 77" in page
    assert "MA64011519000001205000534921" not in page
    assert "Certificate of payment" in page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (typed("32 101"), "The amounts add up to MAD\N{NO-BREAK SPACE}32,101."),
        (typed("nothing"), "Enter an amount in figures."),
        (typed() | {"password": "wrong"}, "This is not the password of your account."),
        (typed("-4"), "Enter an amount from 0."),
        (typed("10.005"), "at most 2 figures after the point"),
        (typed(expenditure_true=""), "Certify both statements."),
    ],
)
def test_a_refused_request_says_why_and_keeps_what_was_typed(app, table, data, message):
    given = {name: value for name, value in data.items() if value != "" or "lines" in name}
    answer = as_(app, table.signatory).post(
        here(table, "request"), data={**given, "note": "For the winter."}
    )
    assert answer.status_code == 422
    assert message in answer.text
    assert "For the winter." in answer.text
    assert f'value="{data["lines-0-amount"]}"' in answer.text
    assert table.now().state is InstalmentState.PLANNED


def test_what_is_not_due_says_what_it_waits_for(app, table):
    Instalment.update(due=Due.REPORT, due_report=2).execute()
    client = as_(app, table.signatory)
    page = client.get(here(table)).text
    assert "Not yet" in page
    assert "The report of period 2 is accepted" in page
    assert "Request the instalment" not in page
    answer = client.post(here(table, "request"), data=typed())
    assert answer.status_code == 422
    assert "The report of period 2 is not accepted yet." in answer.text


def test_a_rejection_needs_a_reason_which_the_partner_reads(app, table):
    table.request()
    officer = as_(app, table.officer)
    answer = officer.post(here(table, "reject"), data={"reason": " "})
    assert answer.status_code == 422
    assert "Fill this in." in answer.text
    officer.post(here(table, "reject"), data={"reason": "The lines are old."})
    assert "The lines are old." in as_(app, table.signatory).get(here(table)).text


def test_a_payment_in_the_future_or_without_reference_is_refused(app, table):
    table.to("request", "verify", "approve")
    finance = as_(app, table.finance)
    wrong = {"reference": "", "value_date": "2999-01-01"}
    answer = finance.post(here(table, "pay"), data=wrong)
    assert answer.status_code == 422
    answer = finance.post(here(table, "pay"), data={**wrong, "reference": "TRF-9"})
    assert "The value date lies in the future." in answer.text
    assert 'value="TRF-9"' in answer.text
    assert table.now().state is InstalmentState.APPROVED


def test_a_step_taken_twice_is_told_as_a_conflict(app, table):
    table.to("request", "verify")
    assert as_(app, table.officer).post(here(table, "verify")).status_code == 409
    assert as_(app, table.signatory).get(here(table, "request")).status_code == 409


def test_finance_filters_the_list_and_a_partner_sees_its_own(app, table):
    instalment(table.contract, 2, due=Due.REPORT, due_report=1)
    table.request()
    other = Table()
    finance = as_(app, table.finance)
    page = finance.get("/instalments/?show=requested").text
    assert table.now().reference in page
    assert other.now().reference not in page
    assert other.now().reference in finance.get("/instalments/?show=due").text
    mine = as_(app, table.signatory).get("/instalments/?show=all").text
    assert table.now().reference in mine
    assert other.now().reference not in mine
    assert finance.get("/instalments/?show=nonsense").status_code == 404


def test_nobody_else_reads_an_instalment(app, table):
    stranger = Table()
    assert as_(app, stranger.signatory).get(here(table)).status_code == 403
    assert as_(app, table.officer).get(here(table, "request")).status_code == 403
    assert as_(app, table.signatory).get(here(table, "request.pdf")).status_code == 404


def test_the_contract_leads_to_its_instalments(app, table):
    page = as_(app, table.finance).get(f"/contracts/{table.contract.slug}").text
    assert here(table) in page
