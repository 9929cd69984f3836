"""What is asked of all pages for each page, found by a shorter way.

The library looks through all pages for boxes that stand on each of them, and through all places
that tell pages for titles that do. Both grow with the square of the pages; most documents have
neither. For each page it gathers the places named on all pages before: here they are kept. What
a page shows is packed when it is painted, not once all are painted. The bytes of the file stay
the same.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint import layout
from weasyprint.document import Page
from weasyprint.layout import page
from weasyprint.pdf import pydyf

Library = Any
"""A thing of the library, which types none of its own."""
library_fixed = layout.layout_fixed_boxes
library_all_pages = page.make_all_pages
library_remake = page.remake_page
library_paint, library_packed = Page.paint, pydyf.Stream.data
_NAMED = ("anchors", "content_lookups")


class PageMaker(list[Library]):
    """How each page begins; what the pages before one name is told as if they were one page."""

    def __init__(self, begun: Sequence[Library]) -> None:
        """Take the pages that were begun before."""
        super().__init__(begun)
        self.asked: int | None = None
        self._counted = 0
        self._named: dict[str, list[Library]] = {name: [] for name in _NAMED}

    def __getitem__(self, which: Library) -> Library:
        """Return how a page begins or, while one is laid out, what stands before that."""
        if self.asked is not None and which == slice(self.asked):
            return [(None, None, None, None, self._before(which.stop))]
        return super().__getitem__(which)

    def _before(self, count: int) -> dict[str, list[Library]]:
        """Return what so many pages name; they are laid out one after another."""
        for each in range(self._counted, count):
            for name in _NAMED:
                self._named[name] += self[each][-1][name]
        self._counted = count
        return self._named


def remade(index: int, context: Library, root_box: Library, html: Library) -> Library:
    """Lay out a page as the library does."""
    context.page_maker.asked = index
    made = library_remake(index, context, root_box, html)
    context.page_maker.asked = None
    return made


def fixed_boxes(
    context: Library, pages: Sequence[Library], containing_page: Library
) -> Iterator[Library]:
    """Lay out what stands on each page; first asked for the first page and all after it."""
    if pages and "kept_fixed" not in context.__dict__:
        context.kept_fixed = any(each.fixed_boxes for each in (containing_page, *pages))
    if pages and context.kept_fixed:
        yield from library_fixed(context, pages, containing_page)


def all_pages(
    context: Library, root_box: Library, html: Library, pages: Sequence[Library]
) -> Iterator[Library]:
    """Lay out all pages; after them only titles that tell pages are still looked for."""
    collector = context.target_collector
    told = context.__dict__.setdefault("kept_told", collector.counter_lookup_items)
    collector.counter_lookup_items = told
    context.page_maker = PageMaker(context.page_maker)
    yield from library_all_pages(context, root_box, html, pages)
    collector.counter_lookup_items = {
        (box, kind): item for (box, kind), item in told.items() if kind != "content"
    }


def paint(painted: Library, stream: Library, scale: Library = 1) -> None:
    """Paint a page and pack it: nothing is added to it later."""
    library_paint(painted, stream, scale)
    stream.kept_data = stream.data
    stream.stream = []


def packed(stream: Library) -> bytes:
    """Return the bytes of a stream, those of a painted page as they are kept."""
    kept: bytes | None = stream.__dict__.get("kept_data")
    return library_packed.fget(stream) if kept is None else kept


METHODS = (
    (Page, "paint", library_paint, paint),
    (pydyf.Stream, "data", library_packed, property(packed)),
)
FUNCTIONS = ((library_fixed, fixed_boxes), (library_all_pages, all_pages))
