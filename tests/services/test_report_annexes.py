"""Photos and files of a report: cleaned, kept once, listed with their fingerprints."""

from io import BytesIO

import pytest
from PIL import Image

from portal.domain.errors import NotAllowed, NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import ReportState
from portal.domain.report_annexes import Shown
from portal.models import Event, Report, ReportAnnex
from portal.pdf.facts import monitoring as facts
from portal.services import accounts, report_annexes, report_traces
from portal.services.file_checks import Limits, Upload
from portal.services.report_annexes import NewAnnex
from tests import factories as make
from tests import reports

APRIL = reports.APRIL
LIMITS = Limits(1_000_000, 2)


def photo(colour="red"):
    out = BytesIO()
    exif = Image.Exif()
    exif[0x9286] = "Taken by somebody"
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def new(content=None, caption="The repaired door", name="door.jpg"):
    return NewAnnex(Upload(caption, name, content or photo()), Shown.NOBODY)


@pytest.fixture
def people(app):
    return [accounts.actor_of(each) for each in make.team(make.partner())]


@pytest.fixture
def report(people):
    partner = make.Partner.get_by_id(people[0].partner_id)
    return reports.report(reports.contract(partner, ["annexes"]))


def test_a_photo_is_kept_without_what_the_camera_wrote_and_listed_with_its_hash(report, people):
    kept = report_annexes.add(report, new(), LIMITS, people[0], APRIL)
    assert b"Taken by somebody" not in report_annexes.content(kept)
    assert kept.sha256 != kept.sent_sha256
    (told,) = facts.report(report.id, "en")["annexes"]
    assert (told["sha256"], told["caption"]) == (kept.sha256, "The repaired door")
    assert told["address"].startswith("data:image/jpeg")
    event = Event.get(Event.name == "report.annex_added")
    assert event.facts == {"sha256": kept.sha256}


def test_the_same_file_is_kept_once_and_no_more_than_the_limit(report, people):
    for _ in range(2):
        report_annexes.add(report, new(), LIMITS, people[0], APRIL)
    report_annexes.add(report, new(photo("blue")), LIMITS, people[0], APRIL)
    with pytest.raises(RuleBroken, match="too_many_annexes"):
        report_annexes.add(report, new(photo("green")), LIMITS, people[0], APRIL)
    assert len(report_annexes.of(report)) == 2


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (b"MZ\x90\x00 a program", "photo.jpg", "file_type"),
        (photo(), "photo.pdf", "file_type"),
        (b"x" * 1_000_001, "photo.jpg", "file_too_large"),
    ],
)
def test_what_is_no_file_to_keep_is_refused(report, people, content, name, rule):
    with pytest.raises(RuleBroken, match=rule):
        report_annexes.add(report, new(content, name=name), LIMITS, people[0], APRIL)
    assert ReportAnnex.select().count() == 0


def test_a_caption_is_read_for_personal_data_too(report, people):
    report_annexes.add(report, new(caption="Mr Hassan Alaoui"), LIMITS, people[0], APRIL)
    assert [each.rule for each in report_traces.problems(report)] == ["trace_name"]


def test_only_its_writers_change_the_annexes_and_only_while_it_is_open(report, people):
    kept = report_annexes.add(report, new(), LIMITS, people[0], APRIL)
    with pytest.raises(NotAllowed):
        report_annexes.remove(report, kept.id, people[2], APRIL)
    other = reports.report(reports.contract(make.partner(), ["annexes"]))
    with pytest.raises(NotFound):
        report_annexes.by_id(other, kept.id)
    Report.update(state=ReportState.SUBMITTED).where(Report.id == report.id).execute()
    with pytest.raises(WrongState):
        report_annexes.remove(report, kept.id, people[0], APRIL)
    assert report_annexes.of(report) == [kept]
