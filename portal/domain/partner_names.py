"""Whether two registrations are of the same organisation: names, numbers, mail domains."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from anyascii import anyascii
from rapidfuzz.fuzz import token_sort_ratio

from portal.domain.partner_house import Grounds

ALIKE = 88
"""From this likeness of 100 on two names may be one organisation; a house default."""
_SHORTEST = 4
_SHORTEST_SKELETON = 5
_LONGEST_ACRONYM = 8
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_HARD = str.maketrans("cgqz", "kkks", "aeiouwyh")
_REPEATED = re.compile(r"(.)\1+")
_LEGAL_FORMS = (
    "association asso asbl ong ngo foundation fondation fundacion stiftung verein society "
    "societe sarl ltd llc inc gmbh ev organisation organization org npo cbo trust collectif "
    "collective jmyh jmyt mnzmh mwssh assotsiatsiya fond"
)
_SMALL_WORDS = "the of for and a an de des du d la le les l et pour el y al en in von der"
LEGAL_WORDS = frozenset(_LEGAL_FORMS.split() + _SMALL_WORDS.split())
"""Legal forms and small words that say nothing about which organisation is meant."""


@dataclass(frozen=True)
class Known:
    """What is compared of an organisation that is here already."""

    partner_id: UUID
    names: tuple[str, ...]
    acronym: str
    country: str
    registration: str
    domains: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """What somebody tells of the organisation they register."""

    name: str
    country: str
    registration: str
    domain: str


def plain_words(name: str) -> list[str]:
    """Return the words of a name in small ASCII letters, without legal forms and articles."""
    plain = anyascii(name).casefold().replace("'", " ").replace("`", "")
    words = [word for word in _NOT_PLAIN.split(plain) if word]
    return [word for word in words if word not in LEGAL_WORDS] or words


@lru_cache(maxsize=65_536)
def variants(name: str) -> tuple[str, ...]:
    """Return how a name may be meant: whole, without its brackets, and what is in them."""
    parts = [name, _IN_BRACKETS.sub(" ", name), *_IN_BRACKETS.findall(name)]
    told = (" ".join(plain_words(part)) for part in parts)
    return tuple(dict.fromkeys(text for text in told if text))


@lru_cache(maxsize=65_536)
def skeleton(name: str) -> str:
    """Return the hard consonants of a name, which other scripts write alike."""
    return _REPEATED.sub(r"\1", "".join(plain_words(name)).translate(_HARD))


def likeness(one: str, other: str) -> int:
    """Say how alike two names are, 0 to 100, whatever their script, case and legal form."""
    pairs = ((first, second) for first in variants(one) for second in variants(other))
    best = max((int(token_sort_ratio(*pair)) for pair in pairs), default=0)
    if one.isascii() and other.isascii():
        return best
    return max(best, _skeletons(one, other))


def _skeletons(one: str, other: str) -> int:
    bones = skeleton(one), skeleton(other)
    if min(map(len, bones)) < _SHORTEST_SKELETON:
        return 0
    return int(token_sort_ratio(*bones))


def registration_number(typed: str) -> str:
    """Return a registration number without the marks that people set as they like."""
    return _NOT_PLAIN.sub("", anyascii(typed).casefold())


def domain_of(address: str) -> str:
    """Return the domain of a mail or web address, without www: ``nour.example``."""
    host = address.strip().casefold().rpartition("://")[2].rpartition("@")[2]
    return host.partition("/")[0].partition(":")[0].removeprefix("www.")


def grounds(wanted: Wanted, known: Known, alike: int = ALIKE) -> Grounds | None:
    """Say why two organisations may be the same, the strongest ground first; None if not."""
    if _same_number(wanted, known):
        return Grounds.REGISTRATION
    if _same_name(wanted, known, alike):
        return Grounds.NAME
    if wanted.domain and wanted.domain in known.domains:
        return Grounds.DOMAIN
    return None


def _same_number(wanted: Wanted, known: Known) -> bool:
    number = registration_number(wanted.registration)
    return (
        len(number) >= _SHORTEST
        and wanted.country == known.country
        and number == registration_number(known.registration)
    )


def _same_name(wanted: Wanted, known: Known, alike: int) -> bool:
    if any(likeness(wanted.name, name) >= alike for name in known.names):
        return True
    return wanted.country == known.country and _is_acronym(wanted.name, known)


def _is_acronym(name: str, known: Known) -> bool:
    told = {text.replace(" ", "") for text in variants(name)}
    acronyms = {"".join(plain_words(known.acronym)), *map(initials, known.names)}
    return any(len(each) > 2 and each in told for each in acronyms)  # noqa: PLR2004 - two letters are no name


def initials(name: str) -> str:
    """Return the first letters of a name's words: the acronym that people make of it."""
    words = anyascii(name).casefold().split()
    letters = "".join(word[0] for word in words if word[0].isalnum())
    return letters if len(letters) <= _LONGEST_ACRONYM else ""


def resembling(
    wanted: Wanted, known: Iterable[Known], alike: int = ALIKE, most: int = 5
) -> Sequence[tuple[UUID, Grounds]]:
    """Return the organisations that may be the wanted one, at most so many."""
    order = list(Grounds)
    found = [(each.partner_id, grounds(wanted, each, alike)) for each in known]
    sure = [(key, why) for key, why in found if why is not None]
    return sorted(sure, key=lambda pair: order.index(pair[1]))[:most]
