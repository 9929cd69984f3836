"""Shorter ways through the printing library for what our documents have by the thousand.

The words of pictures are set a line at a time, not letter by letter; a border on one side is
one rectangle; the addresses of the pages are made once, not again for each tag; what is written
is packed less tightly. Lines of text are told in ``press_lines`` and ``press_glyphs``, styles
and places in ``press_styles``. What is none of these takes the library's own way. See
``docs/adr/0020-shorter-ways-through-the-print.md``.
"""

import sys
import zlib
from functools import lru_cache
from math import inf
from types import SimpleNamespace

from weasyprint import draw, svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.border import SIDES
from weasyprint.draw.color import get_color
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure.boxes import Box
from weasyprint.matrix import Matrix
from weasyprint.pdf import pydyf
from weasyprint.svg.bounding_box import EMPTY_BOUNDING_BOX
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import size
from weasyprint.text.line_break import can_break_text, split_first_line

from portal.pdf import press_contents, press_glyphs, press_lines, press_pages, press_styles
from portal.pdf.press_styles import Library

OTHER = frozenset(
    {"rotate", "textLength", "letter-spacing", "dy", "direction", "font-style"}
    | {"dominant-baseline", "alignment-baseline", "display-anchor"}
)
"""With one of these words are set by the library."""
WEIGHTS = {"normal": 400, "bold": 700}
TIGHTNESS = 6
"""How tightly streams are packed, of 9: three percent more bytes for a quarter of the time."""
_library_text, _library_border = svg.TAGS["text"], draw.draw_border
_library_pages = pydyf.PDF.page_references
_library_bytes = pydyf._to_bytes  # noqa: SLF001 - the library's
_ANCHORS = {"middle": 0.5, "end": 1.0}


def shorten() -> None:
    """Take the shorter ways from now on, in this process."""
    _take(1)


def lengthen() -> None:
    """Take the library's own ways again, to compare both."""
    _take(0)


def _take(which: int) -> None:
    svg.TAGS["text"] = (_library_text, _text)[which]
    for owner, name, *both in _METHODS:
        setattr(owner, name, both[which])
    names = [name for name in sys.modules if name.partition(".")[0] in {"weasyprint", "pydyf"}]
    for module in (vars(sys.modules[name]) for name in names):
        for ways in _FUNCTIONS:
            module.update(
                {name: ways[which] for name in module if module[name] is ways[not which]}
            )


def _pages(pdf: Library) -> tuple[bytes, ...]:
    """Return the addresses of all pages, kept while no page is added."""
    count = len(pdf.pages["Kids"])
    kept: tuple[int, tuple[bytes, ...]] | None = pdf.__dict__.get("kept_references")
    if kept is None or kept[0] != count:
        kept = pdf.kept_references = (count, _library_pages.fget(pdf))
    return kept[1]


def _border(stream: Library, box: Library) -> None:
    """Draw the border of a box: a rectangle where it has one solid side, square and visible."""
    one = _one_side(box)
    if one is None:
        _library_border(stream, box)
        return
    side, width = one
    color = get_color(box.style, f"border_{side}_color")
    if not color.alpha:
        return
    x, y, across, down = box.rounded_border_box()[:4]
    place = {
        "top": (x, y, across, width),
        "bottom": (x, y + down - width, across, width),
        "left": (x, y, width, down),
        "right": (x + across - width, y, width, down),
    }[side]
    with stream.artifact(), stream.stacked():
        stream.set_color(color)
        stream.rectangle(*place)
        stream.fill()


def _one_side(box: Library) -> tuple[str, float] | None:
    """Return the only side that has a border and its width, if it can be a rectangle."""
    widths = [getattr(box, f"border_{side}_width") for side in SIDES]
    if widths.count(0) != len(SIDES) - 1:
        return None
    side, width = next(each for each in zip(SIDES, widths, strict=True) if each[1])
    style = box.style
    plain = (
        style["visibility"] == "visible"
        and style[f"border_{side}_style"] == "solid"
        and style["border_image_source"][0] == "none"
        and style["column_width"] == style["column_count"] == "auto"
        and not any(any(each) for each in box.rounded_border_box()[4:])
    )
    return (side, width) if plain else None


def _text(picture: Library, node: Library, font_size: float) -> None:
    """Set the words of a picture as one line, wherever their attributes allow it."""
    if not node.text or list(node) or OTHER & set(node.attrib):
        node.text_bounding_box = EMPTY_BOUNDING_BOX
        _library_text(picture, node, font_size)
        return
    style = _style(picture, node, font_size)
    line, _, _, width, _, baseline = split_first_line(node.text, style, picture.context, inf, 0)
    x, dx = (_length(node, name, font_size, picture.inner_width) for name in ("x", "dx"))
    y = _length(node, "y", font_size, picture.inner_height)
    left = x + dx - width * _ANCHORS.get(node.get("text-anchor", "start"), 0.0)
    picture.stream.push_state()
    fill, stroke = picture.set_graphical_state(node, font_size)
    picture.stream.begin_text()
    line.reactivate(style)
    picture.fill_stroke(fill, stroke, text=True)
    box = TextBox(line, style)
    box.baseline = baseline
    draw_first_line(picture.stream, box, "none", "none", Matrix(d=-1, e=left, f=y))
    picture.stream.end_text()
    picture.stream.pop_state()


def _style(picture: Library, node: Library, font_size: float) -> Style:
    style = Style(INITIAL_VALUES)
    style.font_config = picture.font_config
    families = node.get("font-family", "sans-serif").split(",")
    weight = node.get("font-weight", "400")
    style["font_family"] = [each.strip(" \"'") for each in families]
    style["font_weight"] = WEIGHTS.get(weight) or int(weight)
    style["font_size"] = font_size
    return style


def _length(node: Library, name: str, font_size: float, whole: float) -> float:
    return float(size(node.get(name, "0"), font_size, whole))


def _bytes(item: Library) -> Library:
    """Spell a piece of the file; most are ready, or are text."""
    kind = type(item)
    if kind is bytes:
        return item
    return item.encode("ascii") if kind is str else _library_bytes(item)


_METHODS: tuple[tuple[Library, str, Library, Library], ...] = (
    (pydyf.PDF, "page_references", _library_pages, property(_pages)),
    (
        pydyf,
        "zlib",
        zlib,
        SimpleNamespace(compressobj=lambda level: zlib.compressobj(min(level, TIGHTNESS))),
    ),
    (Box, "is_in_normal_flow", Box.is_in_normal_flow, press_styles.in_flow),
    *press_lines.METHODS,
    *press_styles.METHODS,
    *press_contents.METHODS,
    *press_pages.METHODS,
)
_FUNCTIONS: tuple[tuple[Library, Library], ...] = (
    (_library_border, _border),
    (_library_bytes, _bytes),
    (can_break_text, lru_cache(maxsize=4096)(can_break_text)),
    *press_lines.FUNCTIONS,
    *press_glyphs.FUNCTIONS,
    *press_styles.FUNCTIONS,
    *press_contents.FUNCTIONS,
    *press_pages.FUNCTIONS,
)
"""Functions of the library, wherever it names them, and the shorter way of each."""
