"""Names compared with a sanctions list: in any script, in any order, close enough to ask."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from portal.domain.errors import RuleBroken

ALIKE = 88
"""From this likeness of 100 on, a person has to judge a possible match; a house default."""
CONTAINED = 95
"""The most likeness without equal letters: words all among those of the other, or bones."""
VERDICT_WORDS = 10
_LAST_LATIN = "\u024f"
_LEAST_LETTERS = 8
_LEAST_BONES = 5
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_NAME_END = re.compile("[,;:(\t]| - | \N{EN DASH} ")
_ARTICLE = re.compile(r"\b(al|el|ul) (?=\w)")
_BREATHED = re.compile(r"(?<=[bcdgkpstz])h")
_VOWELS = re.compile(r"[aeiouwy]")
_TWICE = re.compile(r"(\w)\1+")
_WITH_VOWELS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "CJK", "HANGUL")


@dataclass(frozen=True)
class Listed:
    """One entry of the sanctions list with every name it is known under."""

    reference: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A name that looks like one on the list; ``likeness`` is 0 to 100."""

    name: str
    reference: str
    listed_name: str
    likeness: int


@dataclass(frozen=True)
class Key:
    """A name made ready to compare.

    ``words`` in the order of the alphabet, ``run`` together as written, ``bones`` without
    vowels; ``bare`` when its script leaves vowels out or writes them in other ways.
    """

    words: str
    run: str
    bones: str
    bare: bool

    @property
    def parts(self) -> frozenset[str]:
        """Each word once."""
        return frozenset(self.words.split())


def plain(name: str) -> str:
    """Write a name in small ASCII letters with single spaces, whatever script it came in."""
    return _NOT_LETTERS.sub(" ", anyascii(name).casefold()).strip()


@lru_cache(maxsize=2**16)
def key_of(name: str) -> Key:
    """Return what a name is compared by."""
    written = plain(unicodedata.normalize("NFKC", name))
    words = written.split()
    return Key(" ".join(sorted(words)), "".join(words), _bones(written), _is_bare(name))


def _bones(written: str) -> str:
    joined = _ARTICLE.sub(r"\1", written)
    bones = (_VOWELS.sub("", _BREATHED.sub("", word)) for word in joined.split())
    return " ".join(sorted(_TWICE.sub(r"\1", word) for word in bones if word))


def _is_bare(name: str) -> bool:
    beyond = (each for each in name if each > _LAST_LATIN and each.isalpha())
    scripts = (unicodedata.name(each, "LATIN") for each in beyond)
    return any(not script.startswith(_WITH_VOWELS) for script in scripts)


def likeness(one: str, other: str) -> int:
    """Say how alike two names are, 0 to 100, whatever the order of their words."""
    return _degree(key_of(one), key_of(other))


def _degree(one: Key, other: Key) -> int:
    if not one.words or not other.words:
        return 0
    degree = max(ratio(one.words, other.words), ratio(one.run, other.run))
    if one.bare != other.bare and min(len(one.bones), len(other.bones)) >= _LEAST_BONES:
        degree = max(degree, min(CONTAINED, ratio(one.bones, other.bones)))
    if _holds(one, other) or _holds(other, one):
        degree = max(degree, CONTAINED)
    return int(degree)


def _holds(longer: Key, shorter: Key) -> bool:
    enough = len(shorter.run) >= _LEAST_LETTERS and len(shorter.parts) > 1
    return enough and shorter.parts <= longer.parts


class Index:
    """A list made ready, so that a name is compared with thousands in a few milliseconds."""

    def __init__(self, entries: Sequence[Listed]) -> None:
        self.rows = [(entry, name, key_of(name)) for entry in entries for name in entry.names]
        keys = [key for _entry, _name, key in self.rows]
        self.words = [key.words for key in keys]
        self.runs = [key.run for key in keys]
        self.parts = [key.parts for key in keys]
        self.bones = {
            bare: {place: key.bones for place, key in enumerate(keys) if key.bare is bare}
            for bare in (True, False)
        }

    def find(self, name: str, least: int = ALIKE) -> list[Match]:
        """Return the possible matches of a name, the best of each entry, likest first."""
        best: dict[str, Match] = {}
        key = key_of(name)
        for place in sorted(set(self._candidates(key, least))):
            entry, listed, other = self.rows[place]
            match = Match(name, entry.reference, listed, _degree(key, other))
            known = best.get(entry.reference)
            if match.likeness >= least and (not known or match.likeness > known.likeness):
                best[entry.reference] = match
        return sorted(best.values(), key=lambda each: (-each.likeness, each.reference))

    def _candidates(self, key: Key, least: int) -> Iterator[int]:
        written = ((key.words, self.words), (key.run, self.runs))
        for mine, theirs in (*written, (key.bones, self.bones[not key.bare])):
            found = extract(mine, theirs, scorer=ratio, score_cutoff=least, limit=None)
            yield from (place for _text, _score, place in found)
        mine_parts = key.parts
        for place, parts in enumerate(self.parts):
            if parts <= mine_parts or mine_parts <= parts:
                yield place


def matches(names: Iterable[str], entries: Sequence[Listed], least: int = ALIKE) -> list[Match]:
    """Return the possible matches of names with the list, the best of each entry."""
    index = Index(entries)
    return [match for name in dict.fromkeys(names) for match in index.find(name, least)]


def people(lines: str) -> list[str]:
    """Return the names of key people, one a line, without the function that follows them."""
    names = (_NAME_END.split(line)[0].strip() for line in lines.splitlines())
    return [name for name in names if name]


def broken_verdict(reason: str, field: str = "reason") -> list[RuleBroken]:
    """Return what is wrong with the reason of a verdict on a possible match."""
    if len(reason.split()) < VERDICT_WORDS:
        return [RuleBroken("verdict_reason_short", field, words=VERDICT_WORDS)]
    return []
