"""Small counts cannot be read from public figures, nor computed from what is shown."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.suppression import hidden

LIMIT = 5
COUNTS = st.integers(0, 9)


def table(cells):
    """One dimension with its total."""
    counts = {"total": sum(cells), **dict(enumerate(cells))}
    return counts, [("total", list(range(len(cells))))]


def grid(rows):
    """A table of rows and columns with both kinds of totals and the total of all."""
    counts = {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row)}
    wide = len(rows[0])
    sums = [((r, "all"), [(r, c) for c in range(wide)]) for r in range(len(rows))]
    sums += [(("all", c), [(r, c) for r in range(len(rows))]) for c in range(wide)]
    for total, parts in list(sums):
        counts[total] = sum(counts[key] for key in parts)
    counts["all", "all"] = sum(counts[r, "all"] for r in range(len(rows)))
    sums.append((("all", "all"), [(r, "all") for r in range(len(rows))]))
    sums.append((("all", "all"), [("all", c) for c in range(wide)]))
    return counts, sums


def moved(counts, sums, covered):
    """The hidden counts that can be one more or less with all that is shown unchanged.

    Row and column sums admit a change of single steps wherever they admit any change.
    """
    inner = [key for key in counts if key in covered and "all" not in key]
    found = set()
    for steps in product((-1, 0, 1), repeat=len(inner)):
        told = {**counts, **{k: counts[k] + s for k, s in zip(inner, steps, strict=True)}}
        for total, parts in sums:
            told[total] = sum(told[key] for key in parts)
        if all(told[key] == counts[key] for key in counts if key not in covered):
            found |= {key for key, step in zip(inner, steps, strict=True) if step}
    return set(inner), found


def test_a_table_without_small_counts_is_shown_whole():
    assert hidden(*table([5, 12, 0]), LIMIT) == set()


def test_a_small_count_takes_the_next_smallest_with_it():
    assert hidden(*table([3, 40, 9, 0]), LIMIT) == {0, 2}


def test_two_small_counts_of_a_small_total_hide_the_total_too():
    assert hidden(*table([4, 1]), LIMIT) == {0, 1, "total"}


def test_a_hidden_total_is_not_told_by_another_dimension():
    counts = {"total": 5, "a": 4, "b": 1, "c": 5, "d": 0}
    assert hidden(counts, [("total", "ab"), ("total", "cd")], LIMIT) == {"total", "a", "b", "c"}


@given(st.lists(COUNTS, min_size=1, max_size=4), st.lists(COUNTS, min_size=1, max_size=3))
def test_no_small_count_can_be_told_from_one_that_is_not(first, second):
    """Two dimensions of one total: each hidden count could as well reach the limit."""
    second = [*second[:-1], 0, max(0, sum(first) - sum(second[:-1]))]
    if sum(second) != sum(first):
        second = [sum(first)]
    counts = {"total": sum(first), **dict(enumerate(first))}
    counts |= {f"b{key}": value for key, value in enumerate(second)}
    parts = [list(range(len(first))), [f"b{key}" for key in range(len(second))]]
    sums = [("total", each) for each in parts]
    covered = hidden(counts, sums, LIMIT)
    assert {key for key, value in counts.items() if 0 < value < LIMIT} <= covered
    for each in parts:
        inside = [key for key in each if key in covered]
        if inside and "total" not in covered:
            most = sum(counts[key] for key in inside) - (len(inside) - 1)
            assert len(inside) > 1
            assert most >= LIMIT
        if "total" in covered:
            assert inside or not counts["total"]


@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_count_of_a_grid_is_computed_from_rows_and_columns(rows):
    counts, sums = grid(rows)
    covered = hidden(counts, sums, LIMIT)
    assert {key for key, value in counts.items() if 0 < value < LIMIT} <= covered
    inner, open_ones = moved(counts, sums, covered)
    assert inner == open_ones
