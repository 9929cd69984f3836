"""Words typed off a paper share: what is wrong is told by its place, not by the word."""

import re

from shamir_mnemonic import MnemonicError, Share
from shamir_mnemonic.wordlist import WORDLIST

from portal.domain import key_shares
from portal.domain.errors import RuleBroken

COUNT = 33
"""The words of a share of a key of 32 bytes."""
FIELD = "words"
_WORDS = re.compile(r"[^\W\d_]+")
_KNOWN = frozenset(WORDLIST)


def checked(typed: str, digest: str) -> str:
    """Return the words of the share with this digest as they stand on its paper.

    Refused with what is wrong: a word of no list, too many or too few, one mistyped, two
    neighbours changed about, or the words of another sheet.
    """
    words = _WORDS.findall(typed.lower())
    unknown = [place for place, word in enumerate(words, 1) if word not in _KNOWN]
    if unknown:
        raise RuleBroken("share_words_unknown", FIELD, places=", ".join(map(str, unknown)))
    if len(words) != COUNT:
        raise RuleBroken("share_words_count", FIELD, count=len(words), needed=COUNT)
    if _is(words, digest):
        return " ".join(words)
    raise _told(words, digest)


def _is(words: list[str], digest: str) -> bool:
    return key_shares.digest(" ".join(words)) == digest


def _told(words: list[str], digest: str) -> RuleBroken:
    if _is_whole(words):
        return RuleBroken("share_of_another", FIELD)
    for place in range(COUNT - 1):
        swapped = [*words[:place], words[place + 1], words[place], *words[place + 2 :]]
        if _is(swapped, digest):
            return RuleBroken("share_words_swapped", FIELD, first=place + 1, second=place + 2)
    for place in range(COUNT):
        if any(_is([*words[:place], word, *words[place + 1 :]], digest) for word in WORDLIST):
            return RuleBroken("share_word_wrong", FIELD, place=place + 1)
    return RuleBroken("share_words_wrong", FIELD)


def _is_whole(words: list[str]) -> bool:
    try:
        Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        return False
    return True
