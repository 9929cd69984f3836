"""Pages of the review of a report, used at both desks."""

from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.domain.risks import Rating, Treatment
from portal.models import Narrative, Report, ReportFiling
from portal.services import monitoring, risks
from tests import factories as make
from tests import reports


@pytest.fixture
def report(app):
    """A report that lies on both desks."""
    contract = make.contract(make.partner())
    monitoring.make_periods(contract, make.NOON)
    filed = {"state": ReportState.SUBMITTED, "submitted_at": datetime(2026, 4, 9, tzinfo=UTC)}
    Report.update(filed).where(Report.contract == contract, Report.number == 1).execute()
    return monitoring.by_slug(f"{contract.slug}-P1")


@pytest.fixture
def address(report):
    return f"/reports/{report.slug}/review"


def signed_in(app, role, name):
    return make.sign_in(app.test_client(), make.person(role, name=name))


@pytest.fixture
def officer(app):
    return signed_in(app, Role.PROGRAMME_OFFICER, "Amina Tazi")


@pytest.fixture
def finance(app):
    return signed_in(app, Role.FINANCE_OFFICER, "Youssef Lahlou")


def verdict(state, comment="", version=1):
    return {"state": state, "comment": comment, "version": str(version)}


def test_both_desks_decide_and_the_last_to_finish_sends_the_report_back(
    report, address, officer, finance
):
    assert "Programme and finance decide" in officer.get(f"/reports/{report.slug}").text
    assert "Read the money of the report" in finance.get(f"/reports/{report.slug}").text
    assert "Next: Indicators" in officer.get(address).text
    gone_on = officer.post(f"{address}/risks", data=verdict("returned", "Which incident?"))
    assert gone_on.status_code == 303
    assert gone_on.location.startswith(address)
    assert "Which incident?" in finance.get(address).text
    at_once = officer.get(f"/reports/{report.slug}/return").text
    assert "Goes with this return: Amina Tazi, Programme desk" in at_once
    assert finance.post(f"{address}/finish/finance").status_code == 303
    before = officer.get(f"{address}/finish/programme").text
    assert "Not decided: accepted when you finish" in before
    finished = officer.post(f"{address}/finish/programme", follow_redirects=True)
    assert "The report went back to the partner" in finished.text
    assert Report.get_by_id(report.id).state is ReportState.RETURNED
    assert officer.get(f"{address}/risks").status_code == 409


def test_who_decides_second_sees_both_decisions(app, address, officer):
    other = signed_in(app, Role.PROGRAMME_OFFICER, "Sara Alaoui")
    officer.post(f"{address}/risks", data=verdict("returned", "Which incident?"))
    late = other.post(f"{address}/risks", data=verdict("accepted", "Well told."))
    assert late.status_code == 409
    assert "Amina Tazi decided meanwhile: To be corrected" in late.text
    assert "Which incident?" in late.text
    assert "Well told." in late.text
    assert other.post(f"{address}/risks", data=verdict("accepted", "", 2)).status_code == 303


def test_a_section_is_returned_with_words(address, officer):
    empty = officer.post(f"{address}/risks", data=verdict("returned"))
    assert empty.status_code == 422
    assert "Write what is to be corrected in this section." in empty.text
    assert officer.post(f"{address}/risks", data={"comment": "Hm"}).status_code == 422


def test_a_section_of_the_other_desk_is_read_only(address, officer, finance):
    assert "The other desk decides on this section." in finance.get(f"{address}/risks").text
    assert finance.post(f"{address}/risks", data=verdict("accepted")).status_code == 403
    assert officer.post(f"{address}/finish/finance").status_code == 403
    assert officer.get(f"{address}/weather").status_code == 404


def test_the_whole_waits_for_finance(report, address, officer):
    page = f"/reports/{report.slug}/accept"
    assert "The finance desk has not finished its review yet." in officer.get(page).text
    refused = officer.post(page, data={"note": "Fine."})
    assert refused.status_code == 422
    assert "The finance desk has not finished its review yet." in refused.text


