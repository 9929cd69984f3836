"""What is looked for in lists of transactions: personal data, and documents charged twice."""

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.domain.personal_data import KeptFor
from portal.models import ListedTransaction, Report
from portal.services import invoice_twins, report_traces
from portal.services.report_queries import by_slug
from portal.services.report_traces import Reason
from tests import factories as make
from tests import ledgers, pictured, reports
from tests.factories import sign_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def contract():
    return pictured.contract()


def report(of, number=1):
    return by_slug(f"{of.slug}-P{number}")


def submitted(of):
    Report.update(state=ReportState.SUBMITTED, submitted_at=reports.APRIL).where(
        Report.id == of.id
    ).execute()
    return by_slug(of.slug)


def test_a_person_in_the_description_of_a_transaction_is_pointed_out_at_its_row(contract):
    here = report(contract)
    ledgers.listed(here, ("A-1", "Rice and oil"), ("A-2", "Rent for Mr Hassan Alaoui"))
    (found,) = report_traces.found(here)
    assert (found.section, found.anchor) == ("expenditure", "transaction-3")
    assert found.hit.text == "Mr Hassan Alaoui"
    (broken,) = report_traces.problems(here)
    assert (broken.rule, broken.field) == ("trace_name", "expenditure#transaction-3")


def test_the_number_of_a_document_is_no_telephone_and_an_address_of_mail_is_one(contract):
    here = report(contract)
    ledgers.listed(here, ("+212 661 22 33 44", "Rice"), ("hassan@example.org", "Oil"))
    assert [each.hit.kind.value for each in report_traces.found(here)] == ["email"]


def test_one_reason_keeps_the_same_words_of_many_rows(contract):
    here = report(contract)
    same = [(f"A-{number}", "Rent for Mr Hassan Alaoui") for number in range(3)]
    ledgers.listed(here, *same)
    (found,) = report_traces.found(here)
    by = make.actor(Role.PARTNER_OWNER, partner=contract.partner)
    reason = Reason("expenditure", found.fingerprint, KeptFor.OFFICE, "He lets it in public.")
    report_traces.keep(here, reason, by, reports.APRIL)
    assert report_traces.problems(here) == []


def test_the_page_of_personal_data_leads_to_the_list(client, contract):
    here = report(contract)
    ledgers.listed(here, ("A-2", "Rent for Mr Hassan Alaoui"))
    sign_in(client, make.person(Role.PARTNER_OWNER, partner=contract.partner))
    page = client.get(f"/reports/{here.slug}/edit/personal-data").text
    assert "Row 2 of the list of transactions." in page
    assert f"/reports/{here.slug}/transactions/send" in page


@pytest.fixture
def twins(contract):
    """Two contracts of one partner whose reports charge the same document."""
    other = pictured.contract(of=contract.partner)
    for each in (contract, other):
        ledgers.listed(report(each), ("INV-7", "Rice"), (f"OWN-{each.slug}", "Oil"))
    submitted(report(other))
    return contract, other


def test_a_document_that_another_contract_of_the_partner_charges_is_told(twins):
    mine, other = twins
    (twin,) = invoice_twins.of(report(mine))
    assert (twin.row, twin.document) == (2, "INV-7")
    assert twin.reference == report(other).reference


def test_another_amount_partner_or_a_draft_is_no_twin(twins):
    mine, other = twins
    assert invoice_twins.of(report(other)) == []
    stranger = pictured.contract()
    ledgers.listed(report(stranger), ("INV-7", "Rice"))
    submitted(report(stranger))
    assert len(invoice_twins.of(report(mine))) == 1
    ListedTransaction.update(amount=99).where(
        ListedTransaction.listed.in_(report(other).transaction_lists)
    ).execute()
    assert invoice_twins.of(report(mine)) == []


def test_who_reviews_is_warned_and_the_partner_is_not(client, twins):
    mine, other = twins
    here = submitted(report(mine))
    sign_in(client, make.person(Role.PROGRAMME_OFFICER))
    told = client.get(f"/reports/{here.slug}").text
    assert "Documents that another report of this partner charges too" in told
    assert report(other).reference in told
    sign_in(client, make.person(Role.PARTNER_OWNER, partner=mine.partner))
    own = client.get(f"/reports/{here.slug}/transactions").text
    assert "Documents that another report" not in own
