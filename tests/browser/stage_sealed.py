"""Keys, envelopes and openings in every state, each with who looks at it."""

from typing import NamedTuple

from portal.domain.actions import Role
from portal.domain.call_terms import Method
from portal.domain.lifecycle import CallState
from portal.domain.uploads import CHUNK, MEGABYTE, ScanState
from portal.models import Attachment, Person
from portal.services import (
    accounts,
    opening_run,
    proposal_recall,
    proposals,
    rehearsals,
    uploads,
)
from portal.services.file_checks import Limits
from portal.services.steps import fresh
from portal.services.uploads import Announced
from tests import factories as make
from tests import openings, owning

APART = {"prices_apart": True, "method": Method.QUALITY_COST, "threshold": 60}


class Face(NamedTuple):
    """A page that has more than one face: where it is, and for whom it has this one."""

    endpoint: str
    parts: dict
    person: Person


def faces():
    """Put keys and envelopes in every state; return the pages that show them."""
    listed = [*ceremonies(), *envelopes(), *openings_under_way(), *files()]
    return [*listed, *sealed_outside(), *rehearsing()]


def of(endpoint, by, **parts):
    """A face of a page for a person, whom the rules may know as an actor."""
    return Face(endpoint, parts, Person.get_by_id(getattr(by, "person_id", None) or by.id))


def ceremonies():
    """The key of a call before it is made, with its shares untried, and ready."""
    buyer = make.keyed(Role.PROCUREMENT_OFFICER)
    bare = make.call(CallState.APPROVED, sealed=False)
    begun = make.call(CallState.APPROVED, sealed=False)
    key = make.call_key(begun, ready=False)
    holder, _other = make.holders_of(key)
    ready = make.call(CallState.APPROVED)
    page = "call_keys.show"
    return [
        of(page, buyer, slug=bare.slug),
        of(page, buyer, slug=begun.slug),
        of(page, holder, slug=begun.slug),
        of(page, openings.head_of(begun), slug=begun.slug),
        of(page, buyer, slug=ready.slug),
        of("accounts.key", holder),
        of("accounts.replace_key", holder),
    ]


def envelopes():
    """A sealed proposal for who can read it and who cannot, and one withdrawn."""
    call = openings.sealed_call()
    shut, gone = openings.submit(call), openings.submit(call)
    signs, withdraws = signatory(shut), signatory(gone)
    proposal_recall.withdraw(gone, accounts.actor_of(withdraws), make.moment())
    colleague = make.person(Role.PARTNER_EDITOR, partner=shut.partner)
    make.person_key(colleague)
    own = {"proposal_id": shut.id}
    return [
        of("proposals.show", signs, **own),
        of("proposals.show", colleague, **own),
        of("proposals.receipt", signs, **own),
        of("proposals.withdraw", signs, **own),
        of("proposals.take_back", signs, **own),
        of("proposals.show", withdraws, proposal_id=gone.id),
        of("proposals.take_back", withdraws, proposal_id=gone.id),
        of("partners.keys", signs, partner_id=shut.partner_id),
        of("partners.keys", colleague, partner_id=shut.partner_id),
    ]


def signatory(proposal):
    """Who submitted a proposal."""
    return Person.get_by_id(fresh(proposal).submitted_by_id)


def openings_under_way():
    """An opening that waits for a share, one that stopped, one done; and prices to sign."""
    waits, stopped = openings.closed_call(2), openings.closed_call()
    _key, (first, second) = openings.key_of(waits)
    openings.give(waits, first)
    run = openings.begin(stopped)
    opening_run.stop(run, "opening_failed", make.moment())
    done = openings.opened_call(2)
    prices = openings.revealed_call(4, 5, **APART)
    openings.begin(prices)
    openings.work()
    page, holder = "committee.opening", openings.key_of(done)[1][0]
    pricing = openings.key_of(prices)[1][0]
    return [
        of(page, first, slug=waits.slug),
        of(page, second, slug=waits.slug),
        of(page, openings.head_of(waits), slug=waits.slug),
        of(page, openings.key_of(stopped)[1][0], slug=stopped.slug),
        of(page, holder, slug=done.slug),
        of("committee.sign_opening", holder, slug=done.slug),
        of(page, pricing, slug=prices.slug),
        of("committee.sign_prices", pricing, slug=prices.slug),
    ]


def sealed_outside():
    """A draft that is sealed on the partner's own computer: begun, and with its envelope."""
    call = openings.sealed_call(own_sealing=True, **APART)
    begun, writer = owning.draft(call)
    ready, by = owning.draft(openings.sealed_call(own_sealing=True))
    package = owning.packed(ready, by)
    owning.arrive(ready, by, owning.forged(package, owning.read(package)[1]))
    keyless = make.person(Role.PARTNER_SIGNATORY, partner=begun.partner)
    page = "proposals.own"
    return [
        of(page, writer, proposal_id=begun.id),
        of(page, keyless, proposal_id=begun.id),
        of(page, by, proposal_id=ready.id),
        of("proposals.check", by, proposal_id=ready.id),
        of("calls.show", by, slug=call.slug),
    ]


def rehearsing():
    """A rehearsal that can begin, one that waits for a share, and one with its record."""
    bare, waits, done = (openings.sealed_call() for _ in range(3))
    found = []
    for call, shares in ((bare, 0), (waits, 1), (done, 2)):
        holders = openings.key_of(call)[1]
        if shares:
            rehearsals.start(call, holders[0], make.moment())
        for holder in holders[:shares]:
            rehearsals.give(call, make.PASSPHRASE, holder, make.moment())
        found.append(of("rehearsals.show", holders[1], slug=call.slug))
    return found


def files():
    """Files of a draft: one whole, one that waits for its scan, one cut in the middle."""
    draft = make.proposal()
    owner = make.actor(Role.PARTNER_OWNER, partner=draft.partner)
    for state in ScanState:
        kept = openings.attach(draft, openings.pdf(4000), owner)
        Attachment.update(scan=state).where(Attachment.id == kept.id).execute()
    told = Announced("Work plan of the " + "apartments" * 9, "", "plan.pdf", 3 * CHUNK)
    limits, at = Limits(4 * MEGABYTE, 20), make.moment()
    cut = uploads.begin(proposals.by_id(draft.id), told, limits, owner, at)
    uploads.append(cut, 0, openings.pdf(CHUNK), owner, at)
    return [of("proposals.attach", owner, proposal_id=draft.id)]
