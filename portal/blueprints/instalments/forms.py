"""Forms of the area: instalments."""

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    PasswordField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.blueprints.fields import LARGEST_AMOUNT, AmountField, TidyForm, line, text
from portal.domain.instalments import STATEMENTS, Line
from portal.services.instalments import Payment, Wish


class LineForm(Form):
    """What is requested in one budget category."""

    category = HiddenField()
    amount = AmountField(
        _l("Requested now"),
        [
            Optional(),
            NumberRange(0, LARGEST_AMOUNT, message=_l("Enter an amount from 0.")),
        ],
        places=None,
    )


class RequestForm(TidyForm):
    """A request for the funds of an instalment, with its certification."""

    lines = FieldList(FormField(LineForm), label=_l("Amounts"))
    request_per_plan = BooleanField(
        _l("The funds requested are for the agreed work plan and budget of this contract.")
    )
    expenditure_true = BooleanField(
        _l(
            "The expenditure reported is true, was made for this contract, and its documents "
            "are kept and can be examined."
        )
    )
    note = text(
        _l("Note to the office"), _l("What the funds are for, if it helps."), required=False
    )
    password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Fill this in."))],
        description=_l("Asked again, so that nobody else certifies at your open screen."),
        render_kw={"autocomplete": "current-password"},
    )

    def wish(self) -> Wish:
        """Return what was typed."""
        amounts = {
            str(row.form.category.data): cast("Decimal | None", row.form.amount.data)
            for row in self.lines
        }
        certified = tuple(code for code in STATEMENTS if self[code].data)
        return Wish(amounts, certified, self.password.data or "", self.note.data or "")


def request_form(lines: Sequence[Line], amounts: Sequence[Decimal]) -> RequestForm:
    """Return the form with what the portal suggests in each category."""
    rows = zip(lines, amounts, strict=True)
    given = [{"category": each.category, "amount": amount} for each, amount in rows]
    return RequestForm(data={"lines": given})


class VerifyForm(TidyForm):
    """What the programme officer says of a request."""

    note = text(
        _l("What you verified"),
        _l("Finance reads it: the words agreed, and how you know that they are met."),
    )


class ApproveForm(TidyForm):
    """Nothing to type: the act itself."""


class RejectForm(TidyForm):
    """Why a request is rejected."""

    reason = text(_l("Reason"), _l("The partner reads it and can request anew."))


class PayForm(TidyForm):
    """What the bank says of a payment."""

    reference = line(_l("Reference of the bank"), 80, _l("As it stands on the bank's advice."))
    value_date = DateField(_l("Value date"), [InputRequired(_l("Fill this in."))])

    def payment(self) -> Payment:
        """Return what was typed."""
        assert self.value_date.data is not None  # noqa: S101 - the form has checked it
        return Payment(self.reference.data or "", self.value_date.data)
