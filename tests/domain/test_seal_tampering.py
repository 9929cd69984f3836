"""Every way to tamper with an envelope is found: the tables name the kinds, one by one.

``CHANGED`` is what somebody can do who has the file but no key. ``FORGED`` is what a partner
could do that seals its own envelope: its key fits, yet what it made is not an envelope.
"""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain import seal_keys
from portal.domain.envelopes import CHUNK, FINAL, MAGIC, MESSAGE, canonical
from portal.domain.errors import RuleBroken
from tests.domain.sealing import (
    BOUND,
    bound_to,
    forged,
    joined,
    opened,
    parts,
    plain_chunks,
    sealed,
)

CONTENT = bytes(range(256)) * 1000
"""Four chunks."""
ENVELOPE = sealed(CONTENT)
OTHER = sealed(CONTENT[::-1])
STRANGERS = {name: seal_keys.new_pair().public for name in ("call", "partner")}
HEADER, START, CHUNKS = parts(ENVELOPE)
OTHER_HEADER, OTHER_START, OTHER_CHUNKS = parts(OTHER)


def told(**changes):
    """The envelope with something else in its header."""
    header = {**json.loads(HEADER), **changes}
    return joined(canonical(header), START, CHUNKS)


def told_bound(**changes):
    """The envelope with a header that says it belongs elsewhere."""
    return told(bound={**json.loads(HEADER)["bound"], **changes})


def boxes():
    return json.loads(HEADER)["recipients"]


def swapped_boxes():
    return told(recipients={"call": boxes()["partner"], "partner": boxes()["call"]})


def with_boxes_of_another():
    return told(recipients=json.loads(OTHER_HEADER)["recipients"])


def with_a_box_for_a_stranger():
    box = seal_keys.seal_to(seal_keys.new_pair().public, bytes(32))
    return told(recipients={**boxes(), "stranger": seal_keys.text(box)})


def flipped(content, place):
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)


def with_chunks(*chunks):
    return joined(HEADER, START, chunks)


def resized(by):
    """The envelope with another length of its header."""
    place = len(MAGIC)
    size = max(0, len(HEADER) + by).to_bytes(4)
    return ENVELOPE[:place] + size + ENVELOPE[place + 4 :]


