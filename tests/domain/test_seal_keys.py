"""Keys, the locks of their private halves, and what is sealed to them."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain import seal_keys
from portal.domain.errors import RuleBroken
from portal.domain.seal_keys import Cost

LIGHT = Cost(1, 1)
FEW = settings(max_examples=25, deadline=None)


def refused(act, *args):
    with pytest.raises(RuleBroken) as broken:
        act(*args)
    return broken.value.rule


@FEW
@given(st.binary(min_size=32, max_size=32), st.text(min_size=1, max_size=40))
def test_a_private_half_comes_back_with_its_passphrase(private, passphrase):
    locked = seal_keys.lock(private, passphrase, LIGHT)
    assert seal_keys.unlock(locked, passphrase) == private
    assert refused(seal_keys.unlock, locked, f"{passphrase}!") == "wrong_passphrase"


def test_a_lock_says_how_it_was_made_and_keeps_its_cost():
    pair = seal_keys.new_pair()
    locked = seal_keys.lock(pair.private, "four words by chance", Cost(2, 3))
    assert (locked["kind"], locked["passes"], locked["memory"]) == ("argon2id", 2, 3)
    again = seal_keys.lock(pair.private, "four words by chance", Cost(2, 3))
    assert locked["salt"] != again["salt"]
    assert locked["box"] != again["box"]


def test_the_cost_is_the_one_that_is_used():
    before = seal_keys._cost[0]
    try:
        seal_keys.use(LIGHT)
        assert seal_keys.lock(bytes(32), "four words by chance")["memory"] == 1
    finally:
        seal_keys.use(before)


@pytest.mark.parametrize("field", ["salt", "box"])
def test_a_lock_that_was_changed_opens_for_nobody(field):
    locked = seal_keys.lock(bytes(32), "four words by chance", LIGHT)
    changed = bytearray(seal_keys.raw(locked[field]))
    changed[0] ^= 1
    damaged = {**locked, field: seal_keys.text(bytes(changed))}
    assert refused(seal_keys.unlock, damaged, "four words by chance") == "wrong_passphrase"
    assert refused(seal_keys.unlock, {}, "four words by chance") == "wrong_passphrase"


def test_a_pair_is_known_by_its_private_half():
    pair = seal_keys.new_pair()
    assert seal_keys.pair_of(pair.private) == pair
    assert seal_keys.new_pair() != pair
    assert (len(pair.public), len(pair.private)) == (32, 32)


@FEW
@given(st.binary(max_size=300))
def test_what_is_sealed_to_a_key_opens_with_it_alone(content):
    pair, other = seal_keys.new_pair(), seal_keys.new_pair()
    box = seal_keys.seal_to(pair.public, content)
    assert seal_keys.open_sealed(pair, box) == content
    assert refused(seal_keys.open_sealed, other, box) == "envelope_damaged"
    assert seal_keys.seal_to(pair.public, content) != box


@FEW
@given(st.binary(min_size=1, max_size=60), st.data())
def test_a_box_that_was_changed_or_cut_opens_for_nobody(content, data):
    pair = seal_keys.new_pair()
    box = bytearray(seal_keys.seal_to(pair.public, content))
    place = data.draw(st.integers(0, len(box) - 1))
    cut = bytes(box[:place])
    box[place] ^= data.draw(st.integers(1, 127))
    assert refused(seal_keys.open_sealed, pair, cut) == "envelope_damaged"
    assert refused(seal_keys.open_sealed, pair, bytes(box)) == "envelope_damaged"


@FEW
@given(st.binary(max_size=300), st.binary(min_size=1, max_size=200))
def test_a_secret_opens_what_it_locked_in_the_same_context_only(content, secret):
    locked = seal_keys.lock_with_secret(secret, content, "share")
    assert seal_keys.unlock_with_secret(secret, locked, "share") == content
    assert refused(seal_keys.unlock_with_secret, secret, locked, "run") == "envelope_damaged"
    other = secret + b"!"
    assert refused(seal_keys.unlock_with_secret, other, locked, "share") == "envelope_damaged"
    assert refused(seal_keys.unlock_with_secret, secret, "", "share") == "envelope_damaged"


@given(st.binary(max_size=100))
def test_bytes_come_back_from_their_text(content):
    assert seal_keys.raw(seal_keys.text(content)) == content


@pytest.mark.parametrize("text", ["a", "a===", "not base64!", "é" * 4])
def test_a_text_that_is_none_is_refused(text):
    assert refused(seal_keys.raw, text) == "envelope_damaged"


def test_a_fingerprint_is_short_and_its_own():
    pair, other = seal_keys.new_pair(), seal_keys.new_pair()
    assert seal_keys.fingerprint(pair.public) == seal_keys.fingerprint(pair.public)
    assert seal_keys.fingerprint(pair.public) != seal_keys.fingerprint(other.public)
    assert {len(group) for group in seal_keys.fingerprint(pair.public).split()} == {4}


def test_two_passphrases_are_tried_at_a_time_and_the_others_wait():
    pair = seal_keys.new_pair()
    locked = seal_keys.lock(pair.private, "four words by chance", LIGHT)
    with ThreadPoolExecutor(8) as pool:
        tries = [
            pool.submit(seal_keys.unlock, locked, "four words by chance") for _ in range(8)
        ]
        with seal_keys._turns, seal_keys._turns:
            third = pool.submit(seal_keys.unlock, locked, "four words by chance")
            assert wait([third], 0.05).not_done == {third}
        assert {each.result(30) for each in [*tries, third]} == {pair.private}
