"""Typed figures of a report: broken down, checked, kept exactly, and added up on acceptance."""

from fractions import Fraction

import pytest
from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Role
from portal.domain.contracts import fingerprint
from portal.domain.errors import Conflict, NotFound, RuleBroken, RulesBroken
from portal.domain.indicators import Adding, Figure, IndicatorKind
from portal.models import (
    Actual,
    ActualPart,
    Call,
    ContractStanding,
    ContractTarget,
    Event,
    Indicator,
    IndicatorSum,
    ReportSnapshot,
)
from portal.services import (
    accounts,
    call_judging,
    contract_text,
    indicator_sums,
    measures,
    monitoring,
    report_figures,
    report_filings,
    report_sections,
)
from portal.services.call_drafting import Edit
from portal.services.call_judging import IndicatorRow
from portal.services.figures import Given
from portal.services.monitoring import Save
from portal.services.steps import fresh
from tests import factories as make
from tests import measuring


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
    return measuring.contract(partner=partner)


@pytest.fixture
def report(contract):
    return measuring.report(contract)


def lines(report):
    return report_figures.indicator_lines(report)


def told(report):
    found = report_sections.problems(report)
    return {each.field: each.rule for each in found if each.field.startswith("indicators")}


def test_every_kind_of_figure_is_kept_exactly(report, people):
    measuring.save(report, people[0])
    first, rate, ratio, checked, places = lines(report)
    assert (first.value, rate.value, ratio.value) == (100, 85, Fraction(40, 3))
    assert (checked.value, places.value) == (1, 28)
    assert (rate.actual.total, rate.actual.denominator) == (17, 20)
    assert first.entry.part(("sex", "female")) == Figure(60)
    assert all(each.complete for each in lines(report))
    assert told(report) == {}


def test_targets_of_periods_follow_the_way_of_adding(report):
    assert [each.actual.target for each in lines(report)] == [100, 85, 20, 1, 30]


def test_parts_that_do_not_add_up_stay_in_the_draft_and_stop_the_report(report, people):
    measuring.save(report, people[0], measuring.persons(60, 40, total=99))
    assert told(report)["indicators#rows-0-parts-0-total"] == "parts_unequal"
    measuring.complete(report)
    with pytest.raises(RulesBroken) as caught:
        report_filings.submit(measuring.report(report.contract), people[2], measuring.LATER)
    facts = caught.value.broken[0].facts
    assert (facts["dimension"], facts["added"], facts["whole"]) == ("sex", 100, 99)


@pytest.mark.parametrize(
    ("place", "given", "told"),
    [
        (0, Given(Figure(-1)), ("count_negative", "rows-0-total")),
        (1, Given(Figure(21, 20)), ("percent_too_high", "rows-1-total")),
        (1, Given(Figure(3, 0)), ("denominator_zero", "rows-1-denominator")),
        (3, Given(Figure(2)), ("yes_or_no", "rows-3-total")),
    ],
)
def test_what_no_figure_can_be_is_refused_at_its_input_and_nothing_is_saved(
    report, people, place, given, told
):
    before = Event.select().count()
    rows = [*measuring.usual()[:place], given]
    with pytest.raises(RulesBroken) as caught:
        measuring.save(report, people[0], *rows)
    assert [(each.rule, each.field) for each in caught.value.broken] == [told]
    assert Event.select().count() == before
    assert {row.total for row in Actual.select()} == {None}


def test_a_percentage_passes_100_only_where_the_contract_says_so(report, people):
    ContractTarget.update(over_100=True).execute()
    measuring.save(report, people[0], measuring.persons(60, 40), Given(Figure(30, 20)))
    assert lines(report)[1].value == 150


def test_a_part_that_the_contract_does_not_know_is_not_found(report, people):
    odd = Given(Figure(1), {("sex", "other"): Figure(1)})
    with pytest.raises(NotFound):
        measuring.save(report, people[0], odd)


def test_a_figure_without_all_of_its_parts_is_missing(report, people):
    given = Given(Figure(9), {("sex", "female"): Figure(3)})
    measuring.save(report, people[0], given, *measuring.usual()[1:])
    assert told(report)["indicators#rows-0-total"] == "actuals_missing"


