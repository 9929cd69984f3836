"""The partner's own indicators in the reports of its contract, beside those of the call."""

from datetime import date

import pytest

from portal.domain.actions import Role
from portal.domain.amendments import AmendmentKind
from portal.domain.errors import RulesBroken
from portal.domain.indicators import Figure
from portal.domain.lifecycle import ReportState
from portal.models import (
    Actual,
    Call,
    ContractStanding,
    ContractTarget,
    Indicator,
    IndicatorSum,
    Report,
)
from portal.pdf.facts import cumulative as cumulative_facts
from portal.services import (
    accounts,
    amendment_checks,
    amendment_view,
    contract_pictures,
    contract_text,
    contracts,
    corrections,
    cumulative,
    indicator_sums,
    monitoring,
    own_indicators,
    report_beside,
    report_figures,
    report_sections,
)
from portal.services.amendment_plan import plan
from portal.services.figures import Given
from tests import factories as make
from tests import measuring
from tests.amended import BEFORE_END, House, quick_passwords
from tests.own_indicators import KEPT, TRAINED, WAITING, contract, promise

SAID = "As agreed."


@pytest.fixture
def partner(app):
    return make.partner()


@pytest.fixture
def people(partner):
    return [accounts.actor_of(each) for each in make.team(partner)]


@pytest.fixture
def made(partner):
    return contract(partner)


def own(report):
    return [each for each in report_figures.indicator_lines(report) if each.indicator.is_own]


def targets(made, name):
    query = Actual.select(Actual.target).join(Indicator).switch(Actual).join(Report)
    mine = (Report.contract == made) & (Indicator.name == name)
    return [each.target for each in query.where(mine).order_by(Report.number)]


def given(trained=10, kept=(40, 50), days=8, note=SAID):
    """A whole period of the indicator of the call and of three own ones."""
    return [
        make.reached(100, note=note, women=40, men=30, girls=20, boys=10),
        Given(Figure(trained), {}, note),
        Given(Figure(*kept), {}, note),
        Given(Figure(days), {}, note),
    ]


def test_every_report_follows_own_indicators_after_those_of_the_call(made):
    lines = report_figures.indicator_lines(measuring.report(made, 2))
    assert [each.indicator.name for each in lines][-3:] == [
        "Carers trained",
        "Appointments kept",
        "Days of waiting",
    ]
    trained = lines[-3]
    assert (trained.actual.target, trained.whole, trained.goal.baseline) == (10, 40, 0)
    assert trained.indicator.verification == "Signed attendance sheets"
    assert [lines[-2].actual.target, lines[-1].actual.target] == [80, 4]


def test_a_contract_from_before_is_followed_by_the_indicators_of_its_call_alone(app):
    made = make.contract()
    monitoring.make_periods(made, make.NOON)
    assert own(measuring.report(made)) == []


def test_neither_the_call_nor_what_both_signed_is_changed_by_following_them(partner):
    made = promise(make.contract(partner), TRAINED)
    before = contract_text.print_of(contracts.full(made))
    asked = made.call.indicators.count()
    monitoring.make_periods(made, make.NOON)
    assert contract_text.print_of(contracts.full(made)) == before
    assert Call.get_by_id(made.call_id).indicators.count() == asked


def test_what_is_missing_or_cannot_be_is_told_of_own_indicators_too(made, people):
    report = measuring.report(made)
    with pytest.raises(RulesBroken) as caught:
        measuring.save(report, people[0], *given(kept=(60, 50)))
    assert [(each.rule, each.field) for each in caught.value.broken] == [
        ("percent_too_high", "rows-2-total")
    ]
    measuring.save(report, people[0], *given(trained=None, days=9, note=""))
    found = report_sections.problems(measuring.report(made))
    told = {each.field: each.rule for each in found if "rows-" in each.field}
    assert told["indicators#rows-1-total"] == "actuals_missing"
    assert told["indicators#rows-3-note"] == "target_notes_missing"


def test_figures_of_periods_add_up_and_are_shown_wherever_progress_is(made, people):
    officer = make.actor(Role.PROGRAMME_OFFICER)
    for number, row in enumerate((given(), given(trained=12, kept=(10, 50), days=4)), 1):
        measuring.accepted(made, number, people, officer, *row)
    second = {each.indicator.name: each for each in own(measuring.report(made, 2))}
    assert second["Carers trained"].so_far == 22
    assert (second["Appointments kept"].so_far, second["Appointments kept"].share) == (50, 25)
    assert second["Days of waiting"].share == 100
    lines = {
        each.indicator.name: each for each in cumulative.lines(made) if each.indicator.is_own
    }
    assert [each.share for each in lines.values()] == [55, 62, 100]
    courses = contract_pictures.progress(made, contract_pictures.periods(made))
    assert [(each.name, each.share) for each in courses][1:] == [
        ("Carers trained", 55),
        ("Appointments kept", 25),
        ("Days of waiting", 100),
    ]
    standing = ContractStanding.get(contract=made)
    assert (standing.indicators, standing.on_track) == (4, 3)
    facts = cumulative_facts.report(made.id, "en")
    assert [each["own"] for each in facts["indicators"]] == [False, True, True, True]
    assert indicator_sums.recomputed(made) == indicator_sums.kept(made)


