"""Two tables in conflict: the suggestion that joins them, and the choice where both changed."""

from collections.abc import Mapping

from flask import request

from portal.blueprints.fields import VersionedForm
from portal.domain.row_merging import Row

CHOICE = "clash "
MERGED = "merged"


def is_chosen() -> bool:
    """Say whether both versions put together are to be saved."""
    return request.form.get("choice") == MERGED


def choices() -> dict[str, str]:
    """Return whose row is to stand, by the key of each that both changed."""
    given = request.form.items()
    return {name.removeprefix(CHOICE): side for name, side in given if name.startswith(CHOICE)}


def base_seen(form: VersionedForm) -> int:
    """Return the version from which the typed one grew, also after the conflict was shown."""
    text = request.form.get("base", "")
    if text.isdecimal():
        return int(text)
    sent = request.form.get("version", "")
    return int(sent) if sent.isdecimal() else form.seen()


def told(row: Row | None, names: Mapping[str, str]) -> str:
    """Return a row as one line to read; empty for one that was taken off.

    ``names`` are the words for stored values.
    """
    cells = [each for name, each in (row or {}).items() if name != "key" and each]
    return ", ".join(names.get(str(each), str(each)) for each in cells)
