"""Shorter ways through the printing library for what our documents have by the thousand.

The words of pictures are set a line at a time, not letter by letter; a border on one side is
one rectangle; the addresses of the pages are made once, not again for each tag. What is none
of these takes the library's own way. See ``docs/adr/0020-shorter-ways-through-the-print.md``.
"""

from math import inf
from typing import Any

from weasyprint import draw, svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.border import SIDES
from weasyprint.draw.color import get_color
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.pdf import pydyf
from weasyprint.svg.bounding_box import EMPTY_BOUNDING_BOX
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import size
from weasyprint.text.line_break import split_first_line

OTHER = frozenset(
    {"rotate", "textLength", "letter-spacing", "dy", "direction", "font-style"}
    | {"dominant-baseline", "alignment-baseline", "display-anchor"}
)
"""With one of these words are set by the library."""
WEIGHTS = {"normal": 400, "bold": 700}
_library_text, _library_border = svg.TAGS["text"], draw.draw_border
_library_pages = pydyf.PDF.page_references
_ANCHORS = {"middle": 0.5, "end": 1.0}


def shorten() -> None:
    """Take the shorter ways from now on, in this process."""
    svg.TAGS["text"] = _text
    draw.draw_border = _border
    pydyf.PDF.page_references = property(_pages)


def _pages(pdf: Any) -> tuple[bytes, ...]:  # noqa: ANN401 - the library's
    """Return the addresses of all pages, kept while no page is added."""
    count = len(pdf.pages["Kids"])
    kept: tuple[int, tuple[bytes, ...]] | None = vars(pdf).get("kept_references")
    if kept is None or kept[0] != count:
        kept = pdf.kept_references = (count, _library_pages.fget(pdf))
    return kept[1]


def _border(stream: Any, box: Any) -> None:  # noqa: ANN401 - the library's
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


def _one_side(box: Any) -> tuple[str, float] | None:  # noqa: ANN401 - the library's
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


def _text(picture: Any, node: Any, font_size: float) -> None:  # noqa: ANN401 - the library's
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


def _style(picture: Any, node: Any, font_size: float) -> Style:  # noqa: ANN401 - the library's
    style = Style(INITIAL_VALUES)
    style.font_config = picture.font_config
    families = node.get("font-family", "sans-serif").split(",")
    weight = node.get("font-weight", "400")
    style["font_family"] = [each.strip(" \"'") for each in families]
    style["font_weight"] = WEIGHTS.get(weight) or int(weight)
    style["font_size"] = font_size
    return style


def _length(node: Any, name: str, font_size: float, whole: float) -> float:  # noqa: ANN401 - as above
    return float(size(node.get(name, "0"), font_size, whole))
