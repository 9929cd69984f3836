"""Sections of a report that are forms: made, filled in, taken over, compared."""

from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import ReportState
from portal.domain.report_sections import Progress
from portal.models import (
    ContractClause,
    Event,
    ProposalPart,
    Report,
    ReportPart,
    ServiceNeed,
    Site,
)
from portal.services import (
    accounts,
    monitoring,
    report_filings,
    report_parts,
    report_sections,
    report_terms,
)
from tests import factories as make
from tests import reports
from tests.services.test_monitoring import fill as fill_the_rest

APRIL = reports.APRIL
JULY = datetime(2026, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def people(app):
    return [accounts.actor_of(each) for each in make.team(make.partner())]


@pytest.fixture
def owner(people):
    return people[0]


@pytest.fixture
def contract(people):
    return reports.contract(make.Partner.get_by_id(people[0].partner_id))


@pytest.fixture
def report(contract):
    return reports.report(contract)


def told(report, code=""):
    found = [(each.rule, each.field) for each in report_parts.problems(report)]
    return [each for each in found if each[1].startswith(code) and "_missing" not in each[0]]


def change(report, code, table, place, cells):
    """What fills a section, with some cells of one row written otherwise."""
    typed = reports.content(report, code)
    typed["tables"][table][place] |= cells
    return typed


def test_a_report_has_the_sections_that_its_contract_fixes(contract, people):
    few = reports.contract(make.Partner.get_by_id(people[0].partner_id), ["psea"])
    assert set(report_parts.parts(reports.report(contract), "en")) == set(reports.SECTIONS)
    assert set(report_parts.parts(reports.report(few), "en")) == {"psea"}


def test_a_new_contract_asks_for_what_its_call_has_rows_for(app):
    call = make.call(make.CallState.AWARDED, standards=[])
    ServiceNeed.delete().where(ServiceNeed.call == call).execute()
    made = make.contract(call=call)
    report_terms.put(made)
    assert "incidents" in made.report_sections
    assert "standards" not in made.report_sections
    assert [each["code"] for each in made.report_headings][:3] == [
        "performance",
        "changes",
        "results",
    ]


def test_a_complete_report_is_submitted(report, people):
    fill_the_rest(report, people[0])
    reports.fill(report, people[0])
    lines = report_sections.lines(report)
    assert {each.progress for each in lines} == {Progress.COMPLETE}
    report_filings.submit(report, people[2], APRIL)
    assert Report.get_by_id(report.id).state is ReportState.SUBMITTED


def test_an_empty_section_says_how_much_is_missing_at_its_first_input(report):
    found = {each.field: each.facts for each in report_parts.problems(report)}
    assert found["standards#checks-0-finding"] == {"count": 4}
    assert found["report_risks#risks"] == {}


def test_each_standard_is_asked_at_each_site_of_the_lot(report, contract):
    for position, note in enumerate(("House A", "House B"), 8):
        Site.create(
            centre=contract.call.centre,
            position=position,
            city=contract.lot.city,
            kind="building",
            places=10,
            note=note,
        )
    Site.update(city="Elsewhere").where(Site.note == "").execute()
    labels = [
        each.label for each in report_parts.part(report, "standards", "fr").frame["checks"]
    ]
    assert len(labels) == 4
    assert labels[0].endswith("20 personnes. (House A)")


def test_the_positions_are_those_of_the_proposal_where_it_names_them(report, contract, owner):
    rows = [{"key": "", "role": "Night pair", "post": "", "number": 6, "shifts": ["night"]}]
    ProposalPart.create(
        proposal=contract.proposal,
        key="staffing",
        content={"rows": rows, "values": {}},
        saved_at=make.NOON,
        saved_by=owner.person_id,
    )
    (post,) = report_parts.part(report, "staffing", "en").frame["posts"]
    assert (post.label, post.planned) == ("Night pair", 6)


@pytest.mark.parametrize(
    "case",
    [
        ("standards", "checks", 1, {"finding": "not_met"}, "standard_plan_needed plan"),
        (
            "standards",
            "checks",
            0,
            {"finding": "partly", "plan": "Repair", "by": "2026-03-31"},
            "standard_day_past by",
        ),
        ("services", "services", 1, {"delivered": "partly"}, "service_note_needed note"),
        (
            "services",
            "services",
            0,
            {"delivered": "none", "note": "Closed"},
            "service_none_counted delivered",
        ),
        ("services", "services", 0, {"days": 91}, "service_days_many days"),
        ("staffing", "posts", 0, {"in_post": 2}, "post_above_planned note"),
        ("staffing", "posts", 1, {"in_post": 3}, "post_vacancy_needed vacancy_days"),
        ("staffing", "posts", 0, {"women": 2}, "women_above_post women"),
        ("staffing", "cover", 0, {"uncovered": 3}, "cover_reason_needed reason"),
        ("incidents", "incidents", 0, {"number": 1}, "incident_told_needed told"),
        ("incidents", "complaints", 0, {"closed": 3}, "complaints_closed_many closed"),
        ("incidents", "complaints", 0, {"in_time": 2}, "complaints_in_time_many in_time"),
        ("data_protection", "statement", 1, {"number": 2}, "statement_no_counted happened"),
        (
            "data_protection",
            "statement",
            1,
            {"happened": "yes"},
            "statement_number_needed number",
        ),
        ("government", "milestones", 0, {"progress": "late"}, "milestone_note_needed note"),
        ("government", "milestones", 0, {"due": "2026-02-01"}, "milestone_overdue progress"),
    ],
)
def test_a_contradiction_is_told_at_its_input(report, owner, case):
    code, table, number, cells, broken = case
    reports.save(report, code, change(report, code, table, number, cells), owner)
    rule, name = broken.split()
    assert (rule, f"{code}#{table}-{number}-{name}") in told(report, code)


def test_a_loss_of_data_asks_whether_iom_was_told_within_the_hours_agreed(
    report, contract, owner
):
    ContractClause.create(
        contract=contract,
        position=1,
        code="D11",
        part="data_protection",
        title="Notice",
        text="",
        library_version="1",
        parameters=[{"name": "breach_hours", "kind": "hours", "value": "24"}],
        given={"breach_hours": "48"},
    )
    typed = {"tables": {"statement": reports.statement(breaches={"happened": "yes"})}}
    reports.save(report, "data_protection", typed, owner)
    broken = {each.field: each for each in report_parts.problems(report)}
    asked = broken["data_protection#breach_told"]
    assert (asked.rule, asked.facts) == ("breach_hours_needed", {"hours": 48})


@pytest.mark.parametrize(
    ("count", "said", "broken"),
    [
        (1, "no", ("psea_none_but_counted", "psea#allegations")),
        (0, "yes", ("psea_some_not_counted", "incidents#sea_count")),
        (1, "yes", ("psea_told_needed", "psea#allegations_told")),
    ],
)
def test_the_psea_statement_and_the_counts_agree(report, owner, count, said, broken):
    incidents, psea = (reports.content(report, code) for code in ("incidents", "psea"))
    incidents["values"]["sea_count"] = count
    psea["values"]["allegations"] = said
    reports.save(report, "incidents", incidents, owner)
    reports.save(report, "psea", psea, owner)
    assert broken in told(report)


def test_more_trained_staff_than_staff_is_told(report, owner):
    psea = reports.content(report, "psea")
    psea["values"]["trained"] = 6
    reports.save(report, "staffing", reports.content(report, "staffing"), owner)
    reports.save(report, "psea", psea, owner)
    assert told(report) == [("psea_trained_many", "psea#trained")]


def test_complaints_left_open_can_be_closed_in_a_later_period(report, contract, owner, people):
    fill_the_rest(report, owner)
    reports.fill(report, owner)
    report_filings.submit(report, people[2], APRIL)
    second = reports.report(contract, 2)
    typed = change(second, "incidents", "complaints", 0, {"received": 0, "closed": 1})
    reports.save(second, "incidents", typed, owner, at=JULY)
    assert told(second, "incidents") == []


def test_the_next_report_suggests_what_the_accepted_one_says_without_its_counts(
    report, contract, owner, people
):
    fill_the_rest(report, owner)
    reports.fill(report, owner)
    report_filings.submit(report, people[2], APRIL)
    reports.money_agreed(report)
    monitoring.accept(report, "Good.", make.actor(Role.PROGRAMME_OFFICER), APRIL)
    second = reports.report(contract, 2)
    found = report_parts.parts(second, "en")
    assert found["standards"].source == report.reference
    assert found["standards"].suggested["tables"]["checks"][0]["means"] == "Counted on a visit"
    assert found["staffing"].suggested["tables"]["posts"][1]["in_post"] == 4
    assert found["staffing"].suggested["tables"]["posts"][1]["vacancy_days"] is None
    assert found["incidents"].suggested is None
    assert not found["standards"].begun


def test_the_first_report_suggests_the_risks_of_the_proposal(report, contract, owner):
    ProposalPart.create(
        proposal=contract.proposal,
        key="risks",
        content={
            "rows": [{"risk": "Rents rise", "likelihood": 2, "impact": 3, "mitigation": "Ask"}],
            "values": {},
        },
        saved_at=make.NOON,
        saved_by=owner.person_id,
    )
    (row,) = report_parts.part(report, "report_risks", "en").suggested["tables"]["risks"]
    assert (row["risk"], row["treatment"], row["category"]) == ("Rents rise", "Ask", "")


def test_two_who_save_one_section_are_told_and_nothing_is_lost(report, people):
    first, second = (reports.content(report, "psea") for _ in range(2))
    second["values"]["channels"] = 9
    reports.save(report, "psea", first, people[0], seen=1)
    with pytest.raises(Conflict) as caught:
        reports.save(report, "psea", second, people[1], seen=1)
    assert caught.value.theirs["content"]["values"]["channels"] == 3
    assert report_parts.part(report, "psea", "en").content["values"]["channels"] == 3


def test_the_same_again_is_no_new_version_and_a_run_of_saves_one_line_of_the_log(report, owner):
    typed = reports.content(report, "psea")
    kept = reports.save(report, "psea", typed, owner, seen=1)
    again = reports.save(report, "psea", typed, owner, seen=1)
    assert (kept.version, again.version) == (2, 2)
    typed["values"]["channels"] = 4
    reports.save(report, "psea", typed, owner)
    (event,) = Event.select().where(Event.name == "report.section_saved")
    assert event.facts == {"section": "psea"}


def test_what_no_field_can_hold_and_unknown_rows_are_refused(report, owner):
    wrong = reports.content(report, "standards")
    wrong["tables"]["checks"][0]["key"] = "S99"
    with pytest.raises(NotFound):
        reports.save(report, "standards", wrong, owner)
    for cells in ({"likelihood": 9}, {"category": "weather"}, {"risk": "x" * 700}):
        typed = {"tables": {"risks": [reports.risk(**cells)]}}
        with pytest.raises(RuleBroken, match="report_part_unreadable"):
            reports.save(report, "report_risks", typed, owner)
    many = {"tables": {"risks": [reports.risk()] * 41}}
    with pytest.raises(RuleBroken, match="report_rows_many"):
        reports.save(report, "report_risks", many, owner)
    assert not ReportPart.select().where(ReportPart.version > 1).exists()


def test_only_writers_of_the_partner_save_and_only_while_it_is_open(report, people):
    for wrong in (people[2], make.actor(Role.PROGRAMME_OFFICER)):
        with pytest.raises(NotAllowed):
            reports.save(report, "psea", {}, wrong)
    Report.update(state=ReportState.SUBMITTED).where(Report.id == report.id).execute()
    with pytest.raises(WrongState):
        reports.save(report, "psea", {}, people[0])
