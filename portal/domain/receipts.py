"""What makes a receipt hold: its signature, and facts that agree with one another."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.errors import RuleBroken
from portal.domain.signed_notes import facts_signed_by

FORMAT = "portal receipt 1"


@dataclass(frozen=True)
class SignedReceipt:
    """The facts of a receipt with the signature over them."""

    facts: Mapping[str, Any]
    signature: str

    @property
    def plain(self) -> dict[str, object]:
        """The same as plain data."""
        return {"facts": dict(self.facts), "signature": self.signature}


def read(content: bytes) -> SignedReceipt:
    """Read a receipt as it was downloaded, or out of the text of its mail.

    Raise ``RuleBroken("receipt_unreadable")`` for what holds none.
    """
    text = content.decode("utf-8", errors="replace").replace("\r\n", "\n")
    start = text.find('{\n "facts"')
    try:
        found, _end = json.JSONDecoder().raw_decode(text[max(start, 0) :].lstrip())
        facts, signature = found["facts"], found["signature"]
    except (ValueError, KeyError, TypeError) as error:
        raise RuleBroken("receipt_unreadable") from error
    if not isinstance(facts, dict) or not isinstance(signature, str):
        raise RuleBroken("receipt_unreadable")
    return SignedReceipt(facts, signature)


def broken(receipt: SignedReceipt, keys: Mapping[str, bytes]) -> list[RuleBroken]:
    """Return what does not hold of a receipt, given the public keys that are trusted."""
    facts = receipt.facts
    if facts.get("format") != FORMAT:
        return [RuleBroken("receipt_unreadable")]
    public = keys.get(str(facts.get("key")))
    if public is None:
        return [RuleBroken("receipt_key_unknown", key=str(facts.get("key")))]
    found = []
    if not facts_signed_by(facts, receipt.signature, public):
        found.append(RuleBroken("receipt_not_signed"))
    if not _same_moment(facts):
        found.append(RuleBroken("receipt_times_differ"))
    return found


def _same_moment(facts: Mapping[str, Any]) -> bool:
    try:
        one, other = (datetime.fromisoformat(facts[key]) for key in TIMES)
    except (KeyError, ValueError, TypeError):
        return False
    return one == other


TIMES = ("received", "received_there")


def differences(receipt: SignedReceipt, held: SignedReceipt) -> list[RuleBroken]:
    """Name each fact that is not as the portal holds it, and the signature where that is."""
    names = sorted({*receipt.facts, *held.facts})
    changed = [each for each in names if receipt.facts.get(each) != held.facts.get(each)]
    if not changed and receipt.signature != held.signature:
        changed = ["signature"]
    return [RuleBroken("receipt_changed", each, name=each) for each in changed]
