"""One thing that a person has to do or waits for."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Item:
    """One thing to do or to wait for: a word, the record, and where it leads.

    ``word`` is a key of the wording table, such as ``work.approve_call``; ``endpoint`` and
    ``parts`` make the address; ``waiting`` is true when somebody else holds the pen;
    ``due`` is told in ``zone``.
    """

    word: str
    reference: str
    title: str
    endpoint: str
    parts: dict[str, str] = field(default_factory=dict)
    due: datetime | None = None
    waiting: bool = False
    zone: str = "UTC"
