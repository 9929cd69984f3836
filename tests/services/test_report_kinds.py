"""The final report of a contract, and ad hoc reports that count nothing twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken
from portal.domain.lifecycle import ContractState, ReportState
from portal.domain.report_kinds import FIRST_AD_HOC, ReportKind, Request
from portal.models import (
    ContractClause,
    Effect,
    Event,
    MoneyCertificate,
    Narrative,
    Report,
    ReportRequest,
)
from portal.services import (
    closing_finding,
    contract_ends,
    financial_reports,
    indicator_sums,
    instalment_facts,
    monitoring,
    report_filings,
    report_kinds,
    report_queries,
    report_requests,
)
from portal.services.monitoring import Save
from tests import factories as make
from tests import pictured, reports

pytestmark = pytest.mark.usefixtures("app")
APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)
LATER = datetime(2026, 4, 21, 9, tzinfo=UTC)


def clause(contract, days, **facts):
    """A clause that says when the final report is due."""
    asked = [{"name": "final_report_days", "kind": "days", "value": "60"}]
    return ContractClause.create(
        contract=contract,
        position=1,
        code="C05",
        part="reports",
        title="Reports",
        text="",
        library_version="1",
        parameters=asked,
        given={"final_report_days": days} if days else {},
        **facts,
    )


def kinds(contract):
    query = Report.select().where(Report.contract == contract).order_by(Report.number)
    return [(each.kind.value, (each.due_on - each.ends_on).days) for each in query]


@pytest.fixture
def officer():
    return make.actor(Role.PROGRAMME_OFFICER)


@pytest.fixture
def contract():
    return reports.contract(make.partner(), in_force_at=make.NOON)


def wish(**changes):
    given = {
        "reason": "A fire in one of the flats.",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 4, 9),
        "due_on": date(2026, 4, 20),
        "sections": ["incidents", "performance"],
    }
    return Request(**{**given, **changes})


@pytest.mark.parametrize(("said", "days"), [("45", 45), ("", 60)])
def test_the_last_period_has_the_final_report_due_as_the_clause_says(said, days):
    made = make.contract(in_force_at=make.NOON)
    clause(made, said)
    monitoring.make_periods(made, make.NOON)
    assert kinds(made) == [("quarterly", 30)] * 3 + [("final", days)]


def test_a_clause_that_is_left_out_says_nothing_of_the_final_report():
    made = make.contract(in_force_at=make.NOON, report_every_months=6)
    clause(made, "45", left_out=True)
    monitoring.make_periods(made, make.NOON)
    assert kinds(made) == [("half_yearly", 30), ("final", 30)]


def test_more_periods_make_another_report_the_final_one():
    made = make.contract(in_force_at=make.NOON)
    clause(made, "60")
    monitoring.make_periods(made, make.NOON)
    more = monitoring.rules.Period(5, date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 30))
    monitoring.add_periods(made, [more], make.NOON)
    assert kinds(made) == [("quarterly", 30)] * 4 + [("final", 60)]


def test_an_end_before_its_day_makes_the_last_report_that_is_left_the_final_one(contract):
    contract_ends._cut_periods(contract, date(2026, 6, 15))
    assert kinds(contract) == [("quarterly", 30), ("final", 30)]


def test_a_contract_is_not_closed_before_its_final_report_is_accepted():
    made = pictured.contract((1, 1), (1, 1), (1, 1))
    assert not found(made, "final_report")
    pictured.accept(Report.get(contract=made, number=4), 1, 1)
    assert found(made, "final_report")


def found(contract, code):
    return next(each.met for each in closing_finding.items(contract) if each.code == code)


def test_an_officer_asks_for_a_report_with_chosen_sections_and_the_partner_is_told(
    contract, officer
):
    owner = make.person(Role.PARTNER_OWNER, partner=contract.partner)
    made = report_requests.ask(contract, wish(), officer, APRIL)
    assert made.reference == f"{contract.reference}-A1"
    assert (made.kind, made.number, made.shown_number) == (
        ReportKind.AD_HOC,
        FIRST_AD_HOC,
        1,
    )
    assert [each.code for each in report_queries.sections_of(made)] == [
        "incidents",
        "performance",
    ]
    mails = [each.payload for each in Effect.select().where(Effect.kind == "mail")]
    assert (owner.email, "report_asked") in {(row["to"], row["template"]) for row in mails}
    assert Event.select().where(Event.name == "report.asked").count() == 1
    assert ReportRequest.get(ReportRequest.report == made).reason == wish().reason
    second = report_requests.ask(contract, wish(), officer, APRIL)
    assert second.reference == f"{contract.reference}-A2"


def test_services_that_count_and_sections_that_there_are_not_are_left_out(contract, officer):
    assert "services" not in report_requests.choosable(contract)
    asked = wish(sections=["services", "indicators", "incidents", "performance"])
    made = report_requests.ask(contract, asked, officer, APRIL)
    codes = [each.code for each in report_queries.sections_of(made)]
    assert codes == ["incidents", "performance"]


def test_nobody_else_asks_and_no_contract_before_it_is_in_force(contract, officer):
    with pytest.raises(NotAllowed):
        report_requests.ask(contract, wish(), make.actor(Role.FINANCE_OFFICER), APRIL)
    draft = make.contract(state=ContractState.DRAFT)
    with pytest.raises(RuleBroken, match="request_not_in_force"):
        report_requests.ask(draft, wish(), officer, APRIL)
    with pytest.raises(RulesBroken):
        report_requests.ask(contract, wish(reason=" "), officer, APRIL)
    assert not Report.select().where(Report.kind == ReportKind.AD_HOC).exists()


def test_an_ad_hoc_report_is_filed_and_accepted_and_counts_nothing(contract, officer):
    asked = wish(sections=["performance"])
    report = report_requests.ask(contract, asked, officer, APRIL)
    roles = Role.PARTNER_SIGNATORY, Role.PARTNER_OWNER
    signatory = make.actor(*roles, partner=contract.partner)
    save = Save(signatory, APRIL, 1)
    monitoring.save_narrative(report, "performance", "It was put out.", save)
    before = indicator_sums.kept(contract)
    report = report_queries.by_slug(report.slug)
    report_filings.submit(report, signatory, LATER)
    monitoring.accept(report, "", officer, LATER)
    assert Report.get_by_id(report.id).state is ReportState.ACCEPTED
    assert Report.get_by_id(report.id).days_late == 1
    assert indicator_sums.kept(contract) == before == indicator_sums.recomputed(contract)
    assert not MoneyCertificate.select().exists()
    with pytest.raises(RuleBroken, match="financial_ad_hoc"):
        financial_reports.ask(report_queries.by_slug(report.slug), "en", officer, LATER)


def test_an_ad_hoc_report_is_no_period_of_its_contract(contract, officer):
    report_requests.ask(contract, wish(), officer, APRIL)
    last = report_kinds.last_of(contract)
    assert (last.number, last.kind) == (4, ReportKind.FINAL)
    assert {n for n, _state in instalment_facts._reports([contract.id])[contract.id]} == {
        1,
        2,
        3,
        4,
    }
    assert monitoring.time_problems(reports.report(contract), APRIL) == []


def test_a_request_is_withdrawn_until_the_partner_writes(contract, officer):
    make.person(Role.PARTNER_OWNER, partner=contract.partner)
    report = report_requests.ask(contract, wish(), officer, APRIL)
    report_requests.withdraw(report, officer, APRIL)
    assert not Report.select().where(Report.id == report.id).exists()
    assert Event.select().where(Event.name == "report.request_withdrawn").count() == 1
    told = {each.payload["template"] for each in Effect.select().where(Effect.kind == "mail")}
    assert "report_request_withdrawn" in told
    begun = report_requests.ask(contract, wish(), officer, APRIL)
    Narrative.update(text="There was").where(Narrative.report == begun).execute()
    with pytest.raises(RuleBroken, match="request_begun"):
        report_requests.withdraw(begun, officer, APRIL + timedelta(days=1))
    with pytest.raises(RuleBroken, match="request_of_period"):
        report_requests.withdraw(reports.report(contract), officer, APRIL)
