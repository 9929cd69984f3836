"""The key of a person: made once, opened by its passphrase alone, replaced when need be."""

import unicodedata
from datetime import timedelta
from uuid import uuid4

import pytest

from portal.domain import seal_keys
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken
from portal.domain.lifecycle import CallState
from portal.domain.policy import VISITOR
from portal.models import (
    CallKey,
    Effect,
    Event,
    KeyShare,
    PartnerKey,
    PartnerKeyCopy,
    Person,
    PersonKey,
)
from portal.services import accounts, person_keys
from portal.services.person_keys import Wish
from tests import factories
from tests.factories import NOON, PASSWORD

pytestmark = pytest.mark.usefixtures("app")
PHRASE = "olive trees by the sea"
WISH = Wish(PHRASE, PASSWORD)
LATER = NOON + timedelta(days=1)


def somebody(**facts):
    """A person, and the person as the rules see them."""
    made = factories.person(**facts)
    return made, accounts.actor_of(made)


def share(call, holder, key, **facts):
    """A share of the call's key that only ``key`` opens."""
    of = CallKey.get_or_none(CallKey.call == call) or CallKey.create(
        call=call, public="p", threshold=2, trial="t", made_by=holder, made_at=NOON
    )
    place = KeyShare.select().where(KeyShare.call_key == of).count() + 1
    given = {"call_key": of, "position": place, "holder": holder, "person_key": key}
    return KeyShare.create(**{**given, "box": "sealed", "digest": "d", **facts})


def copy(partner, key):
    """A copy of the partner's key that only ``key`` opens."""
    of = PartnerKey.get_or_none(PartnerKey.partner == partner) or PartnerKey.create(
        partner=partner, public="p", made_at=NOON
    )
    return PartnerKeyCopy.create(partner_key=of, person_key=key, box="sealed", given_at=NOON)


def test_a_key_is_made_once_and_opened_by_its_passphrase():
    person, by = somebody()
    made = person_keys.make(by, WISH, NOON)
    pair = person_keys.unlock(by, PHRASE)
    assert seal_keys.text(pair.public) == made.public == person_keys.of(person.id).public
    assert Event.get().name == "person.key_made"
    assert Event.get().facts == {}
    with pytest.raises(RuleBroken, match="person_key_there"):
        person_keys.make(by, WISH, NOON)
    assert PersonKey.select().count() == 1


def test_neither_the_passphrase_nor_the_private_half_is_kept():
    _, by = somebody()
    kept = str(person_keys.make(by, WISH, NOON).__data__)
    pair = person_keys.unlock(by, PHRASE)
    assert PHRASE not in kept
    assert seal_keys.text(pair.private) not in kept
    assert pair.private.hex() not in kept


@pytest.mark.parametrize("typed", ["", "olive trees by the se", "Olive trees by the sea"])
def test_another_passphrase_opens_nothing(typed):
    _, by = somebody()
    person_keys.make(by, WISH, NOON)
    with pytest.raises(RuleBroken) as refused:
        person_keys.unlock(by, typed)
    assert (refused.value.rule, refused.value.field) == ("wrong_passphrase", "passphrase")


def test_a_letter_with_its_accent_apart_is_the_same_letter():
    _, by = somebody()
    together = "l'été à la plage"
    person_keys.make(by, Wish(together, PASSWORD), NOON)
    apart = unicodedata.normalize("NFD", together)
    assert apart != together
    assert person_keys.unlock(by, apart)


def test_who_has_no_key_is_told_so():
    _, by = somebody()
    with pytest.raises(RuleBroken, match="person_key_missing"):
        person_keys.unlock(by, PHRASE)
    with pytest.raises(NotAllowed):
        person_keys.make(VISITOR, WISH, NOON)


