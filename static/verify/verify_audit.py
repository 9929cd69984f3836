#!/usr/bin/env python3
"""Verify an exported audit log and signed receipts of the partner portal, without the portal.

It needs Python 3.9 or newer and PyNaCl (`pip install pynacl`), and reads files only:

    python3 verify_audit.py EXPORT --keys keys.json --checkpoint MAIL.txt --receipt RECEIPT
    python3 verify_audit.py --receipt receipt.pdf --keys keys.json

EXPORT is what the portal exports (JSON lines). A checkpoint is a mail of the portal saved as
text; a receipt is its PDF, its JSON or its mail. Take keys.json from the portal, or the key
from somebody you trust, and keep it: without --keys the keys of the export itself are used,
which show that the log is whole, not whose it is. It ends with 0 when everything holds;
otherwise it names the first place that does not, and ends with 1.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
import zlib
from contextlib import suppress
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPORT, RECEIPT = "portal audit 1", "portal receipt 1"
START = hashlib.sha256(b"portal audit chain").hexdigest()
NOTE = re.compile(
    r"(?P<body>(?P<origin>\S+)\n(?P<size>\d+)\n(?P<root>[A-Za-z0-9+/=]+)\n"
    r"chain (?P<chain>[0-9a-f]{64})\ntime (?P<time>\S+)\n)"
    r"\n\u2014 (?P<name>\S+) (?P<signature>[A-Za-z0-9+/=]+)(?:\n|$)"
)


Line = dict[str, Any]
Keys = dict[str, bytes]
Seen = tuple[int, tuple[bytes, str], str]


class Fault(Exception):
    """The first place that does not hold, in one sentence."""


def canonical(value: object) -> bytes:
    """Write plain data in the one form that is hashed and signed."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def sha256(*parts: bytes) -> bytes:
    """Return the SHA-256 of the parts, one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether the key has signed the message."""
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


class Tree:
    """The Merkle tree of RFC 6962 over the events, and the chain beside it."""

    def __init__(self) -> None:
        """Begin with no event."""
        self.size, self.chain, self.time = 0, START, ""
        self.parts: list[bytes] = []
        self.seen: dict[int, tuple[bytes, str]] = {}

    def add(self, leaf: bytes, chain: str) -> None:
        """Add the leaf of the next event with the chain hash that stands beside it."""
        expected = sha256(b"\x02", bytes.fromhex(self.chain), leaf).hex()
        if chain != expected:
            number = self.size + 1
            message = f"Event {number} is not as it was written, or does not follow the last."
            raise Fault(message)
        size = self.size
        self.parts.append(leaf)
        while size % 2 == 1:
            right = self.parts.pop()
            self.parts.append(sha256(b"\x01", self.parts.pop(), right))
            size //= 2
        self.size, self.chain = self.size + 1, chain

    def root(self) -> bytes:
        """Return the root of the tree."""
        if not self.parts:
            return sha256()
        root = self.parts[-1]
        for part in reversed(self.parts[:-1]):
            root = sha256(b"\x01", part, root)
        return root

    def note(self, sizes: set[int]) -> None:
        """Remember root and chain when the tree has one of the sizes."""
        if self.size in sizes:
            self.seen[self.size] = (self.root(), self.chain)


def read_note(text: str, keys: Keys, where: str) -> Seen:
    """Return a checkpoint found in a text, signed by a known key."""
    plain = re.sub(r"(?m)^[> \t]+|[ \t]+$", "", text.replace("\r\n", "\n"))
    found = NOTE.search(plain)
    if found is None:
        message = f"There is no checkpoint in {where}."
        raise Fault(message)
    signed = base64.b64decode(found["signature"])
    for public in keys.values():
        hint = sha256(found["name"].encode(), b"\n\x01", public)[:4]
        if signed[:4] == hint and is_signed(public, found["body"].encode(), signed[4:]):
            root = base64.b64decode(found["root"])
            return int(found["size"]), (root, found["chain"]), where
    message = f"The checkpoint at {found['size']} events in {where} is signed by no known key."
    raise Fault(message)


