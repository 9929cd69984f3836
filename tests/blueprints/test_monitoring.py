"""Pages of reports, walked as the people who use them."""

import re
from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.models import (
    ActualPart,
    DeliveredMail,
    Document,
    Event,
    Expenditure,
    Narrative,
    Report,
    ReportFiling,
)
from portal.services import clock, monitoring, report_figures
from tests import factories as make
from tests import reports

QUESTIONS = ("performance", "changes", "participation", "risks", "handover", "lessons")


@pytest.fixture
def at_april(app):
    """The portal believes that it is 10 April 2026."""
    move_to(datetime(2026, 4, 10, 9, tzinfo=UTC))


def move_to(moment):
    real = datetime.now(UTC)
    clock.set_shift(round((moment - real).total_seconds()))


@pytest.fixture
def report(at_april):
    contract = make.contract(make.partner())
    monitoring.make_periods(contract, make.NOON)
    return monitoring.by_slug(f"{contract.slug}-P1")


@pytest.fixture
def address(report):
    return f"/reports/{report.slug}"


@pytest.fixture
def owner(app, report):
    person = make.person(Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY, partner=report.partner)
    return make.sign_in(app.test_client(), person)


@pytest.fixture
def officer(app):
    return make.sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))


@pytest.fixture
def stranger(app):
    roles = (Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY)
    return make.sign_in(app.test_client(), make.person(*roles, partner=make.partner()))


def figures(report, **changes):
    """The form of the indicators as a browser sends it: four parts by sex and age."""
    row = report_figures.actuals(report)[0]
    parts = {"women": "40", "men": "30", "girls": "20", "boys": "10"}
    typed = {"total": "", "note": ""}
    typed |= {name: changes[name] for name in typed if name in changes}
    parts |= {name: changes[name] for name in parts if name in changes}
    form = {
        "version": str(Report.get_by_id(report.id).indicators_version),
        "rows-0-key": str(row.id),
        **{f"rows-0-{name}": value for name, value in typed.items()},
    }
    for place, (name, value) in enumerate(parts.items()):
        form[f"rows-0-parts-{place}-place"] = f"sex_age.{name}"
        form[f"rows-0-parts-{place}-total"] = value
    return form


def part(report, value):
    row = report_figures.actuals(report)[0]
    found = ActualPart.get_or_none((ActualPart.actual == row) & (ActualPart.value == value))
    return found and found.total


def amounts(report, staff="20 000,50", indirect="1,400"):
    return {
        "version": str(Report.get_by_id(report.id).expenditure_version),
        "rows-0-key": "staff",
        "rows-0-amount": staff,
        "rows-1-key": "indirect",
        "rows-1-amount": indirect,
    }


def fill(client, report):
    address = f"/reports/{report.slug}"
    for code in QUESTIONS:
        answer = {"version": "1", "text": "We did what we planned."}
        assert client.post(f"{address}/edit/narrative/{code}", data=answer).status_code == 303
    assert client.post(f"{address}/edit/indicators", data=figures(report)).status_code == 303
    assert client.post(f"{address}/edit/expenditure", data=amounts(report)).status_code == 303


def state(report):
    return Report.get_by_id(report.id).state


def test_a_report_is_filed_returned_corrected_and_accepted(
    app, report, address, owner, officer
):
    fill(owner, report)
    assert "Check and submit" in owner.get(address).text
    assert owner.post(f"{address}/submit").status_code == 303
    assert "Read every section" in officer.get(address).text
    returned = officer.post(f"{address}/return", data={"risks": "Which incident took place?"})
    assert returned.status_code == 303
    assert "Which incident took place?" in owner.get(address).text
    change = {"version": "2", "text": "A door was broken and repaired."}
    assert owner.post(f"{address}/edit/narrative/risks", data=change).status_code == 303
    assert owner.post(f"{address}/submit").status_code == 303
    reports.money_agreed(report)
    accepted = officer.post(f"{address}/accept", data={"note": "Checked on a visit."})
    assert accepted.status_code == 303
    app.extensions["jobs"].deliver.call_local()
    assert owner.get(f"{address}.pdf").data.startswith(b"%PDF")
    assert "Checked on a visit." in owner.get(address).text
    subjects = {mail.subject for mail in DeliveredMail.select()}
    assert subjects == {
        f"Report {report.reference} was returned with comments",
        f"Report {report.reference} was accepted",
    }


