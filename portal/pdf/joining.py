"""Parts of a document that are laid out and painted once, kept, and joined to what is its own.

A template puts a part that is the same in many documents between the marks of ``m.kept``. It
begins and ends with a page. The first document that has it lays it out and paints it; what its
pages show, name and mean is kept as plain bytes and numbers. In the document itself each of
these pages is left free, so that head, foot, number, contents and links are found as for every
page, and is filled when it is written. Equal facts give equal bytes, whether the part was kept
or not. See ``docs/adr/0022-parts-laid-out-once.md``.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

from weasyprint.formatting_structure.boxes import MarginBox, PageBox
from weasyprint.pdf import pydyf, tags
from weasyprint.pdf.stream import Stream

from portal.pdf.press_styles import Library

PAGES = 400
"""How many pages are kept in a process at most: about 20 MB."""
SCALE = 0.75
"""Points of a file for each of the layout's."""
_MARKS = re.compile(r"<!--kept-->(.*?)<!--/kept-->", re.DOTALL)
_FRAME = re.compile(r"(<html[^>]*>).*?(<body class=\"[^\"]*\")", re.DOTALL)
_MORE = "a kept part holds more than plain paragraphs"
_PLAIN = {"Type", "S", "K", "Pg", "P"}
_library_tree = tags._build_box_tree  # noqa: SLF001 - the library's
_PAGE, _ABOVE = b"@", b"^"
_REFERENCE = re.compile(rb"(\d+) 0 R")


@dataclass(frozen=True)
class Tags:
    """The elements of a page, a line of bytes each, with places for what is known later.

    ``numbers`` are the elements named in the lines, ``of_texts`` those that hold each text and
    ``outermost`` those that lie in none, all counted from the first of the page.
    """

    lines: bytes
    numbers: tuple[int, ...]
    of_texts: tuple[int, ...]
    outermost: frozenset[int]


@dataclass(frozen=True)
class Leaf:
    """A page of a kept part: what it shows, names and means."""

    packed: bytes
    tags: Tags
    anchors: Mapping[str, tuple[float, ...]]
    bookmarks: Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Part:
    """The pages of a kept part, with the fonts and the states of colour they ask for."""

    leaves: tuple[Leaf, ...]
    fonts: Mapping[int, Library]
    states: Mapping[str, Mapping[str, float]]


class Shelf:
    """Kept parts by their very words; the one not asked for the longest goes first."""

    def __init__(self, pages: int = PAGES) -> None:
        self._pages, self._parts = pages, OrderedDict[bytes, Part]()

    def part(self, html: str, lay_out: Callable[[str], Library]) -> Part:
        """Return a part as it is kept, or lay it out and keep it."""
        key = hashlib.sha256(html.encode()).digest()
        found = self._parts.pop(key, None) or painted(lay_out(html))
        self._parts[key] = found
        while len(self._parts) > 1 and self.count() > self._pages:
            self._parts.popitem(last=False)
        return found

    def count(self) -> int:
        """Return how many pages are kept."""
        return sum(len(each.leaves) for each in self._parts.values())

    def clear(self) -> None:
        """Keep nothing any more."""
        self._parts.clear()


shelf = Shelf()


def laid_out(html: str, lay_out: Callable[[str], Library]) -> Library:
    """Lay out a document with a free page for each of its kept parts' pages."""
    parts = [shelf.part(_alone(html, found[1]), lay_out) for found in _MARKS.finditer(html)]
    left = iter(parts)
    document = lay_out(_MARKS.sub(lambda _: _free(next(left)), html))
    if parts:
        _join(document, parts)
    return document


def _alone(html: str, words: str) -> str:
    """Return a kept part as a document of its own, in the language and style of the whole."""
    frame = _FRAME.search(html)
    head, body = frame.groups() if frame else ("<html>", "<body")
    return f"<!DOCTYPE html>{head}{body}><main>{words}</main></body></html>"


def _free(part: Part) -> str:
    """Return free pages with the names that others aim at."""
    pages = (
        "".join(f'<div id="{name}"></div>' for name in leaf.anchors) for leaf in part.leaves
    )
    return "".join(f'<div class="leaf">{names}</div>' for names in pages)


def painted(document: Library) -> Part:
    """Paint the pages of a part, without head and foot, and note what they hold."""
    resources: dict[str, Library] = {
        "ExtGState": {},
        "XObject": {},
        "Pattern": {},
        "Shading": {},
    }
    leaves = [_leaf(page, document.fonts, resources) for page in document.pages]
    states = resources.pop("ExtGState")
    if any(resources.values()) or any("SMask" in each for each in states.values()):
        raise ValueError(_MORE)
    return Part(tuple(leaves), document.fonts, states)


def _leaf(page: Library, fonts: dict[int, Library], resources: Library) -> Leaf:
    found: dict[Library, Library] = {}
    box = page._page_box  # noqa: SLF001 - the library's
    box.children = [each for each in box.children if not isinstance(each, MarginBox)]
    area = (0, 0, page.width, page.height)
    stream = Stream(fonts, area, resources, {}, found, {}, None, compress=True)
    page.paint(stream, SCALE)
    main = next(each for each in box.descendants() if each.element_tag == "main")
    if page.links:
        raise ValueError(_MORE)
    return Leaf(stream.data, _tags(main, found), page.anchors, page.bookmarks)


