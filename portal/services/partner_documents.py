"""The files of a partner's profile: kept, given back, and reminded of before they end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.partner_house import (
    REMIND_BEFORE,
    DocumentKind,
    Opinion,
    broken_document,
    reminder_due,
)
from portal.domain.policy import Actor, require
from portal.models import DocumentReminder, Grant, Partner, PartnerDocument, Person
from portal.services import events, files, outbox
from portal.services.file_checks import Limits, Taken, Upload, stored, taken_at_once
from portal.services.prepared import Prepared
from portal.services.steps import found
from portal.services.todo import Item

_TOLD = ("kind", "issued_on", "expires_on", "year", "opinion")


@dataclass(frozen=True)
class Paper:
    """A file as it was sent, and what is told of it."""

    upload: Upload
    kind: DocumentKind
    issued_on: date | None = None
    expires_on: date | None = None
    year: int | None = None
    opinion: Opinion | None = None


def all_of(partner: Partner) -> list[PartnerDocument]:
    """Return the files of a profile, by kind and the newest first."""
    return _all_of(partner.id)


_all_of: Prepared[PartnerDocument] = Prepared(
    lambda key: (
        PartnerDocument.select()
        .where(PartnerDocument.partner == key)
        .order_by(PartnerDocument.kind, PartnerDocument.added_at.desc())
    )
)


def of(partner: Partner, document_id: UUID) -> PartnerDocument:
    """Return one file of this partner; ``NotFound`` when it has none under this key."""
    mine = (PartnerDocument.id == document_id) & (PartnerDocument.partner == partner)
    return found(PartnerDocument.get_or_none(mine))


def add(
    partner: Partner, paper: Paper, limits: Limits, by: Actor, at: datetime
) -> PartnerDocument:
    """Keep a file of the profile; the same file of the same kind is kept once."""
    require(by, Action.EDIT_PARTNER, partner)
    made_of = taken_at_once(paper.upload, limits)
    _require_days(paper, at.date())
    with atomic():
        Partner.update(version=Partner.version).where(Partner.id == partner.id).execute()
        there = _same(partner, paper, made_of)
        if there is not None:
            return there
        if _count(partner) >= limits.count:
            raise RuleBroken("too_many_files", "file", most=limits.count)
        row = _row(partner, paper, made_of)
        made = PartnerDocument.create(**row, added_at=at, added_by=by.person_id)
        events.record(by, "partner.document_added", partner, at, sha256=made.sha256)
    return made


def _require_days(paper: Paper, today: date) -> None:
    audit = paper.kind is DocumentKind.AUDIT
    broken = broken_document(
        paper.issued_on, paper.expires_on, today, audit=audit, year=paper.year
    )
    if audit and paper.opinion is None:
        broken.append(RuleBroken("audit_opinion", "opinion"))
    if broken:
        raise RulesBroken(broken)


def _row(partner: Partner, paper: Paper, kept: Taken) -> dict[str, object]:
    return {
        **{name: getattr(paper, name) for name in _TOLD},
        "partner": partner,
        "title": paper.upload.title,
        **stored("partners", paper.upload, kept),
    }


def _same(partner: Partner, paper: Paper, kept: Taken) -> PartnerDocument | None:
    return PartnerDocument.get_or_none(
        (PartnerDocument.partner == partner)
        & (PartnerDocument.kind == paper.kind)
        & (PartnerDocument.sha256 == files.digest(kept.content))
    )


def _count(partner: Partner) -> int:
    return int(PartnerDocument.select().where(PartnerDocument.partner == partner).count())


def remove(partner: Partner, document_id: UUID, by: Actor, at: datetime) -> None:
    """Take a file off the profile; issued PDFs still tell of it."""
    require(by, Action.EDIT_PARTNER, partner)
    with atomic():
        document = of(partner, document_id)
        document.delete_instance(recursive=True)
        events.record(by, "partner.document_removed", partner, at, sha256=document.sha256)


def remind(at: datetime) -> int:
    """Mail the owners of documents that end soon or have ended, each reminder once."""
    told = 0
    with atomic():
        ending = _ending(at.date())
        sent = _sent(ending)
        for document, ends in ending:
            days = reminder_due(ends, at.date(), sent.get(document.id, set()))
            if days is not None:
                DocumentReminder.create(document=document, days=days, at=at)
                _remind(document, ends, at)
                told += 1
    return told


def _ending(today: date) -> list[tuple[PartnerDocument, date]]:
    last = today + timedelta(days=max(REMIND_BEFORE))
    query = PartnerDocument.select().where(PartnerDocument.expires_on <= last)
    return [(each, each.expires_on) for each in query if each.expires_on is not None]


def _sent(ending: Sequence[tuple[PartnerDocument, date]]) -> dict[UUID, set[int]]:
    sent: dict[UUID, set[int]] = {}
    keys = [document.id for document, _ in ending]
    for row in DocumentReminder.select().where(DocumentReminder.document.in_(keys)):
        sent.setdefault(row.document_id, set()).add(row.days)
    return sent


def _remind(document: PartnerDocument, ends: date, at: datetime) -> None:
    over = ends < at.date()
    facts = {"title": document.title, "day": ends.isoformat(), "over": over}
    facts["partner"] = str(document.partner_id)
    for person in owners(document.partner_id):
        mail = {**facts, "name": person.name}
        outbox.put_mail(person.email, "document_ends", person.language, at, **mail)


def owners(partner_id: UUID) -> list[Person]:
    """Return the owners of a partner who can read mail."""
    query = (
        Person.select()
        .join(Grant)
        .where(
            (Person.partner == partner_id)
            & (Grant.role == Role.PARTNER_OWNER)
            & Person.confirmed_at.is_null(is_null=False)
            & Person.disabled_at.is_null()
        )
    )
    return list(query.order_by(Person.name))


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Ask the owner to renew documents that end within two months, or have ended."""
    if actor.partner_id is None or Role.PARTNER_OWNER not in actor.roles:
        return []
    last = at.date() + timedelta(days=max(REMIND_BEFORE))
    query = PartnerDocument.select().where(
        (PartnerDocument.partner == actor.partner_id) & (PartnerDocument.expires_on <= last)
    )
    return [_item(each) for each in query.order_by(PartnerDocument.expires_on)]


def _item(document: PartnerDocument) -> Item:
    parts = {"partner_id": str(document.partner_id)}
    day = document.expires_on
    ends = None if day is None else datetime.combine(day, time.min, UTC)
    return Item("work.renew_document", "", document.title, "partners.papers", parts, due=ends)
