"""Shares of a call's key: words that rebuild it only when enough people bring theirs."""

import hashlib
from collections.abc import Sequence

from shamir_mnemonic import (
    MnemonicError,
    Share,
    combine_mnemonics,
    generate_mnemonics,
)

from portal.domain.errors import RuleBroken

LEAST = 2
MOST = 16


def split(private: bytes, threshold: int, count: int) -> list[str]:
    """Return ``count`` shares as words (SLIP-39), of which ``threshold`` rebuild the key."""
    if not LEAST <= threshold <= count <= MOST:
        raise RuleBroken("shares_impossible", "threshold", least=LEAST, most=min(count, MOST))
    (shares,) = generate_mnemonics(1, [(threshold, count)], private, iteration_exponent=0)
    return list(shares)


def combine(shares: Sequence[str]) -> bytes:
    """Return the key that the shares were split from.

    With more shares than are needed, each of them must fit the others.
    """
    words = list(dict.fromkeys(map(normalised, shares)))
    needed = max((_read(each).member_threshold for each in words), default=LEAST)
    if len(words) < needed:
        raise RuleBroken("too_few_shares", threshold=needed, given=len(words))
    first, *others = words[:needed]
    found = {_rebuilt([each, *others]) for each in (first, *words[needed:])}
    if len(found) != 1:
        raise RuleBroken("shares_do_not_match")
    return found.pop()


def digest(share: str) -> str:
    """Return the SHA-256 of a share's words: it tells a share again without showing it."""
    return hashlib.sha256(normalised(share).encode()).hexdigest()


def normalised(share: str) -> str:
    """Return the words of a share as they were given out, however they were typed."""
    return " ".join(share.lower().split())


def _read(words: str) -> Share:
    try:
        return Share.from_mnemonic(words)
    except MnemonicError as failure:
        raise RuleBroken("share_damaged", "share") from failure


def _rebuilt(words: Sequence[str]) -> bytes:
    try:
        return bytes(combine_mnemonics(words))
    except MnemonicError as failure:
        raise RuleBroken("shares_do_not_match") from failure
