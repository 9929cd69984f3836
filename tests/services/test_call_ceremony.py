"""The key of a call: its holders, the trial, the paper in escrow, and what publication asks."""

from datetime import timedelta

import pytest

from portal import db
from portal.domain import share_words
from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.models import Call, CallKey, Event, KeyShare, PersonKey, ShareRelease
from portal.models.sealing import Purpose
from portal.services import (
    call_ceremony,
    call_keys,
    call_publishing,
    calls,
    clock,
    events,
    work,
)
from portal.services.call_ceremony import Choice
from tests import factories
from tests.factories import PASSPHRASE, keyed, moment

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def call(app):
    return factories.call(CallState.APPROVED, sealed=False)


@pytest.fixture
def officer(app):
    return keyed(Role.PROCUREMENT_OFFICER)


@pytest.fixture
def legal(app):
    return keyed(Role.LEGAL_OFFICER)


@pytest.fixture
def head(app):
    return keyed(Role.HEAD_OF_OFFICE)


def released(share, by):
    """Give the share that somebody holds; the key of the call when it is the last needed."""
    words = call_keys.own_words(share, PASSPHRASE, by)
    return call_keys.give(share, words, Purpose.OPENING, by, moment())


def ids(*people):
    return [each.person_id for each in people]


def made(call, officer, *others, head):
    choice = Choice(ids(officer, *others), head.person_id, 2)
    return call_ceremony.make(call, choice, officer, moment())


def refusal(act, *given):
    with pytest.raises(RuleBroken) as refused:
        act(*given)
    return refused.value


def test_a_key_is_made_for_holders_and_escrow_and_its_private_half_is_nowhere(
    call, officer, legal, head
):
    key = made(call, officer, legal, head=head)
    shares = call_keys.shares(key)
    assert [each.holder_id for each in shares if not each.escrow] == sorted(
        ids(officer, legal), key=lambda each: names()[each]
    )
    assert [each.holder_id for each in shares if each.escrow] == [head.person_id]
    assert [each.name for each in events.timeline([call.id])] == ["call.key_made"]
    assert "box" not in str(Event.get().facts)


def names():
    return {each.person_id: each.person.name for each in PersonKey.select()}


def test_two_holders_who_give_their_shares_open_the_trial(call, officer, legal, head):
    made(call, officer, legal, head=head)
    assert not call_ceremony.give_for_trial(call, PASSPHRASE, officer, moment())
    assert ShareRelease.select().count() == 1
    assert call_ceremony.give_for_trial(call, PASSPHRASE, legal, moment())
    there = call_ceremony.ceremony(call)
    assert [bool(each.share.tried_at) for each in there.held] == [True, True]
    assert ShareRelease.select().count() == 0
    assert [each.rule for each in there.broken] == ["escrow_not_printed"]


def test_the_paper_gives_the_words_until_it_is_confirmed_and_they_open_with_one_other(
    call, officer, legal, head
):
    key = made(call, officer, legal, head=head)
    words = call_ceremony.escrow_words(call, PASSPHRASE, head, moment())
    assert words == call_ceremony.escrow_words(call, PASSPHRASE, head, moment())
    call_ceremony.confirm_escrow(call, head, moment())
    share = next(each for each in call_keys.shares(key) if each.escrow)
    assert share.box == ""
    again = refusal(call_ceremony.escrow_words, call, PASSPHRASE, head, moment())
    assert again.rule == "escrow_printed_already"
    own = call_keys.share_of(key, officer)
    assert released(own, officer) is None
    typed = share_words.checked("  ".join(words).upper(), share.digest)
    assert call_keys.give(share, typed, Purpose.OPENING, head, moment()) is not None


def test_one_share_alone_opens_nothing_however_often_it_is_given(call, officer, legal, head):
    key = made(call, officer, legal, head=head)
    for _ in range(3):
        assert not call_ceremony.give_for_trial(call, PASSPHRASE, officer, moment())
    assert call_keys.combined(key, Purpose.TRIAL) is None
    assert ShareRelease.select().count() == 1


def test_a_share_that_was_given_runs_out_by_the_clock_of_the_database(
    call, officer, legal, head
):
    made(call, officer, legal, head=head)
    call_ceremony.give_for_trial(call, PASSPHRASE, officer, moment())
    clock.set_shift(15 * 60 + 5)
    assert not call_ceremony.give_for_trial(call, PASSPHRASE, legal, moment())
    clock.set_shift(0)
    there = call_ceremony.ceremony(call)
    assert not any(each.share.tried_at for each in there.held)


def test_a_wrong_passphrase_gives_nothing(call, officer, legal, head):
    made(call, officer, legal, head=head)
    refused = refusal(call_ceremony.give_for_trial, call, "guessed", officer, moment())
    assert (refused.rule, refused.field) == ("wrong_passphrase", "passphrase")
    assert ShareRelease.select().count() == 0


def test_who_holds_no_share_gives_none(call, officer, legal, head):
    key = made(call, officer, legal, head=head)
    other = keyed(Role.FINANCE_OFFICER)
    refused = refusal(call_ceremony.give_for_trial, call, PASSPHRASE, other, moment())
    assert refused.rule == "share_not_yours"
    theirs = call_keys.share_of(key, legal)
    stolen = refusal(released, theirs, officer)
    assert stolen.rule == "share_not_yours"
    with pytest.raises(NotAllowed):
        call_ceremony.give_for_trial(call, PASSPHRASE, head, moment())


