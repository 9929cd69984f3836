"""Fields that several areas share."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DecimalField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import TextInput

LONGEST_TEXT = 20_000
_WHOLE = re.compile(r"-?(\d{1,3}([ ,.'\u00a0\u202f]\d{3})*|\d{1,9})")


class VersionedForm(FlaskForm):
    """A form on a draft that others may be writing too: it carries the version it shows."""

    version = HiddenField(default="1")

    def seen(self) -> int:
        """Return the version that the writer saw."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() else 0


class AmountField(DecimalField):
    """An amount as people type it: 1 200 000, 1,200,000.50 or 1200000,50."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the amount whatever separators it was typed with."""
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        try:
            self.data = read_amount(str(valuelist[0]))
        except InvalidOperation as error:
            self.data = None
            raise ValueError(str(_l("Enter an amount in figures."))) from error


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


def read_amount(typed: str) -> Decimal:
    """Turn a typed amount into a decimal; ``InvalidOperation`` when it is none."""
    plain = "".join(typed.replace("\N{RIGHT SINGLE QUOTATION MARK}", "").split())
    head, mark, tail = plain.rpartition(max(",", ".", key=plain.rfind))
    if mark and len(tail) == 3 and (head.count(mark) or mark == ","):  # noqa: PLR2004 - thousands
        return Decimal(plain.replace(",", "").replace(".", ""))
    return Decimal(head.replace(",", "").replace(".", "") + "." + tail if mark else plain)


def line(label: Any, most: int = 300, hint: Any = "", *, required: bool = True) -> StringField:  # noqa: ANN401 - lazy texts
    """Return a one-line text field."""
    return StringField(label, [_needed(required), Length(max=most)], description=hint)


def text(label: Any, hint: Any = "", *, required: bool = True) -> TextAreaField:  # noqa: ANN401 - lazy texts
    """Return a field for several paragraphs."""
    return TextAreaField(label, [_needed(required), Length(max=LONGEST_TEXT)], description=hint)


def _needed(required: bool) -> Any:  # noqa: ANN401, FBT001 - a validator of WTForms
    return InputRequired(_l("Fill this in.")) if required else Optional()


def wall_time(value: datetime, zone: str) -> datetime:
    """Read a typed local time in a zone; refuse one that a change of clocks skips."""
    there = value.replace(tzinfo=ZoneInfo(zone))
    if (
        there.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        != value
    ):
        raise ValidationError(_l("Clocks skip this hour on that day. Choose another time."))
    return there
