"""Short ways to an addendum: begun, approved, issued."""

from datetime import timedelta

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import Call
from portal.services import addenda, calls, proposals
from portal.services.call_drafting import Edit
from portal.services.steps import fresh
from tests import factories

REASON = "The site in Rabat is larger than first thought."


def far_call(days=40, **facts):
    """A published call whose deadline is far away."""
    deadline = factories.moment().replace(microsecond=0) + timedelta(days=days)
    given = {
        "deadline": deadline,
        "opening_at": deadline + timedelta(days=1),
        "results_on": (deadline + timedelta(days=20)).date(),
        "starts_on": (deadline + timedelta(days=90)).date(),
    }
    return factories.call(CallState.PUBLISHED, **{**given, **facts})


def begun(call, author=None):
    """The working copy of a new addendum to a call."""
    author = author or factories.actor(Role.PROGRAMME_OFFICER)
    return addenda.start(call, REASON, author, factories.moment()).draft


def edit(draft, by=None):
    """The right to save a section of a working copy now."""
    by = by or factories.actor(Role.PROGRAMME_OFFICER)
    return Edit(by, factories.moment(), fresh(draft).version)


def retitled(draft, title="Shelter in larger apartments"):
    """A working copy with one small change."""
    Call.update(title=title).where(Call.id == draft.id).execute()
    return fresh(draft)


def approved(draft):
    """A working copy that was sent and approved by others."""
    at = factories.moment()
    calls.send(draft, factories.actor(Role.PROGRAMME_OFFICER), at)
    calls.approve(draft, factories.actor(Role.HEAD_OF_OFFICE), at)
    return fresh(draft)


def issued(draft, **options):
    """The addendum of an approved working copy, issued by procurement."""
    who = factories.actor(Role.PROCUREMENT_OFFICER)
    return addenda.issue(fresh(draft), who, factories.moment(), **options)


def amended(call, change=retitled, **options):
    """An addendum that was written by ``change``, approved and issued."""
    draft = begun(call)
    change(draft)
    return issued(approved(fresh(draft)), **options)


def submitted(call, partner=None, **facts):
    """A sealed proposal, submitted by its signatory, and the signatory."""
    partner = partner or factories.partner()
    signatory = factories.actor(Role.PARTNER_SIGNATORY, partner=partner)
    made = factories.proposal(call, partner, ProposalState.DRAFT, **facts)
    proposals.submit(proposals.by_id(made.id), signatory, factories.moment())
    return proposals.by_id(made.id), signatory


def records():
    """A call with an issued addendum and the working copy of the next, for addresses."""
    call = far_call(days=3000, reference="IOM/MAR/2026/900", slug="IOM-MAR-2026-900")
    amended(call)
    return {
        ("addenda", "slug"): [call.slug, begun(fresh(call)).slug],
        ("addenda", "number"): [1],
    }
