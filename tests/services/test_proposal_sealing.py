"""What is submitted is sealed on disk, gone from the tables, and still its partner's own."""

import pathlib
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from portal import db
from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, EnvelopeState, ProposalState
from portal.models import (
    TABLES,
    Answer,
    Attachment,
    BudgetLine,
    Document,
    Envelope,
    Event,
    PartnerKey,
    PartnerKeyCopy,
    Proposal,
)
from portal.models.sealing import Content
from portal.services import (
    clear_files,
    clock,
    envelopes,
    events,
    files,
    partner_keys,
    proposal_recall,
    proposal_receipt,
    proposal_sealing,
    proposals,
    seal,
)
from portal.services import (
    proposal_snapshot as snapshot,
)
from portal.services.proposal_contents import canonical, whole
from tests import factories
from tests.factories import PASSPHRASE, keyed, moment

CANARY = "zq7canary4wordthatstandsnowhereelse"
PDF = b"%PDF-1.4\n% " + CANARY.encode() + b"\n"
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def shares():
    """What a submission leaves is looked for in the files, also in that of the database."""
    return False


@pytest.fixture
def call(app):
    return factories.call(CallState.PUBLISHED, sealed=True)


@pytest.fixture
def by(call):
    return keyed(*PARTNER_ROLES, partner=factories.partner())


@pytest.fixture
def draft(call, by):
    of = partner_of(by)
    made = factories.proposal(call, of)
    Answer.update(text=f"We answer {CANARY} with care.").execute()
    return proposals.by_id(made.id)


def partner_of(by):
    return factories.Partner.get_by_id(by.partner_id)


def attach(draft, by):
    """Attach a file with the canary in its name, its title and its bytes."""
    Attachment.create(
        proposal=draft,
        title=f"Statutes {CANARY}",
        filename=f"{CANARY}.pdf",
        media_type="application/pdf",
        size=len(PDF),
        sha256=files.digest(PDF),
        path=files.put("attachments", PDF),
        added_at=factories.NOON,
        added_by=by.person_id,
    )
    return proposals.by_id(draft.id)


def submitted(draft, by):
    proposals.submit(proposals.by_id(draft.id), by, moment())
    return proposals.by_id(draft.id)


def said_of(contents):
    """What was written; the profile joins it at the submission."""
    return {key: each for key, each in canonical(contents).items() if key != "parts"}


def refusal(act, *given):
    with pytest.raises(RuleBroken) as refused:
        act(*given)
    return refused.value


def past_the_deadline(call):
    away = call.deadline - db.read_clock() + timedelta(seconds=1)
    clock.set_shift(int(away.total_seconds()) + 1)


def sealed_files():
    return sorted(each.name for each in files.path("envelopes").rglob("*") if each.is_file())


def test_a_submission_lies_in_an_envelope_and_no_longer_in_the_tables(draft, by):
    said = said_of(whole(draft))
    done = submitted(draft, by)
    assert done.state is ProposalState.SUBMITTED
    assert not any(table.select().exists() for table in snapshot.CONTENT_TABLES)
    assert (done.eligibility, done.declarations) == ({}, {})
    envelope = Envelope.get()
    assert (envelope.number, envelope.content) == (1, Content.WHOLE)
    assert envelope.sealed_at is not None
    assert sealed_files() == [envelope.path.rpartition("/")[2]]
    assert envelopes.is_whole(envelope)
    assert proposal_receipt.is_intact(done)
    read = proposal_recall.read(done, PASSPHRASE, by)
    assert said_of(read) == said
    assert not Answer.select().exists()


def test_a_canary_is_found_nowhere_after_the_submission(app, draft, by, tmp_path):
    draft = attach(draft, by)
    submitted(draft, by)
    found = [str(each) for each in pathlib.Path(tmp_path).rglob("*") if holds_canary(each)]
    assert found == []
    if db.is_sqlite():
        copy = sqlite3.connect(":memory:")
        db.database.connection().backup(copy)
        assert CANARY not in "\n".join(copy.iterdump())
    else:
        rows = [str(row.__data__) for table in TABLES for row in table.select()]
        assert CANARY not in "\n".join(rows)


