"""Lines of text set by a shorter way: what a style needs is made once, a line is shaped twice.

The library shapes each line four times: to find its end, to try one more word, without its
width, and when it is drawn; and makes font, language and features anew each time. Here the
next word is only tried where it could fit, and what was shaped last is drawn. Text that is
justified, hyphenated, underlined, spaced, written from the right or has breaks of its own goes
the library's way. The bytes of the file stay the same.
"""

import re

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import font_features, get_font_description

from portal.pdf.press_styles import Library

BREAKS = re.compile("[\0\t\n\x0b\x0c\r\x1c-\x1e\x85\xad\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""With one of these a text is set by the library."""
EVERYWHERE, MANY = 0xFFFFFFFF, 2**21
CHARACTERS = 2.6
"""More characters than a line has for each letter as wide as high; the library shapes 4."""
_GLYPH = 5
"""Numbers of a glyph: itself, width, two offsets, flags."""
Layout = line_break.Layout
library_setup, library_text = Layout.setup, Layout.set_text
library_reactivate = Layout.reactivate
library_split, library_strut = line_break.split_first_line, line_break.strut
Line = tuple[Library, int, int | None, float, float, float]


class Kit:
    """What all layouts of one style have in common: context, font and features."""

    def __init__(self, style: Library) -> None:
        self.context = ffi.gc(
            pango.pango_font_map_create_context(style.font_config.font_map),
            gobject.g_object_unref,
        )
        pango.pango_context_set_round_glyph_positions(self.context, 0)
        pango.pango_context_set_base_dir(self.context, pango.PANGO_DIRECTION_LTR)
        self.language = pango.pango_language_from_string(style["lang"].encode())
        pango.pango_context_set_language(self.context, self.language)
        self.font = get_font_description(style)
        self.attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        features = font_features(*(style[name] for name in _FEATURES))
        if features:
            told = ",".join(f"{key} {value}" for key, value in features.items())
            self._everywhere(pango.pango_attr_font_features_new(told.encode()))
        if style["overflow_wrap"] in {"anywhere", "break-word"}:
            self._everywhere(pango.pango_attr_insert_hyphens_new(0))

    def _everywhere(self, attribute: Library) -> None:
        attribute.start_index, attribute.end_index = 0, EVERYWHERE
        pango.pango_attr_list_insert(self.attributes, attribute)


_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)


def kit_of(style: Library) -> Kit | None:
    """Return what the layouts of a style share, made once; None if the library must make it."""
    kept = style.__dict__
    if "kept_kit" not in kept:
        plain = (
            style["direction"] == "ltr"
            and style["font_language_override"] == "normal"
            and style["text_decoration_line"] == "none"
            and style["letter_spacing"] in {"normal", 0}
            and not style["word_spacing"]
            and bool(style["lang"])
        )
        kept["kept_kit"] = Kit(style) if plain else None
    found: Kit | None = kept["kept_kit"]
    return found


def setup(layout: Library, style: Library) -> None:
    """Make the layout of a style from what its layouts share."""
    layout.kit = kit = kit_of(style)
    if kit is None:
        library_setup(layout, style)
        return
    layout.style, layout.first_line_direction, layout.language = style, 0, kit.language
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(kit.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, 0)
    pango.pango_layout_set_font_description(layout.layout, kit.font)
    pango.pango_layout_set_attributes(layout.layout, kit.attributes)


def set_text(layout: Library, text: str, justify: Library = None) -> None:
    """Give a layout its text."""
    if layout.kit is not None and justify and layout.justification_spacing:
        layout.kit = None
        library_setup(layout, layout.style)
    if layout.kit is None or BREAKS.search(text):
        library_text(layout, text, justify)
        return
    layout.text = text
    pango.pango_layout_set_text(layout.layout, text.encode(), -1)


def reactivate(layout: Library, style: Library) -> None:
    """Draw what was shaped last, if it is still there and nothing spreads it."""
    if "layout" not in layout.__dict__ or layout.justification_spacing:
        library_reactivate(layout, style)


