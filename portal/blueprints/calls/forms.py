"""Forms of the area: calls: what its forms share, and the steps."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.fields import WholeField, text
from portal.blueprints.rows import RowForm

NEEDED = _l("Fill this in.")
LOCAL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class Boxes(SelectMultipleField):
    """Several choices as a list of boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def one_line(typed: str | None) -> str | None:
    """Put what was typed on one line, as pasted titles often have two."""
    return None if typed is None else " ".join(typed.split())


def usual(label: Any, least: int, most: int, value: int) -> WholeField:  # noqa: ANN401 - lazy texts
    """Return a field for a whole number that has a usual value when it is left empty."""
    within = _l("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    checks = [Optional(), NumberRange(least, most, message=within)]
    return WholeField(label, checks, default=value)


def row_values_of(row: RowForm, names: Sequence[str]) -> dict[str, Any]:
    """Return the named fields of a row, empty ones as the nothing of their kind."""
    return {name: row[name].data or _nothing(row[name]) for name in names}


def _nothing(field: Field) -> object:
    if isinstance(field, BooleanField):
        return False
    return "" if isinstance(field, StringField) else 0


class ConfirmForm(FlaskForm):
    """A step that asks for nothing but to be confirmed."""


class CommentForm(FlaskForm):
    """What is to be changed before a call comes back."""

    comment = text(_l("What is to be changed"), _l("The author reads this on the draft."))
