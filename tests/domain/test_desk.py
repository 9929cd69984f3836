"""The rules of the scoring desk: what is open, where to go on, where searched words stand."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.desk import Item, ItemState, holds, item_state, marked, next_open, passages

LONG = "one two three four five six seven eight nine ten"
STATES = st.lists(st.sampled_from(list(ItemState)), max_size=12)
TEXTS = st.text(st.sampled_from("éducàtion le la مركز \n.,<b>'Łø"), max_size=60)


def desk(states):
    return [Item(UUID(int=0), position, state) for position, state in enumerate(states, 1)]


@given(STATES)
def test_going_on_reaches_every_open_item_once(states):
    items = desk(states)
    wanted = [each.place for each in items if each.is_open]
    seen, here = [], None
    for _each in wanted:
        following = next_open(items, here)
        here = following.place
        seen.append(here)
    assert seen == wanted
    assert (next_open(items, here) is None) == (not wanted)


def test_an_item_is_done_with_a_score_and_ten_words_and_not_before():
    assert item_state(None, "", locked=False) is ItemState.EMPTY
    assert item_state(0, "", locked=False) is ItemState.BEGUN
    assert item_state(None, LONG, locked=False) is ItemState.BEGUN
    assert item_state(0, LONG, locked=False) is ItemState.DONE
    assert item_state(0, LONG, locked=True) is ItemState.LOCKED


@given(TEXTS, TEXTS)
def test_marking_loses_no_letter_and_marks_only_what_begins_so(text, typed):
    assert "".join(each.text for each in marked(text, typed)) == text


@given(TEXTS)
def test_a_text_holds_each_of_its_own_words(text):
    if any(each.hit for each in marked(text, text)):
        assert holds(text, text.split()[0]) or passages(text, text)


def test_words_are_found_at_their_beginning_and_without_accents():
    assert holds("Deux éducatrices de nuit", "educ NUIT")
    assert not holds("Deux éducatrices de nuit", "ducatrices")
    assert not holds("anything", "  ")
    assert [[each.text for each in one if each.hit] for one in passages("a b\nc ab", "ab")] == [
        ["ab"]
    ]
