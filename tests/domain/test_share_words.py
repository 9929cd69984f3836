"""Words typed off a paper share: whatever is wrong with them is told by its place."""

import pytest
from shamir_mnemonic.wordlist import WORDLIST

from portal.domain import key_shares, share_words
from portal.domain.errors import RuleBroken
from portal.domain.share_words import checked

SHARES = key_shares.split(bytes(range(32)), 2, 3)
WORDS = SHARES[0].split()
DIGEST = key_shares.digest(SHARES[0])


def refused(words):
    with pytest.raises(RuleBroken) as broken:
        checked(" ".join(words), DIGEST)
    assert broken.value.field == "words"
    return broken.value.rule, broken.value.facts


def test_a_share_of_a_key_has_as_many_words_as_the_page_says():
    assert {len(each.split()) for each in SHARES} == {share_words.COUNT}


@pytest.mark.parametrize(
    "typed",
    [
        SHARES[0],
        SHARES[0].upper(),
        "\n".join(f"{place:>2}. {word}" for place, word in enumerate(WORDS, 1)),
        ", ".join(WORDS),
    ],
)
def test_the_words_are_taken_however_they_are_set(typed):
    assert checked(typed, DIGEST) == SHARES[0]


def test_words_of_no_list_are_told_by_their_places():
    words = [*WORDS]
    words[2], words[16] = "wholly", "offise"
    assert refused(words) == ("share_words_unknown", {"places": "3, 17"})


@pytest.mark.parametrize("words", [WORDS[:-1], [*WORDS, WORDS[-1]], []])
def test_too_many_or_too_few_words_are_counted(words):
    assert refused(words) == ("share_words_count", {"count": len(words), "needed": 33})


@pytest.mark.parametrize("place", [0, 5, 32])
def test_one_mistyped_word_is_told_by_its_place(place):
    words = [*WORDS]
    words[place] = next(each for each in WORDLIST if each not in WORDS)
    assert refused(words) == ("share_word_wrong", {"place": place + 1})


def test_two_neighbours_changed_about_are_told():
    place = next(n for n in range(32) if WORDS[n] != WORDS[n + 1])
    words = [*WORDS]
    words[place : place + 2] = [WORDS[place + 1], WORDS[place]]
    assert refused(words) == ("share_words_swapped", {"first": place + 1, "second": place + 2})


def test_several_wrong_words_are_told_without_a_place():
    other = [each for each in WORDLIST if each not in WORDS]
    assert refused([*other[:3], *WORDS[3:]]) == ("share_words_wrong", {})


def test_another_share_is_told_as_another_one():
    assert refused(SHARES[1].split()) == ("share_of_another", {})
