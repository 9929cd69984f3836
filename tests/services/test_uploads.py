"""Files in parts, the scan for viruses, and a disk that is full."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from zipfile import ZIP_STORED

import obstore
import pytest
from obstore.exceptions import GenericError

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.lifecycle import CallState
from portal.domain.proposals import FileKind
from portal.domain.uploads import CHUNK, MEGABYTE, ScanState
from portal.models import Attachment, Call, Event, PendingUpload
from portal.services import attachments, cleaning, files, proposals, uploads
from portal.services.file_checks import Limits, Upload
from portal.services.uploads import Announced
from tests import clamd, factories, papers

LIMITS = Limits(4 * MEGABYTE, 2)
AT = factories.NOON
INFECTED = papers.docx(more={"word/note.txt": papers.EICAR}, packing=ZIP_STORED)


@pytest.fixture
def draft(app):
    return proposals.by_id(factories.proposal(factories.call(CallState.PUBLISHED)).id)


@pytest.fixture
def by(draft):
    return factories.actor(Role.PARTNER_OWNER, partner=draft.partner)


def told(content, **facts):
    given = {"title": "Work plan", "purpose": "", "filename": "plan.pdf", "size": len(content)}
    return Announced(**{**given, "sha256": files.digest(content), **facts})


def sent(upload, content, by):
    """Send all that is still missing, in parts."""
    offset = upload.received
    while offset < len(content):
        part = content[offset : offset + CHUNK]
        offset = uploads.append(uploads.of(upload.proposal, upload.id), offset, part, by, AT)
    return uploads.of(upload.proposal, upload.id)


def stored(area):
    return [name for name in files.names(area) if area in name]


def test_a_file_arrives_in_parts_and_is_attached_whole(draft, by):
    content = papers.pdf(size=2 * CHUNK + 17)
    upload = sent(uploads.begin(draft, told(content), LIMITS, by, AT), content, by)
    made = uploads.finish(upload, {}, LIMITS, by, AT)
    assert (made.sent_sha256, made.sent_size) == (files.digest(content), len(content))
    assert attachments.all_of(draft) == [made]
    assert uploads.under_way(draft) == []
    assert stored("uploads") == []


def test_a_cut_upload_goes_on_where_it_was_also_for_a_colleague(draft, by):
    content = papers.pdf(size=CHUNK + 9)
    upload = uploads.begin(draft, told(content), LIMITS, by, AT)
    uploads.append(upload, 0, content[:CHUNK], by, AT)
    colleague = factories.actor(Role.PARTNER_EDITOR, partner=draft.partner)
    again = uploads.begin(draft, told(content, title="Plan"), LIMITS, colleague, AT)
    assert (again.id, again.received, again.title) == (upload.id, CHUNK, "Plan")
    uploads.finish(sent(again, content, colleague), {}, LIMITS, colleague, AT)
    assert attachments.all_of(draft)[0].title == "Plan"


def test_a_part_at_a_wrong_place_is_told_the_right_one_and_kept_once(draft, by):
    content = papers.pdf(size=CHUNK + 9)
    upload = uploads.begin(draft, told(content), LIMITS, by, AT)
    stale = uploads.of(draft, upload.id)
    uploads.append(upload, 0, content[:CHUNK], by, AT)
    for late in (stale, uploads.of(draft, upload.id)):
        with pytest.raises(RuleBroken, match="upload_offset") as refused:
            uploads.append(late, 0, content[:CHUNK], by, AT)
        assert refused.value.facts == {"offset": CHUNK}
    assert uploads.of(draft, upload.id).received == CHUNK


@pytest.mark.parametrize("part", [b"", b"x" * 600])
def test_a_part_that_is_empty_or_goes_beyond_the_end_is_refused(draft, by, part):
    content = papers.pdf()
    upload = uploads.begin(draft, told(content), LIMITS, by, AT)
    with pytest.raises(RuleBroken, match="upload_part"):
        uploads.append(upload, 0, part + b"x" * len(part), by, AT)


def test_a_file_is_not_finished_before_it_is_whole(draft, by):
    upload = uploads.begin(draft, told(papers.pdf()), LIMITS, by, AT)
    with pytest.raises(RuleBroken, match="upload_offset"):
        uploads.finish(upload, {}, LIMITS, by, AT)
    assert attachments.all_of(draft) == []


def test_a_file_that_was_damaged_on_the_way_is_not_acknowledged(draft, by):
    content = papers.pdf()
    upload = uploads.begin(draft, told(content, sha256="0" * 64), LIMITS, by, AT)
    upload = sent(upload, content, by)
    with pytest.raises(RuleBroken, match="upload_damaged"):
        uploads.finish(upload, {}, LIMITS, by, AT)
    assert (attachments.all_of(draft), uploads.under_way(draft)) == ([], [])


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"size": 0}, "file_empty"),
        ({"size": -1}, "file_empty"),
        ({"size": LIMITS.size + 1}, "file_too_large"),
        ({"filename": "plan.svg"}, "file_type"),
        ({"filename": "plan"}, "file_type"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_the_first_byte(draft, by, facts, rule):
    with pytest.raises(RuleBroken, match=rule):
        uploads.begin(draft, told(papers.pdf(), **facts), LIMITS, by, AT)
    assert uploads.under_way(draft) == []


def test_the_number_of_files_holds_at_the_beginning_and_at_the_end(draft, by):
    content = papers.pdf()
    upload = sent(uploads.begin(draft, told(content), LIMITS, by, AT), content, by)
    uploads.begin(draft, told(content, filename="other.pdf"), LIMITS, by, AT)
    with pytest.raises(RuleBroken, match="too_many_files"):
        uploads.begin(draft, told(content, filename="third.pdf"), LIMITS, by, AT)
    for title in ("First", "Second"):
        attachments.add(draft, Upload(title, "a.pdf", content), LIMITS, by, AT)
    with pytest.raises(RuleBroken, match="too_many_files"):
        uploads.finish(upload, {}, LIMITS, by, AT)
    assert upload in uploads.under_way(draft)


def test_an_upload_that_ends_after_the_deadline_is_late(draft, by):
    content = papers.pdf()
    upload = sent(uploads.begin(draft, told(content), LIMITS, by, AT), content, by)
    Call.update(deadline=AT.replace(year=2020)).execute()
    late = uploads.of(draft, upload.id)
    with pytest.raises(RuleBroken, match="deadline_passed"):
        uploads.finish(late, {}, LIMITS, by, AT)
    assert Attachment.select().count() == 0


def test_a_file_of_another_type_than_its_name_is_forgotten_with_its_parts(draft, by):
    content = b"<html><script>alert(1)</script></html>"
    upload = sent(uploads.begin(draft, told(content), LIMITS, by, AT), content, by)
    with pytest.raises(RuleBroken, match="file_type"):
        uploads.finish(upload, {}, LIMITS, by, AT)
    assert (uploads.under_way(draft), stored("uploads")) == ([], [])


def test_another_partner_neither_sends_nor_finishes_nor_gives_up(draft, by):
    upload = uploads.begin(draft, told(papers.pdf()), LIMITS, by, AT)
    other = factories.actor(Role.PARTNER_OWNER, partner=factories.partner())
    for act in (
        lambda: uploads.begin(draft, told(b"x"), LIMITS, other, AT),
        lambda: uploads.append(upload, 0, b"x", other, AT),
        lambda: uploads.finish(upload, {}, LIMITS, other, AT),
        lambda: uploads.discard(upload, other),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotFound):
        uploads.of(factories.proposal(), upload.id)


def test_what_nobody_goes_on_with_is_swept_up_and_the_rest_stays(draft, by):
    content = papers.pdf(size=CHUNK + 9)
    old = uploads.begin(draft, told(content), LIMITS, by, AT)
    uploads.append(old, 0, content[:CHUNK], by, AT)
    later = AT + timedelta(hours=40)
    fresh = uploads.begin(draft, told(content, filename="b.pdf"), LIMITS, by, later)
    uploads.append(fresh, 0, content[:CHUNK], by, later)
    assert uploads.sweep(AT + timedelta(hours=47), 48) == 0
    assert uploads.sweep(AT + timedelta(hours=49), 48) == 1
    assert [each.id for each in uploads.under_way(draft)] == [fresh.id]
    assert len(stored("uploads")) == 1
    PendingUpload.delete().execute()
    assert uploads.sweep(later, 48) == 0
    assert stored("uploads") == []


def test_giving_up_removes_what_had_arrived(draft, by):
    content = papers.pdf()
    upload = sent(uploads.begin(draft, told(content), LIMITS, by, AT), content, by)
    uploads.discard(upload, by)
    assert (uploads.under_way(draft), stored("uploads")) == ([], [])


def test_a_full_disk_is_told_and_what_was_there_is_kept(draft, by, monkeypatch):
    content = papers.pdf(size=CHUNK + 9)
    upload = uploads.begin(draft, told(content), LIMITS, by, AT)
    uploads.append(upload, 0, content[:CHUNK], by, AT)
    kept = attachments.add(draft, Upload("Kept", "a.pdf", papers.pdf()), LIMITS, by, AT)

    def full(*_args, **_options):
        message = "No space left on device (os error 28)"
        raise GenericError(message)

    with monkeypatch.context() as patched:
        patched.setattr(obstore, "put", full)
        with pytest.raises(RuleBroken, match="store_full"):
            uploads.append(uploads.of(draft, upload.id), CHUNK, content[CHUNK:], by, AT)
        with pytest.raises(RuleBroken, match="store_full"):
            attachments.add(draft, Upload("New", "a.pdf", content), LIMITS, by, AT)
    assert attachments.all_of(draft) == [kept]
    whole = sent(uploads.of(draft, upload.id), content, by)
    assert uploads.finish(whole, {}, LIMITS, by, AT).sent_sha256 == files.digest(content)


def test_a_file_is_scanned_and_a_virus_is_refused_in_words(draft, by, monkeypatch):
    with clamd.running(monkeypatch):
        made = attachments.add(draft, Upload("Plan", "a.pdf", papers.pdf()), LIMITS, by, AT)
        assert (made.scan, made.scanned_at) == (ScanState.CLEAN, AT)
        with pytest.raises(RuleBroken, match="file_infected") as refused:
            attachments.add(draft, Upload("Bad", "a.docx", INFECTED), LIMITS, by, AT)
    assert refused.value.facts == {"name": "Eicar-Signature"}
    assert attachments.all_of(draft) == [made]


@pytest.mark.parametrize("answer", [b"stream: x ERROR\n", b"INSTREAM size limit", b"\xff\n"])
def test_an_unclear_answer_of_the_scanner_lets_a_file_wait(draft, by, monkeypatch, answer):
    with clamd.running(monkeypatch) as scanner:
        scanner.told = answer
        made = attachments.add(draft, Upload("Plan", "a.pdf", papers.pdf()), LIMITS, by, AT)
    assert made.scan is ScanState.WAITING


def waiting(draft, by, monkeypatch, name="a.pdf", content=None):
    clamd.away(monkeypatch)
    upload = Upload("Plan", name, content or papers.pdf())
    return attachments.add(draft, upload, LIMITS, by, AT)


def test_a_file_waits_while_the_scanner_is_away_and_is_scanned_later(draft, by, monkeypatch):
    made = waiting(draft, by, monkeypatch)
    assert made.scan is ScanState.WAITING
    with pytest.raises(RuleBroken, match="file_waiting"):
        attachments.content(made)
    assert "file_waiting" in [each.rule for each in proposals.blocking(draft)]
    assert attachments.scan_waiting(AT) == 0
    with clamd.running(monkeypatch):
        assert attachments.scan_waiting(AT) == 1
    now = attachments.of(draft, made.id)
    assert now.scan is ScanState.CLEAN
    assert attachments.content(now) == papers.pdf()
    assert "file_waiting" not in [each.rule for each in proposals.blocking(draft)]


def test_a_virus_found_later_is_removed_told_and_blocks_until_it_is_taken_off(
    draft, by, monkeypatch
):
    made = waiting(draft, by, monkeypatch, "a.docx", INFECTED)
    with clamd.running(monkeypatch):
        assert attachments.scan_waiting(AT) == 1
    now = attachments.of(draft, made.id)
    assert now.scan is ScanState.INFECTED
    assert stored("attachments") == []
    with pytest.raises(RuleBroken, match="file_had_virus"):
        attachments.content(now)
    assert "file_had_virus" in [each.rule for each in proposals.blocking(draft)]
    assert Event.select().where(Event.name == "proposal.file_infected").count() == 1
    attachments.remove(draft, made.id, by, AT)
    assert "file_had_virus" not in [each.rule for each in proposals.blocking(draft)]


def test_two_files_are_cleaned_at_once_and_the_next_waits_for_its_memory(app):
    with ThreadPoolExecutor(1) as pool:
        with cleaning._turns, cleaning._turns:
            third = pool.submit(
                cleaning.cleaned, FileKind("application/pdf", (".pdf",)), b"no PDF"
            )
            assert wait([third], 0.05).not_done == {third}
        with pytest.raises(RuleBroken, match="file_broken"):
            third.result(60)
