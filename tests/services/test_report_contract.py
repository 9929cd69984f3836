"""What a report takes from its contract: its milestones, and its rule on exchange."""

from datetime import date

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_closing import MilestoneState
from portal.models import ContractClause, Milestone, Report
from portal.services import report_parts, report_rates
from tests import factories as make
from tests import reports
from tests.factories import sign_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def contract():
    return reports.contract(make.partner(), ["government"], in_force_at=make.NOON)


def milestone(contract, position, title, state):
    return Milestone.create(
        contract=contract,
        position=position,
        title=title,
        owner="Ministry of Solidarity",
        due_on=date(2026, 11, 30),
        state=state,
        added_by=make.person(Role.PROGRAMME_OFFICER),
        added_at=make.NOON,
    )


def test_the_steps_of_the_handover_are_those_of_the_contract_that_still_wait(contract):
    milestone(contract, 1, "Committee set up", MilestoneState.MET)
    milestone(contract, 2, "Line in the budget", MilestoneState.OPEN)
    part = report_parts.part(reports.report(contract), "government", "en")
    (row,) = part.suggested["tables"]["milestones"]
    assert (row["milestone"], row["due"]) == ("Line in the budget", "2026-11-30")
    assert not row["progress"]


def clause(contract, text, **facts):
    return ContractClause.create(
        contract=contract,
        position=1,
        code="C05",
        part="general",
        title="Budget",
        text=text,
        library_version="1",
        **facts,
    )


def test_the_rule_on_exchange_is_read_from_the_contract(client, contract):
    said = "A cost in another currency is converted at the rate of the bank."
    clause(contract, f"IOM pays at most MAD 10.\n\n{said}")
    assert report_rates.rule_of(contract) == [said]
    report = reports.report(contract)
    sign_in(client, make.person(Role.PARTNER_OWNER, partner=contract.partner))
    assert said in client.get(f"/reports/{report.slug}/rates").text


def test_a_clause_that_is_left_out_says_nothing_on_exchange(contract):
    clause(contract, "In another currency.", left_out=True)
    assert report_rates.rule_of(contract) == []


def test_the_page_of_a_contract_leads_to_its_reports_and_its_pictures(client, contract):
    first, second = (reports.report(contract, number) for number in (1, 2))
    Report.update(state=ReportState.SUBMITTED).where(Report.id == first.id).execute()
    office = sign_in(client, make.person(Role.PROGRAMME_OFFICER))
    shown = office.get(f"/contracts/{contract.slug}").text
    assert f'href="/reports/{first.slug}"' in shown
    assert f'href="/reports/{second.slug}"' not in shown
    assert second.reference in shown
    assert "Progress in pictures" in shown