def test_a_section_is_read_beside_contract_last_report_and_last_submission(
    report, address, officer, finance
):
    told = officer.get(f"{address}/indicators").text
    assert "What the contract says" in told
    assert "No earlier report of this contract is accepted." in told
    assert "The report was submitted once" in told
    assert "/edit/" not in told[told.index("<main") :]
    assert "100,000 MAD" in finance.get(f"{address}/expenditure").text
    second = Report.get(contract=report.contract_id, number=2)
    Narrative.update(text="A door broke.").where(Narrative.report == report).execute()
    Narrative.update(text="Two doors broke.").where(Narrative.report == second).execute()
    Report.update(state=ReportState.ACCEPTED).where(Report.id == report.id).execute()
    Report.update(state=ReportState.SUBMITTED).where(Report.id == second.id).execute()
    for number, text in enumerate(("One door broke.", "Two doors broke."), 1):
        content = {"risks": {"answer": {"answer": {"text": text}}}}
        kept = {"content": content, "hash": "", "filed_at": make.NOON}
        ReportFiling.create(report=second, round=number, **kept)
    told = officer.get(f"/reports/{second.slug}/review/risks").text
    assert "A door broke." in told
    assert "One door broke." in told


def test_a_partner_sees_which_sections_of_a_returned_report_stay_accepted(
    app, report, address, officer, finance
):
    officer.post(f"{address}/lessons", data=verdict("accepted"))
    officer.post(f"{address}/risks", data=verdict("returned", "Which incident?"))
    finance.post(f"{address}/finish/finance")
    owner = make.person(Role.PARTNER_OWNER, partner=report.contract.partner)
    partner = make.sign_in(app.test_client(), owner)
    submitted = partner.get(f"/reports/{report.slug}").text
    assert "Accepted in the review" not in submitted
    officer.post(f"{address}/finish/programme")
    returned = partner.get(f"/reports/{report.slug}").text
    assert "Accepted in the review" in returned[returned.index("task-lessons") :]
    risks = returned[returned.index("task-risks") :]
    assert "Accepted in the review" not in risks[: risks.index("</li>")]
    lessons = f"/reports/{report.slug}/edit/narrative/lessons"
    assert "This section was accepted in the review." in partner.get(lessons).text


def test_risks_are_read_beside_the_register_and_annexes_beside_the_standards(app, officer):
    contract = reports.contract(make.partner(), ["report_risks", "annexes"])
    report = reports.report(contract)
    filed = {"state": ReportState.SUBMITTED, "submitted_at": make.NOON}
    Report.update(filed).where(Report.id == report.id).execute()
    owner = make.actor(Role.PROGRAMME_OFFICER)
    place = risks.Place(contract.call.centre, contract)
    draft = risks.Draft(
        "government",
        "No focal point is named.",
        Rating(3, 4),
        Treatment.REDUCE,
        owner.person_id,
        make.NOON.date(),
        measures="Monthly meeting.",
    )
    risks.add(place, draft, owner, make.NOON)
    told = officer.get(f"/reports/{report.slug}/review/report_risks").text
    assert "What the risk register of the contract says" in told
    assert "No focal point is named." in told
    assert "Monthly meeting." in told
    annexes = officer.get(f"/reports/{report.slug}/review/annexes").text
    assert "standards and how each is verified" in annexes


def test_what_is_due_is_told_in_the_zone_of_its_call(app, report):
    owner = make.person(Role.PARTNER_OWNER, partner=report.contract.partner)
    waits = {"state": ReportState.RETURNED, "due_on": make.NOON.date()}
    Report.update(waits).where(Report.id == report.id).execute()
    page = make.sign_in(app.test_client(), owner).get("/work").text
    assert "23:59 (Casablanca, GMT+1)" in page