def read_lines(path: Path) -> list[Line]:
    """Read the lines of an export."""
    lines = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            lines.append(json.loads(line))
        except ValueError as error:
            message = f"Line {number} of {path} cannot be read."
            raise Fault(message) from error
    if not lines or not isinstance(lines[0], dict) or lines[0].get("format") != EXPORT:
        message = f"{path} is no export of the audit log."
        raise Fault(message)
    return lines


def walk(lines: list[Line], sizes: set[int]) -> tuple[Tree, dict[int, Line]]:
    """Walk over every event; return the tree and the events that are not hidden."""
    tree, events = Tree(), {}
    for line in lines:
        number = tree.size + 1
        if "hidden" in line:
            seq, leaf = line["hidden"], bytes.fromhex(line["leaf"])
        else:
            event = line["event"]
            seq, leaf = event["seq"], sha256(b"\x00", canonical(event))
            events[seq] = event
        if seq != number:
            message = f"Event {number} is missing: event {seq} stands in its place."
            raise Fault(message)
        tree.add(leaf, line["hash"])
        if "event" in line:
            follow_time(tree, line["event"])
        tree.note(sizes)
    return tree, events


def follow_time(tree: Tree, event: Line) -> None:
    """Refuse a time that runs back."""
    time = event.get("time", event["at"])
    if time < tree.time or time < event["at"]:
        message = f"The time of event {event['seq']} runs back."
        raise Fault(message)
    tree.time = time


def verify_export(
    path: Path, keys: Keys, notes: list[tuple[str, str]], receipts: list[tuple[str, Line]]
) -> str:
    """Verify an export with its own checkpoints, those that were mailed, and receipts."""
    head, *lines = read_lines(path)
    known = keys or {name: base64.b64decode(key) for name, key in head["keys"].items()}
    own = [line["checkpoint"] for line in lines if "checkpoint" in line]
    told = [read_note(note, known, f"the export, number {n}") for n, note in enumerate(own, 1)]
    told += [read_note(text, known, where) for where, text in notes]
    tree, events = walk(
        [line for line in lines if "checkpoint" not in line], {size for size, *_ in told}
    )
    if (tree.size, tree.chain) != (head["size"], head["chain"]):
        message = f"The export tells of {head['size']} events, and ends at event {tree.size}."
        raise Fault(message)
    compare(tree, told)
    for where, facts in receipts:
        place(where, facts, lines, events)
    return f"{tree.size} events and {len(told)} checkpoints hold."


def compare(tree: Tree, told: list[Seen]) -> None:
    """Compare checkpoints with the log, the earliest first."""
    for size, seen, where in sorted(told, key=lambda each: each[0]):
        if size > tree.size:
            message = f"The checkpoint in {where} tells of {size} events: some are missing."
            raise Fault(message)
        if size and tree.seen[size] != seen:
            message = f"The log is not the one of the checkpoint at {size} events in {where}."
            raise Fault(message)


def place(where: str, facts: Line, lines: list[Line], events: dict[int, Line]) -> None:
    """Look for the submission that a receipt proves at its place in the log."""
    seq = facts["event"]["seq"]
    rows = [line for line in lines if "checkpoint" not in line]
    if seq > len(rows) or rows[seq - 1]["hash"] != facts["event"]["hash"]:
        message = f"The log does not hold event {seq} as the receipt in {where} proves it."
        raise Fault(message)
    event = events.get(seq)
    if event is None:
        return
    said = (event["facts"].get("receipt"), event["facts"].get("fingerprint"))
    if said != (facts["receipt"], facts["content"]):
        message = f"Event {seq} is not the submission that the receipt in {where} proves."
        raise Fault(message)