def holds_canary(path):
    return path.is_file() and CANARY.encode() in path.read_bytes()


def test_the_receipt_tells_hashes_and_counts_but_no_name_of_a_file(draft, by):
    draft = attach(draft, by)
    done = submitted(draft, by)
    told = proposal_receipt.received(done.id)
    assert [each.sha256 for each in told.files] == [files.digest(PDF)]
    assert [each.name for each in told.files] == [""]
    assert (told.answers, told.lines) == (2, 1)
    assert [each.sha256 for each in told.envelopes] == [Envelope.get().sha256]
    assert done.fingerprint == Envelope.get().canonical
    sealed = Event.select().where(Event.name == "proposal.submitted").get()
    assert sealed.facts["receipt"] == done.receipt


def test_ten_clicks_make_one_submission(draft, by):
    submitted(draft, by)
    for _ in range(9):
        with pytest.raises(WrongState):
            proposals.submit(proposals.by_id(draft.id), by, moment())
    assert Envelope.select().count() == 1
    assert len(sealed_files()) == 1
    assert Document.select().count() == 1


def test_a_submission_that_is_late_leaves_nothing_behind(call, draft, by):
    draft = attach(draft, by)
    before = snapshot.take(draft)
    past_the_deadline(call)
    late = refusal(proposals.submit, draft, by, moment())
    assert (late.rule, late.facts["zone"]) == ("deadline_passed", "Africa/Casablanca")
    assert (Envelope.select().count(), sealed_files()) == (0, [])
    assert snapshot.take(proposals.by_id(draft.id)) == before


@pytest.mark.parametrize("where", [(envelopes, "fill"), (proposal_sealing, "seal")])
def test_the_deadline_is_judged_when_the_envelope_is_recorded_not_when_it_began(
    monkeypatch, call, draft, by, where
):
    act = getattr(*where)

    def slowly(*given):
        act(*given)
        past_the_deadline(call)

    monkeypatch.setattr(*where, slowly)
    late = refusal(proposals.submit, draft, by, moment())
    assert late.rule == "deadline_passed"
    assert (Envelope.select().count(), sealed_files()) == (0, [])
    assert Answer.select().count() == 2


def test_what_the_disk_did_not_take_is_not_acknowledged(monkeypatch, draft, by):
    def broken(path):
        raise OSError(path)

    monkeypatch.setattr(files, "flush", broken)
    with pytest.raises(OSError, match="envelopes"):
        proposals.submit(draft, by, moment())
    assert not Envelope.select().exists()
    assert proposals.by_id(draft.id).state is ProposalState.DRAFT
    assert Answer.select().count() == 2


def test_what_is_incomplete_is_not_sealed(draft, by):
    BudgetLine.delete().execute()
    with pytest.raises(RulesBroken):
        proposals.submit(draft, by, moment())
    assert sealed_files() == []
    assert not PartnerKey.select().exists()


def test_a_signatory_without_a_key_does_not_submit(call):
    by = factories.actor(*PARTNER_ROLES, partner=factories.partner())
    draft = proposals.by_id(factories.proposal(call, partner_of(by)).id)
    assert refusal(proposals.submit, draft, by, moment()).rule == "person_key_missing"
    assert proposals.by_id(draft.id).state is ProposalState.DRAFT


def test_files_in_clear_go_unless_another_draft_refers_to_them(call, draft, by):
    draft = attach(draft, by)
    other = proposals.by_id(factories.proposal(call).id)
    writer = factories.actor(Role.PARTNER_EDITOR, partner=other.partner)
    attach(other, writer)
    path = Attachment.get(Attachment.proposal == other).path
    submitted(draft, by)
    assert files.read(path) == PDF
    signatory = keyed(*PARTNER_ROLES, partner=other.partner)
    submitted(other, signatory)
    assert not files.path(path).exists()


def test_a_call_without_a_key_keeps_the_old_way(by):
    open_call = factories.call(CallState.PUBLISHED)
    draft = proposals.by_id(factories.proposal(open_call, partner_of(by)).id)
    done = submitted(draft, by)
    assert not Envelope.select().exists()
    assert not proposal_sealing.is_sealed(done)
    assert Answer.select().where(Answer.proposal == done).count() == 2


