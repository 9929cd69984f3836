"""Marks of personal data in free text: names with titles, telephones, mails, papers, births.

Reports hold no person. These rules point out what looks like one, so that its writer changes it
or says why it stays. They look for marks that seldom mean anything else: an amount, a day, a
reference of the portal or a telephone number cut short is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers

CUT = 40
"""Characters of a text that are shown on each side of what was found."""


class Trace(StrEnum):
    """What a text seems to hold of a person."""

    NAME = "name"
    TELEPHONE = "telephone"
    EMAIL = "email"
    IDENTITY = "identity"
    BIRTH = "birth"


class KeptFor(StrEnum):
    """Why something that looks like personal data stays in a report."""

    OFFICE = "office"
    CONTACT = "contact"
    MISTAKE = "mistake"


@dataclass(frozen=True, order=True)
class Hit:
    """One place of a text, from ``start`` up to ``end``, and what it seems to hold."""

    start: int
    end: int
    kind: Trace
    text: str


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TITLE = (
    r"Mrs?|Ms|Miss|Mx|Dr|Dre|Prof|Mme|Mlle|Mgr|Messrs|Monsieur|Madame|Mademoiselle|Docteure?|"
    r"Doctor|Sheikh|Cheikh|Maître"
)
_WORD = r"[^\W\d_a-zß-öø-ÿ](?:[-'\u2019]?[^\W\d_])+"
_OFFICES = (
    r"(?!(?:The|This|And|Or|In|On|At|Of|Le|La|Les|Un|Une|Et|Ou|Director|Coordinator|Minister|"
    r"Delegate|Governor|Mayor|Directeur|Directrice|Coordonnat\w+|Ministre|Délégué\w*|"
    r"Gouverneur\w*|Maire)\b)"
)
_NAMES = re.compile(
    rf"(?<![\w.])(?:(?:{_TITLE})\.?|(?<!\d )M\.)[ \u00a0]{_OFFICES}{_WORD}"
    rf"(?:[ \u00a0]{_WORD}){{0,3}}"
)
_CALLED = re.compile(
    r"\b(?:(?:wo)?m[ae]n|boys?|girls?|child|resident|person|guard|caseworker|femme|homme|"
    r"garçon|fille|enfant|résidente?|personne)[ ,]+(?:is |est )?"
    rf"(?:named|called|nommée?|appelée?|prénommée?)[ ]{_WORD}(?:[ ]{_WORD}){{0,2}}",
)
_PAPERS = re.compile(
    r"\b(?:passports?|passeports?|CNIE?|CIN|NINA?|ID cards?|identity (?:card|paper)s?|"
    r"national ID|"
    r"cartes? (?:nationale )?d['\u2019]identité|titres? de séjour|residence permits?|"
    r"UNHCR (?:case|number|file)|laissez-passer)"
    r"(?:\s*(?:no|n°|nº|nr|number|numéro|num|is|est|under|sous)\.?)*\s*[:#]?\s*"
    r"(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{4,17}\b",
    re.IGNORECASE,
)
_BARE_PAPER = re.compile(
    r"(?<![\w/.-])(?:[A-Z]{1,2}\d{6,9}|\d{3}-\d{2}C\d{5}|P<[A-Z]{3}[A-Z<]{5,})(?![\w/-])"
)
_DAY = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}|"
    r"\d{1,2}(?:er|st|nd|rd|th)?\s+[^\W\d_]{3,9}\.?,?\s+(?:19|20)\d{2}|"
    r"[A-Z][a-z]{2,8}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{2})"
)
_BIRTH = re.compile(
    r"\b(?:born|birth|birthday|birthdate|d\.?o\.?b\.?|née?s?|naissance|DDN)\b[^.;\n]{0,25}?"
    rf"{_DAY}",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?:\btel|\btél|phone|mobile|portable|whats\s?app|\bgsm\b|☎)\W{0,3}(?:\w+\W{1,3}){0,3}$",
    re.IGNORECASE,
)
_CUED = re.compile(
    r"(?:\btel|\btél|phone|téléphone|mobile|whats\s?app|\bgsm|☎)[ .:no°º]{0,5}"
    r"\+?\d(?:[ .-]?\d){7,13}(?!\d)",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    r"[A-Z]{2,6}(?:[/-][A-Z0-9]+){2,}|"
    r"(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|"
    r"(?:19|20)\d{2}\s*[-\u2013/]\s*(?:19|20)\d{2}"
)
_GROUPS_OF_THREE = re.compile(r"\d{1,3}(?:[ ,.'\u2019\u00a0\u202f]\d{3})+(?:[.,]\d{1,3})?")
_FIVE_DIGITS = re.compile(r"\d(?:\D{0,3}\d){5}")
_PATTERNS = (
    (Trace.EMAIL, _EMAIL),
    (Trace.NAME, _NAMES),
    (Trace.NAME, _CALLED),
    (Trace.IDENTITY, _PAPERS),
    (Trace.IDENTITY, _BARE_PAPER),
    (Trace.BIRTH, _BIRTH),
    (Trace.TELEPHONE, _CUED),
)


@lru_cache(maxsize=4096)
def traces(text: str, region: str) -> tuple[Hit, ...]:
    """Return what looks like personal data, in the order of the text, none over another.

    ``region`` is the country (ISO 3166, two letters) whose telephone numbers need no prefix.
    """
    found = [*_written(text), *_telephones(text, region)]
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def _written(text: str) -> Iterator[Hit]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end(), kind, match[0])


def _telephones(text: str, region: str) -> Iterator[Hit]:
    if not _FIVE_DIGITS.search(text):
        return
    left = [match.span() for match in _LEAVE.finditer(text)]
    for match in phonenumbers.PhoneNumberMatcher(text, region):
        if _is_told(text, match, left):
            yield Hit(match.start, match.end, Trace.TELEPHONE, match.raw_string)


def _is_told(
    text: str, match: phonenumbers.PhoneNumberMatch, left: Sequence[tuple[int, int]]
) -> bool:
    """Say whether a number that could be dialled is meant to be, and no amount or reference."""
    raw = match.raw_string
    if any(start < match.end and match.start < end for start, end in left):
        return False
    if raw.startswith(("+", "00", "(+")) or _CUE.search(text[: match.start]):
        return True
    if _GROUPS_OF_THREE.fullmatch(raw):
        return False
    return raw.lstrip("(").startswith("0") or len(re.findall(r"\d+", raw)) >= 4  # noqa: PLR2004 - pairs, as numbers are told


def excerpt(text: str, hit: Hit) -> tuple[str, str, str]:
    """Return the words before a hit, the hit, and the words after it, each on one line."""
    before, after = text[max(0, hit.start - CUT) : hit.start], text[hit.end : hit.end + CUT]
    joined = [" ".join(each.split("\n")) for each in (before, text[hit.start : hit.end], after)]
    return (joined[0], joined[1], joined[2])
