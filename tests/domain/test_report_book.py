"""A report as a workbook: what its cells say, and what becomes of a section."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import RuleBroken
from portal.domain.report_book import (
    Ask,
    CellKind,
    Chapter,
    Fate,
    Grid,
    Line,
    Word,
    digest,
    fate,
    is_genuine,
    read,
    seal,
    shape,
)

TEXT, WHOLE = Ask("text", CellKind.TEXT, 9), Ask("number", CellKind.WHOLE, 500)
ANSWER = Ask("answer", CellKind.CHOICE, choices=(("met", Word("Finding.met")),))
AMOUNT, SIGNED = Ask("amount", CellKind.AMOUNT), Ask("amount", CellKind.SIGNED)
LEVEL, DAY = Ask("level", CellKind.LEVEL), Ask("day", CellKind.DAY)


def say(text):
    return "Atteint" if isinstance(text, Word) else text


@pytest.mark.parametrize(
    ("ask", "cell", "kept"),
    [
        (TEXT, None, ""),
        (TEXT, " a\u00a0b ", "a b"),
        (WHOLE, None, None),
        (WHOLE, 12.0, 12),
        (WHOLE, "1 2", 12),
        (LEVEL, 5, 5),
        (AMOUNT, 20000.5, "20000.5"),
        (AMOUNT, "1 200,50", "1200.5"),
        (SIGNED, -3, "-3"),
        (DAY, datetime(2026, 1, 31), "2026-01-31"),  # noqa: DTZ001 - a cell
        (ANSWER, "ATTEINT", "met"),
        (ANSWER, "met", "met"),
    ],
)
def test_a_cell_says_what_people_and_spreadsheets_write(ask, cell, kept):
    assert read(ask, cell, say) == kept


@pytest.mark.parametrize(
    ("ask", "cell", "rule"),
    [
        (TEXT, "=A1", "book_cell_formula"),
        (TEXT, "x" * 10, "book_cell_long"),
        (WHOLE, 501, "book_cell_whole"),
        (WHOLE, -1, "book_cell_whole"),
        (WHOLE, True, "book_cell_whole"),
        (LEVEL, 6, "book_cell_level"),
        (AMOUNT, -1, "book_cell_amount"),
        (AMOUNT, "much", "book_cell_amount"),
        (DAY, "soon", "book_cell_day"),
        (ANSWER, "Perhaps", "book_cell_choice"),
    ],
)
def test_a_cell_that_cannot_be_kept_is_told_by_its_rule(ask, cell, rule):
    with pytest.raises(RuleBroken, match=rule):
        read(ask, cell, say)


def chapter(text, version=1, free=()):
    """A section with one answer and a table of added rows."""
    rows = [*free, *[""] * (3 - len(free))]
    lines = [Line(str(n), str(n), [TEXT], {"text": each}) for n, each in enumerate(rows)]
    grids = [
        Grid("one", [], [Line("answer", "?", [TEXT, None], {"text": text})]),
        Grid("more", [], lines, free=True),
    ]
    return Chapter("risks", "narrative", "Risks", version, grids)


TEXTS = st.text("abc", max_size=3)


@given(made=TEXTS, filed=TEXTS, now=TEXTS, saved=st.booleans())
def test_what_others_saved_is_never_replaced_and_what_nobody_touched_stays(
    made, filed, now, saved
):
    made_from = chapter(made)
    here = chapter(now, 2) if saved else made_from
    becomes = fate(here, chapter(filed).values, [1, digest(made_from.values)])
    if filed in (made, here.values["one"]["answer"]["text"]):
        assert becomes is Fate.SAME
    else:
        assert becomes is (Fate.CONFLICT if saved else Fate.CHANGED)


def test_empty_rows_between_say_nothing():
    assert chapter("", free=("a", "", "b")).values == chapter("", free=("a", "b")).values


def test_the_shape_of_a_workbook_does_not_hang_on_what_stands_in_it():
    assert shape([chapter("a", 1, ("x",))]) == shape([chapter("b", 7)])
    assert shape([chapter("a")]) != shape([])


def test_only_the_secret_of_the_portal_seals_a_workbook():
    assert is_genuine(b"secret", "text", seal(b"secret", "text"))
    assert not is_genuine(b"secret", "text!", seal(b"secret", "text"))
    assert not is_genuine(b"other", "text", seal(b"secret", "text"))
