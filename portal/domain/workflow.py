"""What a workflow is made of: named moves of a record from state to state."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from portal.domain.actions import Action
from portal.domain.errors import WrongState

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Step(Generic[S]):
    """A named move from some states to one, and the action that the policy allows it under."""

    name: str
    start: AbstractSet[S]
    end: S
    action: Action

    def take(self, state: S) -> S:
        """Return the next state, or refuse with ``WrongState``."""
        if state not in self.start:
            raise WrongState(self.name, state)
        return self.end
