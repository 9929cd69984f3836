"""When an unsolicited concept note can be sent."""

from collections.abc import Mapping

from portal.domain.errors import RuleBroken

NEEDED = (
    "title",
    "country",
    "city",
    "problem",
    "approach",
    "services",
    "amount",
    "currency",
    "months",
)
"""What a concept note must tell before the office reads it; a rule of the house."""


def broken_rules(note: Mapping[str, object]) -> list[RuleBroken]:
    """Return one broken rule for each part of a concept note that is still empty."""
    empty = [name for name in NEEDED if _empty(note[name])]
    return [RuleBroken(f"concept_{name}_missing", name) for name in empty]


def _empty(value: object) -> bool:
    return not value.strip() if isinstance(value, str) else not value
