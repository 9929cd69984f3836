"""Differences between two versions."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.changes import Mark, changed_sections, changes, word_pieces

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "key": st.integers(0, 9).map(str),
            "title": st.text(max_size=20),
            "position": st.just(1),
        }
    ),
    max_size=5,
    unique_by=lambda row: row["key"],
)
SECTIONS = st.fixed_dictionaries(
    {
        name: st.fixed_dictionaries(
            {
                "columns": st.fixed_dictionaries({"scope": st.text(max_size=20)}),
                "rows": ROWS,
            }
        )
        for name in ("lots", "terms")
    }
)


def section(*rows, **columns):
    return {"columns": columns, "rows": list(rows)}


@given(SECTIONS)
def test_equal_contents_have_no_difference(contents):
    assert changes(contents, contents) == []


@given(SECTIONS, SECTIONS)
def test_going_back_removes_what_was_added(before, after):
    there = {(each.section, each.mark) for each in changes(before, after)}
    back = {(each.section, each.mark) for each in changes(after, before)}
    turned = {Mark.ADDED: Mark.REMOVED, Mark.REMOVED: Mark.ADDED, Mark.CHANGED: Mark.CHANGED}
    assert {(name, turned[mark]) for name, mark in there} == back


@given(st.text(), st.text())
def test_the_pieces_spell_both_texts(before, after):
    pieces = word_pieces(before, after)
    assert "".join(p.text for p in pieces if p.mark is not Mark.ADDED) == before
    assert "".join(p.text for p in pieces if p.mark is not Mark.REMOVED) == after


def test_only_the_words_that_differ_are_told():
    pieces = word_pieces("Fifty places in Rabat.", "Sixty places in Rabat.")
    assert [(p.mark, p.text) for p in pieces] == [
        (Mark.REMOVED, "Fifty"),
        (Mark.ADDED, "Sixty"),
        (Mark.SAME, " places in Rabat."),
    ]


def test_a_row_is_known_by_its_key_wherever_it_stands():
    first, second = {"key": "a", "title": "Rabat"}, {"key": "b", "title": "Oujda"}
    assert changes({"lots": section(first, second)}, {"lots": section(second, first)}) == []


def test_a_withdrawn_row_counts_as_removed():
    before = {"key": "a", "title": "Rabat", "withdrawn_at": None}
    after = {**before, "withdrawn_at": "2026-11-22T10:00:00+00:00"}
    (found,) = changes({"lots": section(before)}, {"lots": section(after)})
    assert (found.mark, found.label) == (Mark.REMOVED, "Rabat")


def test_the_sections_that_differ_are_named_once():
    before = {"terms": section(scope="a", hours="b"), "lots": section()}
    after = {
        "terms": section(scope="x", hours="y"),
        "lots": section({"key": "a", "title": "t"}),
    }
    assert changed_sections(changes(before, after)) == ["terms", "lots"]
