"""Questions on a call: until when they are taken, and what would give their asker away."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.working_days import Works, monday_to_friday, moved

LONGEST_QUESTION = 2_000
"""How many characters a question may have; a house default."""

LONGEST_ANSWER = 10_000
CUT_OFF_DAYS = 5
"""Working days between the last question and the deadline; a house default."""

ANSWER_DAYS = 3
"""Days between the last answer and the deadline; a house default."""

_SHORTEST_NAME = 2
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().,;]+")


def cut_off(
    deadline: datetime, zone: str, works: Works = monday_to_friday, days: int = CUT_OFF_DAYS
) -> datetime:
    """Return the moment ``days`` working days before a deadline, at the same hour in ``zone``.

    Used where a call names no moment itself.
    """
    there = deadline.astimezone(ZoneInfo(zone))
    return datetime.combine(moved(there.date(), -days, works), there.time(), there.tzinfo)


def telling(text: str, names: Iterable[str], acronyms: Iterable[str] = ()) -> list[str]:
    """Return what stands in a text and tells who wrote it: names, acronyms, mail addresses.

    Names are found whatever their case and accents; acronyms as they are written, as whole
    words, because many are words of the language in small letters.
    """
    plain = _folded(text)
    found = [name for name in names if _stands(_folded(name), plain)]
    found += [each for each in acronyms if _stands(each.strip(), text)]
    return list(dict.fromkeys([*found, *_MAIL.findall(text)]))


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in parts if not unicodedata.combining(each)).split())


def _stands(name: str, text: str) -> bool:
    if len(name) < _SHORTEST_NAME or name not in text:
        return False
    if not name.isascii():
        return True
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
