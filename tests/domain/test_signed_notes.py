"""Signed notes and signed facts: what is signed holds, anything else does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from portal.domain import signed_notes as notes
from portal.domain.signed_notes import Checkpoint

KEY, OTHER = SigningKey(b"\x01" * 32), SigningKey(b"\x02" * 32)
TOLD = Checkpoint("portal.example/events", 7, "ab" * 32, "cd" * 32, "2026-03-02T12:00:00.0Z")
NOTE = notes.sign_checkpoint(TOLD, KEY)


def public(key):
    return bytes(key.verify_key)


def test_a_checkpoint_is_read_back_and_holds_with_its_key_only():
    assert notes.read_checkpoint(NOTE) == TOLD
    assert notes.signed_by(NOTE, public(KEY))
    assert not notes.signed_by(NOTE, public(OTHER))


def test_a_checkpoint_has_the_form_of_signed_notes():
    lines = NOTE.split("\n")
    assert lines[:2] == ["portal.example/events", "7"]
    assert lines[5] == ""
    assert lines[6].startswith("\N{EM DASH} portal.example/events ")


@given(st.integers(0, len(NOTE) - 2), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_checkpoint_with_one_other_letter_does_not_hold(place, letter):
    other = NOTE[:place] + letter + NOTE[place + 1 :]
    same = other == NOTE
    holds = notes.read_checkpoint(other) is not None and notes.signed_by(other, public(KEY))
    assert holds is same or _same_signature(other)


def _same_signature(other):
    """The last digit of base64 carries bits that mean nothing."""
    return notes.raw(other.split()[-1]) == notes.raw(NOTE.split()[-1])


@pytest.mark.parametrize("text", ["", "\n\n", "a\nb\nc\n\n- x y\n", "a\n1\n!\n\n"])
def test_what_is_no_checkpoint_is_none(text):
    assert notes.read_checkpoint(text) is None
    assert not notes.signed_by(text, public(KEY))


def test_facts_hold_with_their_signature_only():
    signature = notes.sign_facts({"a": 1}, KEY)
    assert notes.facts_signed_by({"a": 1}, signature, public(KEY))
    assert not notes.facts_signed_by({"a": 2}, signature, public(KEY))
    assert not notes.facts_signed_by({"a": 1}, signature, public(OTHER))
    assert not notes.facts_signed_by({"a": 1}, "no base64", public(KEY))
    assert not notes.facts_signed_by({"a": 1.5}, signature, public(KEY))
