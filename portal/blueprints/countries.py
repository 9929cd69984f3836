"""The list of countries for a form, in the language of the page."""

from anyascii import anyascii
from babel import Locale
from flask_babel import get_locale

NO_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)
"""Codes of two letters that CLDR has besides those of ISO 3166-1."""


def country_choices() -> list[tuple[str, str]]:
    """Return code and name of every country by name, after an empty choice."""
    locale = get_locale() or Locale("en")
    named = [
        (code, str(name))
        for code, name in locale.territories.items()
        if len(code) == 2 and code not in NO_COUNTRIES  # noqa: PLR2004 - continents have three
    ]
    return [("", ""), *sorted(named, key=lambda each: anyascii(each[1]).casefold())]