def test_what_is_missing_is_told_with_a_link_and_nothing_is_submitted(report, address, owner):
    before = Event.select().count()
    answer = owner.post(f"{address}/submit")
    assert answer.status_code == 422
    assert f'href="{address}/edit/indicators"' in answer.text
    assert f'href="{address}/edit/narrative/risks"' in answer.text
    assert (state(report), Event.select().count()) == (ReportState.DRAFT, before)


def test_a_report_before_the_end_of_its_period_says_the_day(report, address, owner):
    move_to(datetime(2026, 3, 20, 9, tzinfo=UTC))
    fill(owner, report)
    answer = owner.post(f"{address}/submit")
    assert answer.status_code == 422
    assert "The period ends on 31 March 2026." in answer.text
    assert "The period ends on 31 March 2026." in owner.get(address).text


def test_a_report_of_a_coming_period_says_when_it_can_be_written(report, owner):
    second = f"/reports/{report.contract.slug}-P2"
    move_to(datetime(2026, 3, 20, 9, tzinfo=UTC))
    assert "can be written from 1 April 2026" in owner.get(second).text
    early = owner.post(f"{second}/edit/narrative/risks", data={"version": "1", "text": "Early"})
    assert early.status_code == 422
    assert "1 April 2026" in early.text
    assert "Early" in early.text


@pytest.mark.parametrize("typed", ["-3", "many", "1.5", "99999999999"])
def test_a_figure_that_is_no_whole_number_stays_in_the_form(report, address, owner, typed):
    answer = owner.post(f"{address}/edit/indicators", data=figures(report, women=typed))
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert ActualPart.select().count() == 0


@pytest.mark.parametrize("typed", ["-3", "some", "NaN", "1.0055"])
def test_an_amount_that_is_none_stays_in_the_form(report, address, owner, typed):
    answer = owner.post(f"{address}/edit/expenditure", data=amounts(report, typed))
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert [row.amount for row in Expenditure.select()] == [None] * 8


def test_figures_are_read_as_people_type_them(report, address, owner):
    owner.post(f"{address}/edit/indicators", data=figures(report, women="1 040"))
    owner.post(f"{address}/edit/expenditure", data=amounts(report))
    assert report_figures.actuals(report)[0].total == 1100
    assert str(report_figures.expenditures(report)[0].amount) == "20000.5"


def test_an_empty_figure_is_saved_as_not_given(report, address, owner):
    owner.post(f"{address}/edit/indicators", data=figures(report, women=""))
    total = report_figures.actuals(report)[0].total
    assert (part(report, "women"), part(report, "men"), total) == (None, 30, None)


def test_two_writers_of_an_answer_see_both_texts(report, address, owner):
    owner.post(f"{address}/edit/narrative/risks", data={"version": "1", "text": "The first"})
    second = owner.post(
        f"{address}/edit/narrative/risks", data={"version": "1", "text": "The second"}
    )
    assert second.status_code == 409
    assert "The first" in second.text
    assert "The second" in second.text
    again = owner.post(
        f"{address}/edit/narrative/risks", data={"version": "2", "text": "Both together"}
    )
    assert again.status_code == 303
    assert Narrative.get(code="risks", report=report).text == "Both together"


def test_two_writers_of_the_figures_see_both_tables(report, address, owner):
    mine = figures(report, women="77")
    owner.post(f"{address}/edit/indicators", data=figures(report, women="55"))
    second = owner.post(f"{address}/edit/indicators", data=mine)
    assert second.status_code == 409
    assert "Women 55" in second.text
    assert 'value="77"' in second.text
    assert part(report, "women") == 55


def test_two_writers_of_the_expenditure_see_both_tables(report, address, owner):
    mine = amounts(report, "777")
    owner.post(f"{address}/edit/expenditure", data=amounts(report, "555"))
    second = owner.post(f"{address}/edit/expenditure", data=mine)
    assert second.status_code == 409
    assert "555" in second.text
    assert 'value="777"' in second.text
    assert report_figures.expenditures(report)[0].amount == 555


def test_a_double_click_on_submit_submits_once(report, address, owner):
    fill(owner, report)
    assert owner.post(f"{address}/submit").status_code == 303
    assert owner.post(f"{address}/submit").status_code == 409
    assert Event.select().where(Event.name == "report.submitted").count() == 1


def test_a_submitted_report_is_frozen(report, address, owner):
    fill(owner, report)
    owner.post(f"{address}/submit")
    for part in ("narrative/risks", "indicators", "expenditure"):
        assert owner.get(f"{address}/edit/{part}").status_code == 409
    assert "Change the figures" not in owner.get(address).text


