"""Glyphs of a line written by a shorter way: what a glyph of some width writes is made once.

A line with a glyph that is raised, coloured, empty or unknown to the font is written by the
library. The bytes of the file stay the same.
"""

from typing import NamedTuple

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from portal.pdf.press_lines import numbers, runs
from portal.pdf.press_styles import Library

EXACT_SINCE = 14802
"""Older Pango tells no size of a font that can be trusted: the library knows how to help."""
_SMALLEST = 1e-6
_EMPTY = 0x0FFFFFFF
library_draw = drawing.draw_first_line
Glyph = tuple[int, int, int]
"""A glyph, its width and its offset to the right, in units of Pango."""


def draw(
    stream: Library,
    textbox: Library,
    text_overflow: str,
    block_ellipsis: Library,
    matrix: Library,
) -> Library:
    """Write one line of text; see the library's own function."""
    if text_overflow == "ellipsis" or block_ellipsis != "none" or not _is_seen(textbox):
        return library_draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    layout = textbox.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)
    found = list(runs(layout.get_first_line()[0]))
    fonts = [stream.add_font(item.analysis.font) for item, _ in found]
    placed = [glyphs for glyphs in (_placed(each) for _, each in found) if glyphs is not None]
    if len(placed) < len(found) or any(_is_coloured(font) for font, _ in fonts):
        return library_draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    words = zip(found, fonts, placed, strict=True)
    _write(stream, [Run(layout, run, font, glyphs) for run, font, glyphs in words])
    return []


def _is_seen(textbox: Library) -> bool:
    large = textbox.style["font_size"] >= _SMALLEST and pango.pango_version() >= EXACT_SINCE
    return bool(textbox.text.strip()) and large


def _placed(glyphs: Library) -> list[Glyph] | None:
    """Return the glyphs of a run; None if one is raised, empty or unknown."""
    told = numbers(glyphs)
    found = told[0::5]
    if any(told[3::5]) or not all(0 <= each < _EMPTY for each in found):
        return None
    return list(zip(found, told[1::5], told[2::5], strict=True))


def _is_coloured(font: Library) -> bool:
    return bool(font.svg or font.png or font.colr or font.bitmap)


class Run(NamedTuple):
    """Glyphs that follow each other in one font and size."""

    layout: Library
    shaped: tuple[Library, Library]
    face: tuple[Library, float]
    placed: list[Glyph]


def _write(stream: Library, line: list[Run]) -> None:
    told, before = "", None
    for run in line:
        address = run.shaped[0].analysis.font
        if address != before:
            before = address
            if told:
                stream.show_text(told)
            told = ""
            stream.set_font_size(run.face[0].hash, run.face[1])
        font, size = run.face
        known = font.__dict__.setdefault("kept_written", {}).setdefault(size, {})
        if not known.keys() >= set(run.placed):
            _learn(stream, run, known)
        told += "<" + "".join([known[glyph] for glyph in run.placed])
        told = told.removesuffix("<") if told.endswith("<") else told + ">"
    stream.show_text(told)


def _learn(stream: Library, run: Run, known: dict[Glyph, str]) -> None:
    """Find what glyphs write that were not met before, and tell the font of them."""
    font, size = run.face
    for at, glyph in enumerate(run.placed):
        number, width, right = glyph
        if glyph in known:
            continue
        if number not in font.to_unicode:
            font.to_unicode[number] = _letters(run, at)
        if number not in font.widths:
            font.widths[number] = _advance(stream, run, number)
        offset = right / size
        kerning = font.widths[number] + offset - width * 1000 * FROM_UNITS / size
        before, after = f">{-offset}<" if offset else "", f">{int(kerning)}<" if kerning else ""
        known[glyph] = f"{before}{number:04x}{after}"


def _advance(stream: Library, run: Run, number: int) -> int:
    font, place = run.shaped[0].analysis.font, stream.logical_rect
    pango.pango_font_get_glyph_extents(font, number, stream.ink_rect, place)
    width: float = place.width * 1000 * FROM_UNITS / run.face[1]
    return round(width)


def _letters(run: Run, at: int) -> str:
    """Return the letters that a glyph stands for."""
    item, glyphs = run.shaped
    places = ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)
    ends = [item.length, *places] if item.analysis.level % 2 else [*places[1:], item.length]
    text: bytes = run.layout.text.encode()[item.offset + places[at] : item.offset + ends[at]]
    return text.decode()


FUNCTIONS = ((library_draw, draw),)
