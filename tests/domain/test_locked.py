"""A locked text opens under its key, in its place, unchanged, and not otherwise."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import RuleBroken
from portal.domain.locked import (
    SIZE,
    Ring,
    is_of_present,
    lock,
    name_of,
    new_key,
    ring,
    unlock,
)

WIDTH = 34
keys = st.binary(min_size=SIZE, max_size=SIZE)
numbers = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=4, max_size=WIDTH)
places = st.text(max_size=80)


@given(numbers, keys, places)
def test_a_number_comes_back_and_its_lock_tells_nothing_of_it(number, key, place):
    closed = lock(Ring([key]), number, place, WIDTH)
    assert unlock(Ring([key]), closed, place) == number
    assert len(closed) == len(lock(Ring([key]), "0000", place, WIDTH))
    assert closed != lock(Ring([key]), number, place, WIDTH)


@given(numbers, keys, places, places)
def test_it_opens_in_its_own_place_only(number, key, place, other):
    closed = lock(Ring([key]), number, place, WIDTH)
    if place != other:
        with pytest.raises(RuleBroken, match="locked_damaged"):
            unlock(Ring([key]), closed, other)


@given(numbers, keys, st.data())
def test_no_byte_of_it_can_be_changed(number, key, data):
    *head, body = lock(Ring([key]), number, "here", WIDTH).split(".")
    raw = bytearray(base64.b64decode(body))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(RuleBroken, match="locked_damaged"):
        unlock(Ring([key]), ".".join([*head, base64.b64encode(raw).decode()]), "here")


@given(st.text(max_size=60), keys)
def test_what_is_no_lock_is_refused_and_never_an_error(text, key):
    with pytest.raises(RuleBroken):
        unlock(Ring([key]), text, "here")
    with pytest.raises(RuleBroken):
        unlock(Ring([key]), f"1.{name_of(key)}.{text}", "here")


def test_after_a_renewal_earlier_keys_open_and_the_first_one_locks():
    old, new = ring(new_key()), ring(new_key())
    both = Ring([*new.keys, *old.keys])
    before = lock(old, "00112233", "here", WIDTH)
    assert unlock(both, before, "here") == "00112233"
    assert not is_of_present(both, before)
    fresh = lock(both, "00112233", "here", WIDTH)
    assert is_of_present(both, fresh)
    with pytest.raises(RuleBroken, match="data_key_other"):
        unlock(old, fresh, "here")


@pytest.mark.parametrize("kept", ["nonsense", "c2hvcnQ=", "ÄÄÄÄ", f"{new_key()} x"])
def test_a_damaged_key_is_refused_in_words(kept):
    with pytest.raises(RuleBroken, match="data_key_damaged"):
        ring(kept)
