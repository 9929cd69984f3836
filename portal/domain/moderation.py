"""Where members are so far apart on a criterion that they talk about it after the reveal."""

from collections.abc import Sequence
from fractions import Fraction

from portal.domain.scoring import Exact

MODERATION_WORDS = 10
DISSENT_WORDS = 5
_PERCENT = 100


def spread(values: Sequence[Exact], scale: int) -> Fraction:
    """Return how far the members are apart, in percent of the scale."""
    return Fraction((max(values) - min(values)) * _PERCENT, scale) if values else Fraction(0)


def divergent(values: Sequence[Exact], scale: int, limit: int) -> bool:
    """Say whether the spread passes the limit, in percent of the scale."""
    return spread(values, scale) > limit
