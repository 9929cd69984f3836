"""What the editors of all sections share: how one is shown, filled and saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.calls import Notice
from portal.services import call_drafting as drafting
from portal.services.calls import FullCall


@dataclass(frozen=True)
class Editor:
    """How one section is shown and saved."""

    form: Callable[[FullCall], Any]
    save: Callable[[FullCall, Any, drafting.Edit], None]
    suggest: Callable[[FullCall, Any, datetime, Notice], Any] | None = None
    """Fills the form with suggestions, from what was typed so far."""


def columns_of(whole: FullCall, names: tuple[str, ...]) -> dict[str, object]:
    """Return columns of a call as a form is filled with them."""
    return {name: getattr(whole.call, name) for name in ("version", *names)}


def rows_of(whole: FullCall, rows: list[Any], names: tuple[str, ...]) -> dict[str, object]:
    """Return rows of a call as a table is filled with them."""
    listed = [{name: getattr(row, name) for name in names} for row in rows]
    return {"version": whole.call.version, "rows": listed}


def saving(section: str, theirs: Any = None) -> Callable[..., None]:  # noqa: ANN401 - a callback
    """Return how a section of plain columns is saved; ``theirs`` as in ``save_columns``."""

    def save(whole: FullCall, form: Any, edit: drafting.Edit) -> None:  # noqa: ANN401 - any form
        drafting.save_columns(whole.call, section, form.values(), edit, theirs)

    return save
