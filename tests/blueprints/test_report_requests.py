"""The page that asks for an ad hoc report, and how the report is shown."""

import pytest

from portal.domain.actions import Role
from portal.domain.report_kinds import ReportKind
from portal.models import Report
from tests import factories as make
from tests import reports
from tests.factories import sign_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def contract():
    return reports.contract(make.partner(), in_force_at=make.NOON)


def typed(**changes):
    given = {
        "reason": "A fire in one of the flats.",
        "starts_on": "2026-04-01",
        "ends_on": "2026-04-09",
        "due_on": "2099-04-20",
        "sections": ["incidents", "performance"],
    }
    return {**given, **changes}


def test_an_ad_hoc_report_is_asked_for_shown_by_its_kind_and_withdrawn(client, contract):
    sign_in(client, make.person(Role.PROGRAMME_OFFICER))
    page = client.get(f"/contracts/{contract.slug}").text
    assert f"/contracts/{contract.slug}/reports/ask" in page
    address = f"/contracts/{contract.slug}/reports/ask"
    assert "Incidents and complaints" in client.get(address).text
    refused = client.post(address, data=typed(due_on="2026-04-02"))
    assert refused.status_code == 422
    assert "Choose a day after" in refused.text
    assert "A fire in one of the flats." in refused.text
    made = client.post(address, data=typed())
    assert made.status_code == 303
    listed = client.get("/reports/").text
    assert "Ad hoc report 1: " in listed
    assert "Quarterly report 1: " in listed
    assert "Final report 4: " in listed
    report = Report.get(Report.kind == ReportKind.AD_HOC)
    gone = client.post(f"/reports/{report.slug}/withdraw")
    assert gone.status_code == 303
    assert "Ad hoc report" not in client.get("/reports/").text


def test_the_partner_reads_why_and_writes_no_figures(client, contract):
    officer = make.person(Role.PROGRAMME_OFFICER)
    sign_in(client, officer)
    client.post(f"/contracts/{contract.slug}/reports/ask", data=typed())
    report = Report.get(Report.kind == ReportKind.AD_HOC)
    roles = (Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY)
    sign_in(client, make.person(*roles, partner=contract.partner))
    page = client.get(f"/reports/{report.slug}").text
    assert "A fire in one of the flats." in page
    assert officer.name in page
    assert "Withdraw the request" not in page
    assert "Financial report" not in page
    assert client.get(f"/reports/{report.slug}/edit/indicators").status_code == 404
    assert client.get(f"/reports/{report.slug}/submit").status_code == 200
