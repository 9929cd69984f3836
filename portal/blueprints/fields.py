"""Fields that several areas share."""

import re
from datetime import datetime
from decimal import InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import list_currencies
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DecimalField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    AnyOf,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)
from wtforms.widgets import TextInput

from portal.domain.amounts import read_amount
from portal.domain.texts import number_of, tidy
from portal.web import language

LONGEST_TEXT = 20_000
POINTS = {"fr": ","}
"""What parts the cents from the whole, where it is no point."""
THOUSANDS = 3
"""How many figures after a comma would be read as thousands."""
LARGEST_AMOUNT = 999_999_999_999
"""The largest amount that a column of an amount holds, before the point."""
_CURRENCIES = list_currencies()
_WHOLE = re.compile(r"-?(\d{1,3}([ ,.'\u00a0\u202f]\d{3})*|\d{1,9})")


def tidied(typed: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """Return a typed text as it is kept; anything else as it is."""
    return tidy(typed) if isinstance(typed, str) else typed


def tidied_line(typed: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """Return a typed text of one line as it is kept: a pasted line end is a space."""
    return " ".join(tidy(typed).split("\n")) if isinstance(typed, str) else typed


class TidyMeta:
    """Gives every text field of a form its filter; a password stays as typed."""

    def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:  # noqa: ANN401 - WTForms' own
        """Make the field and put the filter before its own ones."""
        field = unbound_field.bind(form=form, **options)
        if isinstance(field, StringField) and not isinstance(field, PasswordField):
            several = isinstance(field, TextAreaField)
            field.filters = [tidied if several else tidied_line, *field.filters]
        return field


class TidyForm(FlaskForm):
    """A form whose texts are kept without what word processors and hidden marks leave."""

    Meta = type("Meta", (TidyMeta, FlaskForm.Meta), {})


class VersionedForm(TidyForm):
    """A form on a draft that others may be writing too: it carries the version it shows."""

    version = HiddenField(default="1")

    def seen(self) -> int:
        """Return the version that the writer saw."""
        return number_of(self.version.data) or 0


class AmountField(DecimalField):
    """An amount as people type it: 1 200 000, 1,200,000.50 or 1200000,50.

    What no column of an amount holds is refused here, whatever a form asks besides.
    """

    widget = TextInput()

    def _value(self) -> str:
        """Write what was typed as it was typed, and what is kept as its reader types it."""
        written = str(super()._value())
        if self.raw_data:
            return written
        whole, point, rest = written.removesuffix(".00").partition(".")
        mark = point if len(rest) == THOUSANDS else POINTS.get(language(), point)
        return f"{whole}{mark}{rest}" if point else whole

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the amount whatever separators it was typed with."""
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        self.data = None
        try:
            amount = read_amount(str(valuelist[0]))
        except InvalidOperation as error:
            raise ValueError(str(_l("Enter an amount in figures."))) from error
        if not amount.is_finite():
            raise ValueError(str(_l("Enter an amount in figures.")))
        if abs(amount) > LARGEST_AMOUNT:
            raise ValueError(str(_l("Enter an amount of twelve figures at the most.")))
        self.data = amount


class WholeField(IntegerField):
    """A whole number as people type it: 1436, 1 436 or 1,436."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, whatever parts its thousands."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        if not _WHOLE.fullmatch(typed):
            raise ValueError(_l("Enter a whole number in figures."))
        self.data = int(re.sub(r"[^\d-]", "", typed))


def line(label: Any, most: int = 300, hint: Any = "", *, required: bool = True) -> StringField:  # noqa: ANN401 - lazy texts
    """Return a one-line text field."""
    checks = [_needed(required), Length(max=most)]
    return StringField(label, checks, [tidied_line], description=hint)


def capitals(typed: str | None) -> str | None:
    """Write a code in capitals, however it was typed."""
    return typed.strip().upper() if typed else typed


def currency(label: Any, hint: Any = "", *, required: bool = True) -> StringField:  # noqa: ANN401 - lazy texts
    """Return a field for a currency by its three letters; it takes those there are."""
    known = AnyOf(_CURRENCIES, _l("Enter the three letters of the currency."))
    checks = [_needed(required), known]
    return StringField(label, checks, [tidied_line, capitals], description=hint)


def text(label: Any, hint: Any = "", *, required: bool = True) -> TextAreaField:  # noqa: ANN401 - lazy texts
    """Return a field for several paragraphs."""
    checks = [_needed(required), Length(max=LONGEST_TEXT)]
    return TextAreaField(label, checks, [tidied], description=hint)


class Written(InputRequired):
    """Ask for a text that can be seen: spaces and hidden marks are none."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Stop where nothing visible was typed."""
        super().__call__(form, field)
        if not str(field.data or "").strip():
            raise StopValidation(self.message)


def _needed(required: bool) -> Any:  # noqa: ANN401, FBT001 - a validator of WTForms
    return Written(_l("Fill this in.")) if required else Optional()


def wall_time(value: datetime, zone: str) -> datetime:
    """Read a typed local time in a zone; refuse one that the clocks skip or repeat."""
    there = value.replace(tzinfo=ZoneInfo(zone))
    if (
        there.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        != value
    ):
        raise ValidationError(_l("Clocks skip this hour on that day. Choose another time."))
    if there.utcoffset() != there.replace(fold=1).utcoffset():
        raise ValidationError(
            _l("Clocks are set back: this hour comes twice on that day. Choose another time.")
        )
    return there
