"""What differs between two tables whose rows bear no key, and between answers."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.table_changes import answer_changes, table_changes

ROWS = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from("abc"), "number": st.integers(1, 3)}),
    max_size=6,
)


def counted(rows):
    return Counter((row["role"], row["number"]) for row in rows if row)


@given(ROWS, ROWS)
def test_what_went_and_came_makes_the_later_table_of_the_earlier_one(before, after):
    found = table_changes(before, after, "role")
    went, came = (counted(getattr(each, side) for each in found) for side in SIDES)
    stayed = counted(before) - went
    assert stayed + went == counted(before)
    assert stayed + came == counted(after)


SIDES = ("before", "after")


@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_another_order_and_another_way_to_be_empty_are_no_difference(both):
    rows, others = both
    told = [{**row, "post": ""} for row in others]
    assert table_changes([{**row, "post": None} for row in rows], told, "role") == []


def test_a_row_with_the_same_name_was_changed_and_another_name_is_another_row():
    before = [{"role": "Nurse", "number": 2}, {"role": "Driver", "number": 1}]
    after = [{"role": "Cook", "number": 1}, {"role": "nurse", "number": 3}]
    found = [
        (each.mark, each.before, each.after) for each in table_changes(before, after, "role")
    ]
    assert found == [
        ("added", {}, after[0]),
        ("changed", before[0], after[1]),
        ("removed", before[1], {}),
    ]


ANSWERS = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.sampled_from(("Who?", "How?", "When?")),
            "kind": st.just("answer"),
            "given": st.sampled_from(("yes", "no")),
            "note": st.sampled_from(("Two people.", "Two people and a dog.", "")),
        }
    ),
    unique_by=lambda each: each["text"],
)


@given(ANSWERS, ANSWERS)
def test_each_question_that_is_answered_otherwise_tells_both_answers(before, after):
    old = {each["text"]: each for each in before}
    found = {each.text: each for each in answer_changes(before, after)}
    assert list(found) == [each["text"] for each in after if each != old.get(each["text"])]
    for each in after:
        told, was = found.get(each["text"]), old.get(each["text"], {})
        if told:
            assert told.replies == (was.get("given", ""), each["given"])
            assert bool(told.pieces) == (was.get("note", "") != each["note"])
            kept = "".join(text for mark, text in told.pieces if mark != "removed")
            assert kept in ("", each["note"])
