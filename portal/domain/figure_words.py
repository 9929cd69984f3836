"""How every page, paper and clause writes a figure in a language."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal

MINUS = "\N{MINUS SIGN}"
_HYPHENS = ("\N{HYPHEN-MINUS}", "\N{NON-BREAKING HYPHEN}")


def figure(value: Decimal, places: int, locale: Locale | str) -> str:
    """Write a figure with so many decimals and the separators of a language.

    A figure below zero has a minus sign, as wide as a digit and never parted from it at the
    end of a line. The tables of both languages give a hyphen there, for keyboards.
    """
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return signed(str(format_decimal(value, pattern, locale=locale)))


def signed(text: str) -> str:
    """Return a written figure with a minus sign for a hyphen; none where nothing is left."""
    if not text.startswith(_HYPHENS):
        return text
    return MINUS + text[1:] if any(each in "123456789" for each in text) else text[1:]


def unsigned(typed: str) -> str:
    """Return a typed figure as machines read it: a copied minus sign becomes a hyphen."""
    return typed.replace(MINUS, "-")
