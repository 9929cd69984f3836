"""What procedures lack, and which version holds on a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.procedures import (
    Duty,
    Lasting,
    Party,
    RowFacts,
    broken_row,
    broken_start,
    day_before,
    holding,
)

DAY = date(2026, 3, 1)
DUTIES = st.dictionaries(
    st.sampled_from([each.value for each in Party]), st.sampled_from([*"RACI", ""])
)


@given(DUTIES, st.booleans(), st.sampled_from(["", " ", "The person on call steps in."]))
def test_a_row_is_sound_with_one_who_answers_one_who_does_it_and_a_fallback(
    duties, always, fallback
):
    broken = broken_row(RowFacts("Food", duties, always, fallback))
    given_duties = list(duties.values())
    one_answers = given_duties.count(Duty.ACCOUNTABLE) == 1
    falls_back = bool(fallback.strip()) or not always
    assert (not broken) is (one_answers and Duty.RESPONSIBLE in given_duties and falls_back)
    assert all(each.facts["name"] == "Food" for each in broken)


def test_what_a_row_lacks_is_told_all_at_once():
    rules = [each.rule for each in broken_row(RowFacts("Night cover", {}, always=True))]
    assert rules == [
        "matrix_accountable_missing",
        "matrix_responsible_missing",
        "matrix_fallback_missing",
    ]
    twice = broken_row(RowFacts("Food", {"iom": "A", "ministry": "A", "director": "R"}))
    assert [(each.rule, each.facts["count"]) for each in twice] == [
        ("matrix_accountable_many", 2)
    ]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6), st.integers(-10, 2500))
def test_at_most_one_version_holds_on_a_day(lengths, offset):
    starts = [DAY + timedelta(days=sum(lengths[:place])) for place in range(len(lengths))]
    ends = [*(day_before(each) for each in starts[1:]), None]
    versions = [Lasting(*each) for each in zip(starts, ends, strict=True)]
    found = holding(versions, DAY + timedelta(days=offset))
    assert len(found) == (1 if offset >= 0 else 0)


def test_procedures_are_agreed_before_they_apply_and_follow_the_former_ones():
    assert broken_start(DAY, DAY, None) == []
    (early,) = broken_start(DAY, DAY + timedelta(days=1), None)
    assert early.rule == "procedure_before_agreement"
    (same,) = broken_start(DAY, DAY, DAY)
    assert same.rule == "procedure_before_former"
