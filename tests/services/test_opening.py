"""Opening by shares of the call's key: who, when, and that no more opens than was received."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, WrongState
from portal.domain.lifecycle import CallState, EnvelopeState, OpeningState, ProposalState
from portal.models import (
    Answer,
    Attachment,
    Call,
    Document,
    Effect,
    Envelope,
    Event,
    KeyShare,
    OpeningRun,
    Person,
    Proposal,
    ShareRelease,
)
from portal.models.sealing import Purpose
from portal.services import (
    accounts,
    clock,
    files,
    opening,
    opening_record,
    opening_run,
    opening_shares,
    outbox,
    work,
)
from portal.services.opening_record import Consent
from portal.services.steps import fresh
from tests import factories as make
from tests import openings

pytestmark = pytest.mark.usefixtures("app")


def refused(act):
    """The rule that an act breaks, with its facts."""
    with pytest.raises(RuleBroken) as broken:
        act()
    return broken.value.rule, broken.value.facts


def run_of(call):
    return opening_run.of(call, Purpose.OPENING)


def test_two_holders_open_everything_and_number_it_in_the_order_of_receipt():
    call = openings.sealed_call()
    sent = [openings.submit(call, openings.pdf(2000 + place)) for place in range(3)]
    assert Answer.select().count() == Attachment.select().count() == 0
    openings.close(call)
    openings.begin(call)
    assert fresh(call).state is CallState.PUBLISHED
    openings.work()
    call = opening.call_by_slug(call.slug)
    assert call.state is CallState.OPENED
    opened = opening.opened(call)
    assert [each.id for each in opened] == [each.id for each in sent]
    assert [each.number for each in opened] == [f"{call.reference}-P{n}" for n in (1, 2, 3)]
    assert {each.state for each in Envelope.select()} == {EnvelopeState.OPENED}
    assert Answer.select().count() == 6
    for attachment in Attachment.select():
        assert files.digest(files.read(attachment.path)) == attachment.sha256


def test_after_the_work_no_key_and_no_share_is_left():
    call = openings.opened_call(2)
    run = run_of(call)
    assert (run.state, run.key_box, run.done, run.total) == (OpeningState.DONE, "", 2, 2)
    assert ShareRelease.select().count() == 0
    assert not files.path(f"opening/{run.id}").exists()


def test_partners_are_told_once():
    call = openings.opened_call(2)
    mails = [each.payload for each in Effect.select() if each.kind == "mail"]
    told = sorted(each["to"] for each in mails if each["template"] == "opened")
    people = opening.contacts(each.partner_id for each in opening.opened(call))
    assert told == sorted(each.email for each in people)


def test_a_share_before_the_deadline_is_refused_with_both_clocks():
    soon = datetime.now(UTC) + timedelta(minutes=5)
    call = openings.sealed_call(deadline=soon)
    _key, (first, _) = openings.key_of(call)
    rule, facts = refused(lambda: openings.give(call, first))
    assert rule == "not_closed_yet"
    assert facts["zone"] == "Africa/Casablanca"
    assert facts["deadline"].tzinfo is not None
    assert facts["now"].count(":") == 2
    assert ShareRelease.select().count() == 0


def test_a_wrong_passphrase_gives_nothing():
    call = openings.closed_call()
    _key, (first, _) = openings.key_of(call)
    rule, _facts = refused(lambda: openings.give(call, first, "something else"))
    assert rule == "wrong_passphrase"
    assert ShareRelease.select().count() == 0
    assert Event.select().where(Event.name == "call.share_released").count() == 0


def test_one_share_alone_opens_nothing():
    call = openings.closed_call()
    _key, (first, _) = openings.key_of(call)
    assert openings.give(call, first) is None
    openings.work()
    assert run_of(call) is None
    assert Envelope.get().state is EnvelopeState.SEALED


def test_the_same_share_given_twice_is_refused_and_counts_once():
    call = openings.closed_call()
    _key, (first, _) = openings.key_of(call)
    openings.give(call, first)
    rule, facts = refused(lambda: openings.give(call, first))
    assert rule == "share_released"
    assert facts["until"]
    assert run_of(call) is None


def test_shares_that_ran_out_are_given_again():
    call = openings.closed_call()
    _key, (first, second) = openings.key_of(call)
    openings.give(call, first)
    past = clock.now() - timedelta(seconds=1)
    ShareRelease.update(expires_at=past).execute()
    assert openings.give(call, second) is None
    part = opening_shares.standing(call, Purpose.OPENING)
    assert [bool(each.over) for each in part.holders] == [True, False, False]
    assert part.missing == 1
    assert openings.give(call, first) is not None


def test_a_share_that_ran_out_is_emptied():
    call = openings.closed_call()
    _key, (first, _) = openings.key_of(call)
    openings.give(call, first)
    assert opening_shares.fade() == 0
    ShareRelease.update(expires_at=clock.now() - timedelta(seconds=1)).execute()
    assert opening_shares.fade() == 1
    assert ShareRelease.get().box == ""
    part = opening_shares.standing(call, Purpose.OPENING)
    assert part.holders[0].over is not None


def test_a_share_that_comes_as_the_last_one_is_given_leaves_nothing(monkeypatch):
    call = openings.closed_call()
    openings.begin(call)
    _key, (first, _) = openings.key_of(call)
    turn = opening_shares.Turn(call, Purpose.OPENING, openings.key_of(call)[0])
    monkeypatch.setattr(opening_shares, "_turn", lambda *_: turn)
    assert refused(lambda: openings.give(call, first))[0] == "opening_under_way"
    assert ShareRelease.select().count() == 0


def test_a_removed_holder_gives_nothing():
    call = openings.closed_call()
    key, (first, _) = openings.key_of(call)
    mine = (KeyShare.call_key == key) & (KeyShare.holder == first.person_id)
    KeyShare.update(removed_at=make.NOON).where(mine).execute()
    assert refused(lambda: openings.give(call, first))[0] == "share_removed"


def test_somebody_without_a_share_gives_nothing():
    call = openings.closed_call()
    other = make.keyed(Role.FINANCE_OFFICER)
    assert refused(lambda: openings.give(call, other))[0] == "share_not_yours"
    with pytest.raises(NotAllowed):
        openings.give(call, make.keyed(Role.PROGRAMME_OFFICER))


def test_one_person_with_two_accounts_counts_once():
    call = openings.closed_call()
    _key, (first, second) = openings.key_of(call)
    Person.update(name=f" {first.name.upper()} ").where(Person.id == second.person_id).execute()
    openings.give(call, first)
    twin = accounts.actor_of(Person.get_by_id(second.person_id))
    assert refused(lambda: openings.give(call, twin))[0] == "share_same_person"
    assert run_of(call) is None


def test_the_head_of_office_opens_with_the_words_on_paper_and_one_holder():
    call = openings.closed_call()
    _key, (first, _) = openings.key_of(call)
    words = openings.PAPERS[call.id]
    openings.give(call, first)
    numbered = "\n".join(f"{n}. {word.upper()}" for n, word in enumerate(words.split(), 1))
    assert openings.give_paper(call, numbered) is not None
    openings.work()
    assert fresh(call).state is CallState.OPENED
    assert [each["escrow"] for each in run_of(call).holders] == [False, True]


def test_the_words_are_the_heads_to_give_and_ask_for_the_password():
    call = openings.closed_call()
    _key, (first, _) = openings.key_of(call)
    words = openings.PAPERS[call.id]
    assert refused(lambda: openings.give_paper(call, words, "wrong"))[0] == "signing_password"
    with pytest.raises(NotAllowed):
        openings.give_paper(call, words, by=first)
    KeyShare.update(printed_at=None).execute()
    assert refused(lambda: openings.give_paper(call, words))[0] == "escrow_not_printed"


def test_words_of_another_calls_sheet_are_told_as_such():
    call, other = openings.closed_call(), openings.sealed_call()
    words = openings.PAPERS[other.id]
    assert refused(lambda: openings.give_paper(call, words))[0] == "share_of_another"


def test_shares_are_refused_once_enough_were_given():
    call = openings.closed_call()
    openings.begin(call)
    _key, (first, _) = openings.key_of(call)
    assert refused(lambda: openings.give(call, first))[0] == "opening_under_way"
    openings.work()
    with pytest.raises(WrongState):
        openings.give(call, first)


def test_a_damaged_envelope_is_named_and_the_rest_opens():
    call = openings.sealed_call()
    bad, good = openings.submit(call), openings.submit(call)
    officer = make.person(Role.PROCUREMENT_OFFICER)
    openings.close(call)
    openings.damage(Envelope.get(Envelope.proposal == bad))
    openings.begin(call)
    openings.work()
    assert fresh(call).state is CallState.OPENED
    run = run_of(call)
    assert [each["proposal"] for each in run.damaged] == [str(bad.id)]
    assert {each.proposal_id for each in Answer.select()} == {good.id}
    told = [each.payload for each in Effect.select() if each.kind == "mail"]
    damaged = {each["to"] for each in told if each["template"] == "envelope_damaged"}
    assert officer.email in damaged
    assert {each.email for each in bad.partner.people} & damaged
    assert [bool(each.damage) for each in opening_record.entries(run)] == [True, False]


def test_a_missing_file_is_damage_and_leaves_nothing_beside_the_store():
    call = openings.closed_call(2)
    first = Envelope.select().order_by(Envelope.sealed_at).first()
    files.path(first.path).unlink()
    openings.begin(call)
    openings.work()
    run = run_of(call)
    assert [each["where"] for each in run.damaged] == ["missing"]
    assert fresh(call).state is CallState.OPENED


def test_an_envelope_of_another_proposal_is_damage():
    call = openings.sealed_call()
    one, two = openings.submit(call), openings.submit(call)
    openings.close(call)
    first, second = Envelope.get(proposal=one), Envelope.get(proposal=two)
    paths = {first.id: second.path, second.id: first.path}
    for key, path in paths.items():
        Envelope.update(path=path).where(Envelope.id == key).execute()
    openings.begin(call)
    openings.work()
    assert [each["where"] for each in run_of(call).damaged] == ["bound", "bound"]
    assert Answer.select().count() == 0


def test_what_was_withdrawn_stays_shut():
    call = openings.sealed_call()
    gone, stays = openings.submit(call), openings.submit(call)
    Proposal.update(state=ProposalState.WITHDRAWN).where(Proposal.id == gone.id).execute()
    Envelope.update(state=EnvelopeState.WITHDRAWN).where(Envelope.proposal == gone).execute()
    openings.close(call)
    openings.begin(call)
    openings.work()
    call = opening.call_by_slug(call.slug)
    assert [each.id for each in opening.opened(call)] == [stays.id]
    assert {each.proposal_id for each in Answer.select()} == {stays.id}
    assert opening_record.left_shut(run_of(call)) == 1
    assert fresh(gone).number is None


def test_an_envelope_that_is_gone_stops_the_run_before_anything_is_opened():
    call = openings.closed_call(2)
    Envelope.delete().where(Envelope.id == Envelope.get().id).execute()
    openings.begin(call)
    openings.work()
    run = run_of(call)
    assert (run.state, run.problem) == (OpeningState.STOPPED, "opening_set_differs")
    assert run.key_box == ""
    assert fresh(call).state is CallState.PUBLISHED
    assert Answer.select().count() == 0
    assert Event.select().where(Event.name == "call.opening_stopped").count() == 1


def test_an_envelope_that_goes_in_the_middle_stops_the_run_at_its_end(monkeypatch):
    monkeypatch.setattr(opening_run, "ROUND", 1)
    call = openings.closed_call(3)
    openings.begin(call)
    openings.work(1)
    still = Envelope.get(Envelope.state == EnvelopeState.SEALED)
    still.delete_instance()
    openings.work()
    run = run_of(call)
    assert (run.state, run.problem) == (OpeningState.STOPPED, "opening_set_differs")
    assert fresh(call).state is CallState.PUBLISHED


def test_a_stopped_run_begins_again_with_new_shares(monkeypatch):
    call = openings.closed_call(2)
    lost = Envelope.get()
    row = dict(lost.__data__)
    lost.delete_instance()
    openings.begin(call)
    openings.work()
    assert run_of(call).state is OpeningState.STOPPED
    Envelope.insert(row).execute()
    openings.begin(call)
    openings.work()
    assert run_of(call).state is OpeningState.DONE
    assert len(opening.opened(fresh(call))) == 2


def test_a_run_that_cannot_go_on_keeps_its_key_and_is_taken_up(monkeypatch):
    call = openings.closed_call(2)
    run = openings.begin(call)
    opening_run.give_up(run.id, make.moment())
    stopped = run_of(call)
    assert (stopped.problem, bool(stopped.key_box)) == ("opening_failed", True)
    _key, (first, _) = openings.key_of(call)
    Effect.update(done_at=make.moment()).execute()
    opening_run.take_up(stopped, first, make.moment())
    openings.work()
    assert fresh(call).state is CallState.OPENED


def test_the_work_goes_on_in_rounds_and_each_envelope_is_opened_once(monkeypatch):
    monkeypatch.setattr(opening_run, "ROUND", 2)
    call = openings.closed_call(5)
    openings.begin(call)
    openings.work(1)
    run = run_of(call)
    assert (run.done, run.state) == (2, OpeningState.RUNNING)
    opening_run.go_on(run.id, make.moment())
    openings.work()
    assert run_of(call).done == 5
    assert Answer.select().count() == 10
    assert Event.select().where(Event.name == "call.opened").count() == 1


def test_work_that_nobody_was_asked_for_is_asked_for_again():
    call = openings.closed_call()
    openings.begin(call)
    assert opening_run.wake(make.moment()) == 0
    mine = Effect.kind == opening_run.EFFECT
    Effect.update(attempts=outbox.MOST_ATTEMPTS).where(mine).execute()
    assert opening_run.wake(make.moment()) == 1
    assert opening_run.wake(make.moment()) == 0
    openings.work()
    assert fresh(call).state is CallState.OPENED


def test_a_call_cancelled_in_the_middle_forgets_its_key(monkeypatch):
    monkeypatch.setattr(opening_run, "ROUND", 1)
    call = openings.closed_call(2)
    openings.begin(call)
    Call.update(state=CallState.CANCELLED).where(Call.id == call.id).execute()
    openings.work()
    run = run_of(call)
    assert (run.problem, run.key_box) == ("opening_call_gone", "")
    assert {each.state for each in Envelope.select()} == {EnvelopeState.SEALED}


def test_a_call_without_proposals_opens_too():
    call = openings.opened_call(0)
    assert call.state is CallState.OPENED
    assert opening.opened(call) == []


def words(by):
    return {each.word: each.waiting for each in work.items(by, clock.now())}


def test_my_work_leads_every_holder_through_the_opening():
    call = openings.closed_call()
    _key, (first, second) = openings.key_of(call)
    assert words(first)["work.give_share"] is False
    openings.give(call, first)
    assert words(first)["work.wait_shares"] is True
    openings.give(call, second)
    assert words(first)["work.wait_opening"] is True
    openings.work()
    assert words(first)["work.sign_opening"] is False


def consent(by, run, **changes):
    given = {"name": by.name, "password": make.PASSWORD, "fingerprint": None, **changes}
    given["fingerprint"] = given["fingerprint"] or opening_record.print_of(run)
    return Consent(**given)


def sign(run, by, **changes):
    opening_record.sign(run, by, consent(by, run, **changes), make.moment())


def test_the_record_is_issued_when_the_last_of_those_present_signs():
    call = openings.opened_call()
    _key, (first, second) = openings.key_of(call)
    run = run_of(call)
    sign(run, first)
    assert Document.select().where(Document.kind == "opening_sealed").count() == 0
    sign(fresh(run), second)
    assert Document.select().where(Document.kind == "opening_sealed").count() == 2
    assert refused(lambda: sign(fresh(run), second))[0] == "record_issued"
    assert words(first).get("work.sign_opening") is None


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"name": "Somebody Else"}, "signing_name"),
        ({"password": "wrong"}, "signing_password"),
        ({"fingerprint": "0" * 64}, "record_changed"),
    ],
)
def test_a_signature_with_something_wrong_is_refused(changes, rule):
    call = openings.opened_call()
    _key, (first, _) = openings.key_of(call)
    run = run_of(call)
    assert refused(lambda: sign(run, first, **changes))[0] == rule
    assert run.signatures.count() == 0


def test_nobody_signs_twice_or_without_having_been_present():
    call = openings.opened_call()
    _key, (first, _) = openings.key_of(call)
    run = run_of(call)
    sign(run, first)
    assert refused(lambda: sign(fresh(run), first))[0] == "record_signed"
    with pytest.raises(NotAllowed):
        sign(run, openings.head_of(call))


def test_a_record_that_waited_long_enough_is_issued_and_names_who_did_not_sign():
    call = openings.opened_call()
    _key, (first, _) = openings.key_of(call)
    run = run_of(call)
    sign(run, first)
    assert opening_record.issue_due(make.moment()) == 0
    assert opening_record.issue_due(run.sign_by) == 1
    assert opening_record.issue_due(run.sign_by) == 0
    assert Document.select().where(Document.kind == "opening_sealed").count() == 2
    present = opening_record.present(fresh(run))
    assert [bool(each.signature) for each in present] == [True, False]


def test_two_runs_of_a_call_for_the_same_purpose_cannot_be():
    call = openings.closed_call()
    run = openings.begin(call)
    order = opening_run.Order(Purpose.OPENING, b"0" * 32, [])
    with pytest.raises(WrongState):
        opening_run.begin(call, order, make.moment())
    assert OpeningRun.get().id == run.id
