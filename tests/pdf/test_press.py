"""The shorter ways through the print: the same pages as the library's own ways give."""

import shutil
import subprocess
from contextlib import contextmanager

import pytest
from weasyprint import HTML

from portal.pdf import pipeline, press

PICTURE = """<svg width="400" height="60" role="img"><title>Shares</title>
  <text x="0" y="20" font-size="12">Women and girls</text>
  <text x="100%" y="20" font-size="12" font-weight="700" text-anchor="end">40 %</text>
  <text x="50%" y="45" dx="4" font-size="12" text-anchor="middle">half</text>
  <text x="10" y="45" rotate="10" font-size="12">turned</text></svg>"""
TABLE = """<style>td{border-bottom:1pt solid #0033A0;padding:4pt}p{border-left:2mm solid red}
  div{border:1pt solid green;border-radius:3pt}i{display:block;border-top:1pt dotted blue}
  </style><table><tr><td>one</td><td>two</td></tr></table><p>side</p><div>round</div><i>top</i>"""
TITLE = '<html lang="en"><title>Trial</title>'


@contextmanager
def library():
    """Take the library's own ways for a while."""
    press.lengthen()
    try:
        yield
    finally:
        press.shorten()


def printed(html):
    return HTML(string=TITLE + html).write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=b"x")


def seen(content, folder, name):
    """The page as grey points."""
    file = folder / f"{name}.pdf"
    file.write_bytes(content)
    tool = shutil.which("pdftoppm")
    drawn = subprocess.run([tool, "-gray", "-r", "72", file], capture_output=True, check=True)
    return drawn.stdout


@pytest.mark.parametrize("html", [PICTURE, TABLE])
def test_a_page_looks_the_same_as_by_the_library(html, tmp_path):
    press.shorten()
    ours = seen(printed(html), tmp_path, "ours")
    with library():
        theirs = seen(printed(html), tmp_path, "theirs")
    off = [abs(a - b) for a, b in zip(ours, theirs, strict=True)]
    assert sum(each > 40 for each in off) < len(off) / 2000


def test_words_of_a_picture_are_found_as_words(tmp_path):
    press.shorten()
    (tmp_path / "one.pdf").write_bytes(printed(PICTURE))
    tool = shutil.which("pdftotext")
    told = subprocess.run([tool, tmp_path / "one.pdf", "-"], capture_output=True, check=True)
    assert b"Women and girls" in told.stdout


def test_the_pages_of_a_file_are_listed_anew_when_one_is_added():
    press.shorten()
    pdf = press.pydyf.PDF()
    before = pdf.page_references
    pdf.add_page(press.pydyf.Dictionary({"Type": "/Page"}))
    assert len(pdf.page_references) == len(before) + 1
    assert pdf.page_references is pdf.page_references


def test_every_process_that_prints_takes_the_shorter_ways():
    with library():
        pipeline._press.cache_clear()
        pipeline._press()
        assert press.svg.TAGS["text"] is press._text


def test_no_document_has_notes_for_which_no_styles_are_made():
    design = (pipeline.STATIC / "print.css").read_text()
    assert "footnote" not in design
    assert "::note" not in design
