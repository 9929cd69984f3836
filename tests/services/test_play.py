"""The whole life of one centre through the services, on SQLite and on PostgreSQL."""

from collections import Counter
from datetime import date, timedelta

import pytest
from peewee import fn

from portal import db
from portal.domain.lifecycle import CallState, ContractState, ReportState
from portal.domain.working_days import moved
from portal.jobs import deliver_pending
from portal.models import Call, Centre, Contract, Document, Effect, Event, Proposal, Report
from portal.models.records import DocumentState
from portal.play.calls import RESULTS_DAY, START_DAY
from portal.play.stage import first_of_month
from portal.services import files
from portal.services.working_days import calendar
from tests import papers

KINDS = {
    "call", "call_amended", "addendum", "clarifications", "cancellation", "profile",
    "receipt", "opening_sealed", "screening", "minutes", "evaluation", "letter",
    "recommendation", "award_notice", "contract", "report", "assessment", "scorecard",
    "declaration", "score_sheet", "handover_plan",
    "clearance", "memorandum", "allowance_sheet", "agreement", "management_minutes", "roster",
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
    assert Event.select(fn.MAX(Event.at)).scalar() <= db.read_clock()
    deliver_pending(lambda _document: papers.pdf())
    assert Effect.select().where(Effect.done_at.is_null()).count() == 0
    issued = list(Document.select().where(Document.state == DocumentState.ISSUED))
    assert {document.kind for document in issued} == KINDS
    assert all(files.digest(files.read(each.path)) == each.sha256 for each in issued)


def test_the_contract_of_the_sample_starts_after_the_standstill_whatever_the_day():
    works = calendar("MA")
    for number in range(5 * 365):
        first = date(2026, 1, 1) + timedelta(days=number)
        ended = moved(first + timedelta(days=RESULTS_DAY), 10, works)
        assert ended < first_of_month(first + timedelta(days=START_DAY)), first