def test_a_return_without_comments_and_an_acceptance_without_a_note_are_refused(
    report, address, owner, officer
):
    fill(owner, report)
    owner.post(f"{address}/submit")
    empty = officer.post(f"{address}/return", data={"risks": " "})
    assert empty.status_code == 422
    assert "Write a comment on at least one section." in empty.text
    assert officer.post(f"{address}/accept", data={"note": ""}).status_code == 422
    assert state(report) is ReportState.SUBMITTED
    assert Document.select().count() == 0


def test_another_partner_is_refused_everywhere(address, stranger):
    for part in ("", ".pdf", "/edit/indicators", "/submit", "/return", "/accept"):
        assert stranger.get(address + part).status_code == 404


def test_the_office_cannot_open_a_draft_but_knows_when_it_is_due(report, address, officer):
    assert officer.get(address).status_code == 403
    assert officer.get(f"{address}.pdf").status_code == 403
    assert officer.get(f"{address}/accept").status_code == 409
    listing = officer.get("/reports/").text
    assert report.reference in listing
    assert f'href="{address}"' not in listing


@pytest.mark.usefixtures("report")
def test_late_reports_stand_first(officer):
    move_to(datetime(2026, 5, 20, 9, tzinfo=UTC))
    text = officer.get("/reports/").text
    assert re.search(r"<h2>Late</h2>.*-P1.*<h2>By due date</h2>.*-P2", text, re.DOTALL)


def test_a_partner_without_reports_reads_what_will_be_here(stranger):
    assert "There are no reports yet." in stranger.get("/reports/").text


def test_a_visitor_is_asked_to_sign_in(client, address):
    assert client.get(address).status_code == 302


def test_an_unknown_report_or_section_is_not_found(address, owner):
    assert owner.get("/reports/IOM-MAR-2026-099-C1-P1").status_code == 404
    assert owner.get(f"{address}/edit/narrative/weather").status_code == 404
    odd = {"version": "1", "rows-0-key": "other", "rows-0-total": "1"}
    assert owner.post(f"{address}/edit/indicators", data=odd).status_code == 404


def test_a_draft_as_pdf_bears_a_watermark(address, owner):
    answer = owner.get(f"{address}.pdf")
    assert answer.data.startswith(b"%PDF")
    assert "draft" in answer.headers["Content-Disposition"]


def test_the_task_list_says_how_far_each_section_is_and_leads_on(report, address, owner):
    listed = owner.get(address).text
    assert "0 of 8 sections complete" in listed
    assert listed.count("Not started") == 8
    owner.post(f"{address}/edit/indicators", data=figures(report, women="", men="1"))
    owner.post(f"{address}/edit/narrative/risks", data={"version": "1", "text": "None."})
    listed = owner.get(address).text
    assert "1 of 8 sections complete" in listed
    page = owner.get(f"{address}/edit/narrative/risks").text
    assert f'href="{address}/edit/narrative/participation">Before:' in page
    assert f'href="{address}/edit/narrative/handover">Next:' in page


def test_a_returned_section_needs_attention_until_it_is_saved(report, address, owner, officer):
    fill(owner, report)
    owner.post(f"{address}/submit")
    officer.post(f"{address}/return", data={"risks": "Which incident took place?"})
    assert "The office asks for a correction." in owner.get(address).text
    change = {"version": "2", "text": "A door was broken and repaired."}
    owner.post(f"{address}/edit/narrative/risks", data=change)
    assert "The office asks for a correction." not in owner.get(address).text


def test_a_reader_sees_what_was_corrected_since_the_submission_before(
    report, address, owner, officer
):
    page = f"{address}/changes"
    fill(owner, report)
    owner.post(f"{address}/submit")
    assert "nothing to compare" in officer.get(page).text
    assert page not in officer.get(address).text
    officer.post(f"{address}/return", data={"risks": "Which incident took place?"})
    change = {"version": "2", "text": "A door was broken and repaired."}
    owner.post(f"{address}/edit/narrative/risks", data=change)
    assert "A door was broken and repaired." in owner.get(page).text
    owner.post(f"{address}/submit")
    assert page in officer.get(address).text
    shown = officer.get(page).text
    assert "A door was broken and repaired." in shown
    assert shown.count('<th scope="row">') == 1
    assert [each.round for each in ReportFiling.select().order_by(ReportFiling.round)] == [1, 2]
