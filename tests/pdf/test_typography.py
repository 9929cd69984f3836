"""Papers are set as their language sets them: marks, capitals, months, agreeing words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pdf.filters import locale_of, midway, month_named, running
from portal.pdf.pipeline import TEMPLATES, Document, compose, environment

PAPERS = sorted((TEMPLATES / "pdf").rglob("*.html"))
MACROS = re.compile(r"{% macro (?:semi)?colon\(\) %}.*")
BARE_MARK = re.compile(r"(?:\}\}|</b>|</span>)[:;]|join\(\"; ?\"\)|else \"; \"|\"; \" if|%\}; ")
ENGLISH, FRENCH = locale_of("en"), locale_of("fr")
WEEK = {
    "reference": "IOM/BGR/CENTRE/01/W2026-48",
    "office": "OIM Bulgarie",
    "code": "",
    "at": "2026-11-26T12:00:00+00:00",
    "zone": "Europe/Sofia",
    "centre": "Sofia",
    "state": "published",
    "first": "2026-11-23",
    "last": "2026-11-29",
    "published_on": "2026-11-20",
    "days": [f"2026-11-{day}" for day in range(23, 30)],
    "shifts": [{"shift": "night", "begins": "23:00", "ends": "07:00", "rows": []}],
    "cover": [[[2, 2], [1, 2], [0, 0], [2, 2], [2, 2], [2, 2], [2, 2]]],
    "findings": {"any": False, "gaps": [1], "doubles": [], "rests": [], "least_rest": 11},
}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_colon_or_semicolon_after_a_value_is_set_by_the_language(paper):
    """French parts both from the word before them, so a paper never sets a bare one."""
    assert BARE_MARK.findall(MACROS.sub("", paper.read_text(encoding="utf-8"))) == []


def test_french_parts_both_marks_from_the_word_before_them():
    for language, colon, semicolon in (("en", ":", "; "), ("fr", "\xa0:", "\xa0; ")):
        macros = environment(language).get_template("pdf/macros.html")
        words = macros.make_module({"language": language})
        assert (str(words.colon()), str(words.semicolon())) == (colon, semicolon)


def test_words_in_a_row_have_one_capital_and_letters_that_stand_for_words_stay():
    assert running(["Jour", "Soir", "PEAS", "Nuit"], FRENCH) == "Jour, soir, PEAS, nuit"
    assert running([], FRENCH) == ""
    assert midway("Anglais", FRENCH, names=True) == "anglais"
    assert midway("English", ENGLISH, names=True) == "English"


@given(st.lists(st.text(min_size=1)))
def test_words_in_a_row_are_all_there(words):
    assert running(words, ENGLISH).casefold() == ", ".join(words).casefold()


def test_a_month_is_named_in_the_language_of_the_paper():
    assert month_named("2026-09-01", ENGLISH) == "September\xa02026"
    assert month_named("2026-09-01", FRENCH) == "septembre\xa02026"


@pytest.mark.parametrize(
    ("group", "state", "said"),
    [
        ("AwardState", "approved", "Approuvée"),
        ("PlanState", "approved", "Approuvé par le bureau"),
        ("MilestoneState", "open", "Pas encore atteint"),
    ],
)
def test_a_state_agrees_in_french_with_what_is_in_it(group, state, said):
    spoken = environment("fr").filters["word"](state, group)
    assert spoken == said


def test_a_roster_tells_the_cover_in_the_line_of_the_shift_and_marks_a_gap():
    page = compose(Document("roster.html", "fr", WEEK, identifier="x"))
    cells = re.findall(r'<td class="(\w*)">([^<]*)</td>', page)
    assert cells[:3] == [("full", "2/2"), ("lack", "1/2 (!)"), ("", "")]
    assert "<figure" not in page


@pytest.mark.parametrize(("rows", "style"), [(14, "tight keep"), (15, "tight ")])
def test_a_table_is_kept_on_one_page_only_while_a_page_can_hold_it(rows, style):
    """A longer one would leave its heading alone on the page before it."""
    macros = environment("en").get_template("pdf/macros.html").make_module({"language": "en"})
    drawn = macros.table(["Name"], [["A"]] * rows, style="tight keep")
    assert f'<table class="{style}">' in drawn
    assert macros.keep(rows) == ("keep" if rows == 14 else "")


@pytest.mark.parametrize(("letters", "runs"), [(100, False), (4000, True)])
def test_a_box_runs_over_pages_once_it_is_long(letters, runs):
    shell = (
        '{% import "pdf/macros.html" as m with context %}{% call m.box() %}{{ t }}{% endcall %}'
    )
    page = environment("en").from_string(shell).render(language="en", t="x" * letters)
    assert ('class="box runs"' in page) is runs
