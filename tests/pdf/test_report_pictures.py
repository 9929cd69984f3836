"""The summary of a monitoring report: its pictures, which stay as they were accepted."""

from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.pdf.facts import monitoring as facts
from portal.services import accounts, corrections, report_figures
from tests import factories as make
from tests import measuring

LATER = measuring.LATER


@pytest.fixture
def officer(app):
    return make.actor(Role.PROGRAMME_OFFICER)


@pytest.fixture
def made(app):
    return measuring.contract()


@pytest.fixture
def people(made):
    return [accounts.actor_of(each) for each in make.team(made.partner)]


@pytest.fixture
def second(made, people, officer):
    """The second of two accepted periods."""
    for number in (1, 2):
        measuring.accepted(made, number, people, officer, at=LATER + timedelta(days=number))
    return measuring.report(made, 2)


def correct(made, people, officer, at):
    """Approve a smaller figure for the first indicator of the first period."""
    first = measuring.report(made, 1)
    about = (report_figures.actuals(first)[0].indicator_id, measuring.persons(50, 40))
    asked = corrections.propose(first, about, "Ten came twice.", people[2], at)
    corrections.approve(asked, "", officer, at)


def test_the_summary_has_indicators_and_budget_lines_against_their_targets(second):
    drawn = facts.report(second.id, "en")["pictures"]
    first = drawn["ahead"][0]
    assert (first["name"], first["reached"], first["goal"]) == ("Persons", "200", "200")
    assert (first["share"], first["due"]) == (100, 100)
    assert "Register checked" not in [each["name"] for each in drawn["ahead"]]
    staff = drawn["spending"][0]
    assert (staff["so_far"], staff["planned"], staff["budget"]) == ("2", "49589", "100000")
    assert (staff["share"], staff["due"]) == (0, 49)


def test_each_indicator_and_the_money_are_told_period_by_period(second):
    drawn = facts.report(second.id, "en")["pictures"]
    rows = drawn["courses"][0]["rows"]
    assert [(each["name"], each["reached"], each["so_far"]) for each in rows] == [
        ("1", "100", "100"),
        ("2", "100", "200"),
    ]
    assert [each["so_far"] for each in drawn["burn"]["rows"]] == ["2", "4"]


def test_the_picture_of_the_summary_has_those_that_are_furthest_behind(second, monkeypatch):
    monkeypatch.setattr("portal.pdf.facts.report_pictures.MOST_NAMED", 2)
    drawn = facts.report(second.id, "en")["pictures"]
    assert [each["name"] for each in drawn["ahead"]] == ["Persons to a toilet", "Places in use"]
    assert drawn["every"] == len(measuring.KINDS) - 1


def test_a_report_stays_as_accepted_when_an_earlier_figure_is_corrected_later(
    made, second, people, officer
):
    before = facts.report(second.id, "en")
    correct(made, people, officer, LATER + timedelta(days=9))
    assert facts.report(second.id, "en") == before
    third = measuring.report(made, 3)
    measuring.save(third, people[0])
    corrected = facts.report(third.id, "en")["pictures"]["courses"][0]["rows"]
    assert [each["so_far"] for each in corrected] == ["90", "190", "290"]


def test_a_figure_corrected_before_the_acceptance_stands_corrected(made, people, officer):
    measuring.accepted(made, 1, people, officer)
    correct(made, people, officer, LATER + timedelta(hours=2))
    measuring.accepted(made, 2, people, officer, at=LATER + timedelta(days=2))
    told = facts.report(measuring.report(made, 2).id, "en")
    assert told["indicators"][0]["so_far"] == "190"
    assert told["pictures"]["courses"][0]["rows"][0]["reached"] == "90"
