"""Packages that a partner seals itself: given out of its draft, judged when they open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID, uuid5

from portal.config import file_count_limit, file_limit
from portal.domain import own_packages as rules
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import EnvelopeState
from portal.domain.own_packages import Asked
from portal.domain.own_packages import Package as Said
from portal.domain.proposals import FILE_KINDS, clean_filename, fingerprint
from portal.models import (
    Answer,
    Attachment,
    BudgetLine,
    BudgetTotal,
    Envelope,
    Proposal,
    ProposalPart,
    Question,
    Record,
)
from portal.models.sealing import Content
from portal.services import (
    budget_categories,
    files,
    library,
    opening_files,
    proposal_drafts,
    proposal_eligibility,
    proposal_parts,
    proposal_profile,
    proposal_sealing,
    proposal_snapshot,
)
from portal.services.envelopes import Package
from portal.services.file_checks import Limits, Upload, taken
from portal.services.opening_files import Staged
from portal.services.proposal_contents import Rows, canonical, of_rows, whole
from portal.services.proposal_snapshot import Manifest

CLEANED = 2
"""How many times its limit a file may have: as many as the portal keeps of a cleaned one."""
KEYS = frozenset({"question", "required", "proves"})
Written = tuple[UUID | None, datetime | None]
"""Who is held to have written what lay in an envelope, and when."""
COLUMNS: Mapping[type[Record], tuple[str, ...]] = {
    Answer: ("question", "text"),
    BudgetLine: tuple(sorted(rules.LINE)),
    BudgetTotal: ("amount",),
    ProposalPart: ("key", "content"),
    Attachment: tuple(sorted(rules.FILE)),
}
"""What of each row a package holds: what the partner says, and no key or name of a person."""


def names(tables: Iterable[type[Record]]) -> frozenset[str]:
    """Return what a package calls these tables."""
    return frozenset(each.__name__.lower() for each in tables)


def manifest(proposal: Proposal, tables: Iterable[type[Record]]) -> Manifest:
    """Return what a draft says as the manifest of a package."""
    taken = proposal_snapshot.take(proposal, tables)
    rows = {
        table.__name__.lower(): [_told(row, columns) for row in _own_rows(taken, table)]
        for table, columns in COLUMNS.items()
        if table in tables
    }
    own = {
        "declarations": proposal_drafts.ticked(proposal),
        "eligibility": dict(proposal_eligibility.answers(proposal)),
    }
    return {"format": rules.FORMAT, "proposal": own, "rows": rows}


def _own_rows(taken: Manifest, table: type[Record]) -> list[Any]:
    listed = taken["rows"][table.__name__.lower()]
    return [row for row in listed if row.get("key") != proposal_profile.KEY]


def _told(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    return {name: _keyed(row[name]) if name in KEYS else row[name] for name in columns}


def _keyed(key: str | None) -> str | None:
    """Return a key as it is written in packages, whichever database it was read from."""
    return None if key is None else str(UUID(key))


def limits() -> Limits:
    """Return the most bytes of a file as it lies in a package, and the most files."""
    return Limits(CLEANED * file_limit(), file_count_limit())


def asked(proposal: Proposal, content: Content) -> Asked:
    """Return what a package may hold, by the call as it stands."""
    call = proposal.call
    documents, proofs = proposal_eligibility.purposes(proposal)
    proposed = proposal_eligibility.questions(call)
    most = limits()
    return Asked(
        tables=names(proposal_sealing.tables_of(content)),
        questions=frozenset(_keys(Question.select().where(Question.call == call))),
        specs={
            key.value: proposal_parts.spec_of(call, key) for key in proposal_parts.asked(call)
        },
        categories=frozenset(budget_categories.names(call, call.language)),
        declarations=frozenset(proposal_drafts.declarations()),
        eligibility=frozenset(str(each.key) for each in proposed),
        documents=frozenset(_keys(documents)),
        proofs=frozenset(_keys(proofs)),
        most_files=most.count,
        most_bytes=most.size,
    )


def _keys(rows: Iterable[Any]) -> Iterator[str]:
    return (str(each.id) for each in rows)


def judged(envelope: Envelope, given: Manifest, written: Written) -> Manifest:
    """Return what is taken of a package as the portal itself would have sealed it.

    Keys are made anew, always the same for the same envelope. Raise a ``refused_`` rule.
    """
    proposal: Proposal = envelope.proposal
    package = rules.judge(given, asked(proposal, envelope.content))
    apart = envelope.content is Content.PRICES
    made = {
        "format": proposal_snapshot.FORMAT,
        "proposal": proposal_snapshot.own(proposal) if apart else _own(package),
        "rows": _rows(envelope, package, written),
    }
    if envelope.edition == proposal.call.edition:
        _require_complete(envelope, made)
    return made


def _own(package: Said) -> dict[str, Any]:
    known = list(proposal_drafts.declarations())
    ticked = [code for code in known if code in package.declarations]
    made = {"version": library.read("declarations")["version"], "codes": ticked}
    columns: Mapping[str, Any] = Proposal.columns()
    own = {
        "declared": ticked == known,
        "declarations": columns["declarations"].db_value(made),
        "eligibility": columns["eligibility"].db_value(dict(package.eligibility)),
    }
    return {**proposal_snapshot.CONTENT_COLUMNS, **own}


def _rows(
    envelope: Envelope, package: Said, written: Written
) -> dict[str, list[dict[str, Any]]]:
    made = {
        Answer: [_answer(*each) for each in package.answers.items()],
        BudgetLine: [{**row, "position": place} for place, row in enumerate(package.lines, 1)],
        BudgetTotal: [dict(row) for row in package.totals],
        ProposalPart: [{"key": key, "content": each} for key, each in package.parts.items()],
        Attachment: [_attachment(each) for each in package.files],
    }
    return {
        table.__name__.lower(): [
            _plain(table, envelope, written, {**row, "id": _key(envelope, table, place)})
            for place, row in enumerate(rows)
        ]
        for table, rows in made.items()
    }


def _key(envelope: Envelope, table: type[Record], place: int) -> UUID:
    return uuid5(envelope.id, f"{table.__name__} {place}")


def _answer(question: str, text: str) -> dict[str, Any]:
    return {"question": question, "text": text}


def _attachment(row: Mapping[str, Any]) -> dict[str, Any]:
    sha256 = row["sha256"]
    return {
        **row,
        "filename": clean_filename(row["filename"]),
        "path": f"attachments/{sha256[:2]}/{sha256}",
        "media_type": _media_type(row["filename"]),
        "sent_sha256": sha256,
        "sent_size": row["size"],
    }


def _media_type(filename: str) -> str:
    ending = PurePath(filename.lower()).suffix
    kinds = (each.media_type for each in FILE_KINDS if ending in each.endings)
    return next(kinds, "application/octet-stream")


def _plain(
    table: type[Any], envelope: Envelope, written: Written, row: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a row as the snapshot of a proposal holds it."""
    by, at = written
    columns = {"saved_by": by, "added_by": by, "saved_at": at, "added_at": at}
    given = {name: each for name, each in columns.items() if name in table.columns()}
    return proposal_snapshot.plain(table(**row, **given, proposal=envelope.proposal_id))