def test_prices_that_open_apart_lie_in_an_envelope_of_their_own(by):
    call = factories.call(CallState.PUBLISHED, sealed=True, prices_apart=True)
    draft = proposals.by_id(factories.proposal(call, partner_of(by)).id)
    said = said_of(whole(draft))
    done = submitted(draft, by)
    assert sorted(each.content for each in Envelope.select()) == ["prices", "technical"]
    assert {each.number for each in Envelope.select()} == {1}
    assert said_of(proposal_recall.read(done, PASSPHRASE, by)) == said


def test_only_its_own_people_with_a_copy_read_a_sealed_proposal(draft, by):
    editor = keyed(Role.PARTNER_EDITOR, partner=partner_of(by))
    late = factories.actor(Role.PARTNER_EDITOR, partner=partner_of(by))
    done = submitted(draft, by)
    assert proposal_recall.read(done, PASSPHRASE, editor).sections
    wrong = refusal(proposal_recall.read, done, "guessed", by)
    assert (wrong.rule, wrong.field) == ("wrong_passphrase", "passphrase")
    assert refusal(proposal_recall.read, done, PASSPHRASE, late).rule == "person_key_missing"
    factories.person_key(late)
    assert refusal(proposal_recall.read, done, PASSPHRASE, late).rule == "copy_missing"
    for who in (keyed(*PARTNER_ROLES, partner=factories.partner()), keyed(Role.LEGAL_OFFICER)):
        with pytest.raises(NotAllowed):
            proposal_recall.read(done, PASSPHRASE, who)


def test_a_colleague_gets_a_copy_from_one_who_has_it(draft, by):
    done = submitted(draft, by)
    late = keyed(Role.PARTNER_EDITOR, partner=partner_of(by))
    without = factories.actor(Role.PARTNER_EDITOR, partner=partner_of(by))
    give = partner_keys.give
    of = partner_of(by)
    wrong = refusal(give, of, late.person_id, "guessed", by, moment())
    assert wrong.rule == "wrong_passphrase"
    none = refusal(give, of, without.person_id, PASSPHRASE, by, moment())
    assert none.rule == "colleague_without_key"
    stranger = keyed(Role.PARTNER_OWNER, partner=factories.partner())
    strange = refusal(give, of, stranger.person_id, PASSPHRASE, by, moment())
    assert strange.rule == "colleague_without_key"
    give(of, late.person_id, PASSPHRASE, by, moment())
    give(of, late.person_id, PASSPHRASE, by, moment())
    assert PartnerKeyCopy.select().count() == 2
    assert proposal_recall.read(done, PASSPHRASE, late).sections
    assert [each.holds for each in partner_keys.members(of)].count(True) == 2


def test_a_key_that_nobody_can_open_is_replaced_at_the_next_submission(draft, by):
    partner_keys.make(partner_of(by), by, moment())
    old = PartnerKey.get().public
    PartnerKeyCopy.delete().execute()
    done = submitted(draft, by)
    assert PartnerKey.get().public != old
    assert proposal_recall.read(done, PASSPHRASE, by).sections


def test_a_key_whose_last_holder_has_left_is_replaced_too(draft, by):
    partner_keys.make(partner_of(by), by, moment())
    old = PartnerKey.get().public
    gone = keyed(Role.PARTNER_EDITOR, partner=factories.partner())
    PartnerKeyCopy.update(person_key=factories.person_key(gone)).execute()
    done = submitted(draft, by)
    assert PartnerKey.get().public != old
    assert proposal_recall.read(done, PASSPHRASE, by).sections


def test_a_withdrawn_proposal_stays_shut_and_is_known_to_nobody_else(call, draft, by):
    done = submitted(draft, by)
    proposal_recall.withdraw(done, by, moment())
    now = proposals.by_id(draft.id)
    assert now.state is ProposalState.WITHDRAWN
    assert Envelope.get().state is EnvelopeState.WITHDRAWN
    assert proposals.standing(now).value == "withdrawn"
    names = [each.name for each in events.timeline([draft.id])]
    assert names[0] == "proposal.withdrawn"
    with pytest.raises(WrongState):
        proposal_recall.withdraw(now, by, moment())
    call.state = CallState.OPENED
    call.save()
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    assert draft.id not in [each.id for each in seal.visible(officer)]
    with pytest.raises(NotAllowed):
        proposals.contents(proposals.by_id(draft.id), officer)


