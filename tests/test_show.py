"""Figures and days on pages, as each language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal import show

WRITTEN = {
    "en": (
        "1 August 2026",
        "11 August 2026",
        "Sat 1 Aug 2026, 09:00 (UTC)",
        "MAD 1,737,252",
        "MAD 9,400,000",
        "August 2026",
        "French",
    ),
    "fr": (
        "1er août 2026",
        "11 août 2026",
        "sam. 1er août 2026, 09:00 (UTC)",
        "1 737 252 MAD",
        "9 400 000 MAD",
        "août 2026",
        "français",
    ),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_days_and_amounts_are_written_as_the_language_has_them(app, language):
    with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        written = (
            show.day(date(2026, 8, 1)),
            show.day(date(2026, 8, 11)),
            show.moment(datetime(2026, 8, 1, 9, tzinfo=UTC)),
            show.money(Decimal(1_737_252), "MAD"),
            show.written_amount("MAD 9400000"),
            show.month(date(2026, 8, 11)),
            show.language_midway({"en": "French", "fr": "Français"}[language]),
        )
    plain = [each.replace("\xa0", " ").replace("\u202f", " ") for each in written]
    assert tuple(plain) == WRITTEN[language]


@pytest.mark.parametrize("text", ["", "about nine million", "MAD"])
def test_an_amount_in_other_words_stays_as_it_is(app, text):
    with app.test_request_context("/"):
        assert show.written_amount(text) == text
