"""The minutes of a committee: drafted from the record, signed by all, followed afterwards."""

from dataclasses import replace

import pytest

from portal.domain.actions import Role, SeatKind
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle_award import MinutesState
from portal.domain.minutes import Vote
from portal.models import Document, Effect, Event, Minutes, MinutesSignature, Seat
from portal.services import (
    accounts,
    award,
    committee,
    declarations,
    minutes,
    minutes_agreed,
    minutes_signing,
    observing,
    scoring,
)
from portal.services.steps import fresh
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def chair_of(call):
    return accounts.actor_of(call.seats.where(Seat.chair).first().person)


def proposed(call, **changes):
    draft = minutes.proposed(call, "Decision for each lot", make.moment())
    return replace(
        draft, decisions=[replace(each, reason=make.WHY) for each in draft.decisions], **changes
    )


def drafted(call, **changes):
    minutes.save(call, 1, proposed(call, **changes), chair_of(call), make.moment())
    return minutes.by_slug(call.slug)


def offered(call, **changes):
    minutes.offer(drafted(call, **changes), chair_of(call), make.moment())
    return minutes.by_slug(call.slug)


def sign(row, seat, typed=make.PASSWORD, dissent=""):
    who = accounts.actor_of(seat.person)
    shown = minutes_signing.print_of(row)
    consent = minutes_signing.Consent(seat.person.name, typed, shown, dissent)
    minutes_signing.sign(row, who, consent, make.moment())


def all_signed(call):
    row = offered(call)
    for seat in declarations.seats(call):
        sign(row, seat)
    return fresh(row)


def test_a_draft_is_proposed_from_the_record():
    call = make.ranked_call(5, 3)
    draft = proposed(call)
    winner = scoring.rankings(call)[0].first[0]
    assert [each.proposal_id for each in draft.decisions] == [winner.id]
    assert len(draft.present) == 3
    assert set(draft.decisions[0].votes.values()) == {Vote.FOR}


def test_among_equals_the_draft_leaves_the_choice_open():
    call = make.ranked_call(4, 4)
    row = drafted(call)
    assert "choice_missing" in [each.rule for each in minutes.problems(row, make.moment())]


@pytest.mark.parametrize("role", [Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE])
def test_only_the_chair_or_the_secretary_writes(role):
    call = make.ranked_call(4)
    member = call.seats.where(Seat.chair == False).first().person  # noqa: E712 - of peewee
    for who in (make.actor(role), accounts.actor_of(member)):
        with pytest.raises(NotAllowed):
            minutes.save(call, 1, proposed(call), who, make.moment())
    assert Minutes.select().count() == 0


def test_two_windows_on_the_minutes_lose_nothing():
    call = make.ranked_call(4)
    drafted(call)
    minutes.save(call, 1, proposed(call, place="Rabat"), chair_of(call), make.moment())
    with pytest.raises(Conflict) as refused:
        minutes.save(call, 1, proposed(call, place="Fez"), chair_of(call), make.moment())
    assert refused.value.theirs["place"] == "Rabat"


def test_minutes_without_quorum_are_not_given_for_signature():
    call = make.ranked_call(4)
    with pytest.raises(RulesBroken) as refused:
        offered(call, present=[chair_of(call).person_id])
    assert [each.rule for each in refused.value.broken] == ["minutes_quorum"]
    assert fresh(minutes.by_slug(call.slug)).state is MinutesState.DRAFT


def test_everybody_who_signs_is_told():
    call = make.ranked_call(4)
    Effect.delete().execute()
    offered(call)
    mails = [each.payload["template"] for each in Effect.select() if each.kind == "mail"]
    assert mails == ["minutes_to_sign"] * 3


def test_minutes_being_signed_cannot_be_changed():
    call = make.ranked_call(4)
    row = offered(call)
    with pytest.raises(WrongState):
        minutes.save(call, row.version, proposed(call), chair_of(call), make.moment())


def test_the_last_signature_issues_the_minutes_in_both_languages():
    call = make.ranked_call(4)
    row = offered(call)
    first, *others = declarations.seats(call)
    sign(row, first)
    assert fresh(row).state is MinutesState.SIGNING
    for seat in others:
        sign(row, seat)
    assert fresh(row).state is MinutesState.SIGNED
    asked = {each.language for each in Document.select() if each.kind == "minutes"}
    assert asked == {"en", "fr"}


