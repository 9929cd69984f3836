"""What every document says of itself: its reference, its issuer, and where it is checked."""

from babel import Locale

from portal.config import address
from portal.models import Call

_SHORT = 64


def verify_address() -> str:
    """Return the address where anybody can check a document by its code."""
    return f"{address()}/documents/check"


def office_name(country: str, language: str) -> str:
    """Name the issuing office in a language: IOM Morocco, OIM Maroc; IOM for no country."""
    issuer = "OIM" if language == "fr" else "IOM"
    if not country:
        return issuer
    return f"{issuer} {Locale.parse(language).territories.get(country, country)}"


def base_facts(
    reference: str, title: str, *, country: str, language: str, zone: str
) -> dict[str, object]:
    """Return the facts that every document has; ``short`` heads the pages after the first."""
    return {
        "reference": reference,
        "title": title,
        "short": title if len(title) <= _SHORT else f"{title[: _SHORT - 1].rstrip()}…",
        "office": office_name(country, language),
        "language": language,
        "zone": zone,
        "verify_address": verify_address(),
    }


def call_facts(call: Call, language: str, reference: str, title: str) -> dict[str, object]:
    """Return them for a document of a call, or of what follows from one, in the call's zone."""
    country = call.centre.country
    return base_facts(reference, title, country=country, language=language, zone=call.zone)