@pytest.mark.parametrize(
    ("name", "email"),
    [("Zoë  BERRADA", "zoe@example.org"), ("Another Name", "berrada+iom@example.net")],
)
def test_one_person_with_two_accounts_cannot_hold_two_shares(call, head, name, email):
    one = keyed(Role.PROCUREMENT_OFFICER, name="Berrada Zoe", email="Berrada@example.net")
    two = keyed(Role.LEGAL_OFFICER, name=name, email=email)
    refused = refusal(
        call_ceremony.make, call, Choice(ids(one, two), head.person_id, 2), one, moment()
    )
    assert (refused.rule, refused.field) == ("holder_twice", "holders")
    assert not CallKey.select().exists()


def test_holders_are_enough_of_the_right_roles_and_have_keys(call, officer, legal, head):
    def refused(holders, escrow=head.person_id):
        choice = Choice(holders, escrow, 2)
        return refusal(call_ceremony.make, call, choice, officer, moment()).rule

    without = factories.actor(Role.FINANCE_OFFICER)
    assert refused(ids(officer)) == "too_few_holders"
    assert refused(ids(officer, officer)) == "too_few_holders"
    assert refused(ids(officer, without)) == "holder_unfit"
    assert refused(ids(officer, keyed(Role.PROGRAMME_OFFICER))) == "holder_unfit"
    assert refused(ids(officer, legal), legal.person_id) == "holder_unfit"


def test_a_key_made_anew_forgets_the_old_one_and_asks_for_a_new_trial(
    call, officer, legal, head
):
    old = made(call, officer, legal, head=head)
    call_ceremony.give_for_trial(call, PASSPHRASE, officer, moment())
    new = made(call, officer, keyed(Role.FINANCE_OFFICER), head=head)
    assert new.public != old.public
    assert CallKey.select().count() == 1
    assert ShareRelease.select().count() == 0
    rules = {each.rule for each in call_ceremony.broken_rules(call)}
    assert rules == {"trial_missing", "escrow_not_printed"}


def test_no_key_is_made_for_a_published_call(officer, legal, head):
    call = factories.call(CallState.PUBLISHED)
    with pytest.raises(WrongState):
        made(call, officer, legal, head=head)


def test_a_call_is_not_published_before_its_key_is_ready(call, officer, legal, head):
    def broken():
        with pytest.raises(RulesBroken) as refused:
            calls.publish(Call.get_by_id(call.id), officer, moment())
        return [each.rule for each in refused.value.broken]

    assert broken() == ["key_missing"]
    made(call, officer, legal, head=head)
    assert broken() == ["trial_missing", "trial_missing", "escrow_not_printed"]
    call_ceremony.give_for_trial(call, PASSPHRASE, officer, moment())
    call_ceremony.give_for_trial(call, PASSPHRASE, legal, moment())
    assert broken() == ["escrow_not_printed"]
    call_ceremony.confirm_escrow(call, head, moment())
    calls.publish(Call.get_by_id(call.id), officer, moment())
    assert Call.get_by_id(call.id).state is CallState.PUBLISHED


def test_a_planned_publication_is_dropped_when_the_key_is_no_longer_ready(officer):
    call = factories.call(CallState.APPROVED)
    soon = db.read_clock() + timedelta(hours=1)
    call_publishing.schedule(call, soon, officer, db.read_clock())
    KeyShare.update(tried_at=None).where(KeyShare.position == 1).execute()
    assert call_publishing.publish_due(soon) == 0
    plan = call_publishing.plan_of(call)
    assert [each["rule"] for each in plan.broken] == ["trial_missing"]


def test_a_share_lost_with_its_holders_key_asks_for_a_new_one(call, officer, legal, head):
    key = made(call, officer, legal, head=head)
    share = call_keys.share_of(key, legal)
    KeyShare.update(removed_at=moment(), box="").where(KeyShare.id == share.id).execute()
    rules = [each.rule for each in call_ceremony.broken_rules(call)]
    assert rules == ["share_lost", "trial_missing", "escrow_not_printed"]
    refused = refusal(call_ceremony.give_for_trial, call, PASSPHRASE, legal, moment())
    assert refused.rule == "share_removed"


def test_the_head_of_office_takes_a_share_out_of_use_while_enough_are_left(head):
    call = factories.call(CallState.PUBLISHED, sealed=True)
    key = call_keys.of(call)
    first, second = factories.holders_of(key)
    share = call_keys.share_of(key, first)
    call_ceremony.remove(call, share.id, head, moment())
    removed = call_keys.share_of(key, first)
    refused = refusal(released, removed, first)
    assert refused.rule == "share_removed"
    other = call_keys.share_of(key, second).id
    few = refusal(call_ceremony.remove, call, other, head, moment())
    assert few.rule == "too_few_holders"
    with pytest.raises(NotAllowed):
        call_ceremony.remove(call, other, second, moment())


def test_shares_of_two_keys_do_not_match(call, officer, legal, head):
    first = made(call, officer, legal, head=head)
    other = factories.call(CallState.APPROVED, sealed=False)
    second = made(other, officer, legal, head=head)
    released(call_keys.share_of(first, officer), officer)
    strange = call_keys.share_of(second, legal)
    KeyShare.update(box=strange.box).where(
        (KeyShare.call_key == first) & (KeyShare.holder == legal.person_id)
    ).execute()
    refused = refusal(released, call_keys.share_of(first, legal), legal)
    assert refused.rule == "shares_do_not_match"
    assert ShareRelease.select().count() == 1


def test_everybody_sees_in_their_work_what_the_key_waits_for(call, officer, legal, head):
    def words(who):
        found = work.items(who, moment())
        return [each.word for each in found if each.endpoint == "call_keys.show"]

    assert words(officer) == ["work.make_call_key"]
    assert words(head) == []
    made(call, officer, legal, head=head)
    assert words(officer) == words(legal) == ["work.try_call_key"]
    assert words(head) == ["work.print_escrow"]
    call_ceremony.confirm_escrow(call, head, moment())
    assert words(head) == []
