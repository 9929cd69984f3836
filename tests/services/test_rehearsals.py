"""A rehearsed opening: the same holders and steps, and nothing of the real call is touched."""

from datetime import timedelta

import pytest

from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.lifecycle import CallState, EnvelopeState
from portal.models import (
    CallKey,
    Envelope,
    Event,
    OpeningRun,
    Proposal,
    Rehearsal,
    RehearsalShare,
    ShareRelease,
)
from portal.services import calls, clock, files, rehearsals
from tests import factories as make
from tests import openings

AT = make.NOON


@pytest.fixture
def call(app):
    return openings.sealed_call()


@pytest.fixture
def holders(call):
    _key, (first, second) = openings.key_of(call)
    return first, second


def refused(act, *given):
    with pytest.raises(RuleBroken) as broken:
        act(*given)
    return broken.value.rule


def opened(call, holders):
    rehearsals.start(call, holders[0], AT)
    for each in holders:
        rehearsals.give(call, make.PASSPHRASE, each, AT)
    return rehearsals.standing(call)


def test_the_holders_open_trial_envelopes_with_trial_shares(call, holders):
    rehearsals.start(call, holders[0], AT)
    assert rehearsals.give(call, make.PASSPHRASE, holders[0], AT) is False
    there = rehearsals.standing(call)
    assert (there.missing, there.row.opened_at) == (1, None)
    assert rehearsals.give(call, make.PASSPHRASE, holders[1], AT) is True
    there = rehearsals.standing(call)
    assert [each["outcome"] for each in there.row.envelopes] == [
        "opened",
        "damaged",
        "opened",
        "withdrawn",
    ]
    assert {each.holder_id for each in there.present} == {each.person_id for each in holders}
    assert not any(each.given for each in there.shares)


def test_the_head_of_office_rehearses_with_a_share_too(call, holders):
    head = openings.head_of(call)
    opened(call, (head, holders[1]))
    assert rehearsals.standing(call).row.opened_at == AT


def test_nothing_of_the_real_call_is_touched(call, holders):
    done = openings.submit(call)
    key = CallKey.get().public
    opened(call, holders)
    assert Rehearsal.get().public != key
    assert CallKey.get().public == key
    assert not ShareRelease.select().exists()
    assert not OpeningRun.select().exists()
    assert Envelope.get().state is EnvelopeState.SEALED
    assert Proposal.select().count() == 1
    assert calls.by_slug(call.slug).state is CallState.PUBLISHED
    openings.close(call)
    openings.begin(call)
    openings.work()
    assert Proposal.get_by_id(done.id).number.endswith("-P1")


def test_those_present_sign_and_it_is_thrown_away_whole(call, holders):
    opened(call, holders)
    first, second = holders
    assert refused(rehearsals.sign, call, "Nobody", make.PASSWORD, first, AT) == "signing_name"
    assert refused(rehearsals.sign, call, first.name, "guessed", first, AT) == "own_password"
    rehearsals.sign(call, first.name, make.PASSWORD, first, AT)
    there = rehearsals.standing(call)
    assert (there.signs(first), there.signs(second)) == (False, True)
    rehearsals.end(call, second, AT)
    assert not Rehearsal.select().exists()
    assert not RehearsalShare.select().exists()
    assert files.names("rehearsals") == []
    assert rehearsals.standing(call) is None
    names = [each.name for each in Event.select() if "rehearsal" in each.name]
    assert names.count("call.rehearsal_opened") == 1
    assert "call.rehearsal_ended" in names
    rehearsals.start(call, first, AT)


def test_its_events_are_not_on_the_public_page(call, holders):
    opened(call, holders)
    told = {each.name for each in calls.timeline(call, everything=False)}
    assert not {each for each in told if "rehearsal" in each}


def test_a_share_given_twice_a_wrong_passphrase_and_one_who_holds_none_are_refused(
    call, holders
):
    first, _second = holders
    rehearsals.start(call, first, AT)
    stranger = make.keyed(Role.PROCUREMENT_OFFICER)
    assert refused(rehearsals.give, call, "something else", first, AT) == "wrong_passphrase"
    assert refused(rehearsals.give, call, make.PASSPHRASE, stranger, AT) == "share_not_yours"
    rehearsals.give(call, make.PASSPHRASE, first, AT)
    again = refused(rehearsals.give, call, make.PASSPHRASE, first, AT)
    assert again == "rehearsal_share_given"
    assert rehearsals.standing(call).missing == 1


def test_shares_that_ran_out_are_given_again(call, holders):
    first, second = holders
    rehearsals.start(call, first, AT)
    rehearsals.give(call, make.PASSPHRASE, first, AT)
    RehearsalShare.update(expires_at=clock.now() - timedelta(seconds=1)).execute()
    assert rehearsals.give(call, make.PASSPHRASE, second, AT) is False
    assert rehearsals.give(call, make.PASSPHRASE, first, AT) is True


def test_one_rehearsal_at_a_time_until_the_deadline_and_with_a_key(call, holders):
    rehearsals.start(call, holders[0], AT)
    assert refused(rehearsals.start, call, holders[0], AT) == "rehearsal_there"
    rehearsals.end(call, holders[0], AT)
    closed = openings.close(call)
    assert refused(rehearsals.start, closed, holders[0], AT) == "rehearsal_closed"
    bare = make.call(CallState.APPROVED, sealed=False)
    assert refused(rehearsals.start, bare, holders[0], AT) == "rehearsal_closed"
    with pytest.raises(NotFound):
        rehearsals.give(bare, make.PASSPHRASE, holders[0], AT)


def test_partners_and_programme_see_nothing_of_it(call):
    for who in (
        make.actor(*PARTNER_ROLES, partner=make.partner()),
        make.actor(Role.PROGRAMME_OFFICER),
        make.actor(Role.AUDITOR),
    ):
        with pytest.raises(NotAllowed):
            rehearsals.start(call, who, AT)
