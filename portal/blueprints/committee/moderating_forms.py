"""Forms of moderation: what was agreed on a criterion, and a member's dissent."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.blueprints.fields import LONGEST_TEXT, TidyForm, VersionedForm, WholeField
from portal.services.moderation import Agreed, Item

AGREE, LEAVE = "agree", "leave"
_LENGTH = Length(max=LONGEST_TEXT)


class ModerationForm(VersionedForm):
    """A score on which all agree in the place of the mean, or the scores as they are."""

    decision = RadioField(
        _l("What the committee agreed"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(AGREE, _l("One score in the place of the mean")),
            SelectChoice(LEAVE, _l("The scores stay as they are")),
        ],
    )
    value = WholeField(_l("Agreed score"))
    reason = TextAreaField(
        _l("Reason"),
        [_LENGTH],
        description=_l("It is printed in the evaluation report. At least 10 words."),
    )

    def validate_value(self, field: Any) -> None:  # noqa: ANN401 - a field of WTForms
        """Ask for the score when one was agreed."""
        if self.decision.data == AGREE and field.data is None:
            raise ValidationError(_l("Write the score on which the committee agreed."))

    def agreed(self) -> Agreed:
        """Return what was agreed."""
        value = self.value.data if self.decision.data == AGREE else None
        return Agreed(value, self.reason.data or "")


def moderation_form(item: Item, *, typed: bool = True) -> ModerationForm:
    """Return the form of an item, filled with what was agreed before or what was typed."""
    before = item.settled
    filled: dict[str, Any] = {"version": "0"}
    if before is not None:
        decision = LEAVE if before.value is None else AGREE
        filled = {"version": str(before.version), "decision": decision}
        filled |= {"value": before.value, "reason": before.reason}
    return ModerationForm(**filled) if typed else ModerationForm(formdata=None, **filled)


class DissentForm(TidyForm):
    """Why a member does not share what was agreed."""

    text = TextAreaField(
        _l("Your dissent"),
        [_LENGTH],
        description=_l("In your own words. It is printed in the report under your name."),
    )
