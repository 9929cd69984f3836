"""Cooperation agreements on their way, in force and amended, each with who looks at it."""

from portal.services import agreement_steps
from tests.browser.stage_sealed import of
from tests.joint import Joint


def faces():
    """Put them into the database; return the pages that show them."""
    bare, draft, waiting, holding = (Joint() for _ in range(4))
    written, approved, running = draft.draft(), waiting.approved(), holding.in_force()
    amended = holding.completed(holding.begun(), premises="A new house beside the station.")
    agreement_steps.suspend(running, "The road is closed.", holding.head, holding.at)
    return [
        of("agreements.of_centre", bare.officer, slug=bare.centre.slug),
        of("centres.show", bare.officer, slug=bare.centre.slug),
        of("agreements.show", draft.officer, agreement_id=written.id),
        of("agreements.show", waiting.officer, agreement_id=approved.id),
        of("agreements.sign", waiting.officer, agreement_id=approved.id),
        of("agreements.show", holding.officer, agreement_id=amended.id),
        of("agreements.show", holding.head, agreement_id=running.id),
        of("agreements.end", holding.head, agreement_id=running.id),
    ]