def split(  # noqa: PLR0913, PLR0917 - the library's
    text: str,
    style: Library,
    context: Library,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: Library = True,  # noqa: FBT002 - the library's
    minimum: Library = None,
) -> Line:
    """Fit as much as possible into one line; see the library's own function."""
    line = None
    if not justification_spacing and _is_plain(text, style, max_width):
        line = _plain_line(text, style, max_width or 0)
    if line is not None:
        return line
    own = (text, style, context, max_width, justification_spacing, is_line_start, minimum)
    found: Line = library_split(*own)
    return found


def _is_plain(text: str, style: Library, max_width: float | None) -> bool:
    """Tell if a text has a width to fill and nothing that only the library knows to break."""
    return (
        bool(text and style["font_size"])
        and max_width is not None
        and max_width < MANY
        and style["white_space"] in {"normal", "pre-line"}
        and style["hyphens"] != "auto"
        and kit_of(style) is not None
        and not BREAKS.search(text)
    )


def _plain_line(text: str, style: Library, max_width: float) -> Line | None:
    """Set the first line of a text; None where the library has to look closer."""
    enough = int(max_width / style["font_size"] * CHARACTERS) + 1
    short = text[:enough] if " " in text else text
    layout = line_break.create_layout(short, style, None, max_width, 0)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)
    first, resume = layout.get_first_line()
    room = max_width - line_break.line_size(first, style)[0]
    if room < 0 or (resume is None and short != text):
        return None
    if resume is None:
        return _measured(layout, first, None)
    if _another_word_may_fit(layout, text, short, resume, room):
        return None
    length = first.length
    pango.pango_layout_set_width(layout.layout, -1)
    layout.set_text(text.encode()[:length].decode().rstrip(" "))
    return _measured(layout, layout.get_first_line()[0], resume)


def _measured(layout: Library, first: Library, resume: int | None) -> Line:
    size = line_break.line_size(first, layout.style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    return layout, first.length, resume, *size, baseline


def _another_word_may_fit(
    layout: Library,
    text: str,
    short: str,
    resume: int,
    room: float,
) -> bool:
    """Tell if the first word of the next line may fit once the space after it is left out."""
    head = len(short.encode()[:resume].decode())
    if head == len(short):
        return True
    attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    end = next((at for at in range(head + 1, len(short)) if attributes[at].is_line_break), None)
    if end is None:
        return text != short or text.endswith(" ")
    word = text[head : end - 1].rstrip(" ")
    if not word or text[end - 1] != " ":
        return False
    return _beginning(layout, len(word.encode())) <= room


def _beginning(layout: Library, length: int) -> float:
    """Return the width of the first bytes of the second line."""
    line = pango.pango_layout_get_line_readonly(layout.layout, 1)
    end, width = line.start_index + length, 0
    for item, glyphs in runs(line):
        told = numbers(glyphs)
        offset = item.offset
        places = ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)
        pairs = zip(places, told[1::_GLYPH], strict=True)
        width += sum(each for place, each in pairs if offset + place < end)
    return float(width * FROM_UNITS)


def runs(line: Library) -> Library:
    """Yield item and glyphs of each run of a line."""
    run = line.runs[0] if line.runs else ffi.NULL
    while run != ffi.NULL:
        yield run.data.item, run.data.glyphs
        run = run.next


def numbers(glyphs: Library) -> Library:
    """Return the numbers of some glyphs: five each, see ``_GLYPH``."""
    size = ffi.sizeof("PangoGlyphInfo") * glyphs.num_glyphs
    return memoryview(ffi.buffer(glyphs.glyphs, size)).cast("i").tolist()


def strut(style: Library) -> tuple[float, float]:
    """Return height and baseline of the lines of a style, found once."""
    kept = style.__dict__
    if "kept_strut" not in kept:
        kept["kept_strut"] = library_strut(style)
    found: tuple[float, float] = kept["kept_strut"]
    return found


METHODS = (
    (Layout, "setup", library_setup, setup),
    (Layout, "set_text", library_text, set_text),
    (Layout, "reactivate", library_reactivate, reactivate),
)
FUNCTIONS = ((library_split, split), (library_strut, strut))
