"""Setting a second factor up, signing in with it, taking it off; what it guards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from portal import db
from portal.domain.errors import RuleBroken
from portal.models import Effect, Event, Person, RecoveryCode, SecondFactor, SignIn
from portal.services import accounts, house_secret, second_factor
from portal.services.second_factor import Proof
from tests import factories
from tests.authenticator import code, secured, wrong
from tests.factories import NOON, PASSWORD

pytestmark = pytest.mark.usefixtures("app")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person():
    return factories.person()


def half(person, at=NOON):
    return accounts.sign_in(person.email, PASSWORD, at)


def mails():
    found = [effect.payload for effect in Effect.select().order_by(Effect.created_at)]
    return [mail["facts"]["change"] for mail in found if mail["template"] == "second_factor"]


def names():
    return [event.name for event in Event.select().order_by(Event.id)]


def test_a_first_code_sets_it_up_and_ends_the_other_sign_ins(person):
    here, other = (accounts.open_sign_in(person, NOON) for _ in range(2))
    by = accounts.actor_of(person)
    second_factor.begin(by, PASSWORD, NOON)
    secret = second_factor.offered(by, NOON)
    assert not accounts.has_second_factor(person.id)
    codes = second_factor.confirm(by, code(secret, NOON), here, NOON)
    assert len(codes) == second_factor.codes_left(person.id) == 10
    assert accounts.signed_in(here, NOON)[2]
    assert accounts.signed_in(other, NOON) is None
    assert (names(), mails()) == (["person.second_factor_set"], ["second_factor_set"])


def test_neither_secret_nor_recovery_codes_lie_in_the_database_in_clear(person):
    secret, codes = secured(person, NOON)
    rows = [SecondFactor.get().secret] + [row.code_hash for row in RecoveryCode.select()]
    assert not [row for row in rows for each in (secret, *codes) if each in row]


def test_a_wrong_password_begins_nothing(person):
    with pytest.raises(RuleBroken, match="own_password"):
        second_factor.begin(accounts.actor_of(person), "another password", NOON)
    assert SecondFactor.select().count() == 0


def test_a_wrong_first_code_sets_nothing_up(person):
    by = accounts.actor_of(person)
    second_factor.begin(by, PASSWORD, NOON)
    secret = second_factor.offered(by, NOON)
    with pytest.raises(RuleBroken, match="second_factor_wrong"):
        second_factor.confirm(by, wrong(secret, NOON), "", NOON)
    assert second_factor.of(person.id) is None


def test_a_secret_that_was_shown_is_over_after_a_quarter_of_an_hour(person):
    by = accounts.actor_of(person)
    second_factor.begin(by, PASSWORD, NOON)
    secret, later = second_factor.offered(by, NOON), NOON + 16 * MINUTE
    assert second_factor.offered(by, later) == ""
    with pytest.raises(RuleBroken, match="second_factor_begin"):
        second_factor.confirm(by, code(secret, later), "", later)


def test_it_is_not_set_up_over_one_that_is_there(person):
    secured(person, NOON)
    with pytest.raises(RuleBroken, match="second_factor_there"):
        second_factor.begin(accounts.actor_of(person), PASSWORD, NOON)


def test_the_password_alone_opens_nothing(person):
    secured(person, NOON)
    token = half(person)
    assert accounts.signed_in(token, NOON) is None
    assert accounts.open_sign_ins(accounts.actor_of(person), token, NOON) == []


def test_the_code_makes_the_sign_in_whole_under_another_token(person):
    secret, _codes = secured(person, NOON)
    token = half(person)
    whole = second_factor.finish(token, code(secret, NOON), NOON)
    actor, _language, by_code = accounts.signed_in(whole, NOON)
    assert (actor.person_id, by_code, whole != token) == (person.id, True, True)
    assert accounts.signed_in(token, NOON) is None
    with pytest.raises(RuleBroken, match="half_sign_in_over"):
        second_factor.finish(token, code(secret, NOON, 1), NOON)


def test_a_code_counts_once(person):
    secret, _codes = secured(person, NOON)
    second_factor.finish(half(person), code(secret, NOON), NOON)
    with pytest.raises(RuleBroken, match="second_factor_wrong"):
        second_factor.finish(half(person), code(secret, NOON), NOON)
    assert second_factor.finish(half(person), code(secret, NOON, 1), NOON)


def test_half_a_sign_in_ends_after_minutes(person):
    secret, _codes = secured(person, NOON)
    token, later = half(person), NOON + 11 * MINUTE
    with pytest.raises(RuleBroken, match="half_sign_in_over"):
        second_factor.finish(token, code(secret, later), later)


def test_five_wrong_codes_end_it_and_the_person_is_told(person):
    secret, _codes = secured(person, NOON)
    token = half(person)
    for rule in ["second_factor_wrong"] * 4 + ["half_sign_in_over"]:
        with pytest.raises(RuleBroken, match=rule):
            second_factor.finish(token, wrong(secret, NOON), NOON)
    with pytest.raises(RuleBroken, match="half_sign_in_over"):
        second_factor.finish(token, code(secret, NOON), NOON)
    assert names()[-1] == "person.second_factor_failed"
    assert mails()[-1] == "second_factor_failed"


def test_a_recovery_code_works_once_and_the_person_is_told(person):
    _secret, codes = secured(person, NOON)
    assert second_factor.finish(half(person), codes[0].upper(), NOON)
    with pytest.raises(RuleBroken, match="second_factor_wrong"):
        second_factor.finish(half(person), codes[0], NOON)
    assert second_factor.codes_left(person.id) == 9
    assert Event.get(Event.name == "person.recovery_code_used").facts == {"left": 9}
    assert mails()[-1] == "recovery_code_used"


def test_nobody_signs_in_with_the_code_of_somebody_else(person):
    _own, _codes = secured(person, NOON)
    secret, codes = secured(factories.person(), NOON)
    for typed in (code(secret, NOON), codes[0]):
        with pytest.raises(RuleBroken, match="second_factor_wrong"):
            second_factor.finish(half(person), typed, NOON)


def test_a_new_password_by_mail_does_not_pass_the_second_factor(person):
    secret, _codes = secured(person, NOON)
    waiting = half(person)
    accounts.ask_reset(person.email, NOON)
    sent = Effect.select().order_by(Effect.created_at.desc()).first().payload
    new = "four olive trees by the sea"
    accounts.reset(sent["facts"]["token"], new, NOON)
    assert second_factor.waiting(waiting, NOON) is None
    token = accounts.sign_in(person.email, new, NOON)
    assert accounts.signed_in(token, NOON) is None
    assert accounts.signed_in(second_factor.finish(token, code(secret, NOON), NOON), NOON)


def test_whose_account_was_closed_meanwhile_is_not_let_in(person):
    secret, _codes = secured(person, NOON)
    token = half(person)
    Person.update(disabled_at=NOON).where(Person.id == person.id).execute()
    with pytest.raises(RuleBroken, match="half_sign_in_over"):
        second_factor.finish(token, code(secret, NOON), NOON)


def test_it_is_taken_off_with_password_and_code(person):
    secret, _codes = secured(person, NOON)
    by, whole = accounts.actor_of(person), half(person)
    whole = second_factor.finish(whole, code(secret, NOON), NOON)
    with pytest.raises(RuleBroken, match="own_password"):
        second_factor.remove(by, Proof("another", code(secret, NOON, 1)), NOON)
    with pytest.raises(RuleBroken, match="second_factor_wrong"):
        second_factor.remove(by, Proof(PASSWORD, wrong(secret, NOON)), NOON)
    second_factor.remove(by, Proof(PASSWORD, code(secret, NOON, 1)), NOON)
    assert not accounts.has_second_factor(person.id)
    assert (RecoveryCode.select().count(), mails()[-1]) == (0, "second_factor_removed")
    assert not accounts.signed_in(whole, NOON)[2]
    with pytest.raises(RuleBroken, match="second_factor_none"):
        second_factor.remove(by, Proof(PASSWORD, ""), NOON)


def test_new_recovery_codes_take_the_place_of_the_old_ones(person):
    secret, old = secured(person, NOON)
    by = accounts.actor_of(person)
    new = second_factor.renew_codes(by, Proof(PASSWORD, code(secret, NOON)), NOON)
    with pytest.raises(RuleBroken, match="second_factor_wrong"):
        second_factor.finish(half(person), old[0], NOON)
    assert second_factor.finish(half(person), new[0], NOON)
    assert "recovery_codes_made" in mails()


def test_under_another_secret_of_the_portal_only_recovery_codes_work(person):
    secret, codes = secured(person, NOON)
    house_secret.use("another one")
    with pytest.raises(RuleBroken, match="second_factor_wrong"):
        second_factor.finish(half(person), code(secret, NOON), NOON)
    assert second_factor.finish(half(person), codes[0], NOON)


def test_one_code_lets_one_of_two_at_once_in(person):
    secret, _codes = secured(person, NOON)
    tokens = [half(person) for _ in range(2)]

    def enter(token):
        with db.database.connection_context():
            try:
                return second_factor.finish(token, code(secret, NOON), NOON)
            except RuleBroken:
                return None

    with ThreadPoolExecutor(2) as pool:
        entered = list(pool.map(enter, tokens))
    assert len([each for each in entered if each]) == 1
    assert SignIn.select().where(SignIn.second_factor == 1).count() == 1
