"""A partner that the office looks at closely: for pages and for the browser."""

from portal.domain.actions import Role
from portal.domain.lifecycle import FlagState
from portal.domain.verification import FlagCategory
from portal.models import Flag, SanctionsEntry
from portal.services import accounts, clock, verification
from tests import factories as make


def under_watch():
    """A partner sent for verification, with flags in every state and an unjudged match."""
    SanctionsEntry.create(
        reference="S-1", kind="person", names=["Salma BERRADA"], details={"born": ["1957"]}
    )
    of = make.partner("Association under watch")
    owner, _editor, _signatory = make.team(of)
    verification.ask(of, accounts.actor_of(owner), clock.now())
    author = make.person(Role.PROGRAMME_OFFICER)
    for state in FlagState:
        Flag.create(
            partner=of,
            state=state,
            category=FlagCategory.FINANCE,
            text="Seen in the audit report of last year.",
            author=author,
            raised_at=make.NOON,
        )
    return of
