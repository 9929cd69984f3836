"""Fields of the sections on scope: numbers that can be left out, and the key of a row."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import ValidationError

from portal.blueprints.calls.forms import Boxes
from portal.blueprints.fields import WholeField
from portal.blueprints.rows import KeyedRowForm


def maybe(label: Any, least: int, most: int, hint: Any = "") -> WholeField:  # noqa: ANN401 - lazy texts
    """Return a field for a whole number between two limits, or for none."""
    within = _l("Enter a number from %(least)s to %(most)s.", least=least, most=most)

    def check(_form: Form, field: Field) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise ValidationError(within)

    return WholeField(label, [check], description=hint)


def key_of(row: KeyedRowForm) -> str | None:
    """Return the key that travels with a row; none for a new row, or for what is no key."""
    try:
        return str(UUID(str(row.key.data)))
    except ValueError:
        return None


def empty(field: Field) -> object:
    """Return what stands for nothing in a field: no choice, or no text."""
    return [] if isinstance(field, Boxes) else ""
