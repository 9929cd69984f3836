"""Reminders of reports, each sent once, and the days by which a report was late."""

from datetime import UTC, datetime, time, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.domain.report_desks import Desk
from portal.domain.report_reminders import Rhythm
from portal.models import Effect, Report, ReportReminder
from portal.services import report_reminders, report_review
from portal.services.report_queries import by_slug, is_late
from tests import factories as make
from tests.amended import House
from tests.factories import sign_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house():
    return House()


def day(house, late, number=1):
    """The moment so many days after the report of a period was due."""
    due = house.reports()[number - 1].due_on
    return datetime.combine(due + timedelta(days=late), time(12), UTC)


def told():
    mails = (each.payload for each in Effect.select().where(Effect.kind == "mail"))
    return sorted((each["template"], each["to"]) for each in mails)


def remind(at):
    Effect.delete().execute()
    return report_reminders.remind(at, Rhythm())


def address(house, who):
    return house.person(who).email


def test_a_partner_is_reminded_around_the_day_and_the_office_after_two_weeks(
    house,
):
    partner = address(house, house.signatory)
    for late, template in ((-5, "report_soon"), (0, "report_due"), (3, "report_late")):
        assert remind(day(house, late)) == 1
        assert (template, partner) in told()
        assert {name for name, _to in told()} == {template}
        assert remind(day(house, late)) == 0
        assert told() == []
    assert remind(day(house, 14)) == 2
    office = {address(house, who) for who in (house.programme, house.head)}
    assert {to for template, to in told() if template == "report_escalated"} >= office


def test_the_programme_officers_are_reminded_of_an_answer_they_owe(house):
    filed = day(house, 0)
    report = house.reports()[0]
    Report.update(state=ReportState.SUBMITTED, submitted_at=filed).where(
        Report.id == report.id
    ).execute()
    assert remind(filed + timedelta(days=14)) == 0
    assert remind(filed + timedelta(days=15)) == 1
    assert ("report_unanswered", address(house, house.programme)) in told()
    assert {template for template, _to in told()} == {"report_unanswered"}


def test_finance_is_reminded_too_until_its_desk_has_finished(house):
    filed, report = day(house, 0), house.reports()[0]
    Report.update(state=ReportState.SUBMITTED, submitted_at=filed).where(
        Report.id == report.id
    ).execute()
    finance = make.person(Role.FINANCE_OFFICER)
    remind(filed + timedelta(days=15))
    assert ("report_unanswered", finance.email) in told()
    reading = by_slug(report.slug)
    report_review.finish(reading, Desk.FINANCE, make.accounts.actor_of(finance), filed)
    remind(filed + timedelta(days=22))
    assert ("report_unanswered", address(house, house.programme)) in told()
    assert ("report_unanswered", finance.email) not in told()


def test_a_report_that_was_returned_is_late_again(house):
    report, at = house.reports()[0], day(house, 2)
    for state, late in (
        (ReportState.SUBMITTED, False),
        (ReportState.RETURNED, True),
        (ReportState.ACCEPTED, False),
    ):
        Report.update(state=state).where(Report.id == report.id).execute()
        assert is_late(by_slug(report.slug), at) is late


def test_the_office_sees_the_reminders_of_a_report_and_its_late_days(app, house):
    remind(day(house, 3))
    report = house.reports()[0]
    assert ReportReminder.get().report == report
    Report.update(state=ReportState.SUBMITTED, submitted_at=day(house, 4), days_late=4).where(
        Report.id == report.id
    ).execute()
    office = sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))
    shown = office.get(f"/reports/{report.slug}").get_data(as_text=True)
    assert "The partner was told that it is late" in shown
    assert "filed 4 days late" in shown
    partner = sign_in(app.test_client(), house.person(house.signatory))
    assert "was told that it is late" not in partner.get(f"/reports/{report.slug}").text
