"""The whole life of one centre through the services, on SQLite and on PostgreSQL."""

from collections import Counter

import pytest

from portal.domain.lifecycle import CallState, ContractState, ReportState
from portal.jobs import deliver_pending
from portal.models import Call, Centre, Contract, Document, Effect, Proposal, Report
from portal.models.records import DocumentState
from portal.services import files
from tests import papers

KINDS = {
    "call", "call_amended", "addendum", "clarifications", "cancellation", "profile",
    "receipt", "opening_sealed", "screening", "minutes", "evaluation", "letter",
    "recommendation", "award_notice", "contract", "report", "assessment", "scorecard",
    "declaration", "score_sheet", "handover_plan",
    "clearance", "memorandum", "allowance_sheet", "agreement", "management_minutes",
}  # fmt: skip

STATES = {
    CallState.AWARDED: 1, CallState.MERGED: 1, CallState.DRAFT: 2, CallState.CANCELLED: 1,
    CallState.PUBLISHED: 1,
}  # fmt: skip


@pytest.mark.usefixtures("programme")
def test_the_sample_programme_is_lived_to_its_accepted_report_and_every_document():
    assert Counter(call.state for call in Call.select()) == STATES
    assert Proposal.select().where(Proposal.to_confirm.is_null(is_null=False)).count() == 0
    assert {centre.model.value for centre in Centre.select()} == {
        "iom_managed", "partner", "government", "co_managed",
    }  # fmt: skip
    assert Proposal.select().where(Proposal.submitted_at.is_null()).count() == 1
    assert Contract.get().state is ContractState.IN_FORCE
    assert Report.get(Report.number == 1).state is ReportState.ACCEPTED
    deliver_pending(lambda _document: papers.pdf())
    assert Effect.select().where(Effect.done_at.is_null()).count() == 0
    issued = list(Document.select().where(Document.state == DocumentState.ISSUED))
    assert {document.kind for document in issued} == KINDS
    assert all(files.digest(files.read(each.path)) == each.sha256 for each in issued)
