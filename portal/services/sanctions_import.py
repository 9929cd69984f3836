"""Taking in a sanctions list, by file or from the address in the settings."""

from collections.abc import Iterable
from datetime import datetime

from peewee import chunked

from portal.config import sanctions_address, sanctions_limit
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import VISITOR, Actor, require
from portal.domain.sanctions_list import Entry, SanctionsList, read
from portal.models import Person, SanctionsEntry, SanctionsImport
from portal.services import events, files, outbox
from portal.services.counters import next_number
from portal.services.sanctions_fetch import fetch

MEGABYTE = 1024 * 1024
ROWS_AT_ONCE = 100


def latest() -> SanctionsImport | None:
    """Return the list that was taken in last, if there is one."""
    row: SanctionsImport | None = (
        SanctionsImport.select().order_by(SanctionsImport.made_at.desc()).first()
    )
    return row


def history(limit: int = 20) -> list[SanctionsImport]:
    """Return the lists that were taken in with who did it, the latest first."""
    query = SanctionsImport.select(SanctionsImport, Person).left_outer_join(Person)
    return list(query.order_by(SanctionsImport.made_at.desc()).limit(limit))


def entries() -> int:
    """Count the entries that are on the list now."""
    return SanctionsEntry.select().where(SanctionsEntry.removed_at.is_null()).count()


def take(content: bytes, source: str, by: Actor, at: datetime) -> SanctionsImport:
    """Take in a list from a file; refused in words, and nothing changes, when it is none."""
    require(by, Action.IMPORT_SANCTIONS)
    return _take(content, source, by, at)


def ask_fetch(by: Actor, at: datetime) -> None:
    """Let the worker fetch the list from the address in the settings."""
    require(by, Action.IMPORT_SANCTIONS)
    if not sanctions_address():
        raise RuleBroken("sanctions_no_address")
    with atomic():
        outbox.put("sanctions_fetch", {}, at)


def ask_rescan(by: Actor, at: datetime) -> None:
    """Let the worker compare every partner with the list again."""
    require(by, Action.IMPORT_SANCTIONS)
    with atomic():
        outbox.put("sanctions_rescan", {}, at)


def ask_daily_comparison(at: datetime) -> None:
    """Leave the day's fetching, where an address is set, and comparing for the worker."""
    with atomic():
        if sanctions_address():
            outbox.put("sanctions_fetch", {}, at)
        outbox.put("sanctions_rescan", {}, at)


def fetch_and_take(at: datetime) -> None:
    """Fetch the list and take it in; one that is here already is only noted as checked."""
    address = sanctions_address()
    if not address:
        return
    content = fetch(address, sanctions_limit())
    last = latest()
    if last is not None and last.sha256 == files.digest(content):
        is_last = SanctionsImport.id == last.id
        SanctionsImport.update(checked_at=at).where(is_last).execute()
        return
    _take(content, address, VISITOR, at)


def _take(content: bytes, source: str, by: Actor, at: datetime) -> SanctionsImport:
    if not content:
        raise RuleBroken("file_empty", "file")
    if len(content) > sanctions_limit():
        raise RuleBroken("file_too_large", "file", most=sanctions_limit() // MEGABYTE)
    listed = read(content)
    with atomic():
        next_number("sanctions-import")
        _require_newer(content, listed)
        made = SanctionsImport.create(
            source=source[:300],
            sha256=files.digest(content),
            generated=listed.generated[:40],
            entries=len(listed.entries),
            **_store(listed.entries, at),
            made_at=at,
            made_by=by.person_id,
            checked_at=at,
        )
        events.record(by, "sanctions.imported", made, at, entries=made.entries)
        outbox.put("sanctions_rescan", {}, at)
    return made


def _require_newer(content: bytes, listed: SanctionsList) -> None:
    last = latest()
    if last is None:
        return
    if last.sha256 == files.digest(content):
        raise RuleBroken("sanctions_known", "file")
    if listed.generated and listed.generated < last.generated:
        raise RuleBroken("sanctions_older", "file")


def _store(listed: Iterable[Entry], at: datetime) -> dict[str, int]:
    wanted = {each.reference: each for each in listed}
    there = {each.reference: each for each in SanctionsEntry.select()}
    new = [each for key, each in wanted.items() if key not in there]
    changed = [
        row for key, row in there.items() if key in wanted and _differs(row, wanted[key])
    ]
    gone = [row.id for key, row in there.items() if key not in wanted and not row.removed_at]
    for batch in chunked([_row(each) for each in new], ROWS_AT_ONCE):
        SanctionsEntry.insert_many(batch).execute()
    for row in changed:
        values = {**_values(wanted[row.reference]), "removed_at": None}
        SanctionsEntry.update(values).where(SanctionsEntry.id == row.id).execute()
    for keys in chunked(gone, ROWS_AT_ONCE):
        is_gone = SanctionsEntry.id.in_(list(keys))
        SanctionsEntry.update(removed_at=at).where(is_gone).execute()
    return {"added": len(new), "changed": len(changed), "removed": len(gone)}


def _differs(row: SanctionsEntry, entry: Entry) -> bool:
    return row.fingerprint != entry.fingerprint or row.removed_at is not None


def _values(entry: Entry) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "names": list(entry.names),
        "listed_on": entry.listed_on,
        "details": dict(entry.details),
        "fingerprint": entry.fingerprint,
    }


def _row(entry: Entry) -> dict[str, object]:
    return {"reference": entry.reference, **_values(entry)}
