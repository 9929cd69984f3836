"""The words for states, roles, rules, steps and events: one table of message ids.

Pages and PDFs look a word up here and pass it through gettext in their own language.
"""

from collections.abc import Mapping
from enum import StrEnum

from portal.wording import accounts, calls, committee, contracts, core, monitoring, proposals

WORDS: Mapping[str, str] = {
    **core.WORDS,
    **accounts.WORDS,
    **calls.WORDS,
    **proposals.WORDS,
    **committee.WORDS,
    **contracts.WORDS,
    **monitoring.WORDS,
}


def word_key(value: object, group: str = "") -> str:
    """Return the key of a word: ``CallState.DRAFT`` gives ``CallState.draft``."""
    if isinstance(value, StrEnum):
        return f"{type(value).__name__}.{value.value}"
    return f"{group}.{value}"
