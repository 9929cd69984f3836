"""What both sides ask and answer on the sections of a report."""

from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_report_review import ThreadState
from portal.models import Effect, Event, Report, ReportComment
from portal.services import accounts, monitoring, report_threads
from tests import factories as make

APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)


@pytest.fixture
def people(app):
    return [accounts.actor_of(each) for each in make.team(make.partner())]


@pytest.fixture
def officer(app):
    return make.actor(Role.PROGRAMME_OFFICER)


@pytest.fixture
def report(people):
    contract = make.contract(make.Partner.get_by_id(people[0].partner_id))
    monitoring.make_periods(contract, make.NOON)
    made = monitoring.by_slug(f"{contract.slug}-P1")
    stand(made, ReportState.SUBMITTED)
    return monitoring.by_slug(made.slug)


def stand(report, state):
    Report.update(state=state, submitted_at=APRIL).where(Report.id == report.id).execute()


def told():
    rows = [row.payload for row in Effect.select() if row.kind == "mail"]
    Effect.delete().execute()
    return {row["to"] for row in rows if row["template"] == "report_thread"}


def emails(*persons):
    found = make.Person.select().where(make.Person.id.in_([each.person_id for each in persons]))
    return {each.email for each in found}


def test_both_sides_ask_and_answer_and_the_other_side_is_told(report, people, officer):
    made = report_threads.ask(report, "risks", "Which incident?", officer, APRIL)
    assert told() >= emails(*people)
    report_threads.answer(report_threads.by_id(made.id), "The door.", people[1], APRIL)
    assert told() == emails(officer)
    report_threads.settle(report_threads.by_id(made.id), officer, APRIL)
    assert report_threads.by_id(made.id).state is ThreadState.SETTLED
    report_threads.answer(report_threads.by_id(made.id), "And a window.", people[1], APRIL)
    assert report_threads.by_id(made.id).state is ThreadState.OPEN
    assert [row.text for row in report_threads.answers(report)[made.id]] == [
        "The door.",
        "And a window.",
    ]
    assert all(set(row.facts) <= {"section"} for row in Event.select())


def test_what_nobody_of_the_office_wrote_in_is_told_to_its_desk(report, people, officer):
    finance = make.actor(Role.FINANCE_OFFICER)
    report_threads.ask(report, "expenditure", "Which rate?", people[0], APRIL)
    assert emails(finance) <= (written := told())
    assert not emails(officer) & written
    report_threads.ask(report, "risks", "All of them?", people[0], APRIL)
    assert emails(officer) <= (written := told())
    assert not emails(finance) & written


def test_comments_of_a_return_begin_threads_and_questions_are_no_return(
    report, people, officer
):
    report_threads.ask(report, "lessons", "What of the night?", officer, APRIL)
    monitoring.send_back(report, {"risks": "Which incident?"}, officer, APRIL)
    assert {code: len(rows) for code, rows in report_threads.of(report).items()} == {
        "lessons": 1,
        "risks": 1,
    }
    assert [row.section for row in monitoring.comments_of(report)] == ["risks"]
    row = ReportComment.get(ReportComment.section == "risks")
    report_threads.answer(report_threads.by_id(row.id), "The door.", people[0], APRIL)


def test_a_partner_settles_what_its_own_people_asked(report, people, officer):
    theirs = report_threads.ask(report, "risks", "Which incident?", officer, APRIL)
    own = report_threads.ask(report, "risks", "All of them?", people[0], APRIL)
    with pytest.raises(NotAllowed):
        report_threads.settle(report_threads.by_id(theirs.id), people[1], APRIL)
    report_threads.settle(report_threads.by_id(own.id), people[1], APRIL)
    assert ReportComment.get_by_id(own.id).state is ThreadState.SETTLED
    with pytest.raises(WrongState):
        report_threads.settle(report_threads.by_id(own.id), people[1], APRIL)


def test_others_and_another_time_have_no_word(report, people, officer):
    for wrong in (
        make.actor(Role.HEAD_OF_OFFICE),
        make.actor(Role.PARTNER_OWNER, partner=make.partner()),
    ):
        with pytest.raises(NotAllowed):
            report_threads.ask(report, "risks", "Why?", wrong, APRIL)
    with pytest.raises(RuleBroken, match="comment_empty"):
        report_threads.ask(report, "risks", " ", officer, APRIL)
    with pytest.raises(NotFound):
        report_threads.ask(report, "weather", "Why?", officer, APRIL)
    stand(report, ReportState.ACCEPTED)
    with pytest.raises(RuleBroken, match="thread_over"):
        report_threads.ask(report, "risks", "Why?", officer, APRIL)
    assert ReportComment.select().count() == 0
