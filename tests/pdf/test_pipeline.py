import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.support import NullTranslations
from jinja2 import UndefinedError

from portal.pdf import pipeline
from portal.pdf.fetcher import STATIC, FetchRefused, StaticFetcher
from portal.pdf.filters import (
    country,
    day,
    locale_of,
    moment,
    money,
    number,
    percent,
    utc,
    word,
)
from portal.pdf.limits import TABLE_ROWS, TEXT_CHARACTERS, TooLong, bounded, clean_text
from portal.pdf.pipeline import Document, draw, fingerprint, render

TEMPLATES = Path(__file__).parent / "templates"
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")
EN, FR = locale_of("en"), locale_of("fr")
FACTS = {
    "reference": "IOM/MAR/2026/014",
    "title": "Evaluation report",
    "short": "Evaluation report: city apartments",
    "office": "IOM Morocco",
    "code": "7K4M-2QXD-81",
    "at": "2026-11-30T16:00:00+00:00",
    "zone": "Africa/Casablanca",
    "verify_address": "https://portal.example/verify/7K4M-2QXD-81",
    "rows": [["Call", "IOM/MAR/2026/014", "closed"], ["Partner", "Łódź Şişli"]],
    "text": "The committee recommends Fondation Étoile.",
    "figures": [["Fondation Étoile", "2,208,000", "84.98"], [["Tamsna", "Rabat"], "1", None]],
    "scores": [["Fondation Étoile", [82, 83, "79.5"], "81.50"], ["Tamsna", [], "0"]],
    "clauses": 12,
    "paragraphs": ["The partner runs the shelter.", "Words have the meaning of the call."],
    "links": "",
    "people": [{"name": "A. Benali", "title": "Head of office", "signed": "30 Nov 2026"}],
}


def demo(language="en", *, draft=False, **changes):
    return Document("demo.html", language, FACTS | changes, "IOM-MAR-2026-014", draft=draft)


def printed(document):
    return render(document, TEMPLATES)


def run(*command, **options):
    return subprocess.run(
        command,
        capture_output=True,
        check=True,
        **options,
    ).stdout


def text_of(content, *options):
    return run("/usr/bin/env", "pdftotext", *options, "-", "-", input=content).decode()


@pytest.fixture
def french(tmp_path, monkeypatch):
    words = Catalog("fr")
    words.add("Page {page} of {pages}", "Page {page} sur {pages}")
    words.add("DRAFT", "PROJET")
    words.add("Recommendation", "Recommandation")
    (tmp_path / "fr/LC_MESSAGES").mkdir(parents=True)
    with (tmp_path / "fr/LC_MESSAGES/messages.mo").open("wb") as file:
        write_mo(file, words)
    monkeypatch.setattr(pipeline, "TRANSLATIONS", tmp_path)
    pipeline.environment.cache_clear()
    yield
    pipeline.environment.cache_clear()


