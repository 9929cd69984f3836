"""Tables that people fill in: a form for each row, empty rows below, a box to remove one."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, Form, FormField, HiddenField
from wtforms.validators import InputRequired, NumberRange

from portal.blueprints.fields import TidyMeta, WholeField

SPARE_ROWS = 3
MOST_ROWS = 60


def whole(label: Any, least: int, most: int, hint: Any = "") -> WholeField:  # noqa: ANN401 - lazy texts
    """Return a field for a whole number between two limits."""
    within = _l("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    checks = [InputRequired(_l("Fill this in.")), NumberRange(least, most, message=within)]
    return WholeField(label, checks, description=hint)


class RowForm(Form):
    """One row; one that was left empty is passed over, so spare rows ask for nothing."""

    Meta = type("Meta", (TidyMeta, Form.Meta), {})
    KEPT: Sequence[str] = ()
    """Fields that always have a value, such as a list to choose from."""

    remove = BooleanField(_l("Remove"))

    def typed(self) -> bool:
        """Say whether anything was written into the row."""
        passive = {"remove", "key", *self.KEPT}
        return any(_written(field) for field in self if field.short_name not in passive)

    def kept(self) -> bool:
        """Say whether the row is to be saved."""
        return self.typed() and not self.remove.data

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own
        """Check the row only when it is to be saved."""
        return not self.kept() or bool(super().validate(extra_validators))


class KeyedRowForm(RowForm):
    """A row that keeps its identity while its text changes: the key travels with it."""

    key = HiddenField()


def _written(field: Field) -> bool:
    raw = field.raw_data
    return bool(str(raw[0]).strip()) if raw else field.data not in (None, "")


def rows(form: type[RowForm], label: Any) -> "FieldList[Any]":  # noqa: ANN401 - lazy texts
    """Return the field for the rows of one kind."""
    return FieldList(FormField(form), label=label, max_entries=MOST_ROWS)


def spare(field: "FieldList[Any]") -> None:
    """Put empty rows below the filled ones, where a person writes the next."""
    blank = sum(not entry.form.typed() for entry in field.entries)
    for _ in range(min(SPARE_ROWS - blank, MOST_ROWS - len(field.entries))):
        field.append_entry()


def kept(field: "FieldList[Any]") -> list[RowForm]:
    """Return the rows that are to be saved, in their order."""
    return [entry.form for entry in field.entries if entry.form.kept()]
