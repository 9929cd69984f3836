"""Clearances in every state, each with who looks at it."""

from portal.services import clearance_consents, clearances
from portal.services.clearance_finding import by_id
from tests.browser.stage_sealed import of
from tests.clearing import GOVERNMENT, Bureau


def faces():
    """Put them into the database; return the pages that show them."""
    joint, state = Bureau(), Bureau(GOVERNMENT)
    return [
        of("centres.show", joint.officer, slug=joint.centre.slug),
        of("clearances.new", joint.officer, slug=joint.centre.slug),
        *written(joint),
        *decided(state),
        of("clearances.index", joint.officer),
    ]


def written(bureau):
    """A draft, one in force, one withdrawn."""
    draft, cleared, gone = bureau.drafted(), bureau.cleared(), bureau.cleared()
    clearances.withdraw(gone, "The State pays now.", bureau.officer, bureau.at)
    return [
        of("clearances.show", bureau.officer, clearance_id=draft.id),
        of("clearances.show", bureau.officer, clearance_id=gone.id),
        of("clearances.show", bureau.head, clearance_id=cleared.id),
        of("clearances.edit", bureau.officer, clearance_id=draft.id),
        of("clearances.withdraw", bureau.officer, clearance_id=draft.id),
    ]


def decided(bureau):
    """One that waits for both, one whose letter is recorded, one that the donor refuses."""
    waiting, recorded = bureau.waiting(), bureau.letter(bureau.waiting())
    refused = bureau.letter(bureau.waiting(), agrees=False)
    clearance_consents.check_letter(refused, bureau.finance, bureau.at)
    clearance_consents.agree(by_id(recorded.id), "Lists each month.", bureau.legal, bureau.at)
    pages = ("clearances.show", "clearances.agree", "clearances.refuse")
    return [
        *(of(page, bureau.legal, clearance_id=waiting.id) for page in pages),
        of("clearances.donor", bureau.officer, clearance_id=waiting.id),
        of("clearances.show", bureau.finance, clearance_id=recorded.id),
        of("clearances.check", bureau.finance, clearance_id=recorded.id),
        of("clearances.show", bureau.officer, clearance_id=refused.id),
    ]