def _require_complete(envelope: Envelope, made: Manifest) -> None:
    """Hold against a package what the portal asks of a proposal before it is submitted."""
    copy = proposal_snapshot.reading(envelope.proposal, made)
    read = {table: proposal_snapshot.read(table, made) for table in COLUMNS}
    rows = Rows(
        *(read[Answer], read[BudgetLine], read[Attachment], read[ProposalPart]),
        totals=read[BudgetTotal],
    )
    broken = of_rows(copy, rows).blocking
    rules.require_complete([each for each in broken if _is_of(each.field, envelope.content)])


def _is_of(field: str, content: Content) -> bool:
    """Say whether a rule is about what an envelope holds: of prices apart, only the budget."""
    if content is Content.WHOLE:
        return field != "lot"
    return (field == "budget") is (content is Content.PRICES) and field != "lot"


def take_out(
    envelope: Envelope, package: Package, area: UUID, written: Written
) -> tuple[Manifest, Staged]:
    """Return what an opened envelope says, and its files beside the store under ``area``.

    What the partner sealed itself is judged first, and its files are cleaned as uploads are.
    """
    given, found = package
    manifest = judged(envelope, given, written) if envelope.own else given
    listed = [str(each["path"]) for each in proposal_snapshot.files(manifest)]
    staged = opening_files.stage(area, listed, found)
    return _cleaned(manifest, staged) if envelope.own else (manifest, staged)


def _cleaned(manifest: Manifest, staged: Staged) -> tuple[Manifest, Staged]:
    rows = manifest["rows"]["attachment"]
    made = [_file(row, path) for row, (path, _name) in zip(rows, staged, strict=True)]
    rows = {**manifest["rows"], "attachment": made}
    named = [(path, str(row["path"])) for row, (path, _name) in zip(made, staged, strict=True)]
    return {**manifest, "rows": rows}, named


def _file(row: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Judge and clean one file in its place, and return its row as it is kept."""
    sent = Upload(str(row["title"]), str(row["filename"]), path.read_bytes())
    try:
        kept = taken(sent, limits())
    except RuleBroken as broken:
        raise RuleBroken("refused_file") from broken
    path.write_bytes(kept.content)
    files.flush(path)
    sha256 = files.digest(kept.content)
    return {
        **row,
        "sha256": sha256,
        "size": len(kept.content),
        "path": f"attachments/{sha256[:2]}/{sha256}",
        "media_type": kept.kind.media_type,
        "scan": kept.scan.value,
    }


def note_fingerprint(proposal: Proposal) -> None:
    """Take the fingerprint of a proposal whose last envelope is open; the first to see it."""
    shut = (Envelope.proposal == proposal) & (Envelope.state == EnvelopeState.SEALED)
    if not Envelope.select().where(shut).exists():
        content = canonical(whole(Proposal.get_by_id(proposal.id)))
        print_ = fingerprint(content)
        Proposal.update(fingerprint=print_).where(Proposal.id == proposal.id).execute()