@pytest.mark.parametrize("column", ["total", "denominator"])
def test_the_database_itself_refuses_a_negative_count(report, column):
    row = Actual.select().where(Actual.report == report).first()
    with pytest.raises(IntegrityError), atomic():
        Actual.update({column: -1}).where(Actual.id == row.id).execute()
    with pytest.raises(IntegrityError), atomic():
        part = {"actual": row, "dimension": "sex", "value": "female", column: -1}
        ActualPart.insert(part).execute()


def test_acceptance_freezes_every_figure_and_adds_it_up(contract, people, officer):
    measuring.accepted(contract, 1, people, officer)
    again = [measuring.persons(30, 50), Given(Figure(5, 5), {}, "-"), *measuring.usual()[2:]]
    second = measuring.accepted(contract, 2, people, officer, *again)
    kept = ReportSnapshot.get(ReportSnapshot.report == second)
    assert kept.hash == fingerprint(kept.content)
    assert kept.content["indicators"][0]["parts"][0] == ["sex", "female", 30, None]
    whole = IndicatorSum.select().join(Indicator).where(IndicatorSum.dimension == "")
    sums = {row.indicator.name: (row.total, row.denominator) for row in whole}
    assert sums["Persons"] == (180, None)
    assert sums["Referrals"] == (22, 25)
    assert sums["Places in use"] == (28, None)
    assert indicator_sums.kept(contract) == indicator_sums.recomputed(contract)
    stands = ContractStanding.get(ContractStanding.contract == contract)
    assert (stands.periods, stands.indicators, stands.on_track) == (2, 5, 4)


def test_a_report_shows_what_earlier_periods_reached(contract, people, officer):
    measuring.accepted(contract, 1, people, officer)
    second = measuring.report(contract, 2)
    measuring.save(second, people[0], measuring.persons(10, 5))
    line = lines(second)[0]
    assert (line.previous, line.so_far, line.whole) == ([(1, 100)], 115, 400)


def test_nothing_is_added_up_before_acceptance(contract, people):
    measuring.save(measuring.report(contract), people[0])
    assert IndicatorSum.select().count() == 0


def test_a_contract_takes_over_the_framework_of_its_call_and_states_it(app):
    call = make.call()
    chosen = ["nationality.SN", "nationality.GN", "nationality.other"]
    Call.update(breakdown_values=chosen).execute()
    Indicator.update(dimensions=["sex_age", "nationality"], baseline=7).execute()
    made = make.contract(call=Call.get_by_id(call.id))
    goal = ContractTarget.get(ContractTarget.contract == made)
    assert goal.breakdowns == [
        ["sex_age", ["women", "men", "girls", "boys"]],
        ["nationality", ["GN", "SN", "other"]],
    ]
    said = contract_text.content(contract_text.whole(fresh(made)))["targets"][0]
    assert (said["kind"], said["adding"], said["baseline"]) == ("count", "sum", 7)
    assert said["breakdowns"][1] == ["nationality", ["Guinea", "Senegal", "Other nationality"]]


def test_a_contract_of_earlier_times_keeps_its_fingerprint(contract):
    ContractTarget.update(stated=False).execute()
    whole = contract_text.whole(fresh(contract))
    assert "breakdowns" not in contract_text.content(whole)["targets"][0]


def test_the_values_that_a_call_takes_usually_are_not_kept_as_a_choice():
    assert measures.told_values(measures.all_usual()) == []
    assert measures.told_values(["sex.male", "sex.female"]) == ["sex.female", "sex.male"]


def test_only_a_way_that_the_kind_allows_can_be_chosen(app):
    call, by = make.call(), make.actor(Role.PROCUREMENT_OFFICER)
    kind = {"kind": IndicatorKind.PERCENTAGE, "adding": Adding.SUM}
    row = IndicatorRow("Referrals", "percent", 85, **kind)
    with pytest.raises(RuleBroken, match="adding_impossible"):
        call_judging.save_indicators(call, [row], Edit(by, make.NOON, 1))


def test_the_second_of_two_editors_changes_nothing(report, people):
    measuring.save(report, people[0])
    late = Save(people[1], measuring.LATER, 1)
    with pytest.raises(Conflict):
        monitoring.save_actuals(report, measuring.typed(report), late)
    assert ActualPart.get(value="female").total == 60
