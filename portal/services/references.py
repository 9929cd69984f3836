"""Readable references: IOM/MAR/2026/014 in print, IOM-MAR-2026-014 in an address."""

from babel.core import get_global

from portal.services.counters import next_number

_ALIASES = get_global("territory_aliases")
_ALPHA3 = {
    targets[0]: alpha3
    for alpha3, targets in sorted(_ALIASES.items())
    if len(alpha3) == 3 and alpha3.isalpha() and len(targets) == 1  # noqa: PLR2004 - ISO 3166
}


def alpha3(country: str) -> str:
    """Return the three-letter code of an ISO 3166 two-letter country code."""
    return str(_ALPHA3.get(country, country))


def call_reference(country: str, year: int) -> str:
    """Give out the next reference of a call of this country and year."""
    prefix = f"IOM/{alpha3(country)}/{year}"
    return f"{prefix}/{next_number('call ' + prefix):03d}"


def centre_reference(country: str) -> str:
    """Give out the next reference of a centre of this country."""
    prefix = f"IOM/{alpha3(country)}/CENTRE"
    return f"{prefix}/{next_number('centre ' + prefix):02d}"


def slug(reference: str) -> str:
    """Return the reference as it stands in an address."""
    return reference.replace("/", "-")
