"""What looks like personal data in a text, and what only looks like a number."""

from datetime import date
from itertools import pairwise

import phonenumbers
import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.personal_data import Trace, excerpt, traces

WORDS = st.text(alphabet="abcdefghij éà.,;\n", max_size=40)
REGIONS = ("MA", "NE", "SN", "KH", "FR", "NG", "TN", "GN")
LANGUAGES = ("en", "fr")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We called Mr Hassan Alaoui twice.", Trace.NAME),
        ("Mme Fatima Zahra El Idrissi a été reçue.", Trace.NAME),
        ("M. Benali est venu.", Trace.NAME),
        ("Dr. Sarah O'Connor visited.", Trace.NAME),
        ("A girl named Aicha left.", Trace.NAME),
        ("Reach her at 06 12 34 56 78.", Trace.TELEPHONE),
        ("tel. 0537706541", Trace.TELEPHONE),
        ("WhatsApp 612345678", Trace.TELEPHONE),
        ("+221 77 123 45 67", Trace.TELEPHONE),
        ("Write to a.b-c@mail.example.org today", Trace.EMAIL),
        ("passport no. AB1234567", Trace.IDENTITY),
        ("CNIE n° BK123456", Trace.IDENTITY),
        ("file 123-45C67890 of UNHCR", Trace.IDENTITY),
        ("born on 12 March 2001 in the camp", Trace.BIRTH),
        ("née le 3 mai 1999", Trace.BIRTH),
        ("date of birth: 01/02/2003", Trace.BIRTH),
    ],
)
def test_marks_of_a_person_are_found(text, kind):
    assert [each.kind for each in traces(text, "MA")] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "MAD 1 436 000 were spent, 20 000 000 XOF are left.",
        "Report IOM/MAR/2026/001-C1-P1, clause C16, standards S01 and D11.",
        "From 2026-01-01 to 2026-03-31, 01/01/2026 - 31/03/2026, 2024-2025.",
        "The child was born in the hospital; on 12 March 2026 a visit took place.",
        "Invoice 2026-000123, 34 persons, 1,436 nights, 2 100 kcal, 15:00 to 18:00.",
        "Madame la Déléguée et Monsieur le Directeur étaient présents.",
        "Madame Directrice adjointe; boulevard Sidi Maâfa.",
        "10 20 30 40 50 60 persons in months 6, 9 and 11.",
    ],
)
def test_amounts_days_references_and_offices_are_left_alone(text):
    assert traces(text, "MA") == ()


@given(st.integers(0, 10**10), st.sampled_from(LANGUAGES), st.sampled_from(REGIONS), WORDS)
def test_no_amount_is_taken_for_a_telephone(amount, language, region, before):
    written = format_decimal(amount, locale=language)
    assert traces(f"{before} {written} MAD", region) == ()


@given(
    st.dates(date(2000, 1, 1), date(2039, 12, 31)),
    st.sampled_from(("yyyy-MM-dd", "dd/MM/yyyy", "d MMMM yyyy", "dd.MM.yyyy")),
    st.sampled_from(LANGUAGES),
    st.sampled_from(REGIONS),
)
def test_no_day_of_a_period_is_taken_for_anything(day, pattern, language, region):
    assert traces(f"until {format_date(day, pattern, locale=language)}", region) == ()


@given(st.integers(1, 999), st.integers(1, 99), st.integers(1, 40), st.sampled_from(REGIONS))
def test_no_reference_of_the_portal_is_taken_for_anything(call, lot, period, region):
    assert traces(f"See IOM/MAR/2026/{call:03d}-C{lot}-P{period}.", region) == ()


@given(st.sampled_from(REGIONS), st.sampled_from(REGIONS), WORDS, WORDS)
def test_every_number_in_its_international_form_is_found(of, region, before, after):
    example = phonenumbers.example_number_for_type(of, phonenumbers.PhoneNumberType.MOBILE)
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    number = phonenumbers.format_number(example, form)
    found = traces(f"{before} {number} {after}", region)
    assert [each.kind for each in found] == [Trace.TELEPHONE]


@given(st.text(max_size=200), st.sampled_from(REGIONS))
def test_what_is_found_stands_in_the_text_once_and_in_order(text, region):
    found = traces(text, region)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    for each in found:
        assert len(excerpt(text, each)) == 3
