"""Open findings on a contract: each part that keeps some registers its own count here."""

from collections.abc import Callable

from portal.models import Contract
from portal.services import action_points, settling


def _points(contract: Contract) -> int:
    return len(action_points.open_for(contract))


def _unsupported(contract: Contract) -> int:
    return len(settling.pending(contract))


FINDINGS: tuple[Callable[[Contract], int], ...] = (_points, _unsupported)
"""Each returns how many findings or action points on the contract are open; none is met."""


def open_findings(contract: Contract) -> int:
    """Return how many findings are open on a contract, over all parts that keep some."""
    return sum(count(contract) for count in FINDINGS)
