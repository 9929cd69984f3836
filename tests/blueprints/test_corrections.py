"""An accepted figure is corrected in pages: proposed by one, decided by another."""

from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.models import Actual, FigureCorrection
from portal.services import accounts, clock, indicator_sums
from tests import factories as make
from tests import measuring

JULY = datetime(2026, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def report(app):
    clock.set_shift(round((JULY - datetime.now(UTC)).total_seconds()))
    made = measuring.contract()
    people = [accounts.actor_of(each) for each in make.team(made.partner)]
    return measuring.accepted(made, 1, people, make.actor(Role.PROGRAMME_OFFICER), at=JULY)


@pytest.fixture
def signatory(app, report):
    person = make.person(Role.PARTNER_SIGNATORY, partner=report.partner)
    return make.sign_in(app.test_client(), person)


@pytest.fixture
def head(app):
    return make.sign_in(app.test_client(), make.person(Role.HEAD_OF_OFFICE))


def address(report):
    row = Actual.select().where(Actual.report == report).order_by(Actual.target.desc()).first()
    return f"/reports/{report.slug}/indicators/{row.indicator_id}/correct"


def typed(report, **changes):
    row = Actual.select().where(Actual.report == report).order_by(Actual.target.desc()).first()
    form = {"rows-0-key": str(row.id), "rows-0-total": "90", "reason": "Ten came twice."}
    parts = {"sex.female": 50, "sex.male": 40, "situation.alone": 60, "situation.family": 30}
    for number, (place, count) in enumerate(parts.items()):
        form[f"rows-0-parts-{number}-place"] = place
        form[f"rows-0-parts-{number}-total"] = str(count)
    return form | changes


def test_a_partner_proposes_and_the_head_of_office_approves(report, signatory, head):
    page = signatory.get(address(report)).text
    assert 'value="100"' in page
    assert "What was accepted stays in the report." in page
    assert signatory.post(address(report), data=typed(report)).status_code == 303
    assert "Corrected to 90" in signatory.get(f"/reports/{report.slug}").text
    made = FigureCorrection.get()
    decide = f"/reports/corrections/{made.id}"
    shown = head.get(decide).text
    assert "Ten came twice." in shown
    assert "Travelling alone" in shown
    assert head.post(decide, data={"decision": "approve", "answer": "Seen."}).status_code == 303
    assert indicator_sums.wholes(report.contract_id)[made.indicator_id][0].figure.total == 90
    after = head.get(f"/reports/{report.slug}").text
    assert "(Approved)" in after
    assert "Correction of a figure approved" in after


def test_a_contradiction_or_a_missing_reason_keeps_what_was_typed(report, signatory):
    wrong = signatory.post(address(report), data=typed(report, **{"rows-0-total": "95"}))
    assert wrong.status_code == 422
    assert 'href="#rows-0-parts-0-total"' in wrong.text
    assert 'value="95"' in wrong.text
    bare = signatory.post(address(report), data=typed(report, reason=""))
    assert bare.status_code == 422
    assert "Say why." in bare.text
    assert FigureCorrection.select().count() == 0


def test_a_refusal_needs_its_reason(report, signatory, head):
    signatory.post(address(report), data=typed(report))
    decide = f"/reports/corrections/{FigureCorrection.get().id}"
    assert head.post(decide, data={"decision": "refuse"}).status_code == 422
    said = {"decision": "refuse", "answer": "The register says 100."}
    assert head.post(decide, data=said).status_code == 303
    assert "The register says 100." in signatory.get(f"/reports/{report.slug}").text


def test_a_draft_is_not_corrected_and_a_stranger_is_refused(app, report, signatory):
    draft = measuring.report(report.contract, 2)
    assert signatory.get(address(draft)).status_code == 409
    other = make.person(Role.PARTNER_SIGNATORY, partner=make.partner())
    assert make.sign_in(app.test_client(), other).get(address(report)).status_code == 404
