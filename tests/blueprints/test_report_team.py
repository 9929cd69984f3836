"""Pages of a report's people: questions on a section, and who writes what."""

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.models import Effect, Report, ReportAssignment, ReportComment
from portal.services import accounts, clock, monitoring, work
from tests import factories as make


@pytest.fixture
def report(app):
    contract = make.contract(make.partner())
    monitoring.make_periods(contract, make.NOON)
    return monitoring.by_slug(f"{contract.slug}-P1")


@pytest.fixture
def people(report):
    return make.team(report.partner)


@pytest.fixture
def owner(app, people):
    return make.sign_in(app.test_client(), people[0])


def wishes(report, page, **given):
    """The form as a browser sends it: everybody unchanged but the sections that are named."""
    codes = [each.code for each in monitoring_sections(report)]
    rows = {row.section: str(row.person_id) for row in ReportAssignment.select()}
    form = {}
    for number, code in enumerate(codes):
        form[f"seen_section_{number}"] = rows.get(code, "")
        form[f"section_{number}"] = str(given.get(code, rows.get(code, "")))
    return page.post(f"/reports/{report.slug}/team", data=form)


def monitoring_sections(report):
    return monitoring.report_sections.sections_of(report)


def test_a_question_is_asked_answered_and_settled(app, report, owner):
    Report.update(state=ReportState.SUBMITTED, submitted_at=clock.now()).execute()
    officer = make.sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))
    here = f"/reports/{report.slug}"
    assert officer.post(f"{here}/ask/risks", data={"text": " "}).status_code == 422
    assert officer.post(f"{here}/ask/risks", data={"text": "Which incident?"}).location
    address = f"{here}/threads/{ReportComment.get().id}"
    assert "Which incident?" in owner.get(here).text
    assert owner.post(address, data={"text": "A door broke."}).status_code == 303
    assert "A door broke." in officer.get(f"{here}/review/risks").text
    assert "1 question on a section is still open" in officer.get(f"{here}/accept").text
    settle = f"/reports/threads/{ReportComment.get().id}/settle"
    assert owner.post(settle).status_code == 403
    assert officer.post(settle, follow_redirects=True).status_code == 200
    assert "Nothing more asked" in owner.get(here).text
    stranger = make.sign_in(app.test_client(), make.team(make.partner())[0])
    assert stranger.get(address).status_code == 404
    other = Report.get(Report.number == 2)
    assert (
        officer.get(f"/reports/{other.slug}/threads/{ReportComment.get().id}").status_code
        == 404
    )


def test_a_section_is_given_to_a_colleague_who_finds_it_and_says_that_it_is_written(
    app, report, people, owner
):
    clock.set_shift(0)
    editor = people[1]
    assert wishes(report, owner, risks=editor.id).status_code == 303
    assert editor.name in owner.get(f"/reports/{report.slug}").text
    assert [row.payload["to"] for row in Effect.select() if row.kind == "mail"] == [
        editor.email
    ]
    actor = accounts.actor_of(editor)
    words = [each.word for each in work.items(actor, clock.now())]
    assert "work.write_report_section" in words
    client = make.sign_in(app.test_client(), editor)
    assert client.post(f"/reports/{report.slug}/team/risks/done").status_code == 303
    words = [each.word for each in work.items(actor, clock.now())]
    assert "work.write_report_section" not in words


def test_what_was_given_away_meanwhile_is_not_taken_back(report, people, owner):
    page = {"section_0": "", "seen_section_0": ""}
    assert wishes(report, owner, indicators=people[1].id).status_code == 303
    form = page | {"section_0": str(people[0].id)}
    refused = owner.post(f"/reports/{report.slug}/team", data=form)
    assert refused.status_code == 422
    assert people[1].name in refused.text
    assert ReportAssignment.get().person_id == people[1].id


def test_only_those_who_write_here_are_given_sections(app, report, people, owner):
    stranger = make.team(make.partner())[0]
    assert wishes(report, owner, risks=stranger.id).status_code == 404
    signatory = make.sign_in(app.test_client(), people[2])
    assert signatory.get(f"/reports/{report.slug}/team").status_code == 403
    Report.update(state=ReportState.SUBMITTED).where(Report.id == report.id).execute()
    assert wishes(report, owner, risks=people[1].id).status_code == 409
    assert ReportAssignment.select().count() == 0