def verify_receipt(where: str, content: bytes, keys: Keys) -> Line:
    """Verify the signature of a receipt and return its facts."""
    receipt = find_receipt(content)
    if receipt is None:
        message = f"There is no signed receipt in {where}."
        raise Fault(message)
    facts = receipt["facts"]
    public = keys.get(facts.get("key"))
    if public is None:
        message = f"The key {facts.get('key')} of the receipt in {where} is not known."
        raise Fault(message)
    message = RECEIPT.encode() + b"\n" + canonical(facts)
    if not is_signed(public, message, decoded(receipt["signature"])):
        sentence = f"The receipt in {where} was changed: its signature does not hold."
        raise Fault(sentence)
    return facts


def decoded(text: str) -> bytes:
    """Read base64; nothing for what is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        return b""


def find_receipt(content: bytes) -> Line | None:
    """Return the receipt in a PDF, in a text or in JSON; None when there is none."""
    if content.startswith(b"%PDF"):
        texts = list(streams(content))
    else:
        texts = [content.decode("utf-8", errors="replace").replace("\r\n", "\n")]
    for text in texts:
        start = max(text.find('{\n "facts"'), 0)
        try:
            found, _end = json.JSONDecoder().raw_decode(text[start:].lstrip())
            if found["facts"]["format"] == RECEIPT and isinstance(found["signature"], str):
                return found
        except (ValueError, KeyError, TypeError):
            continue
    return None


def streams(content: bytes) -> Iterator[str]:
    """Give the text of each stream of a PDF that holds text."""
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        data = found[1]
        with suppress(zlib.error):
            data = zlib.decompressobj().decompress(data)
        with suppress(UnicodeDecodeError):
            yield data.decode("utf-8")


def read_text(path: Path) -> str:
    """Read a mail as it was saved: plain text, or a whole message (.eml)."""
    content = path.read_bytes()
    if path.suffix != ".eml":
        return content.decode("utf-8", errors="replace")
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    return body.get_content() if body else ""


def read_keys(written: str) -> Keys:
    """Read public keys: the file keys.json, or one key in base64."""
    path = Path(written)
    if path.exists():
        keys = json.loads(path.read_text(encoding="utf-8"))
        listed = [each["public"] for each in keys["keys"]]
    else:
        listed = [written]
    publics = [base64.b64decode(each) for each in listed]
    return {hashlib.sha256(public).hexdigest()[:16]: public for public in publics}


def run(chosen: argparse.Namespace) -> str:
    """Verify what was given, and return the sentence that says so."""
    keys = read_keys(chosen.keys) if chosen.keys else {}
    trusted = keys
    if chosen.export and not keys:
        head = read_lines(chosen.export)[0]
        trusted = {name: base64.b64decode(key) for name, key in head["keys"].items()}
    receipts = []
    for path in chosen.receipt:
        content = path.read_bytes() if path.suffix != ".eml" else read_text(path).encode()
        receipts.append((path.name, verify_receipt(path.name, content, trusted)))
    said = [f"The receipt {facts['receipt']} holds." for _where, facts in receipts]
    if chosen.export:
        notes = [(path.name, read_text(path)) for path in chosen.checkpoint]
        said.append(verify_export(chosen.export, keys, notes, receipts))
        if not keys:
            said.append("The keys came with the export: compare them with keys you trust.")
    return "\n".join(said)


def main() -> None:
    """Read the command line, verify, and end with 0 or 1."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("export", nargs="?", type=Path)
    parser.add_argument("--keys", help="keys.json of the portal, or one public key in base64")
    parser.add_argument("--checkpoint", action="append", default=[], type=Path)
    parser.add_argument("--receipt", action="append", default=[], type=Path)
    chosen = parser.parse_args()
    if not chosen.export and not chosen.receipt:
        parser.error("give an export or a receipt")
    try:
        sys.stdout.write(run(chosen) + "\n")
    except Fault as fault:
        sys.stdout.write(f"Does not hold. {fault}\n")
        sys.exit(1)
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        sys.stdout.write(f"Cannot be read: {type(error).__name__}, {error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
