"""A password typed before the submission: for one proposal, in one browser, for some minutes.

In the last minutes before a deadline many submit, and each check of a password takes a fifth
of a second of a core and 64 MiB, on purpose. Who typed it before submits without it, once.
"""

from datetime import datetime, timedelta
from uuid import UUID

from portal.config import proof_minutes
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.policy import Actor, require
from portal.models import Proposal, SignIn
from portal.services import accounts, events
from portal.services.prepared import Prepared, PreparedWrite
from portal.services.proposal_drafts import hold

FIELD = "password"


def give(proposal: Proposal, password: str, token: str, by: Actor, at: datetime) -> None:
    """Keep that the signatory typed the password for this proposal, at this sign-in.

    Raise ``own_password`` for a wrong one; what can be submitted no more is refused as always.
    """
    require(by, Action.SUBMIT_PROPOSAL, proposal)
    accounts.require_own_password(by, password, FIELD)
    with atomic():
        hold(proposal)
        own = (SignIn.token_hash == accounts.token_hash(token)) & (
            SignIn.person == by.person_id
        )
        SignIn.update(proved_at=at, proved_for=proposal.id).where(own).execute()
        events.record(by, "proposal.signatory_proved", proposal, at)


def until(proposal: Proposal, token: str, at: datetime) -> datetime | None:
    """Return until when this sign-in submits the proposal without the password; None if not."""
    row = _given.first(accounts.token_hash(token), proposal.id)
    if row is None or row.proved_at is None:
        return None
    end = row.proved_at + timedelta(minutes=proof_minutes())
    return end if row.proved_at <= at < end else None


_given: Prepared[SignIn] = Prepared(
    lambda hashed, key: SignIn.select().where(
        (SignIn.token_hash == hashed) & (SignIn.proved_for == key) & SignIn.revoked_at.is_null()
    )
)


def spend(proposal_id: UUID) -> None:
    """Let nobody submit this proposal by a proof once more; in the submission's transaction."""
    _spent(proposal_id)


_spent = PreparedWrite(
    lambda key: SignIn.update({SignIn.proved_at: None, SignIn.proved_for: None}).where(
        SignIn.proved_for == key
    )
)
