"""The consolidated list of the Security Council as it is published in XML, read with care.

The elements read are those of the published file: CONSOLIDATED_LIST with INDIVIDUALS and
ENTITIES, names in FIRST_NAME to FOURTH_NAME, aliases with their QUALITY.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from portal.domain.errors import RuleBroken

DEEPEST: Final = 12
MOST_ENTRIES: Final = 50_000
LONGEST_NAME: Final = 300
_KINDS = {"INDIVIDUAL": "person", "ENTITY": "entity"}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_WEAK = "low"
_TOLD: Mapping[str, tuple[str, ...]] = {
    "born": ("INDIVIDUAL_DATE_OF_BIRTH",),
    "born_in": ("INDIVIDUAL_PLACE_OF_BIRTH",),
    "nationality": ("NATIONALITY", "NATIONALITY2"),
    "function": ("DESIGNATION", "TITLE"),
    "address": ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"),
    "papers": ("INDIVIDUAL_DOCUMENT",),
    "list": ("UN_LIST_TYPE",),
    "comments": ("COMMENTS1",),
    "updated": ("LAST_DAY_UPDATED",),
}
"""What stands beside the names, under our word for it."""


@dataclass(frozen=True)
class Entry:
    """One person or organisation on the list."""

    reference: str
    kind: str
    names: tuple[str, ...]
    listed_on: str = ""
    details: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of all it says, in hexadecimal: another one means that it changed."""
        said = [self.kind, list(self.names), self.listed_on, dict(self.details)]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class SanctionsList:
    """A whole list and when it was generated, as the file says."""

    generated: str
    entries: tuple[Entry, ...]


def read(content: bytes) -> SanctionsList:
    """Read a list; ``RuleBroken`` in words for whatever is not one, and nothing half read."""
    try:
        generated, entries = _entries(content)
    except DefusedXmlException as error:
        raise RuleBroken("sanctions_dtd", "file") from error
    except (ParseError, ValueError, LookupError) as error:
        raise RuleBroken("sanctions_broken", "file") from error
    _require_whole(entries)
    return SanctionsList(generated, tuple(entries))


def _entries(content: bytes) -> tuple[str, list[Entry]]:
    entries: list[Entry] = []
    root: Element | None = None
    for depth, element, ends in _walk(content):
        root = element if root is None else root
        if root.tag != "CONSOLIDATED_LIST":
            raise RuleBroken("sanctions_other_file", "file")
        if ends and element.tag in _KINDS:
            entries.append(_entry(element))
            element.clear()
        if depth > DEEPEST or len(entries) > MOST_ENTRIES:
            raise RuleBroken("sanctions_too_large", "file")
    return (root.get("dateGenerated", "") if root is not None else ""), entries


def _walk(content: bytes) -> Iterator[tuple[int, Element, bool]]:
    depth = 0
    for event, element in iterparse(BytesIO(content), ("start", "end"), forbid_dtd=True):
        depth += 1 if event == "start" else -1
        yield depth, element, event == "end"


def _require_whole(entries: list[Entry]) -> None:
    if not entries:
        raise RuleBroken("sanctions_empty", "file")
    known: set[str] = set()
    for each in entries:
        if not each.reference or not each.names:
            raise RuleBroken("sanctions_nameless", "file", entry=each.reference or "?")
        if each.reference in known:
            raise RuleBroken("sanctions_twice", "file", entry=each.reference)
        known.add(each.reference)


def _entry(element: Element) -> Entry:
    reference = _text(element, "REFERENCE_NUMBER") or _text(element, "DATAID")
    kind = _KINDS[element.tag]
    main = " ".join(part for part in (_text(element, name) for name in _NAMES) if part)
    names = [main, _text(element, "NAME_ORIGINAL_SCRIPT"), *_aliases(element)]
    kept = dict.fromkeys(name[:LONGEST_NAME] for name in names if name)
    listed_on = _text(element, "LISTED_ON")[:10]
    return Entry(reference[:60], kind, tuple(kept), listed_on, _details(element))


def _aliases(element: Element) -> Iterator[str]:
    for each in element.findall(f"{element.tag}_ALIAS"):
        if _text(each, "QUALITY").casefold() != _WEAK:
            yield _text(each, "ALIAS_NAME")


def _details(element: Element) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for word, tags in _TOLD.items():
        texts = [_joined(each) for tag in tags for each in element.findall(tag)]
        if kept := [text for text in texts if text]:
            told[word] = kept
    return told


def _text(element: Element, tag: str) -> str:
    return _clean(element.findtext(tag))


def _joined(element: Element) -> str:
    return ", ".join(part for part in (_clean(each) for each in element.itertext()) if part)


def _clean(text: Any) -> str:  # noqa: ANN401 - text of an element, or none
    return " ".join(str(text or "").replace("\0", "").split())
