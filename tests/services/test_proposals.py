"""Starting, writing and submitting a proposal, and the seal over it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from portal import db
from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.uploads import MEGABYTE
from portal.jobs import deliver_pending
from portal.models import (
    Answer,
    Attachment,
    BudgetLine,
    Call,
    DeliveredMail,
    Document,
    Effect,
    Event,
    Proposal,
)
from portal.services import (
    attachments,
    audit_log,
    clock,
    events,
    files,
    opening,
    proposal_drafts,
    proposal_receipt,
    proposals,
    seal,
)
from portal.services.file_checks import Limits, Upload
from portal.services.proposal_drafts import AnswerDraft, BudgetDraft, DeclarationsDraft, Line
from tests import factories, papers

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
LIMITS = Limits(MEGABYTE, 2)
PDF = papers.pdf()
LINE = Line("staff", "Case workers", "person", Decimal(2), Decimal(9000), 12)


@pytest.fixture
def call(app):
    return factories.call(CallState.PUBLISHED)


@pytest.fixture
def partner(app):
    return factories.partner()


@pytest.fixture
def by(partner):
    return factories.actor(*PARTNER_ROLES, partner=partner)


@pytest.fixture
def draft(call, partner):
    return proposals.by_id(factories.proposal(call, partner).id)


def past_the_deadline(call, seconds=1):
    away = call.deadline - db.read_clock() + timedelta(seconds=seconds)
    clock.set_shift(int(away.total_seconds()) + 1)


def counted():
    tables = (Proposal, Answer, BudgetLine, Attachment, Event, Document, Effect)
    return [table.select().count() for table in tables]


def test_a_partner_starts_one_proposal_for_a_lot(call, by):
    lot = call.lots.first()
    first = proposals.start(lot, by, AT)
    assert first.state is ProposalState.DRAFT
    assert proposals.start(lot, by, AT) == first
    assert [e.name for e in events.timeline([first.id])] == ["proposal.started"]


def test_an_incomplete_profile_starts_no_proposal(call):
    bare = factories.partner(mandate="")
    with pytest.raises(RuleBroken, match="profile_incomplete"):
        proposals.start(
            call.lots.first(), factories.actor(Role.PARTNER_OWNER, partner=bare), AT
        )
    assert counted()[0] == 0


def test_a_closed_call_takes_no_proposal(call, by):
    past_the_deadline(call)
    with pytest.raises(RuleBroken, match="deadline_passed"):
        proposals.start(call.lots.first(), by, AT)
    assert counted()[0] == 0


@pytest.mark.parametrize("role", [Role.PROCUREMENT_OFFICER, Role.PARTNER_SIGNATORY])
def test_only_a_partners_writer_starts_a_proposal(call, partner, role):
    with pytest.raises(NotAllowed):
        proposals.start(call.lots.first(), factories.actor(role, partner=partner), AT)


def test_the_declarations_are_kept_with_the_version_of_their_wording(draft, by):
    codes = list(proposal_drafts.declarations())
    proposal_drafts.save_declarations(
        draft, DeclarationsDraft([*codes[:2], "unknown"], 1), by, AT
    )
    some = proposals.by_id(draft.id)
    assert proposal_drafts.ticked(some) == codes[:2]
    assert not some.declared
    proposal_drafts.save_declarations(draft, DeclarationsDraft(codes, 2), by, AT)
    assert proposals.by_id(draft.id).declared
    assert proposals.by_id(draft.id).declarations["version"] == "2026-2"


def test_two_people_ticking_declarations_do_not_overwrite_each_other(draft, by):
    codes = list(proposal_drafts.declarations())
    proposal_drafts.save_declarations(draft, DeclarationsDraft(codes[:1], 1), by, AT)
    with pytest.raises(Conflict) as conflict:
        proposal_drafts.save_declarations(draft, DeclarationsDraft(codes[1:], 1), by, AT)
    assert conflict.value.theirs == {"ticked": codes[:1]}
    assert proposal_drafts.ticked(proposals.by_id(draft.id)) == codes[:1]


def test_the_second_of_two_people_gets_both_texts(draft, by):
    answer = draft.answers.first()
    proposal_drafts.save_answer(draft, AnswerDraft(answer.question, "Mine.", 1), by, AT)
    before = counted()
    with pytest.raises(Conflict) as conflict:
        proposal_drafts.save_answer(draft, AnswerDraft(answer.question, "Yours.", 1), by, AT)
    assert (conflict.value.version, conflict.value.theirs) == (2, {"text": "Mine."})
    assert Answer.get_by_id(answer.id).text == "Mine."
    assert counted() == before
    proposal_drafts.save_answer(draft, AnswerDraft(answer.question, "Both.", 2), by, AT)
    assert Answer.get_by_id(answer.id).text == "Both."


def test_two_first_answers_do_not_overwrite_each_other(call, by):
    draft = proposals.start(call.lots.first(), by, AT)
    question = call.questions.first()
    proposal_drafts.save_answer(draft, AnswerDraft(question, "First.", 0), by, AT)
    with pytest.raises(Conflict) as conflict:
        proposal_drafts.save_answer(draft, AnswerDraft(question, "Also first.", 0), by, AT)
    assert conflict.value.theirs == {"text": "First."}


def test_a_first_answer_that_loses_the_race_is_a_conflict(draft, by, monkeypatch):
    monkeypatch.setattr(proposal_drafts, "_answer", lambda *_: None)
    answer = draft.answers.first()
    with pytest.raises(Conflict) as conflict:
        proposal_drafts.save_answer(draft, AnswerDraft(answer.question, "Late.", 0), by, AT)
    assert conflict.value.theirs == {"text": answer.text}


def test_the_budget_is_replaced_with_its_indirect_costs(draft, by):
    proposal_drafts.save_budget(draft, BudgetDraft([LINE], Decimal("6.5"), 1), by, AT)
    lines = proposal_drafts.lines(draft)
    assert [line.category for line in lines] == ["staff", "indirect"]
    assert proposals.rules.budget_total(lines) == Decimal(216_000) + Decimal(14_040)
    assert proposals.rules.indirect_share(lines) == Decimal("6.5")


def test_two_people_writing_the_budget_do_not_overwrite_each_other(draft, by):
    proposal_drafts.save_budget(draft, BudgetDraft([LINE], Decimal(0), 1), by, AT)
    with pytest.raises(Conflict) as conflict:
        proposal_drafts.save_budget(draft, BudgetDraft([], Decimal(0), 1), by, AT)
    assert [row.description for row in conflict.value.theirs["lines"]] == ["Case workers"]
    assert len(proposal_drafts.lines(draft)) == 1


def test_a_budget_that_no_column_holds_is_refused(draft, by):
    huge = Line("staff", "All", "", Decimal(999_999), Decimal(999_999_999), 120)
    with pytest.raises(RuleBroken, match="budget_too_large"):
        proposal_drafts.save_budget(draft, BudgetDraft([huge], Decimal(0), 1), by, AT)


def test_a_file_is_stored_once_with_the_fingerprints_of_both_ends(draft, by):
    made = attachments.add(draft, Upload("Work plan", "../plan.pdf", PDF), LIMITS, by, AT)
    kept = files.read(made.path)
    expected = ("plan.pdf", len(kept), files.digest(kept))
    assert (made.filename, made.size, made.sha256) == expected
    assert (made.sent_size, made.sent_sha256) == (len(PDF), files.digest(PDF))
    again = attachments.add(draft, Upload("Work plan", "plan.pdf", PDF), LIMITS, by, AT)
    assert again == made


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", PDF + b"x" * MEGABYTE, "file_too_large"),
        ("a.pdf", b"<html><script>alert(1)</script></html>", "file_type"),
        ("a.docx", PDF, "file_type"),
        ("a.docx", b"PK\x03\x04 no package", "file_type"),
        ("a.exe", b"MZ" + b"\0" * 100, "file_type"),
        ("a.png", b"no picture at all", "file_type"),
    ],
)
def test_a_file_that_is_not_taken_changes_nothing(draft, by, name, content, rule):
    before = counted()
    with pytest.raises(RuleBroken, match=rule):
        attachments.add(draft, Upload("Title", name, content), LIMITS, by, AT)
    assert counted() == before


def test_a_proposal_takes_only_so_many_files(draft, by):
    for number in range(2):
        attachments.add(draft, Upload(f"File {number}", "a.pdf", PDF), LIMITS, by, AT)
    with pytest.raises(RuleBroken, match="too_many_files"):
        attachments.add(draft, Upload("File 3", "a.pdf", PDF), LIMITS, by, AT)


def test_a_file_is_taken_off_a_draft(draft, by):
    made = attachments.add(draft, Upload("Work plan", "plan.pdf", PDF), LIMITS, by, AT)
    attachments.remove(draft, made.id, by, AT)
    assert attachments.all_of(draft) == []


def test_a_complete_draft_is_submitted_with_a_receipt(draft, by):
    proposals.submit(draft, by, AT)
    submitted = proposals.by_id(draft.id)
    assert submitted.state is ProposalState.SUBMITTED
    assert submitted.receipt.startswith("R-")
    assert proposal_receipt.is_intact(submitted)
    document = Document.get()
    assert document.number == f"{submitted.call.reference}-L1-{submitted.receipt}-EN"
    told = Event.get(Event.name == "proposal.submitted").facts
    assert told["receipt"] == submitted.receipt
    deliver_pending(lambda _document: b"%PDF-1.4")
    mail = DeliveredMail.get()
    assert submitted.receipt in mail.subject
    assert "We answer with care" not in mail.body


def test_a_changed_content_no_longer_has_its_fingerprint(draft, by):
    proposals.submit(draft, by, AT)
    Answer.update(text="Something else").where(Answer.proposal == draft).execute()
    assert not proposal_receipt.is_intact(proposals.by_id(draft.id))


def test_an_incomplete_draft_is_not_submitted_and_tells_everything(draft, by):
    Answer.update(text="").where(Answer.proposal == draft).execute()
    BudgetLine.delete().execute()
    before = counted()
    with pytest.raises(RulesBroken) as refused:
        proposals.submit(draft, by, AT)
    fields = [each.field for each in refused.value.broken]
    assert fields == ["answer-1", "answer-2", "budget"]
    assert counted() == before
    assert proposals.by_id(draft.id).state is ProposalState.DRAFT


def test_a_submission_a_second_late_is_refused_by_the_databases_clock(draft, by):
    before = counted()
    past_the_deadline(draft.call, 1)
    with pytest.raises(RuleBroken, match="deadline_passed") as refused:
        proposals.submit(draft, by, AT)
    assert refused.value.facts["zone"] == "Africa/Casablanca"
    assert counted() == before
    assert proposals.by_id(draft.id).receipt is None


def test_the_statement_that_submits_judges_the_deadline_itself(draft, by, monkeypatch):
    monkeypatch.setattr(proposals, "hold", lambda _proposal: None)
    past_the_deadline(draft.call)
    with pytest.raises(RuleBroken, match="deadline_passed"):
        proposals.submit(draft, by, AT)
    assert proposals.by_id(draft.id).state is ProposalState.DRAFT


def test_a_double_click_submits_once(draft, by):
    other = proposals.by_id(draft.id)
    proposals.submit(draft, by, AT)
    before, receipt = counted(), proposals.by_id(draft.id).receipt
    with pytest.raises(WrongState):
        proposals.submit(other, by, AT)
    assert counted() == before
    assert proposals.by_id(draft.id).receipt == receipt


def test_only_a_signatory_of_the_partner_submits(draft, partner):
    editor = factories.actor(Role.PARTNER_EDITOR, partner=partner)
    stranger = factories.actor(*PARTNER_ROLES, partner=factories.partner())
    for by in (editor, stranger):
        with pytest.raises(NotAllowed):
            proposals.submit(draft, by, AT)


def writes(draft, by):
    question = draft.call.questions.first()
    upload = Upload("Work plan", "plan.pdf", PDF)
    yield lambda: proposal_drafts.save_declarations(draft, DeclarationsDraft([], 1), by, AT)
    yield lambda: proposal_drafts.save_answer(draft, AnswerDraft(question, "x", 1), by, AT)
    yield lambda: proposal_drafts.save_budget(draft, BudgetDraft([], Decimal(0), 1), by, AT)
    yield lambda: attachments.add(draft, upload, LIMITS, by, AT)


def test_nothing_of_a_submitted_proposal_can_be_written(draft, by):
    made = attachments.add(draft, Upload("Old", "old.pdf", PDF), LIMITS, by, AT)
    proposals.submit(draft, by, AT)
    before = counted()
    for write in [
        *writes(draft, by),
        lambda: attachments.remove(draft, made.id, by, AT),
    ]:
        with pytest.raises(WrongState):
            write()
    assert counted() == before
    assert proposal_receipt.is_intact(proposals.by_id(draft.id))


def test_nothing_of_a_draft_can_be_written_after_the_deadline(draft, by):
    before = counted()
    past_the_deadline(draft.call)
    for write in writes(draft, by):
        with pytest.raises(RuleBroken, match="deadline_passed"):
            write()
    assert counted() == before


def test_another_partner_writes_and_reads_nothing(draft):
    stranger = factories.actor(*PARTNER_ROLES, partner=factories.partner())
    for write in [*writes(draft, stranger), lambda: proposals.contents(draft, stranger)]:
        with pytest.raises(NotAllowed):
            write()
    assert list(seal.visible(stranger)) == []


def test_before_the_opening_the_queries_give_nobody_a_proposal(call):
    factories.proposal(call, state=ProposalState.SUBMITTED)
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    assert list(seal.visible(officer)) == []
    assert opening.opened(call) == []
    with pytest.raises(NotAllowed):
        proposals.contents(proposals.by_id(Proposal.get().id), officer)


def test_the_audit_log_tells_of_proposals_after_the_opening_only(draft, by):
    proposals.submit(draft, by, AT)
    deliver_pending(lambda _document: b"%PDF-1.4")
    assert audit_log.page().rows == []
    Call.update(state=CallState.OPENED).execute()
    names = {row.event.name for row in audit_log.page().rows}
    assert {"proposal.submitted"} <= names


def test_after_the_opening_readers_get_everything_but_drafts(call):
    submitted = factories.proposal(call, state=ProposalState.SUBMITTED)
    factories.proposal(call)
    Call.update(state=CallState.OPENED).execute()
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    assert list(seal.visible(officer)) == [submitted]
    assert opening.opened(call) == [submitted]
    read = proposals.contents(proposals.by_id(submitted.id), officer)
    assert len(read.sections) == 2
    assert seal.sealed().count() == 1


@pytest.mark.parametrize(
    ("roles", "word"),
    [
        ([Role.PARTNER_EDITOR], "work.finish_proposal"),
        ([Role.PARTNER_SIGNATORY], "work.submit_proposal"),
        (PARTNER_ROLES, "work.finish_and_submit_proposal"),
    ],
)
def test_my_work_asks_for_the_draft(draft, partner, roles, word):
    (item,) = proposals.work_items(factories.actor(*roles, partner=partner), AT)
    assert (item.word, item.waiting) == (word, False)
    assert item.due == draft.call.deadline


def test_my_work_waits_for_the_result_until_the_award(draft, by):
    proposals.submit(draft, by, AT)
    assert [item.waiting for item in proposals.work_items(by, AT)] == [True]
    Call.update(state=CallState.AWARDED).execute()
    assert proposals.work_items(by, AT) == []


def test_my_work_drops_a_draft_whose_deadline_passed(draft, by):
    assert proposals.work_items(by, draft.call.deadline) == []
    assert proposals.work_items(factories.actor(Role.AUDITOR), AT) == []


def test_open_calls_are_offered_with_their_lots(call):
    (offered,) = proposals.calls_to_propose_for()
    assert (offered, len(offered.lots)) == (call, 1)
    past_the_deadline(call)
    assert proposals.calls_to_propose_for() == []
