"""What is taken of a proposal, taken away and put back is the same to the letter."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.lifecycle import CallState
from portal.models import Answer, Attachment, BudgetLine, Proposal, RequiredDocument
from portal.services import proposal_snapshot as snapshot
from portal.services import proposals
from portal.services.proposal_contents import canonical, whole
from tests import factories

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
AMOUNTS = st.decimals(0, 10**9, places=3)
LINES = st.lists(st.tuples(TEXTS, AMOUNTS, AMOUNTS, st.integers(1, 120)), max_size=4)
ATTACHED = datetime(2026, 3, 2, 12, 30, 1, 5, tzinfo=UTC)


@pytest.fixture
def draft(app):
    return factories.proposal(factories.call(CallState.PUBLISHED))


def attached(proposal, **facts):
    """A row of a file; the bytes do not matter here."""
    return Attachment.create(
        proposal=proposal,
        title="Statutes",
        filename="statutes.pdf",
        media_type="application/pdf",
        size=3,
        sha256="0" * 64,
        path="attachments/00/x",
        added_at=ATTACHED,
        added_by=factories.person(),
        **facts,
    )


def through_text(manifest):
    return json.loads(json.dumps(manifest))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS, lines=LINES, said=st.dictionaries(TEXTS, st.integers(0, 9), max_size=3))
def test_taken_purged_and_restored_it_is_what_it_was(draft, text, lines, said):
    snapshot.purge(draft)
    answered = {
        "proposal": draft,
        "question": draft.call.questions.first(),
        "text": text,
        "saved_at": factories.NOON,
        "saved_by": factories.person(),
    }
    Answer.create(**answered)
    for position, (description, quantity, unit_cost, months) in enumerate(lines, 1):
        BudgetLine.create(
            proposal=draft,
            position=position,
            category="staff",
            description=description,
            quantity=quantity,
            unit_cost=unit_cost,
            months=months,
        )
    attached(draft)
    Proposal.update(eligibility=said, budget_version=7).where(Proposal.id == draft.id).execute()
    before = snapshot.take(proposals.by_id(draft.id))
    fingerprint = canonical(whole(proposals.by_id(draft.id)))
    snapshot.purge(draft)
    assert not any(table.select().exists() for table in snapshot.CONTENT_TABLES)
    assert proposals.by_id(draft.id).eligibility == {}
    snapshot.restore(draft, through_text(before))
    assert snapshot.take(proposals.by_id(draft.id)) == before
    assert canonical(whole(proposals.by_id(draft.id))) == fingerprint


def test_restored_twice_nothing_is_doubled(draft):
    manifest = snapshot.take(draft)
    snapshot.purge(draft)
    snapshot.restore(draft, manifest)
    snapshot.restore(draft, manifest)
    assert snapshot.take(proposals.by_id(draft.id)) == manifest


def test_a_file_for_a_document_that_an_addendum_took_away_comes_back_as_one_of_its_own(draft):
    asked = RequiredDocument.create(call=draft.call, position=9, title="Plan", mandatory=False)
    row = attached(draft, required=asked)
    manifest = snapshot.take(draft)
    snapshot.purge(draft)
    asked.delete_instance()
    snapshot.restore(draft, manifest)
    assert Attachment.get_by_id(row.id).required_id is None


def test_a_manifest_is_read_without_putting_anything_back(draft):
    manifest = through_text(snapshot.take(draft))
    snapshot.purge(draft)
    lines = snapshot.read(BudgetLine, manifest)
    assert [each.quantity for each in lines] == [Decimal(4)]
    assert snapshot.reading(draft, manifest).eligibility == manifest_of(manifest)
    assert not BudgetLine.select().exists()


def manifest_of(manifest):
    return json.loads(manifest["proposal"]["eligibility"])
