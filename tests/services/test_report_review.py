"""A submitted report at two desks: decided section by section, returned once, accepted."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, RulesBroken
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_report_review import SectionReview
from portal.domain.report_desks import Desk
from portal.models import Effect, Event, Report
from portal.services import accounts, monitoring, report_desks, report_filings, report_review
from portal.services.monitoring import Save
from portal.services.report_review import Verdict
from tests import factories as make
from tests.services.test_monitoring import fill

APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)
ACCEPTED, RETURNED, OPEN = (
    SectionReview.ACCEPTED,
    SectionReview.RETURNED,
    SectionReview.OPEN,
)


@pytest.fixture
def people(app):
    return [accounts.actor_of(each) for each in make.team(make.partner())]


@pytest.fixture
def officer(app):
    return make.actor(Role.PROGRAMME_OFFICER)


@pytest.fixture
def finance(app):
    return make.actor(Role.FINANCE_OFFICER)


@pytest.fixture
def report(people):
    """A report of indicators, narrative and money that is submitted."""
    contract = make.contract(make.Partner.get_by_id(people[0].partner_id))
    monitoring.make_periods(contract, make.NOON)
    made = monitoring.by_slug(f"{contract.slug}-P1")
    fill(made, people[0])
    report_filings.submit(made, people[2], APRIL)
    return made


def decide(report, code, by, *said, seen=1):
    """Accept a section, or return it with a comment."""
    state = RETURNED if said else ACCEPTED
    report_review.decide(report, code, Verdict(state, "".join(said), seen), by, APRIL)


def states(report):
    return {code: row.state for code, row in report_desks.decisions(report).items()}


def now(report):
    return monitoring.by_slug(report.slug)


def test_a_report_goes_back_once_with_what_both_desks_ask_for(report, officer, finance):
    decide(report, "expenditure", finance, "Which invoice?")
    decide(report, "risks", officer, "Which incident?")
    report_review.finish(report, Desk.FINANCE, finance, APRIL)
    assert now(report).state is ReportState.SUBMITTED
    assert Effect.select().count() == 0
    report_review.finish(report, Desk.PROGRAMME, officer, APRIL)
    assert now(report).state is ReportState.RETURNED
    told = {(each.section, each.round, each.made_by_id) for each in report.comments}
    assert told == {
        ("expenditure", 1, finance.person_id),
        ("risks", 1, officer.person_id),
    }
    mails = {row.payload["template"] for row in Effect.select() if row.kind == "mail"}
    assert mails == {"report_returned"}


def test_what_was_accepted_and_says_the_same_stays_accepted(report, people, officer, finance):
    decide(report, "lessons", officer)
    decide(report, "changes", officer)
    decide(report, "risks", officer, "Which incident?")
    report_review.finish(report, Desk.FINANCE, finance, APRIL)
    report_review.finish(report, Desk.PROGRAMME, officer, APRIL)
    assert {"lessons", "changes", "expenditure"} <= report_review.settled(now(report))
    for code in ("risks", "changes"):
        monitoring.save_narrative(now(report), code, "A door broke.", Save(people[0], APRIL, 2))
    settled = report_review.settled(now(report))
    assert "lessons" in settled
    assert settled.isdisjoint({"risks", "changes"})
    report_filings.submit(now(report), people[2], APRIL)
    assert report_review.settled(now(report)) == set()
    found = states(report)
    assert {code for code, state in found.items() if state is OPEN} == {"risks", "changes"}
    assert RETURNED not in found.values()
    assert [each.finished for each in report_desks.boards(report)] == [False, True]


def test_money_that_was_changed_is_read_by_finance_again(report, people, officer, finance):
    report_review.finish(report, Desk.FINANCE, finance, APRIL)
    monitoring.send_back(report, {"risks": "Which incident?"}, officer, APRIL)
    rows = {"staff": {"amount": Decimal(19_500), "note": "Cheaper."}}
    monitoring.save_expenditure(now(report), rows, Save(people[0], APRIL, 2))
    report_filings.submit(now(report), people[2], APRIL)
    assert states(report)["expenditure"] is OPEN
    assert not report_review.board_of(report, Desk.FINANCE).finished


def test_two_who_decide_on_one_section_see_each_other_and_others_are_not_held_up(
    report, officer, finance
):
    decide(report, "risks", officer, "Which incident?")
    with pytest.raises(Conflict) as caught:
        decide(report, "risks", make.actor(Role.PROGRAMME_OFFICER))
    assert caught.value.theirs["state"] is RETURNED
    assert caught.value.theirs["comment"] == "Which incident?"
    decide(report, "expenditure", finance)
    decide(report, "lessons", officer)
    assert states(report)["risks"] is RETURNED


def test_each_desk_decides_on_its_own_sections(report, people, officer, finance):
    before = Event.select().count()
    for by, code, desk in (
        (finance, "risks", Desk.PROGRAMME),
        (officer, "expenditure", Desk.FINANCE),
        (people[2], "risks", Desk.PROGRAMME),
        (make.actor(Role.HEAD_OF_OFFICE), "risks", Desk.PROGRAMME),
    ):
        with pytest.raises(NotAllowed):
            decide(report, code, by)
        with pytest.raises(NotAllowed):
            report_review.finish(report, desk, by, APRIL)
    assert Event.select().count() == before


def test_a_section_goes_back_with_words_and_must_be_there(report, officer):
    with pytest.raises(RuleBroken, match="section_comment_needed"):
        decide(report, "risks", officer, "  ")
    with pytest.raises(NotFound):
        decide(report, "weather", officer)
    assert set(states(report).values()) == {OPEN}


def test_the_whole_is_accepted_when_finance_has_finished_and_nothing_is_returned(
    report, officer, finance
):
    decide(report, "expenditure", finance, "Which invoice?")
    with pytest.raises(RulesBroken) as caught:
        monitoring.accept(report, "Fine.", officer, APRIL)
    assert [each.rule for each in caught.value.broken] == ["sections_returned", "finance_reads"]
    assert now(report).state is ReportState.SUBMITTED
    decide(report, "expenditure", finance, seen=2)
    report_review.finish(report, Desk.FINANCE, finance, APRIL)
    monitoring.accept(report, "Fine.", officer, APRIL)
    assert set(states(report).values()) == {ACCEPTED}
    assert all(each.finished for each in report_desks.boards(report))


def test_who_changes_their_mind_after_finishing_reads_on(report, finance):
    report_review.finish(report, Desk.FINANCE, finance, APRIL)
    decide(report, "expenditure", finance, "Which invoice?", seen=2)
    assert not report_review.board_of(report, Desk.FINANCE).finished


def test_a_return_at_once_takes_what_finance_has_returned_with_it(report, officer, finance):
    decide(report, "expenditure", finance, "Which invoice?")
    monitoring.send_back(report, {}, officer, APRIL)
    assert [(each.section, each.text) for each in report.comments] == [
        ("expenditure", "Which invoice?")
    ]
    assert Report.get_by_id(report.id).state is ReportState.RETURNED


def test_my_work_names_the_report_to_the_desk_that_reads_it(report, officer, finance):
    def words(by):
        return [each.word for each in monitoring.work_items(by, APRIL)]

    assert (words(officer), words(finance)) == (["work.review_report"], ["work.review_money"])
    report_review.finish(report, Desk.PROGRAMME, officer, APRIL)
    assert words(officer) == ["work.report_with_finance"]
    report_review.finish(report, Desk.FINANCE, finance, APRIL)
    assert (words(officer), words(finance)) == (["work.review_report"], [])
