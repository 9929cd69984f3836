"""Minutes, decisions and results in every state, each with who looks at it."""

from portal.domain.actions import Role
from portal.services import declarations, opening
from tests import factories as make
from tests.browser.stage_sealed import of
from tests.services.test_minutes import offered


def faces():
    """Put what belongs to an award in every state; return the pages that show it."""
    return [*meetings(), *decisions(), *results()]


def chair_of(call):
    return next(each.person for each in declarations.seats(call) if each.chair)


def meetings():
    """Minutes as they are written and as they are signed, and what a partner is told."""
    call, signing = make.ranked_call(4, 2), make.ranked_call(4, 2)
    offered(signing, government="Tell us the first day.")
    chair, other = chair_of(call), chair_of(signing)
    told = opening.opened(call)[0]
    return [
        of("committee.minutes", chair, slug=call.slug),
        of("committee.appraisal", chair, proposal_id=told.id),
        of("committee.minutes", other, slug=signing.slug),
        of("committee.sign_minutes", other, slug=signing.slug),
    ]


def decisions():
    """A recommendation with procurement and with the head of office, and its letters."""
    fresh, passed = make.recommended_call(4, 2), make.recommended_call(4, 2)
    make.reviewed(passed)
    waiting = make.approved(make.recommended_call(4))
    buyer, head = make.person(Role.PROCUREMENT_OFFICER), make.person(Role.HEAD_OF_OFFICE)
    return [
        of("committee.award", buyer, slug=fresh.slug),
        of("committee.award", head, slug=passed.slug),
        of("committee.letters", buyer, slug=waiting.slug),
    ]


def results():
    """What partners see and ask, a review that is decided, the notice and the whole file."""
    call = make.awarded_call(4, 2)
    won, lost = opening.opened(call)
    asked = make.review(lost)
    make.debrief(lost)
    buyer = make.person(Role.PROCUREMENT_OFFICER)
    winner = make.person(Role.PARTNER_SIGNATORY, partner=won.partner)
    loser = make.person(Role.PARTNER_SIGNATORY, partner=lost.partner)
    return [
        of("committee.outcome", winner, proposal_id=won.id),
        of("committee.outcome", loser, proposal_id=lost.id),
        of("committee.standstill", buyer, slug=call.slug),
        of("committee.review", asked.reviewer, review_id=asked.id),
        of("committee.notice", buyer, slug=call.slug),
        of("committee.file", buyer, slug=call.slug),
    ]
