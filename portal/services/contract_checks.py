"""Open findings on a contract: each part that keeps some registers its own count here."""

from collections.abc import Callable

from portal.models import Contract

FINDINGS: tuple[Callable[[Contract], int], ...] = ()
"""Each returns how many findings or action points on the contract are open; none is met."""


def open_findings(contract: Contract) -> int:
    """Return how many findings are open on a contract, over all parts that keep some."""
    return sum(count(contract) for count in FINDINGS)
