"""What is asked of all pages for each page: to the byte what the library itself gives."""

import pytest
from weasyprint import HTML

from portal.pdf import pipeline, press

PAGES = range(1, 8)
OWN = {
    "nothing": "",
    "a box on every page": ".seal{position:fixed;top:0}",
    "a box on every page from the third": "#c3 b{position:fixed;top:0}",
    "titles that tell pages": "h2{bookmark-label:content() counter(page) counter(pages)}",
    "heads that tell pages": "h2{string-set:h content() counter(page)}@page{@top-left{content:"
    "string(h)}}",
    "pages named before": "p::after{content:target-counter('#c2',page)}",
    "a place over all pages": "p::after{content:target-counter('#all',page)}",
    "pages named after": "p::after{content:target-counter('#c6',page)}",
}


def written(style):
    """Seven pages, each with a title, a box and a place that others name; not packed."""
    _, fonts, fetcher = pipeline._press()
    parts = (f'<h2 id="c{n}">Part <b>{n}</b></h2><p>Words' for n in PAGES)
    page = HTML(
        string='<html lang="en"><title>Trial</title>'
        f"<style>@page{{size:A6}}h2{{break-before:page}}{style}</style>"
        f'<body id="all"><div class="seal">Seal</div>{"".join(parts)}',
        base_url=f"{pipeline.STATIC.as_uri()}/",
        url_fetcher=fetcher,
    )
    return page.write_pdf(font_config=fonts, pdf_identifier=b"x", uncompressed_pdf=True)


@pytest.fixture(autouse=True)
def shortened():
    """Take the shorter ways, before a test and after it."""
    press.shorten()
    yield
    press.shorten()


@pytest.mark.parametrize("style", OWN.values(), ids=OWN)
def test_pages_are_written_to_the_byte_as_by_the_library(style):
    ours = written(style)
    press.lengthen()
    assert ours == written(style)
