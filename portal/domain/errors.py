"""Refusals. Each carries facts; the page that shows it finds the words."""

from collections.abc import Mapping


class Refusal(Exception):
    """The portal will not do what was asked."""


class NotAllowed(Refusal):
    """The actor may not take the action on the thing."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


class WrongState(Refusal):
    """The step is not open from the present state."""

    def __init__(self, step: str, state: str) -> None:
        super().__init__(step, state)
        self.step = step
        self.state = state


class NotFound(Refusal):
    """There is nothing under this reference."""


class Conflict(Refusal):
    """Somebody saved the same draft meanwhile; ``theirs`` is what stands now."""

    def __init__(self, version: int, theirs: Mapping[str, object]) -> None:
        super().__init__(version)
        self.version = version
        self.theirs = theirs


class RuleBroken(Refusal):
    """A rule does not hold; ``rule`` names it, ``facts`` are figures, ``field`` the input."""

    def __init__(self, rule: str, field: str = "", **facts: object) -> None:
        super().__init__(rule, facts)
        self.rule = rule
        self.field = field
        self.facts = facts


class RulesBroken(Refusal):
    """Several rules do not hold at once: all are told together."""

    def __init__(self, broken: list[RuleBroken]) -> None:
        super().__init__(*broken)
        self.broken = broken