@pytest.mark.parametrize(
    ("wish", "rule", "field"),
    [
        (Wish(PHRASE, "not my password"), "password_wrong", "password"),
        (Wish(PASSWORD, PASSWORD), "passphrase_is_password", "passphrase"),
        (Wish("too short", PASSWORD), "passphrase_short", "passphrase"),
        (Wish("salma bennis is me", PASSWORD), "passphrase_tells", "passphrase"),
    ],
)
def test_a_key_asks_for_the_password_and_a_good_passphrase(wish, rule, field):
    _, by = somebody(name="Salma Bennis")
    with pytest.raises((RuleBroken, RulesBroken)) as refused:
        person_keys.make(by, wish, NOON)
    (broken,) = getattr(refused.value, "broken", [refused.value])
    assert (broken.rule, broken.field) == (rule, field)
    assert not PersonKey.select().exists()


def test_a_new_key_takes_the_place_of_the_old_one_and_the_person_is_told():
    person, by = somebody()
    old = person_keys.make(by, WISH, NOON)
    new = person_keys.replace(by, old.id, Wish("another good passphrase", PASSWORD), LATER)
    assert person_keys.of(person.id) == new
    assert new.public != old.public
    gone = PersonKey.get_by_id(old.id)
    assert (gone.replaced_at, gone.locked) == (LATER, {})
    with pytest.raises(RuleBroken, match="wrong_passphrase"):
        seal_keys.unlock(gone.locked, PHRASE)
    with pytest.raises(RuleBroken, match="wrong_passphrase"):
        person_keys.unlock(by, PHRASE)
    assert Event.select().order_by(Event.id.desc()).get().name == "person.key_replaced"
    assert "key_replaced" in str(Effect.get().__data__)


def test_a_key_is_replaced_once_however_often_it_is_asked():
    person, by = somebody()
    old = person_keys.make(by, WISH, NOON)
    new = person_keys.replace(by, old.id, WISH, LATER)
    for key_id in (old.id, uuid4(), None):
        with pytest.raises(RuleBroken, match="person_key_replaced"):
            person_keys.replace(by, key_id, WISH, LATER)
    assert person_keys.of(person.id) == new


def test_nobody_replaces_the_key_of_somebody_else():
    person, by = somebody()
    _, other = somebody()
    key = person_keys.make(by, WISH, NOON)
    with pytest.raises(RuleBroken, match="person_key_replaced"):
        person_keys.replace(other, key.id, WISH, LATER)
    assert person_keys.of(person.id) == key


def test_shares_and_copies_go_with_the_key_that_opened_them():
    person, by = somebody()
    call = factories.call(CallState.PUBLISHED)
    partner = factories.partner()
    key = person_keys.make(by, WISH, NOON)
    lost = share(call, person, key)
    paper = share(call, person, key, escrow=1, box="", printed_at=NOON)
    copy(partner, key)
    person_keys.replace(by, key.id, WISH, LATER)
    lost, paper = KeyShare.get_by_id(lost.id), KeyShare.get_by_id(paper.id)
    assert (lost.removed_at, lost.box) == (LATER, "")
    assert paper.removed_at is None
    assert not PartnerKeyCopy.select().exists()
    told = Event.get(Event.name == "call.share_lost")
    assert (told.subject_id, told.facts) == (call.id, {"share": lost.position})


def test_what_is_lost_is_told_before():
    person, by = somebody()
    colleague, by_colleague = somebody()
    call, decided = factories.call(CallState.PUBLISHED), factories.call(CallState.AWARDED)
    partner = factories.partner()
    key = person_keys.make(by, WISH, NOON)
    other = person_keys.make(by_colleague, WISH, NOON)
    assert person_keys.losses(key) == person_keys.Losses([])
    share(call, person, key)
    share(call, colleague, other)
    share(call, person, key, escrow=1, box="", printed_at=NOON)
    share(decided, person, key)
    copy(partner, key)
    lost = person_keys.losses(key)
    assert [(each.call, each.left, each.threshold) for each in lost.shares] == [(call, 2, 2)]
    assert (lost.partner, lost.last_copy) == (partner, True)
    copy(partner, other)
    assert person_keys.losses(key).last_copy is False


def test_two_people_who_make_a_key_with_the_same_words_have_different_ones():
    made = [person_keys.make(somebody()[1], WISH, NOON) for _ in range(2)]
    assert made[0].public != made[1].public
    assert made[0].locked["salt"] != made[1].locked["salt"]
    assert len(person_keys.fingerprint(made[0]).split()) == 8
    assert Person.select().count() == 2
