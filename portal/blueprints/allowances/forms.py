"""Forms of daily allowances."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FieldList, Form, FormField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from portal.blueprints.clearances.forms import amount
from portal.blueprints.fields import TidyForm, VersionedForm, capitals, line, text
from portal.domain.policy import Thing
from portal.services.allowance_steps import Payment
from portal.services.allowances import Basis, Filled

MARKS = {"0": "\N{EN DASH}", "0.5": "\N{VULGAR FRACTION ONE HALF}", "1": "1"}
"""How much of a day was served, as the grid shows it."""
MONTH = "%Y-%m"


class MonthForm(TidyForm):
    """Of which month a sheet is."""

    month = DateField(
        _l("Month"),
        [InputRequired(_l("Enter a month as in 2026-03."))],
        format=[MONTH, "%Y-%m-%d"],
        description=_l("Year and month, such as 2026-03."),
        render_kw={"type": "month"},
    )


class LooseForm(MonthForm):
    """For whom a sheet without memorandum is."""

    staff_code = line(
        _l("Staff code"),
        20,
        _l("The code of the worker at the ministry. Name and identity documents stay outside."),
    )
    function = SelectField(_l("Function"), [InputRequired(_l("Choose one."))])
    rate = amount(_l("Allowance for a day"))

    def fill(self, clearance: Thing) -> None:
        """Offer the functions that the clearance covers."""
        names = [each.function for each in clearance.functions]
        self.function.choices = [SelectChoice(name, name) for name in names]

    def basis(self) -> Basis:
        """Return what was typed."""
        code, rate = capitals(self.staff_code.data) or "", self.rate.data or Decimal(0)
        return Basis(code, str(self.function.data), rate)


class DayForm(Form):
    """One day of the grid."""

    day = DateField(widget=HiddenInput(), validators=[InputRequired(_l("Choose a day."))])
    part = SelectField(
        _l("Served"), choices=[SelectChoice(code, mark) for code, mark in MARKS.items()]
    )


class SheetForm(VersionedForm):
    """The days served in a month, and the deductions."""

    days = FieldList(FormField(DayForm), label=_l("Days served"), max_entries=31)
    deductions = amount(_l("Deductions"), _l("Such as tax. Empty for none."), Optional())
    deductions_reason = line(_l("What the deductions are"), 200, required=False)

    def filled(self) -> Filled:
        """Return what was filled in."""
        rows = [entry.form for entry in self.days.entries]
        days = {row.day.data: str(row.part.data) for row in rows}
        return Filled(
            days, self.deductions.data or Decimal(0), self.deductions_reason.data or ""
        )


def sheet_form(sheet: Thing, days: Iterable[date]) -> SheetForm:
    """Return the form with what stands on a sheet, for the days that can be paid."""
    kept: Mapping[str, str] = sheet.days
    rows = [{"day": day, "part": kept.get(day.isoformat(), "0")} for day in days]
    return SheetForm(
        data={
            "days": rows,
            "deductions": sheet.deductions or None,
            "deductions_reason": sheet.deductions_reason,
            "version": str(sheet.version),
        }
    )


class CertifyForm(TidyForm):
    """Who certified the days."""

    supervisor = line(
        _l("Supervisor who certified"), 120, _l("Name and function, as on the signed sheet.")
    )


class ApproveForm(TidyForm):
    """Nothing to type: the act itself."""


class PayForm(TidyForm):
    """What is known of the payment."""

    reference = line(_l("Reference of the payment"), 80, _l("As finance keeps it."))
    on = DateField(_l("Date of the payment"), [InputRequired(_l("Choose a day."))])

    def payment(self) -> Payment:
        """Return what was typed."""
        return Payment(self.reference.data or "", self.on.data)


class RejectForm(TidyForm):
    """Why a sheet is rejected."""

    reason = text(_l("Reason"), _l("It stays with the record. No names of staff."))
