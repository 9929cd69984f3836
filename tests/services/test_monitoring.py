"""Reports of a contract: made, written, submitted, returned, accepted."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    RuleBroken,
    RulesBroken,
    WrongState,
)
from portal.domain.indicators import Adding, IndicatorKind
from portal.domain.lifecycle import ReportState
from portal.models import (
    Actual,
    ActualPart,
    Document,
    Effect,
    Event,
    Indicator,
    Narrative,
    Person,
    Report,
    ReportComment,
)
from portal.services import accounts, monitoring, report_figures, report_filings
from portal.services.monitoring import Save
from tests import factories as make
from tests import reports

APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)
MARCH = datetime(2026, 3, 20, 9, tzinfo=UTC)
JULY = datetime(2026, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def partner(app):
    return make.partner()


@pytest.fixture
def people(partner):
    return [accounts.actor_of(each) for each in make.team(partner)]


@pytest.fixture
def officer(app):
    return make.actor(Role.PROGRAMME_OFFICER)


@pytest.fixture
def contract(partner):
    made = make.contract(partner)
    monitoring.make_periods(made, make.NOON)
    return made


@pytest.fixture
def report(contract):
    return report_of(contract, 1)


def report_of(contract, number):
    return monitoring.by_slug(f"{contract.slug}-P{number}")


def fill(report, writer, at=APRIL, arrivals=(40, 30, 20, 10), money=("20000", "1400")):
    """Write every section of a report."""
    for code in monitoring.narratives_of(report):
        monitoring.save_narrative(report, code, "We did what we planned.", Save(writer, at, 1))
    row = report_figures.actuals(report)[0]
    figures = dict(zip(("women", "men", "girls", "boys"), arrivals, strict=True))
    given = {str(row.id): make.reached(**figures)}
    monitoring.save_actuals(report, given, Save(writer, at, 1))
    amounts = dict(zip(("staff", "indirect"), map(Decimal, money), strict=True))
    rows = {code: {"amount": amount} for code, amount in amounts.items()}
    monitoring.save_expenditure(report, rows, Save(writer, at, 1))


def counted():
    return [table.select().count() for table in (Event, Effect, ReportComment, Document)]


def rules_of(caught):
    return {(each.rule, each.field) for each in caught.value.broken}


def test_a_contract_of_a_year_makes_four_empty_reports(contract):
    reports = list(Report.select().order_by(Report.number))
    assert [each.ends_on for each in reports] == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]
    assert reports[0].due_on == date(2026, 4, 30)
    assert reports[0].reference == f"{contract.reference}-P1"
    assert sum(row.target for row in Actual.select()) == 400
    assert [row.budget for row in report_figures.expenditures(reports[3])] == [100_000, 7_000]
    assert len(monitoring.narratives_of(reports[0])) == 6


def test_a_percentage_has_the_same_target_in_each_period(partner):
    call = make.call(make.CallState.AWARDED)
    kind = {"kind": IndicatorKind.PERCENTAGE, "adding": Adding.AVERAGE}
    Indicator.create(call=call, position=2, name="Referrals", unit="percent", target=85, **kind)
    monitoring.make_periods(make.contract(partner, call), make.NOON)
    rows = Actual.select().join(Indicator).where(Indicator.name == "Referrals")
    assert [row.target for row in rows] == [85, 85, 85, 85]


def test_a_report_goes_from_draft_through_one_return_to_acceptance(report, people, officer):
    owner, _, signatory = people
    fill(report, owner)
    report_filings.submit(report, signatory, APRIL)
    monitoring.send_back(report, {"risks": "Which incident?", "lessons": " "}, officer, APRIL)
    monitoring.save_narrative(report, "risks", "A door was broken.", Save(owner, APRIL, 2))
    report_filings.submit(report, signatory, APRIL)
    reports.money_agreed(report)
    monitoring.accept(report, "Good work.", officer, APRIL)
    now = monitoring.by_slug(report.slug)
    assert now.state is ReportState.ACCEPTED
    assert (now.submitted_by_id, now.accepted_by_id) == (signatory.person_id, officer.person_id)
    assert [(row.round, row.section) for row in monitoring.comments_of(now)] == [(1, "risks")]
    names = [row.name for row in Event.select().where(Event.name != "report.section_saved")]
    assert names == [
        "report.submitted",
        "report.returned",
        "report.submitted",
        "report.desk_finished",
        "report.accepted",
    ]
    assert {row.number for row in Document.select()} == {
        f"{report.reference}-EN",
        f"{report.reference}-FR",
    }


def test_the_partner_is_told_of_a_return_without_the_comments(report, people, officer):
    fill(report, people[0])
    report_filings.submit(report, people[2], APRIL)
    monitoring.send_back(report, {"risks": "A secret matter"}, officer, APRIL)
    mails = [row.payload for row in Effect.select() if row.kind == "mail"]
    assert {mail["template"] for mail in mails} == {"report_returned"}
    assert len(mails) == Person.select().where(Person.partner == report.partner_id).count()
    assert all(mail["facts"] == {"reference": report.reference} for mail in mails)


def test_every_section_that_is_missing_is_told_at_once_and_nothing_happens(report, people):
    before = counted()
    with pytest.raises(RulesBroken) as caught:
        report_filings.submit(report, people[2], APRIL)
    assert ("narrative_missing", "risks") in rules_of(caught)
    assert ("actuals_missing", "indicators#rows-0-total") in rules_of(caught)
    assert ("amounts_missing", "expenditure") in rules_of(caught)
    assert counted() == before
    assert Report.get_by_id(report.id).state is ReportState.DRAFT
    assert report.state is ReportState.DRAFT


def test_a_report_is_not_submitted_before_its_period_is_over(report, people):
    fill(report, people[0], MARCH)
    with pytest.raises(RulesBroken) as caught:
        report_filings.submit(report, people[2], MARCH)
    assert rules_of(caught) == {("period_not_over", "")}
    assert caught.value.broken[0].facts == {"day": date(2026, 3, 31)}


def test_the_period_ends_at_midnight_where_the_call_is_run(report, people):
    last = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    fill(report, people[0], last)
    report_filings.submit(report, people[2], last)
    assert Report.get_by_id(report.id).state is ReportState.SUBMITTED


def test_a_report_is_not_written_before_its_period_begins(contract, people):
    second = report_of(contract, 2)
    with pytest.raises(RuleBroken) as caught:
        monitoring.save_narrative(second, "risks", "Early", Save(people[0], MARCH, 1))
    assert caught.value.rule == "period_not_begun"


def test_a_figure_far_under_its_target_needs_a_note(report, people):
    fill(report, people[0], arrivals=(40, 30, 10, 9))
    with pytest.raises(RulesBroken) as caught:
        report_filings.submit(report, people[2], APRIL)
    assert rules_of(caught) == {("target_notes_missing", "indicators#rows-0-note")}


def test_spending_over_the_budget_of_all_periods_needs_a_note(contract, people):
    first, second = report_of(contract, 1), report_of(contract, 2)
    fill(first, people[0], money=("60000", "1400"))
    early = {"staff": {"amount": Decimal(60_000), "note": "The rent of a year was due."}}
    monitoring.save_expenditure(first, early, Save(people[0], APRIL, 2))
    report_filings.submit(first, people[2], APRIL)
    fill(second, people[0], JULY, money=("40000.01", "2000"))
    with pytest.raises(RulesBroken) as caught:
        report_filings.submit(second, people[2], JULY)
    assert rules_of(caught) == {("budget_notes_missing", "expenditure")}
    note = {"staff": {"amount": Decimal("40000.01"), "note": "One more month of rent."}}
    monitoring.save_expenditure(second, note, Save(people[0], JULY, 2))
    report_filings.submit(second, people[2], JULY)


def test_reports_are_filed_and_accepted_in_order(contract, people, officer):
    first, second = report_of(contract, 1), report_of(contract, 2)
    fill(second, people[0], JULY)
    with pytest.raises(RulesBroken) as caught:
        report_filings.submit(second, people[2], JULY)
    assert ("earlier_not_filed", "") in rules_of(caught)
    fill(first, people[0], JULY)
    report_filings.submit(first, people[2], JULY)
    report_filings.submit(second, people[2], JULY)
    with pytest.raises(RuleBroken, match="earlier_not_accepted"):
        monitoring.accept(second, "Fine.", officer, JULY)


def test_sums_count_earlier_filed_periods_and_this_one(contract, people):
    first, second = report_of(contract, 1), report_of(contract, 2)
    fill(first, people[0], arrivals=(50, 30, 20, 10), money=("20000", "1400"))
    fill(second, people[0], JULY, arrivals=(60, 30, 10, 5), money=("30000.50", "2000"))
    assert report_figures.indicator_lines(second)[0].so_far == 105
    report_filings.submit(first, people[2], APRIL)
    line = report_figures.indicator_lines(second)[0]
    money = report_figures.money_lines(second, "fr")
    assert (line.so_far, line.whole, line.share) == (215, 400, 105)
    assert [row.so_far for row in money] == [Decimal("50000.50"), 3400]
    assert [row.name for row in money] == ["Personnel", "Coûts indirects"]
    assert report_figures.total(money).share == 49
    assert report_figures.indicator_lines(first)[0].so_far == 110


def test_the_second_of_two_submissions_is_refused(report, people):
    fill(report, people[0])
    same = monitoring.by_slug(report.slug)
    report_filings.submit(report, people[2], APRIL)
    before = counted()
    with pytest.raises(WrongState):
        report_filings.submit(same, people[2], APRIL)
    assert counted() == before


def test_a_submitted_report_cannot_be_changed(report, people):
    fill(report, people[0])
    report_filings.submit(report, people[2], APRIL)
    with pytest.raises(WrongState):
        monitoring.save_narrative(report, "risks", "Later", Save(people[0], APRIL, 2))


def test_the_second_writer_of_an_answer_gets_the_text_of_the_first(report, people):
    monitoring.save_narrative(report, "risks", "From the owner", Save(people[0], APRIL, 1))
    with pytest.raises(Conflict) as caught:
        monitoring.save_narrative(report, "risks", "From the editor", Save(people[1], APRIL, 1))
    assert (caught.value.version, caught.value.theirs["text"]) == (2, "From the owner")
    assert Narrative.get(code="risks", report=report).text == "From the owner"


def test_the_second_writer_of_the_figures_changes_nothing(report, people):
    row = report_figures.actuals(report)[0]
    first = {str(row.id): make.reached(women=1, men=1, girls=1, boys=1)}
    monitoring.save_actuals(report, first, Save(people[0], APRIL, 1))
    with pytest.raises(Conflict) as caught:
        second = {str(row.id): make.reached(women=9)}
        monitoring.save_actuals(report, second, Save(people[1], APRIL, 1))
    assert caught.value.theirs["lines"][0].actual.total == 4
    assert ActualPart.get(value="women").total == 1


def test_the_second_writer_of_the_expenditure_changes_nothing(report, people):
    spent = {"staff": {"amount": Decimal(5)}}
    monitoring.save_expenditure(report, spent, Save(people[0], APRIL, 1))
    with pytest.raises(Conflict) as caught:
        monitoring.save_expenditure(report, {"staff": {}}, Save(people[1], APRIL, 1))
    assert caught.value.theirs["rows"]["staff"].amount == 5


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ({"staff": {"amount": Decimal(-1)}}, "amount_negative"),
        ({"staff": {"amount": Decimal("1.005")}}, "amount_too_fine"),
    ],
)
def test_an_impossible_amount_is_refused(report, people, rows, rule):
    with pytest.raises(RuleBroken, match=rule):
        monitoring.save_expenditure(report, rows, Save(people[0], APRIL, 1))
    assert Report.get_by_id(report.id).expenditure_version == 1


def test_unknown_sections_and_rows_are_not_found(report, people):
    save = Save(people[0], APRIL, 1)
    with pytest.raises(NotFound):
        monitoring.save_narrative(report, "weather", "Sun", save)
    with pytest.raises(NotFound):
        monitoring.save_actuals(report, {"x": make.reached(1)}, save)
    with pytest.raises(NotFound):
        monitoring.save_expenditure(report, {"gold": {}}, save)


def test_a_return_without_a_comment_is_refused(report, people, officer):
    fill(report, people[0])
    report_filings.submit(report, people[2], APRIL)
    before = counted()
    with pytest.raises(RuleBroken, match="comment_needed"):
        monitoring.send_back(report, {"risks": "  "}, officer, APRIL)
    assert counted() == before


def test_a_draft_can_be_neither_returned_nor_accepted(report, officer):
    with pytest.raises(WrongState):
        monitoring.send_back(report, {"risks": "Why?"}, officer, APRIL)
    with pytest.raises(WrongState):
        monitoring.accept(report, "Fine.", officer, APRIL)


def test_each_step_is_for_its_own_role(report, people, officer):
    owner, editor, signatory = people
    stranger = make.actor(Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY, partner=make.partner())
    for wrong in (signatory, officer, stranger):
        with pytest.raises(NotAllowed):
            monitoring.save_narrative(report, "risks", "No", Save(wrong, APRIL, 1))
    for wrong in (owner, editor, officer, stranger):
        with pytest.raises(NotAllowed):
            report_filings.submit(report, wrong, APRIL)
    for wrong in (signatory, make.actor(Role.HEAD_OF_OFFICE)):
        with pytest.raises(NotAllowed):
            monitoring.accept(report, "No", wrong, APRIL)


def test_my_work_names_the_report_to_those_who_hold_the_pen(report, people, officer):
    february = datetime(2026, 2, 1, tzinfo=UTC)
    assert monitoring.work_items(people[0], february) == []
    (item,) = monitoring.work_items(people[0], MARCH)
    assert (item.word, item.parts, item.waiting) == (
        "work.file_report",
        {"slug": report.slug},
        False,
    )
    assert monitoring.work_items(officer, MARCH) == []
    fill(report, people[0])
    report_filings.submit(report, people[2], APRIL)
    assert [(each.word, each.waiting) for each in monitoring.work_items(people[1], APRIL)] == [
        ("work.report_in_review", True)
    ]
    assert [(each.word, each.waiting) for each in monitoring.work_items(officer, APRIL)] == [
        ("work.review_report", False)
    ]
    assert monitoring.work_items(make.actor(Role.AUDITOR), APRIL) == []


@pytest.mark.usefixtures("contract")
def test_partners_see_their_own_reports_and_the_office_all(people, officer):
    other = make.contract()
    monitoring.make_periods(other, make.NOON)
    assert len(monitoring.reports_for(people[0])) == 4
    assert len(monitoring.reports_for(officer)) == 8
    assert monitoring.reports_for(make.actor(Role.COMMITTEE_MEMBER)) == []
