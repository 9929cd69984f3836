"""`portal-seal`: seal a finished proposal on the partner's own computer.

`portal-seal PACKAGE ENVELOPE`. The package is downloaded from the portal; it carries a card
that says for which proposal and to which keys it is sealed. Compare the fingerprint that is
printed with the one in the call. A package of one's own is a folder with ``proposal.json`` and
the files it lists under ``files/``, or one file without a card; then `--card CARD` names it.
Nothing leaves this computer; the envelope is then uploaded. It needs Python and PyNaCl.
"""

import hashlib
import json
import os
import sys
import zipfile
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from portal.domain import envelopes
from portal.domain.envelopes import SealedFile
from portal.domain.errors import Refusal, RuleBroken
from portal.domain.seal_cards import read_card, read_head
from portal.domain.seal_keys import fingerprint
from portal.domain.sealed_package import File, pack, unpack

PIECE = 1024 * 1024
MANIFEST = "proposal.json"
FILES = "files"
WORDS: Mapping[str, str] = {
    "card_damaged": "There is no card, or it is damaged. Download the package again.",
    "envelope_damaged": "The package is damaged: a file is missing, changed or too much.",
    "sealing_torn": "A file of the package changed while it was sealed. Try again.",
}
UNREAD = f"The package needs a {MANIFEST} that lists its files."
MISSING = f"A file that {MANIFEST} lists is not in the folder {FILES}: SHA-256"
PARTS = ("__init__", "envelopes", "errors", "seal_cards", "seal_keys", "sealed_package")
EARLIEST = (1980, 1, 1, 0, 0, 0)
START = "from portal.seal_tool import main\nraise SystemExit(main())\n"


class Unusable(Refusal):
    """The package cannot be sealed; its parts say why."""

    def __str__(self) -> str:
        return " ".join(map(str, self.args))


def main(arguments: Sequence[str] | None = None) -> int:
    """Seal as the command line says; 0 when an envelope was written, else 2."""
    given = _parser().parse_args(arguments)
    try:
        sealed, public = seal(given.package, given.envelope, given.card)
    except RuleBroken as broken:
        sys.stderr.write(f"{WORDS[broken.rule]}\n")
        return 2
    except (OSError, Unusable) as failure:
        sys.stderr.write(f"{failure}\n")
        return 2
    sys.stdout.write(f"{given.envelope}: {sealed.size} bytes\nSHA-256 {sealed.sha256}\n")
    sys.stdout.write(f"Key of the call {fingerprint(public)}\n")
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "portal-seal", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path, help="the file or folder to seal")
    parser.add_argument("envelope", type=Path, help="the file to write; it must not exist")
    parser.add_argument("--card", type=Path, help="the card, where the package carries none")
    return parser


def seal(package: Path, envelope: Path, card: Path | None = None) -> tuple[SealedFile, bytes]:
    """Seal a package into a new file, flushed to disk; return it and the key of the call."""
    carried, skipped = (b"", 0) if package.is_dir() else _carried(package)
    bound, recipients = read_card(card.read_bytes() if card else carried)
    length, parts = _folder(package) if package.is_dir() else _packed(package, skipped)
    out = os.open(envelope, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(out, "wb") as file:
            sealed = envelopes.seal(bound, recipients, parts, file, length)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        envelope.unlink()
        raise
    return sealed, recipients.get("call", b"")


def _carried(package: Path) -> tuple[bytes, int]:
    """Return the card that a package carries, and how many bytes to pass over for it."""
    with package.open("rb") as source:
        card = read_head(source)
        return (b"", 0) if card is None else (card, source.tell())


def _packed(package: Path, skipped: int) -> tuple[int, Iterator[bytes]]:
    _, files = unpack(_pieces(package, skipped))
    for _, pieces in files:
        for _ in pieces:
            """Only a package that is whole is sealed."""
    return package.stat().st_size - skipped, _pieces(package, skipped)


def _folder(folder: Path) -> tuple[int, Iterator[bytes]]:
    there = {_sum(each): each for each in _files(folder / FILES)}
    manifest = _read(folder / MANIFEST)
    return pack(manifest, [_listed(row, there) for row in _attached(manifest)])


def _files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def _read(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_bytes())
    except (ValueError, RecursionError, FileNotFoundError) as failure:
        raise Unusable(UNREAD) from failure
    if not isinstance(manifest, dict):
        raise Unusable(UNREAD)
    return manifest


def _attached(manifest: Mapping[str, Any]) -> list[str]:
    """Return the sums of the attached files in the order in which the portal reads them."""
    try:
        return [str(row["sha256"]) for row in manifest["rows"].get("attachment", [])]
    except (LookupError, TypeError, AttributeError) as failure:
        raise Unusable(UNREAD) from failure


def _listed(sha256: str, there: Mapping[str, Path]) -> File:
    path = there.get(sha256)
    if path is None:
        raise Unusable(MISSING, sha256)
    return sha256, path.stat().st_size, _pieces(path)


def _sum(path: Path) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(path: Path, skipped: int = 0) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(skipped)
        while piece := file.read(PIECE):
            yield piece


def write_archive(target: Path | BinaryIO) -> None:
    """Write the command as one file that Python runs where only PyNaCl is installed.

    The same command is the same bytes, so that people can compare its SHA-256.
    """
    here = Path(__file__).parent
    names = ["seal_tool.py", *(f"domain/{name}.py" for name in PARTS)]
    parts = {f"portal/{name}": (here / name).read_text() for name in names}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"__main__.py": START, "portal/__init__.py": "", **parts}.items():
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), text)


if __name__ == "__main__":
    raise SystemExit(main())
