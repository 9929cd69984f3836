"""Envelopes: what is sealed comes back for both recipients, whatever its size."""

import hashlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain import envelopes, seal_keys
from portal.domain.envelopes import CHUNK, SIZE_BYTES, bucket
from portal.domain.errors import RuleBroken
from tests.domain.sealing import BOUND, PAIRS, RECIPIENTS, opened, parts, sealed

MIB = 1024 * 1024
EDGES = [CHUNK, 2 * CHUNK, 4 * CHUNK, 8 * CHUNK, MIB, MIB + MIB // 8, 2 * MIB]


class Counting:
    """A file that counts, so that much can be written without being kept."""

    def __init__(self):
        self.size = 0
        self.largest = 0

    def write(self, piece):
        self.size += len(piece)
        self.largest = max(self.largest, len(piece))


def refused(act, *args, **facts):
    with pytest.raises(RuleBroken) as broken:
        act(*args, **facts)
    return broken.value.rule


def content_of(size):
    return bytes(range(256)) * (size // 256) + bytes(range(size % 256))


@pytest.mark.parametrize("recipient", ["call", "partner"])
@pytest.mark.parametrize("edge", EDGES)
def test_every_size_around_an_edge_comes_back(edge, recipient):
    for size in range(edge - SIZE_BYTES - 2, edge - SIZE_BYTES + 3):
        content = content_of(size)
        envelope = sealed(content)
        assert opened(envelope, recipient) == content
        header, _, chunks = parts(envelope)
        assert len(chunks) * CHUNK == bucket(SIZE_BYTES + size)
        assert str(size).encode() not in header


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=3 * CHUNK), max_size=4))
def test_content_comes_back_however_it_is_cut_into_parts(pieces):
    whole, out = b"".join(pieces), BytesIO()
    file = envelopes.seal(BOUND, RECIPIENTS, iter(pieces), out, len(whole))
    assert opened(out.getvalue()) == whole == opened(out.getvalue(), "partner")
    assert file.size == len(out.getvalue())


@given(st.integers(1, 80 * MIB))
def test_a_bucket_takes_what_it_is_for_and_wastes_little(size):
    filled = bucket(size)
    assert filled >= size
    assert filled % CHUNK == 0
    assert bucket(filled) == filled
    assert filled <= max(CHUNK, 2 * size)
    if size > MIB:
        assert filled - size <= size / 8


def test_there_are_few_buckets():
    assert [bucket(size) for size in (1, CHUNK, CHUNK + 1, 3 * CHUNK, MIB)] == [
        CHUNK, CHUNK, 2 * CHUNK, 4 * CHUNK, MIB,
    ]  # fmt: skip
    assert len({bucket(size) for size in range(1, 50 * MIB, 10_000)}) < 60
    assert bucket(MIB + 1) == MIB + MIB // 8
    assert bucket(2 * MIB + 1) == 2 * MIB + MIB // 4


def test_two_proposals_of_one_bucket_look_alike():
    short, long = sealed(b"short"), sealed(content_of(CHUNK - SIZE_BYTES))
    assert len(short) == len(long)


def test_sealing_twice_gives_different_bytes():
    assert sealed(b"the same") != sealed(b"the same")


def test_the_sum_is_that_of_the_file():
    out = BytesIO()
    file = envelopes.seal(BOUND, RECIPIENTS, [b"content"], out, 7)
    assert file.sha256 == hashlib.sha256(out.getvalue()).hexdigest()


def test_much_is_sealed_in_small_pieces():
    part, out = bytes(MIB), Counting()
    envelopes.seal(BOUND, RECIPIENTS, (part for _ in range(20)), out, 20 * MIB)
    assert out.size > 20 * MIB
    assert out.largest <= CHUNK + 1024


@pytest.mark.parametrize("length", [0, 6, 8, CHUNK, 10 * CHUNK])
def test_content_of_another_length_than_was_said_is_not_sealed(length):
    rule = refused(envelopes.seal, BOUND, RECIPIENTS, [b"content"], BytesIO(), length)
    assert rule == "sealing_torn"


def test_more_content_than_was_said_stops_at_once():
    endless = iter(lambda: bytes(CHUNK), None)
    rule = refused(envelopes.seal, BOUND, RECIPIENTS, endless, BytesIO(), 3 * CHUNK)
    assert rule == "sealing_torn"


def test_the_key_of_somebody_else_opens_nothing():
    envelope = sealed(b"content")
    other = seal_keys.new_pair()
    assert refused(opened, envelope, pair=other) == "envelope_damaged"
    assert refused(opened, envelope, pair=PAIRS["partner"]) == "envelope_damaged"
    assert refused(opened, envelope, "auditor", pair=PAIRS["call"]) == "envelope_damaged"


def test_an_envelope_says_what_it_is_bound_to_and_nothing_else_in_clear():
    content = b"the canary of this proposal"
    envelope = sealed(content)
    assert envelopes.outline(BytesIO(envelope)).bound == BOUND
    assert content not in envelope
    assert seal_keys.text(PAIRS["call"].private).encode() not in envelope