def _tags(main: Library, found: Library) -> Tags:
    """Return the elements of a page."""
    objects: list[Library] = []

    def add(made: Library) -> None:
        made.number = len(objects)
        objects.append(made)

    pdf = SimpleNamespace(add_object=add, page_references=(_PAGE,))
    nums: dict[int, bytes] = {}
    outermost = [
        each.number
        for child in main.children
        for each in _library_tree(child, _Above(), pdf, 0, nums, [], found)
    ]
    if any(each.keys() - _PLAIN for each in objects):
        raise ValueError(_MORE)
    told = b"\n".join(each.data for each in objects)
    numbers = tuple(int(each) for each in _REFERENCE.findall(told))
    of_texts = tuple(int(nums[text].split()[0]) for text in range(len(nums)))
    return Tags(_REFERENCE.sub(b"%d 0 R", told), numbers, of_texts, frozenset(outermost))


class _Above(pydyf.Dictionary):
    """The element that the outermost of a kept page will lie in."""

    reference = _ABOVE

    def __init__(self) -> None:
        super().__init__({"S": "/Part"})


def _join(document: Library, parts: Sequence[Part]) -> None:
    """Say of each free page what fills it, and give the document the fonts for it."""
    for key, font in (pair for part in parts for pair in part.fonts.items()):
        mine = document.fonts.setdefault(key, _blank(font))
        mine.to_unicode = font.to_unicode | mine.to_unicode
        mine.widths = font.widths | mine.widths
    leaves = ((part, leaf) for part in parts for leaf in part.leaves)
    for page, free in _free_pages(document):
        part, leaf = next(leaves)
        free.children, free.kept_leaf, page.kept_leaf = [], leaf, leaf
        page.anchors, page.bookmarks = dict(leaf.anchors), list(leaf.bookmarks)
        page.paint = partial(_paint, page.paint, part, leaf)


def _blank(font: Library) -> Library:
    """Return a font that nothing was written with yet."""
    made = copy(font)
    made.__dict__.pop("kept_written", None)
    made.variations, made.missing = dict(font.variations), {}
    made.to_unicode, made.widths = {}, {}
    return made


def _free_pages(document: Library) -> Iterator[tuple[Library, Library]]:
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - the library's
            if box.element is not None and box.element.get("class") == "leaf":
                yield page, box


def _paint(
    own: Callable[[Library, float], None],
    part: Part,
    leaf: Leaf,
    stream: Library,
    scale: float,
) -> None:
    """Paint head and foot of a page; the texts of the kept page are counted before them."""
    stream._tags.update(dict.fromkeys(range(len(leaf.tags.of_texts))))  # noqa: SLF001 - the library's
    own(stream, scale)
    states = stream._resources["ExtGState"]  # noqa: SLF001 - the library's
    for name, values in part.states.items():
        states.setdefault(name, pydyf.Dictionary(dict(values)))


class _Ready(pydyf.Object):
    """An object of the file whose bytes are known."""

    data = b""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data


class _Packed(pydyf.Stream):
    """A stream of the file whose bytes are known."""

    data = b""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data


def fill(document: Library, pdf: Library) -> None:
    """Put what is kept onto the free pages of a file, behind their heads and feet."""
    numbers = pdf.pages["Kids"][::3]
    for page, number in zip(document.pages, numbers, strict=True):
        leaf = page.__dict__.get("kept_leaf")
        if leaf is not None:
            stream = _Packed(leaf.packed)
            pdf.add_object(stream)
            mine = pdf.objects[number]
            mine["Contents"] = pydyf.Array([mine["Contents"], stream.reference])


def spell(pdf: Library, first: int = 0) -> None:
    """Spell each object of a file once; the library does it twice, to write and to sum up."""
    for number, each in enumerate(pdf.objects[first:], start=first):
        if each.free == "n" and not isinstance(each, _Ready | _Packed):
            kind = _Packed if isinstance(each, pydyf.Stream) else _Ready
            pdf.objects[number] = kind(each.data)
            pdf.objects[number].number = number


def _tree(box: Library, parent: Library, pdf: Library, number: int, *rest: Library) -> Library:
    """Build the tags of a box; those of a free page are the kept ones."""
    leaf = box.__dict__.get("kept_leaf")
    if leaf is None:
        build = _page_tree if isinstance(box, PageBox) else _library_tree
        return build(box, parent, pdf, number, *rest)
    nums, _, found = rest
    for text in range(len(leaf.tags.of_texts)):
        del found[text]
    return _kept(leaf.tags, (parent.reference, pdf.page_references[number]), pdf, nums)


def _page_tree(box: Library, parent: Library, pdf: Library, *rest: Library) -> Library:
    """Build the tags of a page, and spell them as soon as they are complete."""
    first = len(pdf.objects)
    yield from _library_tree(box, parent, pdf, *rest)
    spell(pdf, first)


def _kept(
    kept: Tags, at: tuple[bytes, bytes], pdf: Library, nums: dict[int, bytes]
) -> Iterator[Library]:
    """Yield the outermost elements of a kept page, all of them written anew in their place."""
    first = len(pdf.objects)
    numbers = tuple(first + each for each in kept.numbers)
    told = kept.lines.replace(_ABOVE, at[0]).replace(_PAGE, at[1]) % numbers
    nums.update((text, b"%d 0 R" % (first + each)) for text, each in enumerate(kept.of_texts))
    for number, line in enumerate(told.split(b"\n")):
        made = _Ready(line)
        pdf.add_object(made)
        if number in kept.outermost:
            yield made


tags._build_box_tree = _tree  # noqa: SLF001 - the library's
