"""Two tables that grew from one are put together, and no row that somebody added is lost."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.row_merging import Clash, keyed, merge_rows

CELLS = st.integers(0, 3).map(lambda value: {"value": value})
ROWS = st.dictionaries(st.sampled_from("abcdef"), CELLS)
LISTS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from("xyz"), "value": st.integers(0, 2)}),
    max_size=6,
)


def row(value):
    return {"value": value}


def test_rows_added_on_both_sides_are_kept_in_their_places():
    base = {"a": row(1), "b": row(2)}
    mine = {"a": row(1), "m": row(7), "b": row(2)}
    theirs = {"a": row(1), "b": row(2), "t": row(8)}
    merged = merge_rows(base, mine, theirs)
    assert list(merged.rows) == ["a", "m", "b", "t"]
    assert merged.clashes == {}


def test_a_row_that_one_side_changed_is_taken_and_one_taken_off_goes():
    base = {"a": row(1), "b": row(2), "c": row(3)}
    merged = merge_rows(base, {"a": row(9), "b": row(2)}, {**base, "b": row(5)})
    assert merged.rows == {"a": row(9), "b": row(5)}


def test_a_row_that_both_changed_waits_for_a_choice():
    base, mine, theirs = {"a": row(1)}, {"a": row(2)}, {"a": row(3)}
    merged = merge_rows(base, mine, theirs)
    assert merged.clashes == {"a": Clash(row(2), row(3))}
    assert merged.rows == theirs
    assert merge_rows(base, mine, theirs, {"a": "mine"}).rows == mine
    assert merge_rows(base, mine, theirs, {"a": "theirs"}).rows == theirs


def test_a_row_that_one_took_off_and_the_other_changed_stays_until_somebody_chooses():
    base = {"a": row(1)}
    for mine, theirs in (({}, {"a": row(3)}), ({"a": row(3)}, {})):
        merged = merge_rows(base, mine, theirs)
        assert merged.rows == {"a": row(3)}
        assert list(merged.clashes) == ["a"]
    assert merge_rows(base, {}, {"a": row(3)}, {"a": "mine"}).rows == {}


@given(ROWS, ROWS)
def test_a_side_that_changed_nothing_gives_the_other_its_way(base, other):
    assert merge_rows(base, base, other).rows == other
    assert merge_rows(base, other, base).rows == other
    assert merge_rows(base, other, other).rows == other


@given(ROWS, ROWS, ROWS)
def test_what_somebody_added_is_there_or_asked_about(base, mine, theirs):
    merged = merge_rows(base, mine, theirs)
    for side in (mine, theirs):
        for key in side.keys() - base.keys():
            assert merged.rows.get(key) == side[key] or key in merged.clashes
    assert set(merged.rows) <= set(mine) | set(theirs)


@given(ROWS, ROWS, ROWS)
def test_sides_may_change_places_and_the_same_rows_clash(base, mine, theirs):
    one, other = merge_rows(base, mine, theirs), merge_rows(base, theirs, mine)
    assert set(one.clashes) == set(other.clashes)
    settled = {key: each for key, each in one.rows.items() if key not in one.clashes}
    assert settled == {k: each for k, each in other.rows.items() if k not in other.clashes}


@given(ROWS, ROWS, ROWS, st.sampled_from(["mine", "theirs"]))
def test_a_choice_for_every_clash_leaves_no_row_of_the_other_side_there(
    base, mine, theirs, side
):
    clashes = merge_rows(base, mine, theirs).clashes
    chosen = merge_rows(base, mine, theirs, dict.fromkeys(clashes, side)).rows
    wanted = mine if side == "mine" else theirs
    assert all(chosen.get(key) == wanted.get(key) for key in clashes)


@given(LISTS, LISTS)
def test_every_row_gets_one_key_and_rows_that_stayed_keep_theirs(base, rows):
    known = {f"b{n}": each for n, each in enumerate(base)}
    made = keyed(known, rows, lambda each: each["name"])
    assert list(made.values()) == rows
    assert keyed(known, base, lambda each: each["name"]).keys() == known.keys()


def test_two_who_add_the_same_row_add_it_once():
    base = keyed({}, [{"name": "x", "value": 1}], lambda each: each["name"])
    added = [*base.values(), {"name": "y", "value": 2}]
    mine, theirs = (keyed(base, added, lambda each: each["name"]) for _ in range(2))
    assert merge_rows(base, mine, theirs).rows == mine
