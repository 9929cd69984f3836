"""Forms of the life of a call."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, Field, SelectField
from wtforms.validators import InputRequired

from portal.blueprints.fields import VersionedForm, wall_time
from portal.blueprints.fields import text as paragraphs
from portal.domain.call_kinds import DirectReason
from portal.domain.calls import SECTIONS
from portal.services.invitations import REASONS, Why
from portal.show import word

LOCAL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class DirectForm(VersionedForm):
    """Why one partner is chosen without competition, and on what evidence."""

    reason = SelectField(_l("Reason for a direct selection"))
    text = paragraphs(
        _l("Why this reason applies"),
        _l("The head of office reads it and approves the direct selection on its own."),
        required=False,
    )
    evidence = paragraphs(
        _l("Evidence of market and price"),
        _l("Which other partners were looked at, and why the price is reasonable."),
        required=False,
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        reasons = [(each.value, word(each)) for each in REASONS]
        self.reason.choices = [("", gettext("Choose a reason")), *reasons]

    def why(self) -> Why:
        """Return what the service saves."""
        reason = DirectReason(self.reason.data) if self.reason.data else None
        return Why(reason, self.text.data or "", self.evidence.data or "")


class ReviewForm(FlaskForm):
    """A comment on one section of a call in review."""

    section = SelectField(_l("Section"))
    text = paragraphs(_l("Comment"), _l("What is to be changed, and why."))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.section.choices = [(name, word(name, "section")) for name in SECTIONS]


class ScheduleForm(FlaskForm):
    """When a call is to be published, in its own time zone."""

    publish_at = DateTimeLocalField(
        _l("Publish at"), [InputRequired(_l("Fill this in."))], format=LOCAL
    )

    def __init__(self, zone: str = "UTC", **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        self.zone = zone
        super().__init__(**given)

    def validate_publish_at(self, field: Field) -> None:
        """Refuse a local time that does not exist."""
        wall_time(field.data, self.zone)

    def moment(self) -> datetime:
        """Return the time as an aware moment."""
        return wall_time(self.publish_at.data, self.zone)


class CancelForm(FlaskForm):
    """Why a call is cancelled, in one or two languages."""

    reason_en = paragraphs(_l("Reason in English"), required=False)
    reason_fr = paragraphs(_l("Reason in French"), required=False)

    def reasons(self) -> Mapping[str, str]:
        """Return the texts by language."""
        return {"en": self.reason_en.data or "", "fr": self.reason_fr.data or ""}


class ApproveDirectForm(FlaskForm):
    """The approval of a direct selection, besides that of the call."""

    direct = BooleanField(
        _l("I approve the direct selection of this partner for the reason given."),
    )
