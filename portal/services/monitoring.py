"""Reports: filed for each period, returned, accepted."""

from datetime import datetime

from portal.domain.policy import Actor
from portal.services.todo import Item


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return what needs the actor, or what the actor waits for, in this area."""
    return []
