"""Facts of the paper with a share of a call's key."""

from collections.abc import Sequence

from portal.domain.errors import NotFound
from portal.models import Call
from portal.pdf.facts.shared import call_facts
from portal.services import call_ceremony


def escrow(call: Call, words: Sequence[str], language: str) -> dict[str, object]:
    """Return what the paper prints: the words of the share, and whose it is."""
    there = call_ceremony.ceremony(call)
    if there is None:
        raise NotFound
    base = call_facts(call, language, call.reference, call.title)
    return {
        **base,
        "number": "",
        "code": "",
        "words": list(words),
        "whole": " ".join(words),
        "fingerprint": there.fingerprint,
        "holder": there.escrow.holder.name,
        "holders": [each.share.holder.name for each in there.held],
        "others": there.key.threshold - 1,
        "made_at": there.key.made_at.isoformat(),
        "deadline": call.deadline.isoformat() if call.deadline else "",
    }
