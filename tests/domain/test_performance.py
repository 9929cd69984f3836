"""Ratings at the end of a contract: the middle one, and what is missing."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.performance import WORST_FIRST, AreaRating, Mark, broken_ratings, overall

MARKS = st.dictionaries(st.text(min_size=1), st.sampled_from(["", *Mark]).map(AreaRating))


def test_the_middle_rating_is_the_worse_one_of_two():
    rated = {"a": AreaRating("good"), "b": AreaRating("poor"), "c": AreaRating("na")}
    assert overall(rated) == "poor"
    assert overall({**rated, "d": AreaRating("good")}) == "good"
    assert overall({"a": AreaRating("na"), "b": AreaRating()}) == ""


@given(MARKS)
def test_the_middle_rating_lies_between_the_worst_and_the_best(ratings):
    places = [
        WORST_FIRST.index(Mark(each.mark))
        for each in ratings.values()
        if each.mark and each.mark != "na"
    ]
    found = overall(ratings)
    assert bool(found) is bool(places)
    if found:
        assert min(places) <= WORST_FIRST.index(Mark(found)) <= max(places)


def test_every_area_needs_a_mark_and_every_mark_but_a_good_one_its_reason():
    given_ = {"a": AreaRating("good"), "b": AreaRating("weak"), "c": AreaRating()}
    rules = [each.rule for each in broken_ratings("abc", given_, " ")]
    assert rules == [
        "performance_reason_missing",
        "performance_mark_missing",
        "performance_summary_missing",
    ]
