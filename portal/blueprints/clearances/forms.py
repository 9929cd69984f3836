"""Forms of clearances of Internal Instruction 92."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from portal.blueprints.calls.forms import Boxes
from portal.blueprints.fields import (
    LARGEST_AMOUNT,
    AmountField,
    TidyForm,
    VersionedForm,
    currency,
    line,
    text,
)
from portal.blueprints.rows import RowForm, kept, rows, whole
from portal.domain.clearances import CoverKind, Post, Request
from portal.services.clearance_consents import Letter
from portal.wording import WORDS, word_key

_NEEDED = _l("Fill this in.")


def amount(label: Any, hint: Any = "", *checks: Any) -> AmountField:  # noqa: ANN401 - lazy texts
    """Return a field for an amount from 0."""
    within = NumberRange(0, LARGEST_AMOUNT, message=_l("Enter an amount from 0."))
    needed = checks or (InputRequired(_NEEDED),)
    return AmountField(label, [*needed, within], places=None, description=hint)


class PostForm(RowForm):
    """A function that is covered, and how many people hold it."""

    function = StringField(_l("Function"), [InputRequired(_NEEDED), Length(max=120)])
    people = whole(_l("People"), 1, 1_000)


class ClearanceForm(VersionedForm):
    """What is to be cleared."""

    covers = Boxes(
        _l("What is paid"),
        choices=[SelectChoice(each.value, _l(WORDS[word_key(each)])) for each in CoverKind],
        description=_l("Internal Instruction 92 asks governments to pay their own staff."),
    )
    posts = rows(PostForm, _l("Functions"))
    currency = currency(_l("Currency"), _l("Three letters, such as USD."))
    ceiling = amount(_l("Ceiling"), _l("The most for all people and all days together."))
    starts_on = DateField(_l("From"), [InputRequired(_l("Choose a day."))])
    ends_on = DateField(_l("To"), [InputRequired(_l("Choose a day."))])
    justification = text(
        _l("Justification"),
        _l("Why the State cannot pay this itself, and why nothing else serves. No names."),
    )
    exit_plan = text(
        _l("How it ends"),
        _l("How and when the State takes the payment over."),
        required=False,
    )
    donor = line(_l("Donor"), 200, _l("Who funds the payments."), required=False)
    agreement = line(_l("Agreement with the donor"), 120, _l("Its reference."), required=False)

    def asked(self) -> Request:
        """Return what was typed."""
        return Request(
            tuple(CoverKind(each) for each in self.covers.data or ()),
            tuple(Post(row.function.data, row.people.data) for row in kept(self.posts)),
            self.ceiling.data or Decimal(0),
            str(self.currency.data),
            self.starts_on.data,
            self.ends_on.data,
            self.justification.data or "",
            self.donor.data or "",
            self.agreement.data or "",
            self.exit_plan.data or "",
        )


class AgreeForm(TidyForm):
    """What the legal department says of a clearance it consents to."""

    note = text(
        _l("Conditions"),
        _l("What has to be kept, if anything. It stands on the clearance."),
        required=False,
    )


class ReasonForm(TidyForm):
    """Why something is refused or withdrawn."""

    reason = text(_l("Reason"), _l("It stays with the record. No names of staff."))


class LetterForm(TidyForm):
    """What the letter of the donor says."""

    reference = line(_l("Reference of the letter"), 120, _l("As it stands on the letter."))
    on = DateField(_l("Date of the letter"), [InputRequired(_l("Choose a day."))])
    agrees = RadioField(
        _l("What the donor says"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice("yes", _l("It consents")),
            SelectChoice("no", _l("It does not consent")),
        ],
    )

    def letter(self) -> Letter:
        """Return what was typed."""
        return Letter(self.reference.data or "", self.on.data, self.agrees.data == "yes")


class CheckForm(TidyForm):
    """Nothing to type: the act itself."""
