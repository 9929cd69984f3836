"""The minimum standards of calls and contracts, each under the one code that it always bears.

A standard of the library keeps its code there, as S01; one of a call's own is C and its place
in the call; one that an amendment added is A and a number. Annexes, amendments, visits,
reports and exports name a standard by nothing else.
"""

from collections.abc import Iterable, Mapping

from portal.models import Call, ServiceNeed
from portal.services import library

_TEXTS = ("text", "verification", "source")


def of_call(call: Call, language: str) -> list[dict[str, str]]:
    """Return the standards that a call asks for: of the library as chosen, then its own."""
    return [*_of_library(call.standards or [], language), *own(needs_of(call), call.reference)]


def needs_of(call: Call) -> list[ServiceNeed]:
    """Return the standards of a call's own in the order that gives them their codes."""
    return list(call.services_needed.order_by(ServiceNeed.position))


def own(needs: Iterable[ServiceNeed], source: str = "") -> list[dict[str, str]]:
    """Return the standards of a call's own, in their order."""
    return [
        {
            "code": f"C{number}",
            "text": each.standard,
            "verification": each.verification,
            "frequency": each.frequency.value,
            "source": source,
        }
        for number, each in enumerate(needs, 1)
    ]


def of_entry(entry: Mapping[str, object], language: str) -> dict[str, str]:
    """Return a standard of the library in a language."""
    told = {name: library.text_of(entry, name, language) for name in _TEXTS}
    return {"code": str(entry["code"]), **told, "frequency": str(entry["frequency"])}


def added(taken: Iterable[str]) -> str:
    """Return the code of a standard that an amendment adds to those that are there."""
    numbers = {code for code in taken if code.startswith("A")}
    return next(
        code
        for code in (f"A{each}" for each in range(1, len(numbers) + 2))
        if code not in numbers
    )


def _of_library(codes: Iterable[str], language: str) -> list[dict[str, str]]:
    known = library.by_code("standards", "standard")
    return [of_entry(known[code], language) for code in codes if code in known]