CHANGED = {
    "another kind of file": b"%PDF-1.7" + ENVELOPE[8:],
    "an older format": b"IPPSEAL0" + ENVELOPE[8:],
    "empty file": b"",
    "header said to be longer": resized(1),
    "header said to be shorter": resized(-1),
    "header said to be empty": resized(-len(HEADER)),
    "header said to be huge": MAGIC + b"\xff\xff\xff\xff" + ENVELOPE[12:],
    "header is no JSON": joined(b"{" * len(HEADER), START, CHUNKS),
    "header nested without end": joined(b"[" * 16_000, START, CHUNKS),
    "header is a list": joined(b"[1,2]", START, CHUNKS),
    "header written otherwise": joined(json.dumps(json.loads(HEADER)).encode(), START, CHUNKS),
    "header with something added": told(note="paid"),
    "bound to another call": told_bound(call="e" * 32),
    "bound to another partner": told_bound(partner="e" * 32),
    "bound to another proposal": told_bound(proposal="e" * 32),
    "bound under another number": told_bound(number=3),
    "bound as another content": told_bound(content="prices"),
    "bound to something more": told_bound(lot=1),
    "bound to nothing": told(bound={}),
    "commitment to another key": told(key="0" * 64),
    "recipients swapped": swapped_boxes(),
    "recipients of another envelope": with_boxes_of_another(),
    "recipient removed": told(recipients={"partner": boxes()["partner"]}),
    "recipient added": with_a_box_for_a_stranger(),
    "recipient's box is no text": told(recipients={**boxes(), "call": "not base64!"}),
    "recipients are a list": told(recipients=["call"]),
    "start of the stream changed": joined(HEADER, flipped(START, 0), CHUNKS),
    "start of another stream": joined(HEADER, OTHER_START, CHUNKS),
    "first byte of a chunk flipped": with_chunks(flipped(CHUNKS[0], 0), *CHUNKS[1:]),
    "middle of a chunk flipped": with_chunks(flipped(CHUNKS[0], CHUNK // 2), *CHUNKS[1:]),
    "last byte flipped": with_chunks(*CHUNKS[:-1], flipped(CHUNKS[-1], -1)),
    "two chunks swapped": with_chunks(CHUNKS[1], CHUNKS[0], *CHUNKS[2:]),
    "chunks in reverse": with_chunks(*reversed(CHUNKS)),
    "a chunk repeated": with_chunks(CHUNKS[0], *CHUNKS),
    "a chunk left out": with_chunks(CHUNKS[0], *CHUNKS[2:]),
    "first chunk left out": with_chunks(*CHUNKS[1:]),
    "truncated in a chunk": ENVELOPE[:-100],
    "truncated by one byte": ENVELOPE[:-1],
    "last chunk removed, with its final tag": with_chunks(*CHUNKS[:-1]),
    "all chunks removed": with_chunks(),
    "truncated in the start": joined(HEADER, START[:10], []),
    "a byte appended": ENVELOPE + b"\0",
    "a chunk appended": with_chunks(*CHUNKS, CHUNKS[-1]),
    "another envelope appended": ENVELOPE + OTHER,
    "header of another envelope": joined(OTHER_HEADER, START, CHUNKS),
    "header and start of another envelope": joined(OTHER_HEADER, OTHER_START, CHUNKS),
    "spliced with the end of another": with_chunks(*CHUNKS[:2], *OTHER_CHUNKS[2:]),
    "one chunk of another": with_chunks(CHUNKS[0], OTHER_CHUNKS[1], *CHUNKS[2:]),
    "whole envelope of another call": sealed(CONTENT, bound_to(call="e" * 32)),
    "whole envelope of another partner": sealed(CONTENT, bound_to(partner="e" * 32)),
    "whole envelope of another proposal": sealed(CONTENT, bound_to(proposal="e" * 32)),
    "earlier envelope of the same proposal": sealed(CONTENT, bound_to(number=1)),
    "prices in place of the whole": sealed(CONTENT, bound_to(content="prices")),
    "sealed to other keys": sealed(CONTENT, recipients=STRANGERS),
}
PLAIN = plain_chunks(CONTENT)
END = len(PLAIN) * CHUNK
FORGED = {
    "no final tag": forged(PLAIN, [MESSAGE] * 4),
    "final tag too early": forged(PLAIN, [MESSAGE, FINAL, MESSAGE, FINAL]),
    "a tag that is not used": forged(PLAIN, [MESSAGE, 1, MESSAGE, FINAL]),
    "a change of keys on the way": forged(PLAIN, [MESSAGE, 2, MESSAGE, FINAL]),
    "filled up with something": forged(plain_chunks(CONTENT, filling=b"x")),
    "filled up too far": forged(plain_chunks(CONTENT, padded=2 * END)),
    "not filled up": forged(plain_chunks(CONTENT, padded=len(CONTENT) + 8)),
    "said to be longer than it is": forged(plain_chunks(CONTENT, length=END)),
    "said to be shorter than it is": forged(plain_chunks(CONTENT, length=len(CONTENT) - 1)),
    "said to be empty": forged(plain_chunks(CONTENT, length=0)),
    "said to be endless": forged(plain_chunks(CONTENT, length=2**64 - 1)),
    "cut into chunks of another size": forged([PLAIN[0][:100], PLAIN[0][100:], *PLAIN[1:]]),
    "an empty chunk first": forged([b"", *PLAIN]),
    "only an empty chunk": forged([b""]),
    "another key for the call than for the partner": forged(PLAIN, call=b"k" * 32),
    "a key that is too short": forged(PLAIN, call=b"k" * 31),
}


def test_the_tables_start_from_envelopes_that_open():
    assert opened(ENVELOPE) == opened(forged(PLAIN)) == CONTENT
    assert joined(HEADER, START, CHUNKS) == ENVELOPE == told() == told_bound()
    assert len(CHUNKS) == 4
    assert len(CHANGED) + len(FORGED) >= 60


@pytest.mark.parametrize("kind", CHANGED)
def test_what_was_changed_does_not_open(kind):
    with pytest.raises(RuleBroken) as broken:
        opened(CHANGED[kind], "call", BOUND)
    assert broken.value.rule == "envelope_damaged"


@pytest.mark.parametrize("kind", CHANGED)
def test_what_was_changed_does_not_open_for_the_partner_either(kind):
    with pytest.raises(RuleBroken, match="envelope_damaged"):
        opened(CHANGED[kind], "partner", BOUND)


@pytest.mark.parametrize("kind", FORGED)
def test_what_is_no_envelope_does_not_open_with_the_right_key(kind):
    with pytest.raises(RuleBroken, match="envelope_damaged"):
        opened(FORGED[kind])


def test_two_recipients_cannot_be_shown_two_proposals():
    one, other = b"1" * 32, b"2" * 32
    for key in (one, other):
        envelope = forged(PLAIN, key=key, call=one, partner=other)
        wrong = "partner" if key == one else "call"
        with pytest.raises(RuleBroken, match="envelope_damaged"):
            opened(envelope, wrong)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_bit_can_be_flipped(data):
    place = data.draw(st.integers(0, len(ENVELOPE) - 1))
    changed = bytearray(ENVELOPE)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(RuleBroken, match="envelope_damaged"):
        opened(bytes(changed))


def test_no_bit_of_the_header_can_be_flipped():
    for place in range(12 + len(HEADER) + len(START)):
        for bit in range(8):
            changed = bytearray(ENVELOPE)
            changed[place] ^= 1 << bit
            with pytest.raises(RuleBroken, match="envelope_damaged"):
                opened(bytes(changed))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(ENVELOPE) - 1))
def test_an_envelope_cannot_be_cut_anywhere(place):
    with pytest.raises(RuleBroken, match="envelope_damaged"):
        opened(ENVELOPE[:place])
