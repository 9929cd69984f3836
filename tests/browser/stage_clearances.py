"""Clearances, memoranda and sheets in every state, each with who looks at it."""

from portal.services import allowance_steps, clearance_consents, clearances, memoranda
from portal.services.allowance_finding import sheet_by_id
from portal.services.allowance_steps import Payment
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
        *agreed(joint),
        *served(joint),
        of("clearances.index", joint.officer),
        of("memoranda.index", joint.officer),
        of("allowances.index", joint.officer),
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


def agreed(bureau):
    """A memorandum in draft, one to be signed, one that has ended."""
    under = bureau.cleared()
    draft, approved, ended = (
        bureau.memorandum(under),
        bureau.approved(under),
        bureau.signed(under),
    )
    memoranda.end(ended, bureau.day, "Back to the ministry.", bureau.officer, bureau.at)
    return [
        of("memoranda.show", bureau.head, memorandum_id=draft.id),
        of("memoranda.show", bureau.officer, memorandum_id=ended.id),
        of("memoranda.new", bureau.officer, clearance_id=under.id),
        of("memoranda.edit", bureau.officer, memorandum_id=draft.id),
        of("memoranda.approve", bureau.head, memorandum_id=draft.id),
        of("memoranda.sign", bureau.officer, memorandum_id=approved.id),
        of("memoranda.end", bureau.officer, memorandum_id=approved.id),
    ]


def served(bureau):
    """A sheet in each state under one memorandum, and one without."""
    under = bureau.cleared()
    memorandum = bureau.signed(under)
    draft, loose = bureau.sheet(2, under=memorandum), bureau.loose(under, 3)
    certified, approved, paid = (bureau.certified(n, under=memorandum) for n in (5, 6, 7))
    for each in (approved, paid):
        allowance_steps.approve(each, bureau.finance, bureau.at)
    now = sheet_by_id(paid.id)
    allowance_steps.pay(now, Payment("PAY-9", bureau.day), bureau.finance, bureau.at)
    allowance_steps.reject(loose, "Wrong worker.", bureau.officer, bureau.at)
    who = {draft: bureau.colleague, certified: bureau.finance, paid: bureau.officer}
    return [
        *(of("allowances.show", by, sheet_id=each.id) for each, by in who.items()),
        of("allowances.show", bureau.officer, sheet_id=loose.id),
        of("memoranda.show", bureau.officer, memorandum_id=memorandum.id),
        of("clearances.show", bureau.officer, clearance_id=under.id),
        of("allowances.begin", bureau.officer, memorandum_id=memorandum.id),
        of("allowances.begin_loose", bureau.officer, clearance_id=under.id),
        of("allowances.edit", bureau.officer, sheet_id=draft.id),
        of("allowances.certify", bureau.colleague, sheet_id=draft.id),
        of("allowances.drop", bureau.officer, sheet_id=draft.id),
        of("allowances.approve", bureau.finance, sheet_id=certified.id),
        of("allowances.reject", bureau.finance, sheet_id=certified.id),
        of("allowances.pay", bureau.finance, sheet_id=approved.id),
    ]