def test_equal_facts_give_equal_bytes_in_two_processes():
    script = (
        "import hashlib, test_pipeline as t\n"
        "print(hashlib.sha256(t.printed(t.demo())).hexdigest())"
    )
    folders = os.pathsep.join((str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")))
    surroundings = os.environ | {"PYTHONPATH": folders}
    runs = [
        run(
            sys.executable,
            "-c",
            script,
            env=surroundings | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
        )
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != b""


def test_equal_facts_give_equal_bytes_after_another_document():
    first = printed(demo())
    other = printed(demo(text="Another text"))
    assert printed(demo()) == first != other


def test_other_facts_have_another_identifier():
    assert fingerprint(demo()) != fingerprint(demo(code="other"))
    assert fingerprint(demo()) != fingerprint(demo(draft=True))


def test_a_document_passes_the_check_of_its_structure(tmp_path):
    path = tmp_path / "demo.pdf"
    path.write_bytes(printed(demo()))
    assert b"No syntax" in run("/usr/bin/env", "qpdf", "--check", path)


def test_a_document_is_tagged_archival_and_names_its_language_title_and_office():
    with pikepdf.open(BytesIO(printed(demo()))) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "Evaluation report IOM/MAR/2026/014"
        assert str(pdf.docinfo["/Author"]) == "IOM Morocco"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261130160000")
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_a_document_has_bookmarks_of_its_numbered_headings():
    with pikepdf.open(BytesIO(printed(demo()))) as pdf, pdf.open_outline() as outline:
        title = outline.root[0]
        assert title.title == "Evaluation report"
        assert [part.title for part in title.children][:2] == [
            "1. Recommendation",
            "2. Figures",
        ]


def test_every_page_bears_reference_page_number_and_code():
    content = printed(demo())
    with pikepdf.open(BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    assert pages > 1
    for page in range(1, pages + 1):
        text = text_of(content, "-f", str(page), "-l", str(page))
        assert f"Page {page} of {pages}" in text
        assert "IOM/MAR/2026/014" in text
        assert "7K4M-2QXD-81" in text


def test_text_can_be_searched_with_letters_of_many_alphabets():
    text = text_of(printed(demo()))
    assert "Fondation Étoile" in text
    assert "Łódź Şişli" in text


def test_a_document_uses_no_font_but_ours():
    with pikepdf.open(BytesIO(printed(demo()))) as pdf:
        fonts = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    assert fonts
    assert all("+Noto-Sans" in name for name in fonts)


@pytest.mark.usefixtures("french")
def test_a_french_document_speaks_french():
    content = printed(demo("fr", draft=True))
    text = text_of(content)
    assert "Page 1 sur 3" in text
    assert "Recommandation" in text
    assert "PROJET" in text_of(content, "-raw")
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "fr"


def test_a_draft_bears_its_watermark_on_every_page_and_no_code():
    content = printed(demo(draft=True))
    text = text_of(content, "-raw")
    assert text.count("DRAFT") == text.count("Page ") > 1
    assert "7K4M" not in text


def test_an_official_document_bears_no_watermark():
    assert "DRAFT" not in text_of(printed(demo()), "-raw")


def test_an_unknown_name_in_a_template_stops_the_document():
    facts = {key: value for key, value in FACTS.items() if key != "reference"}
    with pytest.raises(UndefinedError):
        printed(Document("demo.html", "en", facts, "x"))


def test_text_of_people_is_never_read_as_html():
    text = text_of(printed(demo(text="<img src='file:///etc/passwd'> & <b>bold</b>")))
    assert "<img src='file:///etc/passwd'>" in text


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/secret",
        "https://example.org/a.png",
        "ftp://example.org/a",
        "file:///etc/passwd",
        f"{STATIC.as_uri()}/../setup.cfg",
        f"{STATIC.as_uri()}/%2e%2e/setup.cfg",
        f"file://elsewhere{STATIC}/print.css",
        STATIC.as_uri(),
    ],
)
def test_the_fetcher_refuses_what_is_not_a_file_of_static(address):
    with pytest.raises(FetchRefused):
        StaticFetcher().fetch(address)


def test_the_fetcher_refuses_a_link_that_leads_out(tmp_path):
    inside = tmp_path / "static"
    inside.mkdir()
    (inside / "way-out").symlink_to("/etc/passwd")
    with pytest.raises(FetchRefused):
        StaticFetcher(inside).fetch((inside / "way-out").as_uri())


def test_the_fetcher_reads_static_and_data():
    assert StaticFetcher().fetch((STATIC / "print.css").as_uri()).read().startswith(b"/*")
    assert StaticFetcher().fetch("data:text/plain,hello").read() == b"hello"


@pytest.mark.parametrize(
    "html",
    [
        "<img src='https://example.org/a.png'>",
        "<img src='../setup.cfg'>",
        "<link rel=attachment href='/etc/passwd'>",
        "<p style='background:url(file:///etc/passwd)'>x</p>",
    ],
)
def test_a_page_that_asks_for_more_is_not_printed(html):
    with pytest.raises(FetchRefused):
        draw(html, b"x")


def test_links_that_act_or_reach_into_the_machine_are_dropped():
    links = [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "setup.cfg",
        "https://example.org/kept",
        "mailto:kept@example.org",
    ]
    html = "".join(f'<p><a href="{link}">link</a></p>' for link in links)
    with pikepdf.open(BytesIO(draw(f"<html lang=en>{html}</html>", b"x"))) as pdf:
        kept = [str(note.A.URI) for note in pdf.pages[0].Annots]
    assert kept == ["https://example.org/kept", "mailto:kept@example.org"]


def test_a_run_of_combining_marks_is_bounded():
    assert clean_text("a" + "\u0316" * 50_000) == "a" + "\u0316" * 4
    assert clean_text("e\u0301 école") == "é école"
    assert len(text_of(printed(demo(text="a" + "\u0301" * 50_000)))) < 5_000


def test_characters_that_hide_or_turn_text_are_dropped():
    assert clean_text("Ali\u202egnp.exe\x00\x1b\u2066") == "Alignp.exe"
    assert clean_text("two\nlines\tkept") == "two\nlines\tkept"


def test_a_giant_text_is_refused():
    with pytest.raises(TooLong) as refused:
        printed(demo(text="x" * (TEXT_CHARACTERS + 1)))
    assert (refused.value.what, refused.value.limit) == ("text", TEXT_CHARACTERS)


def test_many_long_texts_are_refused_together():
    with pytest.raises(TooLong):
        bounded({f"text{count}": "x" * TEXT_CHARACTERS for count in range(20)})


def test_a_table_of_too_many_rows_is_refused():
    with pytest.raises(TooLong):
        printed(demo(figures=[["a", "1", "2"]] * (TABLE_ROWS + 1)))


def test_too_many_cells_are_refused():
    with pytest.raises(TooLong):
        bounded({"rows": [["cell"] * 50] * 1_000})


def test_a_record_is_no_fact():
    with pytest.raises(TypeError):
        printed(demo(text=object()))


def test_amounts_read_as_people_of_the_language_write_them():
    assert money("1200000.00", "MAD", EN) == "MAD\u00a01,200,000"
    assert money("1200000.50", "MAD", EN) == "MAD\u00a01,200,000.50"
    assert money("1200000.50", "MAD", FR) == "1\u00a0200\u00a0000,50\u00a0MAD"
    assert money("1500.5", "XOF", EN) == "XOF\u00a01,500.5"
    assert number("84.90", EN) == "84.90"
    assert number(12345, FR) == "12\u00a0345"
    assert percent("7.5", EN) == "7.5%"
    assert percent(70, FR) == "70\u00a0%"


def test_a_stored_value_is_said_in_words():
    assert word("auditor", "Role", catalogue=NullTranslations()) == "Auditor"
    assert word("Role.auditor", catalogue=NullTranslations()) == "Auditor"
    with pytest.raises(KeyError):
        word("nobody", "Role", catalogue=NullTranslations())


def test_dates_are_absolute_and_name_their_zone():
    at = "2026-11-30T16:00:00+00:00"
    assert day("2026-11-02", EN) == "2\u00a0November 2026"
    assert day("2026-11-02", FR) == "2\u00a0novembre 2026"
    city = moment(at, "Africa/Casablanca", EN)
    assert city.replace("\u00a0", " ") == "Mon 30 Nov 2026, 17:00 (Casablanca, GMT+1)"
    assert moment(at, "Africa/Conakry", EN).endswith("(Conakry,\u00a0GMT)")
    assert moment(at, "UTC", EN).endswith("16:00 (UTC)")
    assert moment(at, "Asia/Kolkata", FR).endswith("UTC+5:30)")
    assert utc(at, EN) == "30 Nov 2026, 16:00:00\u00a0UTC"
    assert (country("MA", FR), country("XX", EN)) == ("Maroc", "XX")
