"""Whether two registrations are of the same organisation."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.partner_house import Grounds
from portal.domain.partner_names import (
    ALIKE,
    Known,
    Wanted,
    domain_of,
    grounds,
    likeness,
    registration_number,
    resembling,
)


def known(name="Association Nour Bouregreg", *more, **facts):
    given_ = {
        "acronym": "ANB",
        "country": "MA",
        "registration": "RBT-2009-01147",
        "domains": frozenset({"nour.example"}),
    }
    return Known(uuid4(), (name, *more), **{**given_, **facts})


def wanted(name="Somebody else altogether", **facts):
    return Wanted(name, **{"country": "MA", "registration": "X-1", "domain": "", **facts})


@pytest.mark.parametrize(
    "name",
    [
        "association nour bouregreg",
        "NOUR BOUREGREG",
        "Nour-Bouregreg, ONG",
        "L'association N\u00f4ur Bour\u00e9greg",
        "Bouregreg Nour",
        "Association Nour Bouregreg (ANB)",
        "ANB",
        "\u0646\u0648\u0631 \u0628\u0648\u0631\u0642\u0631\u0627\u0642",
        "\u041d\u0443\u0440 \u0411\u0443\u0440\u0435\u0433\u0440\u0435\u0433",
    ],
)
def test_the_same_name_is_found_whatever_its_case_accents_form_or_script(name):
    assert grounds(wanted(name), known()) is Grounds.NAME


@pytest.mark.parametrize("name", ["Association Rive Sud", "Croix Bleue", "Association", "NB"])
def test_another_name_is_another_organisation(name):
    assert grounds(wanted(name), known()) is None


def test_a_further_name_in_another_script_is_compared_too():
    khmer = "\u17a2\u1784\u17d2\u1782\u1780\u17b6\u179a\u179f\u1784\u17d2\u1783\u17b9\u1798"
    assert grounds(wanted(khmer), known("Hope for All", khmer)) is Grounds.NAME


@pytest.mark.parametrize("typed", ["RBT-2009-01147", "rbt 2009/01147", "Rbt.2009.01147 "])
def test_the_same_registration_number_is_found_however_it_is_written(typed):
    assert grounds(wanted(registration=typed), known()) is Grounds.REGISTRATION


def test_the_same_number_of_another_country_says_nothing():
    assert grounds(wanted(registration="RBT-2009-01147", country="FR"), known()) is None


def test_numbers_too_short_to_tell_are_not_compared():
    assert grounds(wanted(registration="12"), known(registration="12")) is None


def test_an_acronym_tells_within_one_country_only():
    assert grounds(wanted("ANB", country="MA"), known()) is Grounds.NAME
    assert grounds(wanted("ANB", country="BR"), known()) is None


def test_people_of_one_mail_domain_may_be_of_one_organisation():
    assert grounds(wanted(domain="nour.example"), known()) is Grounds.DOMAIN
    assert grounds(wanted(domain=""), known(domains=frozenset({""}))) is None


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("Salma@Nour.Example", "nour.example"),
        ("https://www.nour.example:8080/en", "nour.example"),
        ("nour.example", "nour.example"),
        ("", ""),
    ],
)
def test_the_domain_of_mail_and_web_addresses(address, domain):
    assert domain_of(address) == domain


def test_the_strongest_ground_comes_first_and_few_are_shown():
    rows = [known(registration=f"N-000{place}") for place in range(9)]
    rows.append(known("Another", registration="RBT-77777"))
    found = resembling(wanted("Nour Bouregreg", registration="RBT 77777"), rows)
    assert len(found) == 5
    assert found[0] == (rows[-1].partner_id, Grounds.REGISTRATION)


words = st.text(alphabet="abcdefgh\u00e9\u00ef\u0645\u0646\u0431\u0433", min_size=2, max_size=9)
names = st.lists(words, min_size=1, max_size=5).map(" ".join)


@given(names)
def test_a_name_is_always_like_itself(name):
    assert likeness(name, name) == 100
    assert likeness(name, name.upper()) >= ALIKE


@given(names, names)
def test_likeness_does_not_depend_on_who_was_first(one, other):
    assert likeness(one, other) == likeness(other, one)


@given(st.lists(words, min_size=2, max_size=5))
def test_likeness_does_not_depend_on_the_order_of_words(parts):
    assert likeness(" ".join(parts), " ".join(reversed(parts))) >= ALIKE


@given(st.text(alphabet="aB1-/. 9", max_size=20))
def test_a_normalised_number_stays_as_it_is(typed):
    assert registration_number(registration_number(typed)) == registration_number(typed)
