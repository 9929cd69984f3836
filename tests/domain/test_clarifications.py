"""Until when questions are taken, and what tells who asked: pure rules."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.clarifications import cut_off, telling

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 3_000_000).map(lambda minutes: FIRST + timedelta(minutes=minutes))
ZONES = st.sampled_from(["UTC", "Africa/Casablanca", "Europe/Paris", "Asia/Phnom_Penh"])


@given(MOMENTS, ZONES, st.integers(0, 15))
def test_the_cut_off_is_so_many_working_days_before_at_the_same_hour(deadline, zone, days):
    last = cut_off(deadline, zone, days=days)
    there = deadline.astimezone(ZoneInfo(zone))
    passed = [last + timedelta(days=n) for n in range((there.date() - last.date()).days)]
    assert sum(day.weekday() < 5 for day in passed) == days
    assert (last.hour, last.minute) == (there.hour, there.minute)
    assert days == 0 or last.weekday() < 5


def test_five_working_days_before_a_monday_is_the_monday_before():
    monday = datetime(2026, 3, 16, 16, tzinfo=UTC)
    assert cut_off(monday, "UTC") == datetime(2026, 3, 9, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We at association horizon run it.", "Association Horizon"),
        ("Ecoute et Accueil a déjà un centre.", "Écoute et Accueil"),
        ("نحن في جمعية النور نسأل", "جمعية النور"),
        ("យើងនៅអង្គការសន្តិភាពសួរ", "អង្គការសន្តិភាព"),
        ("L'O'Brien  Foundation asks.", "O'Brien Foundation"),
    ],
)
def test_a_name_is_found_whatever_its_case_accents_and_script(text, name):
    assert telling(text, [name]) == [name]


def test_an_acronym_is_found_as_a_word_in_its_own_letters_only():
    assert telling("AIDE asks.", [], ["AIDE"]) == ["AIDE"]
    assert telling("Une aide est due; PLAIDER.", [], ["AIDE"]) == []


def test_a_mail_address_is_found_and_empty_names_are_passed_over():
    assert telling("Write to me@example.org, please.", ["", " "], [""]) == ["me@example.org"]


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=4))
def test_whatever_is_told_to_stand_in_a_text_was_asked_for_or_is_an_address(text, names):
    assert all(each in names or "@" in each for each in telling(text, names, names))
