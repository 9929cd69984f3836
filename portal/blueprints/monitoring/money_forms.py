"""Forms of the money of a report: cash, rates of exchange, amounts that are not eligible."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.blueprints.fields import (
    LARGEST_AMOUNT,
    AmountField,
    TidyForm,
    VersionedForm,
    currency,
    line,
    text,
)
from portal.domain.report_money import HIGHEST_RATE, Cash, Rate
from portal.domain.transactions import read_rate
from portal.services.ineligible import Finding


def _amount(label: Any, hint: Any = "", least: int = 0) -> AmountField:  # noqa: ANN401 - lazy texts
    told = _l("Enter an amount from 0.") if least == 0 else _l("Enter an amount in figures.")
    within = NumberRange(least, LARGEST_AMOUNT, message=told)
    return AmountField(label, [Optional(), within], description=hint)


class CashForm(VersionedForm):
    """The cash position of a period."""

    opening = _amount(
        _l("Opening balance"),
        _l("What was left at the end of the period before. Below 0 if you paid in advance."),
        least=-LARGEST_AMOUNT,
    )
    received = _amount(_l("Instalments received in this period"))
    other = _amount(
        _l("Interest and other income"),
        _l("Interest of the bank, refunds; 0 if there was none."),
        least=-LARGEST_AMOUNT,
    )
    other_note = line(_l("Where the other income comes from"), 500, required=False)
    closing = _amount(
        _l("Closing balance"),
        _l("What you counted in the bank and in cash on the last day."),
        least=-LARGEST_AMOUNT,
    )

    def stated(self) -> Cash:
        """Return what was typed."""
        return Cash(
            self.opening.data,
            self.received.data,
            self.other.data,
            self.closing.data,
            self.other_note.data or "",
        )


class RateField(StringField):
    """A rate of exchange as people type it, with a point or a comma."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed."""
        super().process_formdata(valuelist)
        if valuelist and read_rate(str(valuelist[0])) is None:
            told = _l("Enter a rate above 0 and up to %(most)s.", most=HIGHEST_RATE)
            raise ValueError(str(told))


class RateForm(TidyForm):
    """A rate that is kept with a report."""

    currency = currency(_l("Currency"), _l("Three letters, such as USD."))
    rate = RateField(_l("Rate: what one unit is worth in the contract's currency"))
    from_on = DateField(
        _l("In force from"), [InputRequired(_l("Fill this in."))], description=_l("A day.")
    )
    source = line(
        _l("Source"), 200, _l("Such as: United Nations operational rate, January 2026.")
    )

    def kept(self) -> Rate:
        """Return what was typed."""
        rate = read_rate(self.rate.data) or Decimal(0)
        return Rate(self.currency.data, self.from_on.data, rate, self.source.data)


class FindingForm(TidyForm):
    """An amount that is not eligible."""

    category = SelectField(_l("Category"))
    amount = AmountField(
        _l("Amount that is not eligible"),
        [
            InputRequired(_l("Fill this in.")),
            NumberRange(0, LARGEST_AMOUNT, message=_l("Enter an amount from 0.")),
        ],
    )
    reason = text(_l("Why it is not eligible"), _l("The partner reads it."))

    def offer(self, names: Mapping[str, str]) -> None:
        """Offer the categories of the report."""
        self.category.choices = list(names.items())

    def finding(self) -> Finding:
        """Return what was typed."""
        amount = self.amount.data or Decimal(0)
        return Finding(self.category.data, amount, self.reason.data or "")


class LiftForm(TidyForm):
    """Why an amount is accepted after all."""

    reason = line(_l("Why the amount is accepted after all"), 500)