def test_taken_back_it_is_the_draft_it_was_and_submitted_again_a_second_envelope(draft, by):
    draft = attach(draft, by)
    said = said_of(whole(draft))
    first = submitted(draft, by)
    wrong = refusal(proposal_recall.take_back, first, "guessed", by, moment())
    assert wrong.rule == "wrong_passphrase"
    assert proposals.by_id(draft.id).state is ProposalState.SUBMITTED
    proposal_recall.take_back(proposals.by_id(draft.id), PASSPHRASE, by, moment())
    now = proposals.by_id(draft.id)
    assert (now.state, now.receipt) == (ProposalState.DRAFT, None)
    assert said_of(whole(now)) == said
    assert files.read(Attachment.get().path) == PDF
    assert [each.state for each in Envelope.select()] == [EnvelopeState.WITHDRAWN]
    again = submitted(draft, by)
    assert again.receipt != first.receipt
    numbered = Envelope.select().order_by(Envelope.number)
    assert [(each.number, each.state) for each in numbered] == [
        (1, EnvelopeState.WITHDRAWN),
        (2, EnvelopeState.SEALED),
    ]
    assert [each.number for each in proposal_sealing.latest(again)] == [2]


def test_a_withdrawn_proposal_is_taken_back_until_the_deadline(call, draft, by):
    done = submitted(draft, by)
    proposal_recall.withdraw(done, by, moment())
    proposal_recall.take_back(proposals.by_id(draft.id), PASSPHRASE, by, moment())
    assert proposals.by_id(draft.id).state is ProposalState.DRAFT
    assert Answer.select().count() == 2


def test_after_the_deadline_nothing_is_recalled_and_the_clock_is_told(call, draft, by):
    submitted(draft, by)
    past_the_deadline(call)
    now = proposals.by_id(draft.id)
    assert not proposal_recall.can_recall(now)
    for act in (
        lambda: proposal_recall.withdraw(now, by, moment()),
        lambda: proposal_recall.take_back(now, PASSPHRASE, by, moment()),
    ):
        late = refusal(act)
        assert (late.rule, late.facts["deadline"]) == ("deadline_passed", call.deadline)
    assert Envelope.get().state is EnvelopeState.SEALED
    assert not Answer.select().exists()


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_envelope_is_told_and_gives_nothing_back(draft, by, damage):
    done = submitted(draft, by)
    path = files.path(Envelope.get().path)
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.chmod(0o600)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(content[:-200] if damage == "cut" else content)
    assert not proposal_receipt.is_intact(done)
    assert refusal(proposal_recall.read, done, PASSPHRASE, by).rule == "envelope_damaged"
    torn = refusal(proposal_recall.take_back, done, PASSPHRASE, by, moment())
    assert torn.rule == "envelope_damaged"
    assert proposals.by_id(draft.id).state is ProposalState.SUBMITTED
    assert not Answer.select().exists()


def test_a_draft_has_nothing_sealed_to_read(draft, by):
    with pytest.raises(NotFound):
        proposal_recall.read(draft, PASSPHRASE, by)


def test_what_an_interrupted_submission_left_is_swept_up_after_an_hour(draft, by):
    draft = attach(draft, by)
    kept = files.path(Attachment.get().path)
    lost = files.path("attachments/ab/lost")
    torn = files.path("envelopes/torn")
    for each in (lost, torn):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_bytes(b"left")
    now = datetime.now(UTC)
    assert clear_files.sweep(now) == 0
    assert clear_files.sweep(now + timedelta(hours=2)) == 2
    assert (kept.exists(), lost.exists(), torn.exists()) == (True, False, False)


@pytest.mark.sqlite_only
def test_the_log_of_the_database_is_emptied(draft, by, tmp_path):
    submitted(draft, by)
    log = tmp_path / "portal.sqlite-wal"
    assert not log.exists() or log.stat().st_size == 0
    assert Proposal.select().count() == 1
