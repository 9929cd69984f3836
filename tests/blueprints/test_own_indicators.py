"""The partner's own indicators on the pages of its reports, and in their workbook."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.models import Contract, Report
from portal.pdf.facts import monitoring as facts
from portal.services import clock, own_indicators, report_figures
from tests import factories as make
from tests import measuring
from tests.books import put
from tests.own_indicators import KEPT, TRAINED, contract, promise

JULY = datetime(2026, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def report(app):
    clock.set_shift(round((JULY - datetime.now(UTC)).total_seconds()))
    return measuring.report(contract())


@pytest.fixture
def address(report):
    return f"/reports/{report.slug}"


@pytest.fixture
def owner(app, report):
    return make.sign_in(
        app.test_client(), make.person(Role.PARTNER_OWNER, partner=report.partner)
    )


def typed(report, **changes):
    """What a browser sends of the own indicators alone."""
    form = {"version": str(Report.get_by_id(report.id).indicators_version)}
    for number, line in enumerate(own(report)):
        form[f"rows-{number}-key"] = str(line.actual.id)
    form |= {"rows-0-total": "12", "rows-1-total": "41", "rows-1-denominator": "50"}
    return form | {"rows-2-total": "9", "rows-2-note": "Few doctors."} | changes


def own(report):
    return [each for each in report_figures.indicator_lines(report) if each.indicator.is_own]


def test_they_are_filled_in_beside_those_of_the_call(report, address, owner):
    shown = owner.get(f"{address}/edit/indicators").text
    for said in (
        "Carers trained",
        "Own indicator of the partner",
        "Signed attendance sheets",
        "Latest period, less is better",
    ):
        assert said in shown
    assert owner.post(f"{address}/edit/indicators", data=typed(report)).status_code == 303
    assert [each.value for each in own(report)] == [12, 82, 9]


def test_a_wrong_figure_stays_in_the_form_with_its_reason(report, address, owner):
    wrong = typed(report, **{"rows-1-total": "60"})
    answer = owner.post(f"{address}/edit/indicators", data=wrong)
    assert answer.status_code == 422
    assert "Appointments kept" in answer.text
    assert 'value="60"' in answer.text
    assert [each.value for each in own(report)] == [None] * 3


def test_whoever_types_while_one_is_taken_out_is_shown_what_stands(report, address, owner):
    form = typed(report)
    own_indicators.follow(promise(Contract.get_by_id(report.contract_id), TRAINED, KEPT))
    answer = owner.post(f"{address}/edit/indicators", data=form)
    assert answer.status_code == 409
    assert "Saved meanwhile by somebody else" in answer.text


def test_they_are_filled_in_without_a_line_too(report, address, owner):
    book = load_workbook(BytesIO(owner.get(f"{address}/workbook.xlsx").data))
    trained, kept, _waiting = own(report)
    sheet, row = put(book, f"indicators|figures|{trained.actual.id}", 12, None, "")
    assert book[sheet][f"A{row}"].value == "Carers trained (persons)"
    put(book, f"indicators|figures|{kept.actual.id}", 41, 50, "")
    out = BytesIO()
    book.save(out)
    sent = {"file": (BytesIO(out.getvalue()), "report.xlsx")}
    assert owner.post(f"{address}/workbook", data=sent).location == address
    assert [each.value for each in own(report)] == [12, 82, None]


def test_the_office_reads_how_each_is_verified_on_page_and_paper(app, report, address, owner):
    owner.post(f"{address}/edit/indicators", data=typed(report))
    Report.update(state=ReportState.SUBMITTED, submitted_at=JULY).execute()
    officer = make.sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))
    for page in (address, f"/contracts/{report.contract.slug}/pictures"):
        assert "Days of waiting" in officer.get(page).text
    text = officer.get(address).text
    assert "Verified by: Appointment book" in text
    assert "Few doctors." in text
    told = facts.report(report.id, "en")["indicators"]
    assert [each["name"] for each in told if each["own"]] == [
        "Carers trained",
        "Appointments kept",
        "Days of waiting",
    ]
