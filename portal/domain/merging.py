"""Putting two texts together that grew from one; where both changed a place, both stay."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_PIECE = re.compile(r"\s+|\S+")


class Merged(NamedTuple):
    """A suggestion: the text, and whether nobody touched what the other had changed."""

    text: str
    clean: bool


class _Region(NamedTuple):
    base: Sequence[str]
    mine: Sequence[str]
    theirs: Sequence[str]


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Suggest one text from two that were both written on from ``base``.

    Where only one side changed, its words are taken; where both did, theirs and mine follow
    each other, and the suggestion is not clean: somebody has to read it.
    """
    found = [_settled(each) for each in _regions(*map(_PIECE.findall, (base, mine, theirs)))]
    text = "".join(piece for pieces, _clean in found for piece in pieces)
    return Merged(text, all(clean for _pieces, clean in found))


def _regions(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[_Region]:
    """Cut the three texts at the words that all of them share."""
    ours, others = _matches(base, mine), _matches(base, theirs)
    start, left, right = 0, 0, 0
    for place in sorted(ours.keys() & others.keys()):
        yield _Region(
            base[start:place], mine[left : ours[place]], theirs[right : others[place]]
        )
        yield _Region([base[place]], [base[place]], [base[place]])
        start, left, right = place + 1, ours[place] + 1, others[place] + 1
    yield _Region(base[start:], mine[left:], theirs[right:])


def _matches(base: Sequence[str], other: Sequence[str]) -> Mapping[int, int]:
    """Return where each piece of the base stands in the other text, for those that do.

    Spaces alone are no sign that two places belong together.
    """
    blocks = SequenceMatcher(None, base, other).get_matching_blocks()
    worded = [each for each in blocks if "".join(base[each.a : each.a + each.size]).strip()]
    return {block.a + n: block.b + n for block in worded for n in range(block.size)}


def _settled(region: _Region) -> tuple[Sequence[str], bool]:
    base, mine, theirs = map(list, region)
    if mine in (theirs, base):
        return theirs, True
    if theirs == base:
        return mine, True
    return _both(theirs, mine), False


def _both(first: Sequence[str], second: Sequence[str]) -> Sequence[str]:
    touching = first and second and not (first[-1].isspace() or second[0].isspace())
    return [*first, *([" "] if touching else []), *second]
