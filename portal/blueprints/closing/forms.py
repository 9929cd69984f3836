"""Forms of the area: closing a contract."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.blueprints.fields import (
    LARGEST_AMOUNT,
    AmountField,
    TidyForm,
    VersionedForm,
    line,
    text,
)
from portal.services.closing_finding import Sent
from portal.services.closing_handover import Aim, Asset, Saving
from portal.services.file_checks import Limits, Upload
from portal.web import actor, now

NEEDED = _l("Fill this in.")


def sent(form: Any) -> Sent:  # noqa: ANN401 - a form with or without a file
    """Return the file that a form was sent with, and what is taken of one."""
    limits = Limits(current_app.config["FILE_LIMIT"], 1)
    given = form["file"].data if "file" in form else None
    if not given:
        return Sent(None, limits)
    return Sent(Upload("", str(given.filename or ""), given.read()), limits)


def saving(form: Any) -> Saving:  # noqa: ANN401 - a form with or without a version
    """Return who saves a form, when, what they saw and the file they sent."""
    seen = form.seen() if "version" in form else 0
    return Saving(actor(), now(), seen, sent(form))


class MilestoneForm(VersionedForm):
    """A handover milestone."""

    title = line(_l("Milestone"), 300, _l("For example: budget line voted, staff appointed."))
    owner = line(_l("Who has to reach it"), 200, _l("A function or an institution, no name."))
    due_on = DateField(_l("By when"), [InputRequired(NEEDED)])

    def aim(self) -> Aim:
        """Return what was typed."""
        return Aim(self.title.data or "", self.owner.data or "", cast("date", self.due_on.data))


class EvidenceForm(TidyForm):
    """What shows that a milestone is reached."""

    evidence = text(_l("What shows it"), _l("Names of beneficiaries never belong here."))
    file = FileField(_l("File"), description=_l("If there is one."))


class DecisionForm(TidyForm):
    """What the programme officer decides on a milestone."""

    decision = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice("met", _l("Reached")),
            SelectChoice("waived", _l("Waived, with a reason")),
            SelectChoice("open", _l("Open again, with a reason")),
        ],
    )
    reason = text(_l("Reason"), _l("The partner reads it."), required=False)


class AssetForm(VersionedForm):
    """An asset, and to whom it was handed over."""

    description = line(_l("What it is"), 300)
    value = AmountField(_l("Value"), [Optional()], places=None)
    custodian = line(_l("Who keeps it"), 200, _l("An organisation or a function."))
    handed_to = line(_l("Handed over to"), 200, required=False)
    handed_on = DateField(_l("Handed over on"), [Optional()])
    evidence = text(
        _l("What shows it"), _l("For example: the transfer act and its number."), required=False
    )
    file = FileField(_l("File"), description=_l("If there is one."))

    def asset(self) -> Asset:
        """Return what was typed."""
        words = (self.description.data or "", self.value.data, self.custodian.data or "")
        given = (self.handed_to.data or "", self.handed_on.data, self.evidence.data or "")
        return Asset(*words, *given)


class RefundForm(TidyForm):
    """Money that the partner returned."""

    amount = AmountField(
        _l("Amount"),
        [
            InputRequired(NEEDED),
            NumberRange(0, LARGEST_AMOUNT, message=_l("Enter an amount from 0.")),
        ],
        places=None,
    )
    reference = line(_l("Reference of the bank"), 80)
    received_on = DateField(_l("Received on"), [InputRequired(NEEDED)])

    def bank(self) -> tuple[str, date]:
        """Return the reference and the day."""
        return self.reference.data or "", cast("date", self.received_on.data)

    def value(self) -> Decimal:
        """Return the amount."""
        return cast("Decimal", self.amount.data)


class ConfirmForm(TidyForm):
    """What a named person confirms for the closing."""

    note = text(_l("What you confirm, and how you know"))
    file = FileField(_l("File that shows it"))


class DelegateForm(TidyForm):
    """Who may close the contract for the head of office."""

    person = SelectField(_l("Who may close it for you"))

    def offer(self, people: Iterable[Any]) -> None:
        """Let the form choose among these people."""
        chosen = [SelectChoice(str(each.id), each.name) for each in people]
        self.person.choices = [SelectChoice("", _l("Nobody")), *chosen]

    def chosen(self) -> UUID | None:
        """Return the key of the person; None for nobody."""
        return UUID(self.person.data) if self.person.data else None


class CloseForm(TidyForm):
    """A last note of whoever closes a contract."""

    note = text(_l("Note for the record"), required=False)
