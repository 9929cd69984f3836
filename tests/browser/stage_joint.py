"""Cooperation agreements on their way, in force and amended, each with who looks at it."""

from portal.services import agreement_steps
from tests.browser.stage_sealed import of
from tests.joint import Committee, Joint


def faces():
    """Put them into the database; return the pages that show them."""
    bare, draft, waiting, holding = (Joint() for _ in range(4))
    written, approved, running = draft.draft(), waiting.approved(), holding.in_force()
    amended = holding.completed(holding.begun(), premises="A new house beside the station.")
    agreement_steps.suspend(running, "The road is closed.", holding.head, holding.at)
    return [
        *met(),
        of("agreements.of_centre", bare.officer, slug=bare.centre.slug),
        of("centres.show", bare.officer, slug=bare.centre.slug),
        of("agreements.show", draft.officer, agreement_id=written.id),
        of("agreements.show", waiting.officer, agreement_id=approved.id),
        of("agreements.sign", waiting.officer, agreement_id=approved.id),
        of("agreements.show", holding.officer, agreement_id=amended.id),
        of("agreements.show", holding.head, agreement_id=running.id),
        of("agreements.end", holding.head, agreement_id=running.id),
    ]


def met():
    """A committee with a meeting of each kind, and one that has not met yet."""
    bare, busy = Joint(), Committee()
    done, waiting = busy.agreed(decisions=3), busy.circulated()
    ahead, today = busy.convened(on=busy.later(20).date()), busy.convened()
    decision = done.decisions.get()
    centre = {"slug": busy.centre.slug}
    return [
        of("meetings.of_centre", bare.officer, slug=bare.centre.slug),
        of("meetings.of_centre", busy.officer, **centre),
        of("meetings.members", busy.officer, **centre),
        of("meetings.convene", busy.officer, **centre),
        of("centres.show", busy.officer, **centre),
        *[
            of("meetings.show", busy.officer, meeting_id=each.id)
            for each in (done, waiting, ahead, today)
        ],
        of("meetings.minutes", busy.officer, meeting_id=today.id),
        of("meetings.agree", busy.officer, meeting_id=waiting.id, side="iom"),
        of("meetings.agree", busy.officer, meeting_id=waiting.id, side="government"),
        of("meetings.decision", busy.officer, decision_id=decision.id),
    ]
