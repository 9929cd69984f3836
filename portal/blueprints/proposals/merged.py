"""Two tables in conflict: the suggestion that joins them, and the choice where both changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request

from portal.blueprints.fields import VersionedForm
from portal.domain.row_merging import Row
from portal.domain.texts import number_of

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
    sent = (number_of(request.form.get(name)) for name in ("base", "version"))
    return next((each for each in sent if each is not None), form.seen())


@dataclass(frozen=True)
class Words:
    """The words for what a row holds: stored values, the columns of a table, single fields."""

    values: Mapping[str, str]
    columns: Mapping[str, str]
    fields: Mapping[str, str] = field(default_factory=dict)

    def told(self, row: Row | None) -> str:
        """Return a row as one line to read; empty for one that was taken off."""
        cells = [(name, each) for name, each in (row or {}).items() if name != "key" and each]
        return ", ".join(self._cell(*each) for each in cells)

    def _cell(self, name: str, given: object) -> str:
        listed = given if isinstance(given, list) else [given]
        text = ", ".join(self.values.get(str(each), str(each)) for each in listed)
        return f"{self.columns[name]}: {text}" if name in self.columns else text
