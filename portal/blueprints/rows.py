"""Tables that people fill in: a form for each row, empty rows below, a box to remove one."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, Form, FormField, IntegerField
from wtforms.validators import InputRequired, NumberRange

SPARE_ROWS = 3
MOST_ROWS = 60


class WholeField(IntegerField):
    """A whole number as people type it, with or without spaces between the thousands."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, or say that figures are wanted."""
        typed = "".join(str(valuelist[0] if valuelist else "").split())
        if not typed:
            self.data = None
            return
        if not typed.lstrip("-").isdecimal():
            self.data = None
            raise ValueError(gettext("Enter a whole number in figures."))
        self.data = int(typed)


def whole(label: Any, least: int, most: int, hint: Any = "") -> WholeField:  # noqa: ANN401 - lazy texts
    """Return a field for a whole number between two limits."""
    within = _l("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    checks = [InputRequired(_l("Fill this in.")), NumberRange(least, most, message=within)]
    return WholeField(label, checks, description=hint)


class RowForm(Form):
    """One row; one that was left empty is passed over, so spare rows ask for nothing."""

    KEPT: Sequence[str] = ()
    """Fields that always have a value, such as a list to choose from."""

    remove = BooleanField(_l("Remove"))

    def typed(self) -> bool:
        """Say whether anything was written into the row."""
        written = (field for field in self if field.name.rsplit("-")[-1] not in self._passive())
        return any(field.data not in (None, "", False) or field.raw_data_given for field in written)

    def _passive(self) -> set[str]:
        return {"remove", *self.KEPT}

    def kept(self) -> bool:
        """Say whether the row is to be saved."""
        return self.typed() and not self.remove.data

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own
        """Check the row only when it is to be saved."""
        return not self.kept() or bool(super().validate(extra_validators))
