"""Corrections of accepted figures; the sums always are what was accepted and corrected."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, Refusal, RuleBroken, RulesBroken, WrongState
from portal.domain.indicators import Adding, Figure, IndicatorKind
from portal.domain.lifecycle_figures import CorrectionState
from portal.domain.monitoring import Period
from portal.models import ContractTarget, Event, FigureCorrection, IndicatorSum, Report
from portal.pdf.facts import monitoring as facts
from portal.services import (
    accounts,
    corrections,
    indicator_sums,
    monitoring,
    report_figures,
    report_filings,
    work,
)
from portal.services.figures import Given
from tests import factories as make
from tests import measuring, reports

LATER = measuring.LATER
REASON = "Ten persons were counted twice."


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
def head(app):
    return make.actor(Role.HEAD_OF_OFFICE)


@pytest.fixture
def contract(partner):
    return measuring.contract(partner=partner)


@pytest.fixture
def report(contract, people, officer):
    return measuring.accepted(contract, 1, people, officer)


def indicator(report, place=0):
    return report_figures.actuals(report)[place].indicator_id


def propose(report, figure, by, **other):
    now = monitoring.by_slug(report.slug)
    about = (indicator(now, other.get("place", 0)), figure)
    reason, at = other.get("reason", REASON), other.get("at", LATER)
    return corrections.propose(now, about, reason, by, at)


def total(contract):
    whole = (IndicatorSum.contract == contract) & (IndicatorSum.dimension == "")
    rows = IndicatorSum.select().where(
        whole & (IndicatorSum.indicator == indicator_of(contract))
    )
    return rows.get().total


def indicator_of(contract):
    return indicator(Report.get(contract=contract, number=1))


def test_a_correction_counts_once_a_second_person_approves_it(
    contract, report, people, officer
):
    made = propose(report, measuring.persons(50, 40), people[2])
    assert total(contract) == 100
    corrections.approve(made, "Checked in the register.", officer, LATER)
    assert total(contract) == 90
    line = report_figures.indicator_lines(report)[0]
    assert (line.value, line.corrected[0][1]) == (100, 90)
    assert indicator_sums.kept(contract) == indicator_sums.recomputed(contract)
    second = report_figures.indicator_lines(measuring.report(contract, 2))[0]
    assert (second.previous, second.so_far) == ([(1, 90)], 90)


def test_the_next_report_lists_the_correction_with_both_figures(
    contract, report, people, officer
):
    corrections.approve(
        propose(report, measuring.persons(50, 40), people[2]), "", officer, LATER
    )
    following = measuring.report(contract, 2)
    (listed,) = facts.report(following.id, "en")["corrections"]
    assert (listed["accepted"], listed["new"], listed["period"]) == ("100", "90", 1)
    assert listed["reason"] == REASON
    assert (listed["asked_by"], listed["decided_by"]) == (people[2].name, officer.name)
    assert facts.report(report.id, "en")["corrections"] == []


def test_a_refused_correction_changes_nothing_and_says_why(contract, report, officer, head):
    made = propose(report, measuring.persons(50, 40), officer)
    with pytest.raises(RuleBroken, match="reason_missing"):
        corrections.refuse(made, " ", head, LATER)
    corrections.refuse(made, "The register says 100.", head, LATER)
    assert total(contract) == 100
    assert corrections.by_id(made.id).state is CorrectionState.REFUSED
    propose(report, measuring.persons(50, 40), officer)


def test_nobody_decides_on_their_own_correction_or_twice(report, people, officer, head):
    made = propose(report, measuring.persons(50, 40), officer)
    for wrong in (officer, people[2], make.actor(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            corrections.approve(made, "", wrong, LATER)
    corrections.approve(made, "", head, LATER)
    with pytest.raises(WrongState):
        corrections.approve(corrections.by_id(made.id), "", head, LATER)


def test_only_the_certifying_person_or_the_programme_officer_proposes(report, people, head):
    for wrong in (people[0], people[1], head):
        with pytest.raises(NotAllowed):
            propose(report, measuring.persons(50, 40), wrong)


@pytest.mark.parametrize(
    ("figure", "reason", "rule"),
    [
        (measuring.persons(50, 40, total=80), REASON, "parts_unequal"),
        (Given(Figure(9)), REASON, "figure_incomplete"),
        (measuring.persons(60, 40), REASON, "figure_unchanged"),
        (measuring.persons(50, 40), " ", "reason_missing"),
    ],
)
def test_a_correction_is_checked_as_any_figure(report, officer, figure, reason, rule):
    before = Event.select().count()
    with pytest.raises((RuleBroken, RulesBroken), match=rule):
        propose(report, figure, officer, reason=reason)
    assert (FigureCorrection.select().count(), Event.select().count()) == (0, before)


def test_a_second_correction_waits_for_the_first_to_be_decided(report, officer, people):
    propose(report, measuring.persons(50, 40), officer)
    with pytest.raises(RuleBroken, match="correction_open"):
        propose(report, measuring.persons(51, 40), people[2])


def test_a_report_that_can_be_returned_is_not_corrected(contract, officer):
    with pytest.raises(RuleBroken, match="not_accepted_yet"):
        propose(measuring.report(contract), measuring.persons(1, 1), officer)


def test_my_work_names_the_correction_to_a_second_person(report, officer, head):
    made = propose(report, measuring.persons(50, 40), officer)
    (item,) = [each for each in work.items(head, LATER) if each.word.endswith("correction")]
    assert item.parts == {"correction_id": str(made.id)}
    assert not [each for each in work.items(officer, LATER) if each.word.endswith("correction")]


K, A = IndicatorKind, Adding
SUMMED = (
    ("Persons", "persons", K.COUNT, A.SUM, 400),
    ("Referrals", "percent", K.PERCENTAGE, A.AVERAGE, 85),
    ("Ratio", "persons", K.RATIO, A.LATEST, 20),
    ("Places", "places", K.COUNT, A.MAXIMUM, 30),
)
FIGURES = st.tuples(*[st.integers(0, 30)] * 4)
ACTS = st.sampled_from(
    ("write", "file", "send back", "file again", "correct", "decide", "amend")
)


def figures_of(numbers):
    """A figure for each indicator, made of four numbers."""
    one, two, three, four = numbers
    return [
        measuring.persons(one, two, alone=min(one, two)),
        Given(Figure(min(two, three), max(two, three)), {}, "As it was."),
        Given(Figure(three, four if four or not three else 1), {}, "As it was."),
        Given(Figure(four), {}, "As it was."),
    ]


class Life:
    """A contract on which anything may be tried at any moment."""

    def __init__(self, partner, people, officer, head):
        self.contract = measuring.contract(*SUMMED, partner=partner)
        self.people, self.officer, self.head = people, officer, head
        self.at = LATER

    def current(self):
        reports = Report.select().where(Report.contract == self.contract)
        waiting = [each for each in reports.order_by(Report.number) if not each.accepted_at]
        return monitoring.by_slug((waiting or list(reports))[0].slug)

    def act(self, name, numbers):
        self.at += timedelta(hours=1)
        getattr(self, name.replace(" ", "_"))(self.current(), numbers)

    def write(self, report, numbers):
        measuring.save(report, self.people[0], *figures_of(numbers), at=self.at)
        measuring.complete(report)

    def file(self, report, numbers):
        self.write(report, numbers)
        report_filings.submit(self.current(), self.people[2], self.at)
        reports.money_agreed(self.current(), self.at)
        monitoring.accept(self.current(), "Fine.", self.officer, self.at)

    def send_back(self, report, numbers):
        self.write(report, numbers)
        report_filings.submit(self.current(), self.people[2], self.at)
        monitoring.send_back(self.current(), {"indicators": "Why?"}, self.officer, self.at)

    def file_again(self, report, _numbers):
        report_filings.submit(report, self.people[2], self.at)
        reports.money_agreed(self.current(), self.at)
        monitoring.accept(self.current(), "Fine.", self.officer, self.at)

    def correct(self, _report, numbers):
        place = numbers[0] % len(SUMMED)
        first = Report.get(contract=self.contract, number=1 + numbers[1] % 2)
        given = figures_of(numbers)[place]
        propose(first, given, self.people[2], place=place, at=self.at)

    def decide(self, _report, numbers):
        made = FigureCorrection.select().where(FigureCorrection.state == "proposed").first()
        if made:
            act = corrections.refuse if numbers[0] % 3 == 0 else corrections.approve
            act(corrections.by_id(made.id), "Seen.", self.head, self.at)

    def amend(self, _report, numbers):
        """Another target, and a period more: neither touches what was accepted."""
        ContractTarget.update(target=numbers[0]).execute()
        own = Report.select().where(Report.contract == self.contract)
        last = own.order_by(Report.number.desc()).first()
        start = last.ends_on + timedelta(days=1)
        more = Period(last.number + 1, start, start + timedelta(days=89), start)
        monitoring.add_periods(self.contract, [more], self.at)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(ACTS, FIGURES), min_size=4, max_size=10))
def test_sums_are_always_those_of_the_snapshots_and_the_corrections(
    partner, people, officer, head, acts
):
    life = Life(partner, people, officer, head)
    for name, numbers in [("file", (9, 4, 5, 2)), *acts]:
        try:
            life.act(name, numbers)
        except Refusal:
            continue
        finally:
            kept = indicator_sums.kept(life.contract)
            assert kept == indicator_sums.recomputed(life.contract)
    assert kept
