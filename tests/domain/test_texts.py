"""What is done to every typed or pasted text before it is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.texts import tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("L\u2019\u00c9toile", "L'\u00c9toile"),
        ("\u201cquoted\u201d", '"quoted"'),
        ("hard\u00a0space\u202fand\u2009thin", "hard space and thin"),
        ("migra\u00adtion", "migration"),
        ("one\r\ntwo\x0bthree\u2028four", "one\ntwo\nthree\nfour"),
        ("Bank\u202e moc.live", "Bank moc.live"),
        ("\u2067name\u2069\ufeff\u200b", "name"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("<p><br></p>", ""),
        ("<P class='x'>&nbsp;</P>", ""),
        ("\u00a0\u200b \n", ""),
    ],
)
def test_what_word_processors_and_hidden_marks_leave_is_taken_away(typed, kept):
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "O'Brien & Sons",
        "\u062c\u0645\u0639\u064a\u0629 \u0646\u0648\u0631",
        "\u17a2\u1784\u17d2\u1782\u1780\u17b6\u179a",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467 Families",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u00ab guillemets \u00bb",
        "<p>One line of text</p>",
        "a < b and c > d",
    ],
)
def test_letters_of_every_script_joiners_and_emoji_stay(text):
    assert tidy(text) == text


@given(st.text())
def test_a_tidy_text_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_no_mark_of_direction_and_no_control_character_is_left(text):
    left = {unicodedata.category(each) for each in tidy(text) if each not in "\n\t"}
    assert "Cc" not in left
    assert not set(tidy(text)) & set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066")


@given(st.text(alphabet=st.characters(categories=["L"])))
def test_letters_are_never_lost(text):
    composed = unicodedata.normalize("NFC", text)
    assert tidy(text) == composed
