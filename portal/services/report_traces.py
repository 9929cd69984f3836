"""What in a report looks like personal data: found before submission, changed or kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from portal.db import atomic
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.personal_data import Hit, KeptFor, excerpt, traces
from portal.domain.policy import Actor
from portal.domain.report_parts import texts
from portal.models import KeptTrace, Person, Report, ReportAnnex
from portal.services import events, report_figures, report_parts, transaction_traces
from portal.services.report_queries import narratives_of
from portal.services.report_writing import Save, begin_writing

LONGEST_NOTE = 300


@dataclass(frozen=True)
class Found:
    """One place of a report that looks like personal data, and why it stays, if it does."""

    section: str
    anchor: str
    hit: Hit
    around: tuple[str, str, str]
    kept: KeptTrace | None = None

    @property
    def fingerprint(self) -> str:
        """What names the words that were found, whatever stands around them."""
        return fingerprint(self.hit)


def fingerprint(hit: Hit) -> str:
    """Return the fingerprint of what was found: of its kind and its words."""
    words = " ".join(hit.text.split()).casefold()
    return sha256(f"{hit.kind} {words}".encode()).hexdigest()


def written(report: Report) -> Iterator[tuple[str, str, str]]:
    """Yield each free text of a report with its section and its input."""
    for code, row in narratives_of(report).items():
        yield code, "text", row.text
    for code, part in report_parts.parts(report, "en").items():
        for anchor, text in texts(part.spec, part.content):
            yield code, anchor, text
    yield from _notes("indicators", [row.note for row in report_figures.actuals(report)])
    yield from _notes("expenditure", [row.note for row in report_figures.expenditures(report)])
    for annex in ReportAnnex.select().where(ReportAnnex.report == report):
        yield "annexes", f"annex-{annex.id}", annex.caption
    yield from transaction_traces.written(report, report.contract.call.centre.country)


def _notes(section: str, notes: list[str]) -> Iterator[tuple[str, str, str]]:
    yield from ((section, f"rows-{row}-note", note) for row, note in enumerate(notes))


def found(report: Report) -> list[Found]:
    """Return every place that looks like personal data, those that stay with their reason."""
    region = report.contract.call.centre.country
    kept = {(each.section, each.fingerprint): each for each in kept_of(report)}
    return [
        Found(section, anchor, hit, excerpt(text, hit), kept.get((section, fingerprint(hit))))
        for section, anchor, text in written(report)
        for hit in traces(text, region)
    ]


def kept_of(report: Report) -> list[KeptTrace]:
    """Return the reasons that were given, each with who gave it."""
    query = KeptTrace.select(KeptTrace, Person).join(Person)
    return list(query.where(KeptTrace.report == report).order_by(KeptTrace.kept_at))


def problems(report: Report) -> list[RuleBroken]:
    """Return what is neither changed nor kept with a reason, at the input it stands in."""
    return [_broken(each) for each in found(report) if each.kept is None]


def _broken(each: Found) -> RuleBroken:
    place = f"{each.section}#{each.anchor}"
    return RuleBroken(f"trace_{each.hit.kind}", place, text=each.hit.text)


@dataclass(frozen=True)
class Reason:
    """Why one place stays: the section and fingerprint that name it, a code and words."""

    section: str
    fingerprint: str
    code: KeptFor
    note: str


def keep(report: Report, reason: Reason, by: Actor, at: datetime) -> None:
    """Let one place of a report stay as it is, with a reason; the log holds its code alone."""
    with atomic():
        begin_writing(report, Save(by, at, 0))
        named = (reason.section, reason.fingerprint)
        here = next((e for e in found(report) if (e.section, e.fingerprint) == named), None)
        if here is None:
            raise NotFound
        if here.kept is not None:
            return
        _keep(report, here, reason, by, at)


def _keep(report: Report, here: Found, reason: Reason, by: Actor, at: datetime) -> None:
    note = reason.note.strip()[:LONGEST_NOTE]
    if not note:
        raise RuleBroken("trace_reason_needed", "note")
    KeptTrace.create(
        report=report,
        section=here.section,
        kind=here.hit.kind,
        fingerprint=here.fingerprint,
        reason=reason.code,
        note=note,
        kept_at=at,
        kept_by=by.person_id,
    )
    facts = {"section": here.section, "kind": here.hit.kind.value, "code": reason.code.value}
    events.record(by, "report.trace_kept", report, at, **facts)
