"""Photos and other files of a report: cleaned, scanned, kept once, listed with hashes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.policy import Actor
from portal.domain.report_annexes import Shown
from portal.models import Person, Report, ReportAnnex
from portal.services import events, files
from portal.services.file_checks import Limits, Taken, Upload, stored, taken_at_once
from portal.services.report_queries import sections_of
from portal.services.report_writing import Save, begin_writing
from portal.services.steps import found

AREA = "reports"
CODE = "annexes"


@dataclass(frozen=True)
class NewAnnex:
    """A file as it was sent, titled with its caption, and whether it shows people."""

    upload: Upload
    shown: Shown


def of(report: Report) -> list[ReportAnnex]:
    """Return the annexes of a report in the order in which they came."""
    query = ReportAnnex.select(ReportAnnex, Person).join(Person)
    listed = query.where(ReportAnnex.report == report)
    return list(listed.order_by(ReportAnnex.added_at, ReportAnnex.id))


def by_id(report: Report, annex_id: UUID) -> ReportAnnex:
    """Return one annex of this report; ``NotFound`` when it has none under this key."""
    mine = (ReportAnnex.id == annex_id) & (ReportAnnex.report == report)
    return found(ReportAnnex.get_or_none(mine))


def content(annex: ReportAnnex) -> bytes:
    """Return the bytes of an annex as they are kept; ``NotFound`` once they were purged."""
    if not annex.path:
        raise NotFound
    return files.read(annex.path)


def add(report: Report, new: NewAnnex, limits: Limits, by: Actor, at: datetime) -> ReportAnnex:
    """Keep a file of a report that has annexes; the same file is kept once."""
    if CODE not in {each.code for each in sections_of(report)}:
        raise NotFound
    made = taken_at_once(new.upload, limits)
    with atomic():
        begin_writing(report, Save(by, at, 0))
        there = _same(report, made)
        if there is not None:
            return there
        if len(of(report)) >= limits.count:
            raise RuleBroken("too_many_annexes", "file", most=limits.count)
        row = _row(report, new, made)
        annex = ReportAnnex.create(**row, added_at=at, added_by=by.person_id)
        events.record(by, "report.annex_added", report, at, sha256=annex.sha256)
    return annex


def _same(report: Report, made: Taken) -> ReportAnnex | None:
    mine = ReportAnnex.report == report
    return ReportAnnex.get_or_none(mine & (ReportAnnex.sha256 == files.digest(made.content)))


def _row(report: Report, new: NewAnnex, made: Taken) -> dict[str, object]:
    return {
        "report": report,
        "caption": new.upload.title,
        "shown": new.shown,
        **stored(AREA, new.upload, made),
        "sent_sha256": made.sent_sha256,
        "sent_size": made.sent_size,
    }


def remove(report: Report, annex_id: UUID, by: Actor, at: datetime) -> None:
    """Take an annex off a report that its partner still writes."""
    with atomic():
        begin_writing(report, Save(by, at, 0))
        annex = by_id(report, annex_id)
        annex.delete_instance()
        events.record(by, "report.annex_removed", report, at, sha256=annex.sha256)


def begun(report: Report) -> set[str]:
    """Name the section when a report has any annex."""
    return (
        {CODE} if ReportAnnex.select().where(ReportAnnex.report == report).exists() else set()
    )