def test_an_accepted_figure_is_corrected_and_the_sum_follows(made, people):
    officer, head = make.actor(Role.PROGRAMME_OFFICER), make.actor(Role.HEAD_OF_OFFICE)
    measuring.accepted(made, 1, people, officer, *given())
    report = measuring.report(made, 1)
    key = own(report)[0].indicator.id
    new = (key, Given(Figure(8)))
    one = corrections.propose(report, new, "Two came twice.", officer, measuring.LATER)
    corrections.approve(one, "", head, measuring.LATER)
    assert IndicatorSum.get(indicator=key).total == 8
    assert indicator_sums.recomputed(made) == indicator_sums.kept(made)


def test_a_reviewer_reads_what_the_contract_promises_of_them(made):
    rows = report_beside.promised(measuring.report(made), "indicators", "en")
    assert (rows[-1].label, rows[-1].figure, rows[-1].baseline) == ("Days of waiting", 4, 10)


def test_an_amended_target_is_followed_in_open_periods_and_filed_ones_stay(made):
    Report.update(state=ReportState.ACCEPTED).where(Report.number == 1).execute()
    own_indicators.follow(promise(made, TRAINED | {"target": 70, "unit": "people"}, KEPT))
    assert targets(made, "Carers trained") == [10, 20, 20, 20]
    assert targets(made, "Appointments kept") == [80] * 4
    assert targets(made, "Days of waiting") == [4]
    (first, *_rest) = own_indicators.followed(made.id)
    assert (first.target, first.indicator.unit) == (70, "people")


def test_one_taken_out_keeps_its_filed_figures_and_comes_back(made):
    Report.update(state=ReportState.ACCEPTED).where(Report.number == 1).execute()
    own_indicators.follow(promise(made, KEPT, WAITING))
    assert targets(made, "Carers trained") == [10]
    goal = ContractTarget.select().join(Indicator).where(Indicator.name == "Carers trained")
    assert goal.get().target == 10
    own_indicators.follow(promise(made, TRAINED, KEPT, WAITING))
    assert targets(made, "Carers trained") == [10, 10, 10, 10]
    assert goal.get().target == 40


def test_one_taken_out_before_anything_was_filed_leaves_nothing_behind(made):
    own_indicators.follow(promise(made))
    assert own_indicators.followed(made.id) == []
    assert not Indicator.select().where(Indicator.call.is_null()).exists()


def test_one_that_is_measured_otherwise_is_another_indicator(made):
    Report.update(state=ReportState.ACCEPTED).where(Report.number == 1).execute()
    own_indicators.follow(promise(made, TRAINED | {"unit": "%"}))
    kept = [(each.indicator.name, each.kind.value) for each in own_indicators.followed(made.id)]
    assert kept.count(("Carers trained", "count")) == 1
    assert kept.count(("Carers trained", "percentage")) == 1


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    house = House()
    promise(house.now(), TRAINED)
    own_indicators.follow(house.now())
    return house


def test_an_extension_spreads_own_targets_over_the_new_periods_too(house):
    house.file(1)
    one = house.start(AmendmentKind.EXTENSION, ends_on=date(2027, 3, 31).isoformat())
    effect = {each.name: list(each.parts) for each in amendment_view.of(one).targets}
    assert effect["Carers trained"] == [(2, 7), (3, 8), (4, 7), (5, 8)]
    house.in_force(one)
    assert targets(house.now(), "Carers trained") == [10, 7, 8, 7, 8]


def test_an_amendment_of_own_indicators_is_followed_from_the_day_it_is_in_force(house):
    house.file(1)
    more = TRAINED | {"target": 70}
    one = house.start(AmendmentKind.SCOPE, indicators=[more, KEPT])
    effect = {each.name: list(each.parts) for each in amendment_view.of(one).targets}
    assert effect["Carers trained"] == [(2, 20), (3, 20), (4, 20)]
    assert effect["Appointments kept"] == [(2, 80), (3, 80), (4, 80)]
    assert targets(house.now(), "Carers trained") == [10, 10, 10, 10]
    house.in_force(one)
    assert targets(house.now(), "Carers trained") == [10, 20, 20, 20]
    assert targets(house.now(), "Appointments kept") == [80, 80, 80]
    assert [each.name for each in own_indicators.promised(house.now())] == [
        "Carers trained",
        "Appointments kept",
    ]


def test_a_contract_that_was_not_followed_is_so_from_its_next_amendment_on(app, monkeypatch):
    quick_passwords(monkeypatch)
    house = House()
    promise(house.now(), TRAINED)
    for number in range(1, 4):
        house.file(number)
    one = house.start(AmendmentKind.CLAUSES, terms={"staffing": "Two nurses."})
    house.in_force(one)
    assert targets(house.now(), "Carers trained") == [40]


def test_a_target_that_filed_periods_pass_is_refused(house):
    house.file(1)
    one = house.start(AmendmentKind.EXTENSION, ends_on=date(2027, 3, 31).isoformat())
    promise(house.now(), TRAINED | {"target": 5})
    found = amendment_checks.problems(house.find(one), plan(house.find(one)), BEFORE_END)
    told = [each.facts["name"] for each in found if each.rule == "amendment_target"]
    assert told == ["Carers trained"]
