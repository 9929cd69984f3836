"""The paper with the share in escrow: printed in a process of its own and never stored."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app

from portal.domain.policy import Thing
from portal.pdf import Document, RenderPool, render
from portal.pdf.facts.keys import escrow


def escrow_paper(call: Thing, words: Sequence[str], language: str, at: datetime) -> bytes:
    """Return the paper as a PDF; the process that printed it ends at once."""
    facts = {**escrow(call, words, language), "at": at.isoformat()}
    document = Document("escrow.html", language, facts, f"escrow {call.reference}")
    if current_app.testing:
        return render(document)
    with RenderPool(workers=1, nice=0) as pool:
        return pool.render(document)
