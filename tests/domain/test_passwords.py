"""What a password must be."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.passwords import LEAST, broken_rules

EMAIL, NAME = "salma.bennis@nour.example", "Salma Bennis"


def rules(password, email=EMAIL, name=NAME):
    return [broken.rule for broken in broken_rules(password, email, name, "password")]


def test_several_words_are_a_good_password():
    assert rules("four olive trees by the sea") == []


def test_eleven_characters_are_too_few_and_twelve_are_enough():
    assert rules("x" * 11) == ["password_short"]
    assert rules("x" * 12) == []


def test_a_password_with_the_address_or_the_name_is_refused_in_any_case():
    for told in (EMAIL, EMAIL.upper(), "salma.bennis", "SALMA BENNIS"):
        assert rules(f"12345 {told} 67890") == ["password_tells"]


def test_a_very_short_name_forbids_nothing():
    assert rules("a long enough password", email="a@b.example", name="Al") == []


@given(st.text(min_size=LEAST, alphabet="0123456789 "))
def test_no_other_rule_stands_in_the_way(password):
    assert rules(password) == []


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_a_refusal_always_names_the_input(password, email, name):
    assert {b.field for b in broken_rules(password, email, name, "new")} <= {"new"}
