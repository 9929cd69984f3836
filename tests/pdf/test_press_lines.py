"""Lines, glyphs and styles by the shorter ways: to the byte what the library itself gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint import HTML
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.svg.text import Style

from portal.pdf import pipeline, press, press_lines

PLAIN = ["the", "partner", "answers", "within", "ten", "days;", "e-mail", "24/7", "“kept”"]
PLAIN += ["AVATAR", "Wäsche", "œuvre"]
ODD = (
    "l\N{RIGHT SINGLE QUOTATION MARK}eau",
    "25\N{NO-BREAK SPACE}%",
    "مرحبا",
    "日本語の文",
    "ﬁn",
    "co\N{SOFT HYPHEN}op",
    "a" * 60,
    "1,200.50",
    "\N{EN DASH}",
    "e\N{COMBINING ACUTE ACCENT}t",
    "two\nlines",
    "tab\tstop",
    "",
)
LONG = " ".join([*PLAIN, *ODD[:3]] * 12)
PAGES = f"""
<body data-reference="R" data-short="S" data-office="O" data-code="C" data-page-before="Page "
  data-page-between=" of " data-page-after="">
<section class="cover"><h1>Cover</h1></section>
<nav class="toc"><ol><li><a href="#one"><span class="n">1</span>Clause</a></li></ol></nav>
<section class="clause"><h2><span class="n" id="one">1</span>Clause</h2>
  <p class="item"><span class="n">1.1</span>{LONG}</p>
  <p>{LONG} <b>{LONG}</b> <i>{LONG}</i></p></section>
<p style="text-align:justify">{LONG}</p><p dir="rtl">{LONG}</p><p lang="fr">{LONG}</p>
<p style="hyphens:auto">{LONG}</p><p style="letter-spacing:1pt;word-spacing:2pt">{LONG}</p>
<p style="white-space:pre-wrap">a  b\tc\n{LONG}</p><p class="prose">{LONG}\nnext {ODD[-2]}</p>
<p class="diff"><del>old {LONG}</del><ins>new {LONG}</ins>
  H<sub>2</sub>O 🙂 \N{REPLACEMENT CHARACTER}</p>
<p style="width:40%;padding:2%;box-sizing:border-box;background:#EDF1FA;
  border-radius:4pt">{LONG}</p>
<div class="two"><p>{LONG}</p></div>
<div class="parties"><div><p>left</p></div><div><p>right</p></div></div>
<p style="float:right;width:50mm">{LONG}</p><p>{LONG}</p>
<p style="overflow:hidden;text-overflow:ellipsis;white-space:nowrap;width:40mm">{LONG}</p>
<p style="overflow:hidden;max-height:30pt;max-lines:2;block-ellipsis:auto">{LONG}</p>
<ul><li>{LONG}</li></ul><table><tr><th class="num">1,200</th><td>{LONG}</td></tr></table>
<p class="watermark">DRAFT</p>
"""


@pytest.fixture
def press_fonts():
    _, fonts, _ = pipeline._press()
    yield fonts
    press.shorten()


def style_of(fonts, **values):
    style = Style(INITIAL_VALUES)
    style.font_config = fonts
    family = ["Noto Sans", "Noto Sans Ext", "Noto Sans Arabic"]
    style.update({"font_family": family, "font_size": 14, "lang": "en"} | values)
    return style


@settings(deadline=None, max_examples=150)
@given(
    words=st.lists(st.sampled_from([*PLAIN, *ODD]), min_size=1, max_size=30),
    width=st.floats(0, 600),
    wrap=st.sampled_from(["normal", "break-word"]),
)
def test_a_line_ends_where_the_library_ends_it(words, width, wrap):
    _, fonts, _ = pipeline._press()
    style, text = style_of(fonts, overflow_wrap=wrap), " ".join(words)
    ours, *found = press_lines.split(text, style, None, width, 0)
    press.lengthen()
    try:
        theirs, *expected = press_lines.library_split(text, style, None, width, 0)
    finally:
        press.shorten()
    assert (ours.text, found) == (theirs.text, expected)


def written(title):
    """A file of many kinds of text, not packed, so that its bytes can be compared."""
    stylesheet, fonts, fetcher = pipeline._press()
    page = HTML(
        string=f'<html lang="en"><title>{title}</title>{PAGES}',
        base_url=f"{pipeline.STATIC.as_uri()}/",
        url_fetcher=fetcher,
    )
    return page.write_pdf(
        stylesheets=[stylesheet],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=b"x",
        uncompressed_pdf=True,
    )


@pytest.mark.usefixtures("press_fonts")
def test_all_text_is_written_to_the_byte_as_by_the_library(monkeypatch):
    ours = written("Trial")
    press.lengthen()
    monkeypatch.setattr(press.draw, "draw_border", press._border)
    assert ours == written("Trial")
