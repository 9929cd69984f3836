"""Personal data in a report: found before submission, changed or kept with a reason."""

import pytest

from portal.domain.errors import NotAllowed, NotFound, RuleBroken, RulesBroken
from portal.domain.personal_data import KeptFor
from portal.models import Event, KeptTrace
from portal.services import accounts, monitoring, report_filings, report_sections, report_traces
from portal.services.report_traces import Reason
from portal.services.report_writing import Save
from tests import factories as make
from tests import reports
from tests.services.test_monitoring import fill

APRIL = reports.APRIL
NAMED = "We thank Mr Hassan Alaoui, delegate for social affairs."


@pytest.fixture
def people(app):
    return [accounts.actor_of(each) for each in make.team(make.partner())]


@pytest.fixture
def report(people):
    return reports.report(
        reports.contract(make.Partner.get_by_id(people[0].partner_id), ["psea"])
    )


def write(report, by, text, seen=1):
    monitoring.save_narrative(report, "risks", text, Save(by, APRIL, seen))


def reason(report, note="He holds a public office.", section=""):
    (here,) = report_traces.found(report)
    named = (section or here.section, here.fingerprint)
    return Reason(*named, KeptFor.OFFICE, note)


def test_a_name_in_the_narrative_keeps_the_report_back_at_its_place(report, people):
    fill(report, people[0])
    reports.fill(report, people[0])
    write(report, people[0], NAMED, 2)
    with pytest.raises(RulesBroken) as caught:
        report_filings.submit(report, people[2], APRIL)
    (broken,) = caught.value.broken
    assert (broken.rule, broken.field) == ("trace_name", "risks#text")
    assert broken.facts == {"text": "Mr Hassan Alaoui"}


def test_what_is_kept_with_a_reason_no_longer_keeps_the_report_back(report, people):
    write(report, people[0], NAMED)
    report_traces.keep(report, reason(report), people[0], APRIL)
    assert report_traces.problems(report) == []
    (kept,) = KeptTrace.select()
    assert (kept.note, kept.kept_by_id) == ("He holds a public office.", people[0].person_id)
    event = Event.get(Event.name == "report.trace_kept")
    assert event.facts == {"section": "risks", "kind": "name", "code": "office"}


def test_the_same_words_stay_kept_when_the_text_around_them_changes(report, people):
    write(report, people[0], NAMED)
    report_traces.keep(report, reason(report), people[0], APRIL)
    write(report, people[0], f"{NAMED} And M. Benali.", 2)
    assert [each.facts for each in report_traces.problems(report)] == [{"text": "M. Benali"}]


def test_every_free_text_of_the_report_is_read(report, people):
    psea = reports.content(report, "psea")
    psea["values"]["measures"] = "Call 06 12 34 56 78."
    reports.save(report, "psea", psea, people[0])
    spent = {"staff": {"note": "Paid to x.y@example.org"}}
    monitoring.save_expenditure(report, spent, Save(people[0], APRIL, 1))
    places = [each.field for each in report_traces.problems(report)]
    assert places == ["psea#measures", "expenditure#rows-0-note"]
    told = {each.code: each.problems for each in report_sections.lines(report)}
    assert "trace_telephone" in {each.rule for each in told["psea"]}


def test_a_reason_needs_words_and_a_place_that_is_there(report, people):
    write(report, people[0], NAMED)
    with pytest.raises(RuleBroken, match="trace_reason_needed"):
        report_traces.keep(report, reason(report, " "), people[0], APRIL)
    with pytest.raises(NotFound):
        report_traces.keep(report, reason(report, section="lessons"), people[0], APRIL)
    with pytest.raises(NotAllowed):
        report_traces.keep(report, reason(report), people[2], APRIL)
    assert KeptTrace.select().count() == 0


def test_a_reason_that_is_sent_twice_is_kept_once(report, people):
    write(report, people[0], NAMED)
    for _ in range(2):
        report_traces.keep(report, reason(report), people[0], APRIL)
    assert KeptTrace.select().count() == 1
