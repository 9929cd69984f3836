"""Names compared with the sanctions list, and what a screening decision needs."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain import screening
from portal.domain.screening import Check, Listed

ENTRY = Listed("S-1", "person", ("Yassin AL-WAHDI", "Yassine El Ouahdi"))
WORDS = st.lists(st.text("abcdefghij", min_size=2, max_size=8), min_size=1, max_size=4)


def names(*given_names):
    return [each.name for each in screening.matches(given_names, [ENTRY])]


def test_a_listed_name_is_found_under_any_of_its_names():
    assert names("yassine el ouahdi", "Yassin Al Wahdi") == [
        "yassine el ouahdi",
        "Yassin Al Wahdi",
    ]


def test_another_name_is_not_found():
    assert names("Salma Bennis") == []


def test_accents_and_the_order_of_the_words_make_no_difference():
    assert names("El Ouahdi, Yassíne") == ["El Ouahdi, Yassíne"]


def test_another_script_is_compared_by_its_letters():
    listed = Listed("S-2", "person", ("Dragomir Velchev",))
    assert screening.matches(["Драгомир Велчев"], [listed])


@given(WORDS)
def test_a_name_is_always_like_itself_in_any_order(words):
    assert screening.likeness(" ".join(words), " ".join(reversed(words)).upper()) == 100


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways_and_within_the_scale(one, other):
    assert 0 <= screening.likeness(one, other) <= 100
    assert screening.likeness(one, other) == screening.likeness(other, one)


def test_key_people_are_read_without_their_function():
    lines = "Salma Bennis, Director\n\nAnne-Marie Diop - Treasurer\nOmar (chair)"
    assert screening.people(lines) == ["Salma Bennis", "Anne-Marie Diop", "Omar"]


def broken(checks, verdicts=(), reason="", *, eligible=True):
    rules = screening.broken_decision(checks, list(verdicts), reason, eligible=eligible)
    return [each.rule for each in rules]


def test_a_failed_check_forbids_eligible():
    assert broken({"a": Check(ok=False, note="Missing.")}) == ["check_failed"]


def test_the_same_person_forbids_eligible_and_allows_not_eligible():
    checks = {"a": Check(ok=True)}
    assert broken(checks, [True]) == ["sanctions_same"]
    assert broken(checks, [True], "Listed.", eligible=False) == []


def test_an_open_match_blocks_both_decisions():
    checks = {"a": Check(ok=True)}
    assert broken(checks, [None]) == ["matches_undecided"]
    assert broken(checks, [None], "Late.", eligible=False) == ["matches_undecided"]
