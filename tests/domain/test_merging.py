"""Two texts that grew from one are put together, and no word of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.merging import merge

WORDS = st.lists(
    st.sampled_from(["we", "rent", "two", "flats", "near", "it", "\n"]), max_size=14
)
TEXTS = WORDS.map(" ".join)
BASE = "We rent ten flats. Two people are there each night."


def test_changes_in_different_places_are_both_taken():
    mine = BASE.replace("ten", "twelve furnished")
    theirs = BASE + " A doctor comes on Mondays."
    both = "We rent twelve furnished flats. Two people are there each night. "
    assert merge(BASE, mine, theirs) == (both + "A doctor comes on Mondays.", True)


def test_where_both_changed_one_place_both_wordings_stay_and_it_is_told():
    text, clean = merge(BASE, BASE.replace("ten", "nine"), BASE.replace("ten", "twenty"))
    assert not clean
    assert "twenty nine flats" in text


def test_a_passage_that_one_deletes_and_the_other_changes_stays():
    text, clean = merge(BASE, "We rent ten flats.", BASE.replace("Two", "Three"))
    assert not clean
    assert "Three" in text


def test_two_first_texts_follow_each_other():
    assert merge("", "Mine.", "Theirs.") == ("Theirs. Mine.", False)


@given(TEXTS, TEXTS)
def test_a_side_that_changed_nothing_gives_the_other_its_way(base, other):
    assert merge(base, base, other) == (other, True)
    assert merge(base, other, base) == (other, True)
    assert merge(base, other, other) == (other, True)


@given(TEXTS, TEXTS, TEXTS)
def test_a_word_that_one_added_is_never_lost(base, mine, theirs):
    text, _clean = merge(base, f"{mine} mine-only", f"{theirs} theirs-only")
    assert "mine-only" in text
    assert "theirs-only" in text