def test_a_wrong_password_signs_nothing():
    call = make.ranked_call(4)
    row, seat = offered(call), declarations.seats(call)[0]
    with pytest.raises(RuleBroken) as refused:
        sign(row, seat, typed="another password")
    assert refused.value.rule == "signing_password"
    assert MinutesSignature.select().count() == 0


def test_nobody_signs_twice():
    call = make.ranked_call(4)
    row, seat = offered(call), declarations.seats(call)[0]
    sign(row, seat)
    with pytest.raises(RuleBroken) as refused:
        sign(row, seat)
    assert refused.value.rule == "record_signed"


def test_who_was_absent_does_not_sign():
    call = make.ranked_call(4, seats=4)
    absent = declarations.seats(call)[-1]
    present = [each.person_id for each in declarations.seats(call) if each != absent]
    row = offered(call, present=present)
    with pytest.raises(NotAllowed):
        sign(row, absent)
    for seat in declarations.seats(call)[:-1]:
        sign(row, seat)
    assert fresh(row).state is MinutesState.SIGNED


def test_a_dissent_is_kept_and_the_log_tells_none_of_its_words():
    call = make.ranked_call(4)
    row, seat = offered(call), declarations.seats(call)[0]
    sign(row, seat, dissent="The price was not weighed enough.")
    assert MinutesSignature.get().dissent == "The price was not weighed enough."
    [event] = Event.select().where(Event.name == "minutes.signed")
    assert event.facts["dissent"] is True
    assert "price" not in str(event.facts)


def test_minutes_taken_back_lose_their_signatures():
    call = make.ranked_call(4)
    row = offered(call)
    sign(row, declarations.seats(call)[0])
    minutes.take_back(row, chair_of(call), make.moment())
    assert fresh(row).state is MinutesState.DRAFT
    assert MinutesSignature.select().count() == 0


def test_a_recommendation_needs_signed_minutes_and_follows_them():
    call = make.ranked_call(4)
    officer = make.actor(Role.PROCUREMENT_OFFICER)
    offered(call)
    lot = call.lots.first()
    with pytest.raises(RulesBroken) as refused:
        award.recommend(call, {lot.id: award.Choice(None, make.WHY)}, officer, make.moment())
    assert [each.rule for each in refused.value.broken] == ["minutes_unsigned"]
    for seat in declarations.seats(call):
        sign(minutes.by_slug(call.slug), seat)
    with pytest.raises(RulesBroken) as refused:
        award.recommend(call, {lot.id: award.Choice(None, make.WHY)}, officer, make.moment())
    assert [each.rule for each in refused.value.broken] == ["choice_not_minuted"]
    award.recommend(call, minutes_agreed.agreed(call), officer, make.moment())


def test_after_signed_minutes_the_committee_can_meet_again():
    call = make.ranked_call(4)
    all_signed(call)
    minutes.save(call, 1, proposed(call), chair_of(call), make.moment())
    row = minutes.by_slug(call.slug)
    assert (row.edition, row.state) == (2, MinutesState.DRAFT)
    assert minutes.signed(call) is None


def test_whom_a_conflict_shuts_out_of_a_lot_has_no_vote_on_it_and_does_not_write():
    call = make.ranked_call(4, seats=4)
    seat = chair_of(call)
    lot = call.lots.first()
    Seat.update(lots_shut=[str(lot.id)]).where(Seat.person == seat.person_id).execute()
    draft = proposed(call)
    assert seat.person_id in draft.present
    assert seat.person_id not in draft.decisions[0].votes
    with pytest.raises(NotAllowed):
        minutes.save(call, 1, draft, chair_of(call), make.moment())


def test_what_observers_said_is_proposed_for_the_minutes():
    call = make.ranked_call(4)
    observer = Seat.create(
        call=call,
        person=make.person(Role.AUTHORITY_REPRESENTATIVE),
        kind=SeatKind.OBSERVER,
        government=True,
        declared_at=make.NOON,
    )
    who = accounts.actor_of(observer.person)
    observing.observe(call, "Tell us the first day.", who, make.moment())
    assert proposed(call).government == "Tell us the first day."


def told(who):
    items = committee.work_items(who, make.moment())
    return [item.word.removeprefix("work.") for item in items]


def test_the_portal_tells_who_writes_and_signs_the_minutes_next():
    call = make.ranked_call(4)
    member = accounts.actor_of(declarations.seats(call)[1].person)
    assert (told(chair_of(call)), told(member)) == (["write_minutes"], [])
    offered(call)
    assert (told(chair_of(call)), told(member)) == (["sign_minutes"], ["sign_minutes"])
