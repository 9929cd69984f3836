"""Shares of a key: enough of them rebuild it, fewer tell nothing, wrong ones are found."""

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from portal.domain import key_shares, seal_keys
from portal.domain.errors import RuleBroken

FEW = settings(max_examples=20, deadline=None)
KEY = seal_keys.new_pair().private


def refusal(act, *args):
    with pytest.raises(RuleBroken) as broken:
        act(*args)
    return broken.value


def changed(share, place, word=None):
    """The share with one word of it taken for another."""
    words = share.split()
    words[place] = word or WORDLIST[(WORDLIST.index(words[place]) + 1) % len(WORDLIST)]
    return " ".join(words)


@FEW
@given(st.binary(min_size=32, max_size=32), st.integers(2, 5), st.data())
def test_any_enough_shares_rebuild_the_key(private, threshold, data):
    count = data.draw(st.integers(threshold, 7))
    shares = key_shares.split(private, threshold, count)
    assert len(set(shares)) == count
    chosen = data.draw(st.permutations(shares))[:threshold]
    assert key_shares.combine(chosen) == private
    few = refusal(key_shares.combine, chosen[:-1])
    assert few.rule == "too_few_shares"
    assert few.facts == {"threshold": threshold, "given": threshold - 1}


def test_every_order_and_every_choice_rebuilds_the_same():
    shares = key_shares.split(KEY, 2, 3)
    assert {key_shares.combine(order) for order in permutations(shares, 2)} == {KEY}
    assert key_shares.combine(shares) == KEY


def test_more_than_enough_must_all_fit():
    shares = key_shares.split(KEY, 2, 4)
    others = key_shares.split(seal_keys.new_pair().private, 2, 3)
    assert key_shares.combine(shares) == KEY
    for place in range(3):
        mixed = [*shares[:place], others[0], *shares[place:2]]
        assert refusal(key_shares.combine, mixed).rule == "shares_do_not_match"


def test_shares_of_different_keys_do_not_match():
    one, other = (key_shares.split(seal_keys.new_pair().private, 2, 3) for _ in range(2))
    for mixed in ([one[0], other[1]], [other[0], one[0]], [one[0], other[0], other[1]]):
        assert refusal(key_shares.combine, mixed).rule == "shares_do_not_match"


def test_two_splits_of_one_key_do_not_match():
    one, other = (key_shares.split(KEY, 2, 3) for _ in range(2))
    assert refusal(key_shares.combine, [one[0], other[1]]).rule == "shares_do_not_match"


def test_the_same_share_twice_counts_once():
    share = key_shares.split(KEY, 2, 3)[0]
    few = refusal(key_shares.combine, [share, f"  {share.upper()} "])
    assert (few.rule, few.facts["given"]) == ("too_few_shares", 1)
    assert refusal(key_shares.combine, []).rule == "too_few_shares"


def test_each_wrong_word_is_found():
    share, other, _ = key_shares.split(KEY, 2, 3)
    for place in range(len(share.split())):
        wrong = refusal(key_shares.combine, [changed(share, place), other])
        assert (wrong.rule, wrong.field) == ("share_damaged", "share")


@pytest.mark.parametrize("made", ["", "academic", "these are not the words of a share"])
def test_what_is_no_share_is_refused(made):
    share = key_shares.split(KEY, 2, 3)[0]
    assert refusal(key_shares.combine, [made, share]).rule == "share_damaged"


def test_words_left_out_swapped_or_unknown_are_found():
    share, other, _ = key_shares.split(KEY, 2, 3)
    words = share.split()
    short, swapped = words[:-1], [words[1], words[0], *words[2:]]
    for wrong in (" ".join(short), " ".join(swapped), changed(share, 5, "olive")):
        assert refusal(key_shares.combine, [wrong, other]).rule == "share_damaged"


def test_a_share_is_told_again_however_it_was_typed():
    share = key_shares.split(KEY, 2, 3)[0]
    typed = "\n".join(share.upper().split())
    assert key_shares.digest(typed) == key_shares.digest(share)
    assert key_shares.digest(changed(share, 7)) != key_shares.digest(share)
    assert len(key_shares.digest(share)) == 64


@pytest.mark.parametrize(
    ("threshold", "count"), [(1, 3), (0, 3), (4, 3), (2, 17), (2, 1), (-1, 3)]
)
def test_a_key_is_split_among_at_least_two(threshold, count):
    broken = refusal(key_shares.split, KEY, threshold, count)
    assert (broken.rule, broken.field) == ("shares_impossible", "threshold")


def test_one_share_alone_says_nothing_of_the_key():
    for shares in (key_shares.split(bytes(32), 2, 3), key_shares.split(b"\xff" * 32, 2, 3)):
        for share in shares:
            assert refusal(key_shares.combine, [share]).rule == "too_few_shares"
    fixed = [key_shares.split(bytes(32), 2, 3)[0] for _ in range(8)]
    assert len({share.split()[-8] for share in fixed}) > 1


def test_any_two_of_five_do():
    shares = key_shares.split(KEY, 2, 5)
    assert {key_shares.combine(pair) for pair in combinations(shares, 2)} == {KEY}
