"""Making the whole file of a call: a ZIP with an index page and a list of SHA-256.

The worker does a round and leaves the next one in the outbox; a round that finds what an
earlier one left goes on after it. The same papers and attachments give the same bytes.
"""

import shutil
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from portal.domain import packing
from portal.models import CallPack
from portal.pdf.facts.shared import office_name
from portal.pdf.pipeline import environment
from portal.services import call_pack, files
from portal.services.call_pack import EFFECT, Made, Piece, give_up
from portal.services.opening import call_by_slug

__all__ = ["EFFECT", "give_up", "go_on"]
ROUND = 40
"""How many files go in before the worker takes what else waits."""
INDEX, SUMS = "index.html", "SHA256SUMS.txt"


def go_on(pack_id: UUID, at: datetime) -> None:
    """Do one round of a pack; the last one adds index and list and stores it."""
    row = call_pack.running(pack_id)
    if row is None:
        return
    row.call = call_by_slug(row.call.slug)
    found, part = call_pack.pieces(row.call), _part(row)
    done = _taken_in(part, found)
    for piece in found[done : done + ROUND]:
        _add(part, piece)
    done = min(done + ROUND, len(found))
    if done < len(found):
        call_pack.advance_to(row, done, len(found))
        call_pack.ask_on(row, at)
        return
    _end(row, found, part, at)


def _part(row: CallPack) -> Path:
    return files.path(f"packs/{row.id}.part")


def _taken_in(part: Path, found: Sequence[Piece]) -> int:
    """Count what an earlier round left whole; begin anew where it is torn or of other files."""
    if part.exists():
        try:
            with zipfile.ZipFile(part) as kept:
                names = kept.namelist()
        except zipfile.BadZipFile:
            names = [""]
        if names == [each.name for each in found[: len(names)]]:
            return len(names)
        part.unlink()
    part.parent.mkdir(parents=True, exist_ok=True)
    return 0


def _add(part: Path, piece: Piece) -> None:
    with (
        zipfile.ZipFile(part, "a") as pack,
        files.path(piece.path).open("rb") as source,
        pack.open(packing.entry(piece.name), "w", force_zip64=True) as into,
    ):
        shutil.copyfileobj(source, into)


def _end(row: CallPack, found: Sequence[Piece], part: Path, at: datetime) -> None:
    with zipfile.ZipFile(part, "a") as pack:
        pack.writestr(packing.entry(INDEX), _index(row, found))
        digests = {each.name: each.sha256 for each in found}
        pack.writestr(packing.entry(SUMS), packing.sums(digests))
    sha256, size = packing.digest_of(part)
    name = f"packs/{row.id}.zip"
    part.replace(files.path(name))
    files.flush(files.path(name))
    call_pack.finish(row, Made(name, sha256, size, len(found)), at)


def _index(row: CallPack, found: Sequence[Piece]) -> str:
    call = row.call
    language = call.language if call.language in {"en", "fr"} else "en"
    return (
        environment(language)
        .get_template("pdf/pack_index.html")
        .render(
            language=language,
            office=office_name(call.centre.country, language),
            reference=call.reference,
            title=call.title,
            papers=[each for each in found if each.kind != "attachment"],
            attachments=[each for each in found if each.kind == "attachment"],
            sums=SUMS,
        )
    )
