"""Styles and places found by a shorter way.

The measures of a style that has no percentage are the same for all its boxes; pages that the
same rules hold for share their styles; where nothing floats, nothing has to be avoided; most
boxes have nothing behind them; no document has notes. The bytes of the file stay the same.
"""

import re
from functools import cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box
from weasyprint.html import UA
from weasyprint.layout import background, page, percent
from weasyprint.layout import float as floating

Library = Any
"""A thing of the library, which types none of its own."""
library_percentages = percent.resolve_percentages
library_page_styles = page.set_page_type_computed_styles
library_collisions = floating.avoid_collisions
library_backgrounds = background.layout_box_backgrounds
library_sheets = HTML._ua_stylesheets  # noqa: SLF001 - the library's
_SIDES = ("left", "right", "top", "bottom")
_MEASURES = (
    *(f"margin_{side}" for side in _SIDES),
    *(f"padding_{side}" for side in _SIDES),
    *("width", "max_width", "height", "max_height"),
)
_LEAST = ("min_width", "min_height")


def percentages(box: Library, containing_block: Library) -> None:
    """Set the measures of a box; those of a style that has no percentage are found once."""
    style = box.style
    kept = style.__dict__
    if "kept_measures" not in kept:
        kept["kept_measures"] = _measures(style)
    found = kept["kept_measures"]
    if found is None or not isinstance(box, Box):
        library_percentages(box, containing_block)
    else:
        box.__dict__.update(found)


def _measures(style: Library) -> dict[str, Library] | None:
    """Return the measures of a style, or None if they hang on those of another box."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return None
    values = {name: style[name] for name in (*_MEASURES, *_LEAST)}
    if not all(
        each == "auto" or getattr(each, "unit", None) == "px" for each in values.values()
    ):
        return None
    used = {name: each if each == "auto" else each.value for name, each in values.items()}
    least = {name: 0 if used[name] == "auto" else used[name] for name in _LEAST}
    borders = {name: style[name] for name in (f"border_{side}_width" for side in _SIDES)}
    return used | least | borders


def page_styles(page_type: Library, html: Library, style_for: Library) -> None:
    """Give a page the styles of an earlier one that the same rules hold for."""
    kept = style_for.__dict__.setdefault("kept_kinds", {})
    kind = (page_type.side, page_type.blank, page_type.index == 0, page_type.name)
    if kind not in kept or _counts_pages(style_for):
        library_page_styles(page_type, html, style_for)
        kept[kind] = page_type
        return
    first, computed = kept[kind], style_for.get_computed_styles()
    pseudos = [
        pseudo for element, pseudo in style_for.get_cascaded_styles() if element == first
    ]
    for pseudo in (None, *pseudos):
        computed[page_type, pseudo] = computed[first, pseudo]


def _counts_pages(style_for: Library) -> bool:
    """Tell if a rule of the style sheets is for pages of some number."""
    sheets = style_for._sheets  # noqa: SLF001 - the library's
    rules = (rule for sheet, _, _ in sheets for rule in sheet.page_rules)
    return any(selector.index is not None for _, told, _ in rules for _, _, selector in told)


def in_flow(box: Library) -> bool:
    """Tell if a box is in the flow of its page, neither floated nor placed."""
    style = box.style
    return style["float"] == "none" and style["position"] in {"static", "relative"}


def collisions(
    context: Library,
    box: Library,
    containing_block: Library,
    outer: Library = True,  # noqa: FBT002 - the library's
) -> Library:
    """Find the place of a box: where nothing floats, it is that of its containing block."""
    rest = box.style["float"] != "none" or containing_block.style["direction"] != "ltr"
    if rest or context.excluded_shapes:
        return library_collisions(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    if outer:
        return left, box.position_y, right - left
    top = box.border_box_y()
    left, right = left + box.margin_left, right - box.margin_right
    return left - box.margin_left, top - box.margin_top, right - left


def backgrounds(  # the library's
    of: Library,
    box: Library,
    images: Library,
    layout_children: Library = True,  # noqa: FBT002 - the library's
    style: Library = None,
) -> None:
    """Lay out what is behind a box: for most boxes nothing."""
    own = box.style
    kept = own.__dict__
    if "kept_bare" not in kept:
        kept["kept_bare"] = _is_bare(own)
    if style is not None or box is of or not kept["kept_bare"] or not isinstance(box, Box):
        library_backgrounds(of, box, images, layout_children, style)
        return
    box.__dict__.update(_SQUARE)
    if layout_children:
        for child in box.all_children():
            backgrounds(of, child, images)


_SQUARE = {"background": None} | {
    f"border_{corner}_radius": (0, 0)
    for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
}


def _is_bare(style: Library) -> bool:
    """Tell if a style draws nothing behind its boxes, and rounds nothing."""
    return (
        all((0, "px") in style[name] for name in _SQUARE if name != "background")
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and get_color(style, "background_color").alpha == 0
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
    )


def sheets(page: Library, forms: Library = False) -> Library:  # noqa: FBT002 - the library's
    """Return the library's own style sheet, with no styles for what no document has.

    It styles the signs of notes and the mark of a list item at every element. Here no element
    has a note, and only items of lists a mark.
    """
    return library_sheets(page, forms) if forms else [_without_notes()]


@cache
def _without_notes() -> CSS:
    words = _NOTES.sub("", UA).replace("\n::marker", "\nli::marker")
    return CSS(string=words, counter_style=CounterStyle())


_NOTES = re.compile(r"^::(?:foot)?note-.*$", re.MULTILINE)
METHODS = ((HTML, "_ua_stylesheets", library_sheets, sheets),)
FUNCTIONS = (
    (library_percentages, percentages),
    (library_page_styles, page_styles),
    (library_collisions, collisions),
    (library_backgrounds, backgrounds),
)
