"""Page numbers of contents by the shorter way: to the byte what the library itself gives."""

import pytest
from weasyprint import HTML

from portal.pdf import pipeline, press, press_contents

ROWS = range(1, 61)
PAGE = "target-counter(attr(href url),page)"
OWN = {
    "in a place of their own": "",
    "in the line": "position:static!important;width:auto!important",
    "from the left": "text-align:left!important",
    "with words": f'content:"p. " {PAGE}!important',
    "beside its own": f'content:{PAGE} " of " counter(page)!important',
    "on two lines": f'content:{PAGE} "\\A b"!important;white-space:pre!important',
}


def written(style):
    """A list of contents over two pages, with numbers of one and two digits, not packed."""
    stylesheet, fonts, fetcher = pipeline._press()
    rows = (f'<li><a href="#c{n}"><span class="n">{n}</span>Clause</a></li>' for n in ROWS)
    clauses = (f'<p id="c{n}" style="height:60mm">Clause {n}</p>' for n in ROWS)
    page = HTML(
        string=f'<html lang="en"><title>Trial</title><style>.toc a::after{{{style}}}</style>'
        f'<body><nav class="toc"><ol>{"".join(rows)}</ol></nav>{"".join(clauses)}',
        base_url=f"{pipeline.STATIC.as_uri()}/",
        url_fetcher=fetcher,
    )
    return page.write_pdf(
        stylesheets=[stylesheet],
        font_config=fonts,
        pdf_identifier=b"x",
        uncompressed_pdf=True,
    )


@pytest.fixture
def put(monkeypatch):
    """The numbers that are put anew, without a second layout."""
    press.shorten()
    found = []
    own = press_contents._put

    def noted(words, *rest):
        found.append(words)
        own(words, *rest)

    monkeypatch.setattr(press_contents, "_put", noted)
    yield found
    press.shorten()


@pytest.mark.parametrize("style", OWN.values(), ids=OWN)
def test_contents_are_written_to_the_byte_as_by_the_library(style, put, monkeypatch):
    ours = written(style)
    press.lengthen()
    monkeypatch.setattr(press.draw, "draw_border", press._border)
    assert ours == written(style)
    assert len(put) in {0, len(ROWS)}


def test_numbers_in_a_place_of_their_own_are_put_without_a_second_layout(put):
    written("")
    assert put == [str(2 + (n + 2) // 3) for n in ROWS]
