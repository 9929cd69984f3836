"""Text for a cell of a table that people open in a spreadsheet program."""

import re

_UNSEEN = r"\s\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
_SIGNS = r"=+\-@|%\uff1d\uff0b\uff0d\uff20"
_ACTS = re.compile(rf"[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}]")
"""What a program may take for a formula: also behind what is not seen, and in wide letters."""


def safe_cell(value: object) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if _ACTS.match(text) else text
