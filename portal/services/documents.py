"""Official documents: asked for in the step that makes them due, issued once, only read."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.policy import VISITOR
from portal.models import Document
from portal.models.records import DocumentState
from portal.services import events, outbox
from portal.services.prepared import Prepared
from portal.services.prepared_writes import add

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Issued:
    """What is known of the bytes of a document once they are stored."""

    path: str
    sha256: str
    size: int
    pages: int


def request(
    kind: str, subject_id: UUID, number: str, languages: Iterable[str], at: datetime
) -> None:
    """Request a document in each language under a number; the worker makes it."""
    for language in languages:
        document = Document(
            number=f"{number}-{language.upper()}",
            code=check_code(),
            kind=kind,
            subject_id=subject_id,
            language=language,
            requested_at=at,
        )
        add(document)
        outbox.put("document", {"id": str(document.id)}, at)


def check_code() -> str:
    """Return a new code by which anybody can check that a document is genuine."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def of(kind: str, subject_id: UUID, language: str) -> Document | None:
    """Return the document of a kind for a record, in the language or else in any."""
    found = _of(kind, subject_id)
    return next((each for each in found if each.language == language), None) or next(
        iter(found), None
    )


_of: Prepared[Document] = Prepared(
    lambda kind, key: Document.select().where(
        (Document.kind == kind) & (Document.subject_id == key)
    )
)


def set_aside(kind: str, subject_id: UUID) -> None:
    """Make room for a new document of a kind for the same record.

    What was issued can still be checked by its code; what was only asked for is dropped.
    """
    same = (Document.kind == kind) & (Document.subject_id == subject_id)
    Document.delete().where(same & (Document.state != DocumentState.ISSUED)).execute()
    earlier = Document.kind.startswith(f"{kind}-") & (Document.subject_id == subject_id)
    number = len({row.kind for row in Document.select(Document.kind).where(earlier)}) + 1
    Document.update(kind=f"{kind}-{number}").where(same).execute()


def replace(kind: str, subject_id: UUID) -> None:
    """Let what was issued of a kind for a record be told as replaced by another record's."""
    same = (Document.kind == kind) & (Document.subject_id == subject_id)
    Document.delete().where(same & (Document.state != DocumentState.ISSUED)).execute()
    Document.update(kind=f"{kind}-{REPLACED}").where(same).execute()


REPLACED = "replaced"
"""What ends the kind of a document in whose place that of another record stands."""


def all_of(subject_ids: Iterable[UUID]) -> list[Document]:
    """Return every document of some records, in the order they were asked for."""
    return _all_of(*subject_ids)


_all_of: Prepared[Document] = Prepared(
    lambda *keys: (
        Document.select()
        .where(Document.subject_id.in_(keys))
        .order_by(Document.requested_at, Document.number)
    )
)


def by_id(document_id: UUID) -> Document | None:
    """Return a document by its key."""
    return Document.get_or_none(Document.id == document_id)


def by_code(code: str) -> Document | None:
    """Return the issued document that bears a check code, however it was typed."""
    plain = "".join(code.upper().split()).replace("-", "")
    typed = "-".join((plain[:4], plain[4:8], plain[8:]))
    return Document.get_or_none(
        (Document.code == typed) & (Document.state == DocumentState.ISSUED)
    )


def by_digest(sha256: str) -> Document | None:
    """Return the issued document whose bytes have this SHA-256."""
    issued = Document.state == DocumentState.ISSUED
    return Document.get_or_none((Document.sha256 == sha256) & issued)


def mark_issued(document: Document, issued: Issued, at: datetime) -> bool:
    """Note that the bytes are stored, once; False when that was already noted."""
    with atomic():
        changed = (
            Document.update(
                state=DocumentState.ISSUED,
                issued_at=at,
                path=issued.path,
                sha256=issued.sha256,
                size=issued.size,
                pages=issued.pages,
            )
            .where((Document.id == document.id) & (Document.state != DocumentState.ISSUED))
            .execute()
        )
        if changed == 1:
            facts = {"number": document.number, "sha256": issued.sha256}
            events.record(VISITOR, "document.issued", document, at, **facts)
    return bool(changed == 1)


def mark_failed(document_id: UUID) -> None:
    """Note that the bytes could not be made, so that the page can say so."""
    Document.update(state=DocumentState.FAILED).where(
        (Document.id == document_id) & (Document.state == DocumentState.REQUESTED)
    ).execute()


def ask_again_for(kind: str, at: datetime) -> int:
    """Ask once more for every document of a kind that could not be made; return how many."""
    failed = (Document.kind == kind) & (Document.state == DocumentState.FAILED)
    return sum(ask_again(each.number, at) for each in list(Document.select().where(failed)))


def ask_again(number: str, at: datetime) -> bool:
    """Ask once more for a document that could not be made; False when there is none such."""
    with atomic():
        failed = (Document.number == number) & (Document.state == DocumentState.FAILED)
        document = Document.get_or_none(failed)
        if document is None:
            return False
        Document.update(state=DocumentState.REQUESTED).where(
            Document.id == document.id
        ).execute()
        outbox.put("document", {"id": str(document.id)}, at)
    return True
