"""The checklist of a visit: made from the contract, filled in on the spot, with photos."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle_visits import REPORT_VISIT, START_VISIT, VisitState
from portal.domain.policy import Actor, require
from portal.domain.proposals import clean_filename
from portal.domain.visits import ItemResult, VisitKind
from portal.models import Contract
from portal.models.visits import Finding, Visit, VisitItem, VisitPhoto
from portal.services import contract_text, events, files, library
from portal.services.clause_library import at_version
from portal.services.file_checks import Limits, Upload, taken_at_once
from portal.services.steps import found, fresh, save_version

MOST_PHOTOS = 40
"""How many photos a visit holds at most."""
PHOTOS = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True)
class Answer:
    """What was found of one item, and the note on it."""

    result: ItemResult
    note: str = ""


def make(visit: Visit, contract: Contract) -> None:
    """Freeze the checklist of a new visit, in the language of its contract."""
    rows = [
        VisitItem(visit=visit, position=position, **row)
        for position, row in enumerate(_rows(visit.kind, contract), 1)
    ]
    VisitItem.bulk_create(rows, batch_size=50)


def _rows(kind: VisitKind, contract: Contract) -> Iterator[dict[str, str]]:
    if kind is VisitKind.PROGRAMME:
        yield from _standards(contract)
        yield from _clauses(contract)
    elif kind is VisitKind.SPOT_CHECK:
        yield from _controls(contract.language)


def _standards(contract: Contract) -> Iterator[dict[str, str]]:
    agreed: Any = contract_text.terms(contract)["standards"]
    for each in agreed:
        means = each["verification"]
        yield {"source": "standard", "code": each["code"], "text": each["text"], "means": means}


def _clauses(contract: Contract) -> Iterator[dict[str, str]]:
    """Return the clauses of which the library says how monitoring checks them."""
    for row in contract_text.whole(contract).clauses:
        version = at_version(row.code, row.library_version)
        means = version.checks.get(contract.language, "") if version else ""
        if means:
            yield {"source": "clause", "code": row.code, "text": row.title, "means": means}


def _controls(language: str) -> Iterator[dict[str, str]]:
    for each in library.entries("findings", "control"):
        text = library.text_of(each, "", language)
        yield {"source": "control", "code": str(each["code"]), "text": text}


def items(visit: Visit) -> list[VisitItem]:
    """Return the items of a visit in their order."""
    return list(visit.items.order_by(VisitItem.position))


def item(visit: Visit, position: int) -> VisitItem:
    """Return one item of a visit, or refuse with ``NotFound``."""
    mine = (VisitItem.visit == visit) & (VisitItem.position == position)
    return found(VisitItem.get_or_none(mine))


def begin(visit: Visit, by: Actor, at: datetime) -> None:
    """Hold a visit that is being written; the first thing written begins a planned one."""
    held = Visit.update(version=Visit.version).where(Visit.id == visit.id)
    held.execute()
    state = fresh(visit).state
    if state is VisitState.PLANNED:
        Visit.update(state=START_VISIT.end).where(Visit.id == visit.id).execute()
        visit.__data__["state"] = START_VISIT.end
        events.record(by, "visit.started", visit, at)
    elif state not in REPORT_VISIT.start:
        raise WrongState(REPORT_VISIT.name, state)


def save(
    visit: Visit, answers: Mapping[int, Answer], seen: int, by: Actor, at: datetime
) -> None:
    """Keep the answers to some items, by position, unless somebody saved others meanwhile."""
    require(by, Action.WRITE_VISIT, visit)
    with atomic():
        begin(visit, by, at)
        kept = {each.position: each for each in items(visit)}
        save_version(visit, seen, {}, column="checklist_version", theirs=_typed)
        for position, answer in answers.items():
            if position in kept:
                _put(kept[position], answer)
        events.record(by, "visit.checklist_saved", visit, at, items=len(answers))


def _put(row: VisitItem, answer: Answer) -> None:
    given = {"result": answer.result, "note": answer.note.strip()}
    if (row.result, row.note) != (given["result"], given["note"]):
        VisitItem.update(given).where(VisitItem.id == row.id).execute()


def _typed(now: Visit) -> dict[str, object]:
    rows = items(now)
    results = {f"result_{each.position}": each.result.value for each in rows}
    notes = {f"note_{each.position}": each.note for each in rows}
    last = {"result": "", "note": ""}
    return {**last, **results, **notes}


@dataclass(frozen=True)
class Shot:
    """A photo as it was sent, and what it shows: an item, a finding, or its visit as such."""

    visit: Visit
    upload: Upload
    of: VisitItem | Finding | None = None


def add_photo(shot: Shot, limits: Limits, by: Actor, at: datetime) -> VisitPhoto:
    """Keep a photo, cleaned of what the camera wrote into it; refuse any other file."""
    visit, of = shot.visit, shot.of
    require(by, Action.WRITE_VISIT, visit)
    made = taken_at_once(shot.upload, limits)
    if made.kind.media_type not in PHOTOS:
        raise RuleBroken("photo_kind", "file")
    about = {"item": of} if isinstance(of, VisitItem) else {"finding": of}
    with atomic():
        begin(visit, by, at)
        if visit.photos.count() >= MOST_PHOTOS:
            raise RuleBroken("too_many_photos", "file", most=MOST_PHOTOS)
        row = VisitPhoto.create(
            visit=visit,
            filename=clean_filename(shot.upload.filename),
            media_type=made.kind.media_type,
            path=files.put("photos", made.content),
            added_at=at,
            added_by=by.person_id,
            **about,
        )
        events.record(by, "visit.photo_added", visit, at)
    return row


def photo(photo_id: UUID) -> VisitPhoto:
    """Find a photo with its visit, or refuse with ``NotFound``."""
    query = VisitPhoto.select(VisitPhoto, Visit).join(Visit)
    row: VisitPhoto | None = query.where(VisitPhoto.id == photo_id).first()
    return found(row)


def content_of(row: VisitPhoto) -> bytes:
    """Return the bytes of a photo."""
    return files.read(row.path)


def photos(visit: Visit) -> list[VisitPhoto]:
    """Return the photos of a visit in the order they were added."""
    return list(visit.photos.order_by(VisitPhoto.added_at, VisitPhoto.id))


def remove_photo(row: VisitPhoto, by: Actor, at: datetime) -> None:
    """Remove a photo from a visit that is not reported yet."""
    require(by, Action.WRITE_VISIT, row.visit)
    with atomic():
        begin(row.visit, by, at)
        VisitPhoto.delete().where(VisitPhoto.id == row.id).execute()
        events.record(by, "visit.photo_removed", row.visit, at)
