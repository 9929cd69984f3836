"""Verdicts on proposals, given before partners had matches of their own, are taken over."""

import pytest
from peewee import BooleanField, CharField, ForeignKeyField, TextField, UUIDField
from playhouse.migrations import Runner

from portal import db
from portal.domain.actions import Role
from portal.domain.lifecycle import MatchState, ProposalState
from portal.migrate import MIGRATIONS, migrate
from portal.models import Person, Proposal, Record, SanctionsEntry, SanctionsMatch
from portal.models.base import InstantField
from portal.services.steps import fresh
from tests import factories as make

REASON = "Another man with another date of birth."


class SanctionsVerdict(Record):
    """The table as it was."""

    proposal = ForeignKeyField(Proposal)
    entry = UUIDField(column_name="entry_id")
    name = CharField()
    same = BooleanField()
    reason = TextField()
    decided_at = InstantField()
    decided_by = ForeignKeyField(Person)


@pytest.mark.sqlite_only
def test_a_verdict_on_a_proposal_becomes_one_on_its_partner(app):
    proposal = make.proposal(state=ProposalState.ELIGIBLE, screening={"eligible": True})
    entry = SanctionsEntry.create(reference="S-1", kind="person", names=["Salma BERRADA"])
    judge = make.person(Role.PROCUREMENT_OFFICER)
    Runner(db.database.obj, str(MIGRATIONS)).down("0010_due_diligence")
    SanctionsVerdict.create(
        proposal=proposal,
        entry=entry.id,
        name="Salma Berrada",
        same=False,
        reason=REASON,
        decided_at=make.NOON,
        decided_by=judge,
    )
    migrate()
    match = SanctionsMatch.get()
    assert (match.partner_id, match.entry_id) == (proposal.partner_id, entry.id)
    assert (match.state, match.reason) == (MatchState.DIFFERENT, REASON)
    assert match.judged_by_id == judge.id
    assert fresh(entry).fingerprint == ""
    said = {"entry": "S-1", "name": "Salma Berrada", "same": False, "reason": REASON}
    assert fresh(proposal).screening == {"eligible": True, "verdicts": [said]}
