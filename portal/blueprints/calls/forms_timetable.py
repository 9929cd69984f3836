"""The form of the timetable of a call: local times in the call's zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, Field, StringField
from wtforms.validators import Length, Optional, ValidationError

from portal.blueprints.calls.forms import LOCAL, usual
from portal.blueprints.fields import VersionedForm, wall_time
from portal.blueprints.rows import whole

USUAL_STANDSTILL = 10
MOMENTS = ("clarify_until", "answers_by", "site_visit_at", "deadline", "opening_at")


def moment(label: Any, hint: Any = "") -> DateTimeLocalField:  # noqa: ANN401 - lazy texts
    """Return a field for a local day and time that may stay empty for now."""
    return DateTimeLocalField(label, [Optional(), _exists], format=LOCAL, description=hint)


def _exists(form: Any, field: Field) -> None:  # noqa: ANN401 - WTForms' own
    instant(field.data, form.zone)


class TimetableForm(VersionedForm):
    """When things happen, and how the contract runs; local times in the call's zone.

    ``publication`` is not kept: dates are suggested from it.
    """

    publication = DateField(
        _l("Planned publication"),
        [Optional()],
        description=_l("Dates are suggested from this day. It is not saved."),
    )
    site_visit_at = moment(_l("Site visit"), _l("Leave it empty when there is none."))
    site_visit_place = StringField(_l("Place of the site visit"), [Length(max=300)])
    clarify_until = moment(_l("Questions can be asked until"))
    answers_by = moment(_l("Answers are published by"))
    deadline = moment(_l("Deadline for proposals"))
    opening_at = moment(_l("Opening of the proposals"))
    results_on = DateField(_l("Results to every partner by"), [Optional()])
    standstill_days = usual(
        _l("Standstill after the results, working days"), 0, 60, USUAL_STANDSTILL
    )
    starts_on = DateField(_l("Start of the contract"), [Optional()])
    months = whole(_l("Months of the contract"), 1, 60)
    report_every_months = whole(_l("Months between two reports"), 1, 12)
    report_days = whole(_l("Days to file a report after its period"), 1, 120)
    COLUMNS = (
        "site_visit_place",
        "results_on",
        "standstill_days",
        "starts_on",
        "months",
        "report_every_months",
        "report_days",
    )

    def __init__(self, zone: str = "UTC", **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        self.zone = zone
        super().__init__(**given)

    def validate_report_every_months(self, field: Field) -> None:
        """Refuse periods that are longer than the contract."""
        if self.months.data and field.data and field.data > self.months.data:
            raise ValidationError(gettext("A period cannot be longer than the contract."))

    def typed(self) -> dict[str, Any]:
        """Return everything that was typed, as the form is filled with it again."""
        names = ("version", "publication", *self.COLUMNS, *MOMENTS)
        return {name: self[name].data for name in names}

    def values(self) -> dict[str, object]:
        """Return what the service saves, moments as aware times."""
        found = {name: self[name].data for name in self.COLUMNS}
        moments = {name: instant(self[name].data, self.zone) for name in MOMENTS}
        found["site_visit_place"] = self.site_visit_place.data or ""
        if found["standstill_days"] is None:
            found["standstill_days"] = USUAL_STANDSTILL
        return {**found, **moments}


def instant(typed: datetime | None, zone: str) -> datetime | None:
    """Return a typed local time as an aware one; refuse one that the clocks skip or repeat."""
    return None if typed is None else wall_time(typed, zone)


def local_times(call: Any) -> dict[str, object]:  # noqa: ANN401 - a record of the services
    """Return a call's moments as they are typed: local, in its zone."""
    there = ZoneInfo(call.zone)
    return {
        name: None if each is None else each.astimezone(there).replace(tzinfo=None)
        for name, each in ((name, getattr(call, name)) for name in MOMENTS)
    }
