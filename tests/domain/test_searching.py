"""Words to search by."""

from hypothesis import given
from hypothesis import strategies as some

from portal.domain.searching import LONGEST_WORD, MOST_TERMS, terms, words


@given(some.text())
def test_nothing_but_plain_letters_and_figures_is_left(text):
    for word in [*words(text), *terms(text)]:
        assert word
        assert len(word) <= LONGEST_WORD
        assert set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789")


@given(some.text())
def test_what_is_typed_is_split_like_what_is_searched(text):
    assert set(terms(text)) <= set(words(text))
    assert len(terms(text)) <= MOST_TERMS


def test_accents_capitals_and_scripts_do_not_matter():
    assert words("Hébergement À OUJDA") == ["a", "hebergement", "oujda"]
    assert terms("النور") == terms("النور ")
    assert terms("النور") != []


def test_operators_are_no_words():
    assert terms('"NEAR(a b)" OR * & | ! :*') == ["near", "a", "b", "or"]
    assert terms("''\"\" -- ()") == []
