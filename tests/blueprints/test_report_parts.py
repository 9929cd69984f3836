"""Pages of the sections of a report that are forms."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest

from portal.domain.actions import Role
from portal.domain.report_parts import clean
from portal.domain.report_specs import PARTS
from portal.models import ReportPart
from portal.services import report_annexes, report_parts, report_traces
from tests import factories as make
from tests import reports
from tests.blueprints.test_monitoring import move_to
from tests.services.test_report_annexes import photo


@pytest.fixture
def report(app):
    move_to(datetime(2026, 4, 10, 9, tzinfo=UTC))
    return reports.report(reports.contract(make.partner()))


@pytest.fixture
def client(app, report):
    person = make.person(Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY, partner=report.partner)
    return make.sign_in(app.test_client(), person)


@pytest.fixture
def address(report):
    return f"/reports/{report.slug}/edit/section"


def typed(report, code, **changes):
    """What a browser sends for a section that is filled in."""
    content = reports.content(report, code)
    data = {"version": str(report_parts.part(report, code, "en").row.version)}
    for table, rows in content["tables"].items():
        for number, row in enumerate(rows):
            cells = {f"{table}-{number}-{name}": str(value) for name, value in row.items()}
            data |= cells
    values = {name: str(value) for name, value in content["values"].items()}
    return {**data, **values, **changes}


@pytest.mark.parametrize("code", reports.SECTIONS)
def test_every_section_is_opened_filled_saved_and_read(client, report, address, code):
    empty = client.get(f"{address}/{code}")
    assert empty.status_code == 200
    assert "Nothing saved yet." in empty.text
    saved = client.post(f"{address}/{code}", data=typed(report, code))
    assert saved.status_code == 303
    assert report_parts.part(report, code, "en").content == clean(
        PARTS[code],
        report_parts.part(report, code, "en").frame,
        reports.content(report, code),
    )
    again = client.get(f"{address}/{code}").text
    assert "version 2" in again
    assert client.get(f"/reports/{report.slug}").status_code == 200


def test_what_is_typed_is_kept_by_itself_and_the_page_told_when(client, report, address):
    kept = client.post(f"{address}/psea/autosave", data=typed(report, "psea"))
    assert kept.status_code == 200
    assert "version 2" in kept.text
    assert 'value="2"' in kept.text
    mine = typed(report, "psea", version="1", channels="8")
    late = client.post(f"{address}/psea/autosave", data=mine)
    assert late.status_code == 409
    assert "a colleague saved this section meanwhile" in late.text


def test_a_figure_that_is_none_is_refused_and_stays_in_the_form(client, report, address):
    wrong = typed(report, "incidents", **{"incidents-0-number": "a few"})
    answer = client.post(f"{address}/incidents", data=wrong)
    assert answer.status_code == 422
    assert 'value="a few"' in answer.text
    by_itself = client.post(f"{address}/incidents/autosave", data=wrong)
    assert (by_itself.status_code, "Not saved:" in by_itself.text) == (422, True)
    assert ReportPart.get(ReportPart.code == "incidents").saved_by is None


def test_two_writers_of_a_section_see_both(client, report, address):
    client.post(f"{address}/standards", data=typed(report, "standards"))
    mine = {"checks-0-means": "Counted again", "version": "1"}
    second = client.post(f"{address}/standards", data=typed(report, "standards", **mine))
    assert second.status_code == 409
    assert "Counted on a visit" in second.text
    assert "Counted again" in second.text


def test_a_contradiction_leads_to_its_input(client, report, address):
    reports.fill(report, make.actor(Role.PARTNER_OWNER, partner=report.partner))
    typed_in = typed(report, "standards", **{"checks-1-finding": "not_met"})
    client.post(f"{address}/standards", data=typed_in)
    answer = client.post(f"/reports/{report.slug}/submit")
    assert answer.status_code == 422
    assert f'href="{address}/standards#checks-1-plan"' in answer.text
    assert 'id="checks-1-plan"' in client.get(f"{address}/standards").text
    assert "Needs attention" in client.get(f"/reports/{report.slug}").text


def test_a_section_that_the_contract_does_not_ask_for_is_not_found(client, report, address):
    ReportPart.delete().where(ReportPart.code == "psea").execute()
    assert client.get(f"{address}/psea").status_code == 404
    assert "Statement on PSEA" not in client.get(f"/reports/{report.slug}").text


def test_what_looks_like_personal_data_is_shown_and_kept_with_a_reason(client, report):
    address = f"/reports/{report.slug}"
    text = {"version": "1", "text": "We thank Mr Hassan Alaoui <the delegate>."}
    client.post(f"{address}/edit/narrative/risks", data=text)
    blocked = client.post(f"{address}/submit").text
    assert f'href="{address}/edit/narrative/risks#text"' in blocked
    assert f'href="{address}/edit/personal-data"' in blocked
    page = client.get(f"{address}/edit/personal-data").text
    assert "<mark>Mr Hassan Alaoui</mark> &lt;the delegate&gt;" in page
    (found,) = report_traces.found(report)
    data = {"section": "risks", "fingerprint": found.fingerprint, "note": "A public office."}
    refused = client.post(f"{address}/edit/personal-data", data=data)
    assert refused.status_code == 422
    assert 'value="A public office."' in refused.text
    kept = client.post(f"{address}/edit/personal-data", data={**data, "reason": "office"})
    assert kept.status_code == 303
    assert "Nothing more is found." in client.get(f"{address}/edit/personal-data").text
    assert "A public office." in client.get(address).text


def test_a_photo_is_added_shown_given_back_and_removed(client, report):
    report = reports.report(reports.contract(report.partner, ["annexes"]))
    address = f"/reports/{report.slug}"
    data = {"caption": "The repaired door", "shown": "nobody"}
    sent = {"file": (BytesIO(photo()), "door.jpg"), **data}
    assert client.post(f"{address}/edit/annexes", data=sent).status_code == 303
    (kept,) = report_annexes.of(report)
    assert f'src="{address}/annexes/{kept.id}"' in client.get(address).text
    given = client.get(f"{address}/annexes/{kept.id}")
    assert (given.mimetype, given.data) == ("image/jpeg", report_annexes.content(kept))
    refused = client.post(f"{address}/edit/annexes", data=data)
    assert (refused.status_code, "The repaired door" in refused.text) == (422, True)
    assert client.post(f"{address}/annexes/{kept.id}/remove").status_code == 303
    assert client.get(f"{address}/annexes/{kept.id}").status_code == 404


def test_the_sections_of_a_report_are_closed_until_they_are_asked_for(client, report, address):
    written = client.post(f"{address}/standards", data=typed(report, "standards"))
    here = f"/reports/{report.slug}"
    assert written.location == f"{here}?open=standards#standards"
    assert opened(client.get(here).text) == []
    assert opened(client.get(written.location).text) == ["standards"]
    client.post(f"{address}/services", data=typed(report, "services"))
    assert {"services", "standards"} <= set(opened(client.get(f"{here}?open=all").text))


def opened(page):
    """Name the sections that stand open on the page of a report."""
    return re.findall(r'<details class="leaf"\s+id="(\w+)"\s+open', page)
