"""Names compared with a sanctions list, in any script and order."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain import sanctions
from portal.domain.sanctions import Index, Listed, likeness

ENTRY = Listed("S-1", "person", ("Yassin AL-WAHDI", "Yassine El Ouahdi"))
WORDS = st.lists(st.text("abcdefghij", min_size=2, max_size=8), min_size=1, max_size=4)
ACCENTS = str.maketrans("aeiou", "áèîöū")
REAL = (
    "Yassin AL-WAHDI",
    "Dragomir Velchev",
    "Vuthy Sambath",
    "Association Nour Bouregreg",
    "Fatima-Zahra Idrissi",
)


def names(*given_names):
    return [each.name for each in sanctions.matches(given_names, [ENTRY])]


def test_a_listed_name_is_found_under_any_of_its_names():
    assert names("yassine el ouahdi", "Yassin Al Wahdi") == [
        "yassine el ouahdi",
        "Yassin Al Wahdi",
    ]


def test_another_name_is_not_found():
    assert names("Salma Bennis") == []


def test_accents_and_the_order_of_the_words_make_no_difference():
    assert names("El Ouahdi, Yassíne") == ["El Ouahdi, Yassíne"]


@pytest.mark.parametrize(
    ("ours", "listed"),
    [
        ("Драгомир Велчев", "Dragomir Velchev"),
        ("ياسين الوهدي", "Yassin AL-WAHDI"),
        ("محمد أحمد", "Mohammed Ahmed"),
        ("វុធី សម្បត្តិ", "Vuthy SAMBATH"),
        ("王小明", "WANG Xiaoming"),
        ("Δημήτρης Παπαδόπουλος", "Dimitris Papadopoulos"),
        ("Yassin AL-WAHDI", "ياسين الوهدي"),
    ],
)
def test_another_script_is_compared_by_its_letters(ours, listed):
    found = sanctions.matches([ours], [Listed("S-2", "person", (listed,))])
    assert [each.listed_name for each in found] == [listed]


def test_a_name_with_a_further_word_is_found():
    listed = [Listed("S-3", "entity", ("Helping Palm Relief Fund",))]
    assert sanctions.matches(["The Helping Palm Relief Fund of the North"], listed)
    assert not sanctions.matches(["Relief Fund"], [Listed("S-4", "entity", ("Fund",))])


def test_an_acronym_is_found_only_when_it_is_the_same():
    listed = [Listed("S-5", "entity", ("NDTC",))]
    assert sanctions.matches(["NDTC"], listed)
    assert not sanctions.matches(["NDTK"], listed)


def test_a_name_without_letters_matches_nothing():
    assert sanctions.matches(["---"], [Listed("S-6", "entity", ("...", "***"))]) == []


@given(WORDS)
def test_a_name_is_always_like_itself_in_any_order_case_and_accent(words):
    name = " ".join(words)
    assert likeness(name, name) == 100
    assert likeness(name, " ".join(reversed(words)).upper()) == 100
    assert likeness(name, name.translate(ACCENTS)) == 100


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways_and_within_the_scale(one, other):
    assert 0 <= likeness(one, other) <= 100
    assert likeness(one, other) == likeness(other, one)


@given(st.text(min_size=1))
def test_a_name_with_letters_is_always_found_on_a_list_that_holds_it(name):
    found = sanctions.matches([name], [Listed("S-7", "person", ("Nobody Else", name))])
    assert found or not sanctions.key_of(name).words


@settings(max_examples=50)
@given(st.sampled_from(REAL), st.lists(st.sampled_from(REAL), max_size=4))
def test_the_index_finds_what_the_comparison_of_each_pair_finds(name, listed):
    entries = [Listed(f"S-{place}", "person", (each,)) for place, each in enumerate(listed)]
    found = {each.reference: each.likeness for each in Index(entries).find(name)}
    alone = {f"S-{place}": likeness(name, each) for place, each in enumerate(listed)}
    assert found == {key: degree for key, degree in alone.items() if degree >= sanctions.ALIKE}


def test_a_higher_threshold_finds_less():
    listed = [Listed("S-8", "person", ("Yassin Alwahdi",))]
    assert sanctions.matches(["Yassin Alwahdy"], listed, least=88)
    assert not sanctions.matches(["Yassin Alwahdy"], listed, least=99)


def test_one_name_against_a_thousand_entries_is_quick():
    many = [
        Listed(f"S-{n}", "person", (f"Person {n} Family {n * 7}", f"Alias {n * 13} Name"))
        for n in range(1000)
    ]
    index = Index(many)
    index.find("Warm Up")
    start = time.process_time()
    index.find("Salma Berrada")
    assert time.process_time() - start < 0.05


def test_key_people_are_read_without_their_function():
    lines = "Salma Bennis, Director\n\nAnne-Marie Diop - Treasurer\nOmar (chair)"
    assert sanctions.people(lines) == ["Salma Bennis", "Anne-Marie Diop", "Omar"]
