"""Forms of the area: calls, one for each section of a draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.fields import AmountField, VersionedForm, line, text, wall_time
from portal.blueprints.rows import RowForm, kept, rows, whole
from portal.config import LANGUAGES
from portal.services import call_drafting as drafting
from portal.services import library
from portal.show import word
from portal.web import language

_NEEDED = _l("Fill this in.")
_HIGHEST = 1_000_000_000
LOCAL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class BasicsForm(VersionedForm):
    """What the call is about, in which language, currency and time zone."""

    title = line(_l("Title"), hint=_l("One line that says what is wanted and for whom."))
    background = text(
        _l("Background"),
        _l("Why the centre is needed, and what the government asked for."),
        required=False,
    )
    language = SelectField(_l("Language of the call"))
    currency = StringField(
        _l("Currency"),
        [InputRequired(_NEEDED), Length(3, 3, _l("Enter the three letters of the currency."))],
        description=_l("Three letters, such as MAD. Ceilings, budgets and payments use it."),
    )
    zone = SelectField(
        _l("Time zone"), description=_l("The deadline and the opening are read in this zone.")
    )
    COLUMNS = ("title", "background", "language", "currency", "zone")

    def __init__(self, country: str = "", **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self["language"].choices = [(code, word(code, "language")) for code in LANGUAGES]
        self.zone.choices = [(zone, zone.replace("_", " ")) for zone in drafting.zones(country)]

    def values(self) -> dict[str, object]:
        """Return what the service saves."""
        found = {name: self[name].data or "" for name in self.COLUMNS}
        return {**found, "currency": str(self.currency.data).upper()}


class Boxes(SelectMultipleField):
    """Several choices as a list of boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TermsForm(VersionedForm):
    """The terms of reference: what is to be done, and to which minimum standards."""

    objectives = text(_l("Objectives"), _l("What is different at the end."), required=False)
    target_groups = text(
        _l("Target groups"), _l("Who is received, and how they come."), required=False
    )
    scope = text(
        _l("Scope of the facilities"), _l("Buildings or apartments, rooms."), required=False
    )
    services = Boxes(_l("Services"))
    standards = Boxes(
        _l("Minimum standards"),
        description=_l("At least one for each service that has standards in the library."),
    )
    staffing = text(_l("Staffing"), _l("Functions, numbers, languages."), required=False)
    hours = text(_l("Opening hours"), required=False)
    data_profile = text(
        _l("Data protection"),
        _l("Which personal data the partner handles, for whom, and what never leaves."),
        required=False,
    )
    COLUMNS = (
        "objectives",
        "target_groups",
        "scope",
        "services",
        "standards",
        "staffing",
        "hours",
        "data_profile",
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        told = language()
        self.services.choices = [
            (str(each["code"]), library.text_of(each, "", told))
            for each in library.entries("services", "service")
        ]
        self.standards.choices = [
            (str(each["code"]), f"{each['code']}  {library.text_of(each, 'text', told)}")
            for each in library.entries("standards", "standard")
        ]

    def values(self) -> dict[str, object]:
        """Return what the service saves."""
        return {name: self[name].data or _empty(self[name]) for name in self.COLUMNS}


def _empty(field: Field) -> object:
    return [] if isinstance(field, Boxes) else ""


class TimetableForm(VersionedForm):
    """When things happen, and how the contract runs; local times in the call's zone."""

    deadline = DateTimeLocalField(_l("Deadline for proposals"), [Optional()], format=LOCAL)
    opening_at = DateTimeLocalField(_l("Opening of the proposals"), [Optional()], format=LOCAL)
    results_on = DateField(_l("Results to every partner by"), [Optional()])
    starts_on = DateField(_l("Start of the contract"), [Optional()])
    months = whole(_l("Months of the contract"), 1, 60)
    report_every_months = whole(_l("Months between two reports"), 1, 12)
    report_days = whole(_l("Days to file a report after its period"), 1, 120)
    indirect_ceiling = whole(_l("Ceiling of indirect costs, percent"), 0, 25)
    COLUMNS = (
        "results_on",
        "starts_on",
        "months",
        "report_every_months",
        "report_days",
        "indirect_ceiling",
    )

    def __init__(self, zone: str = "UTC", **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        self.zone = zone
        super().__init__(**given)

    def validate_deadline(self, field: Field) -> None:
        """Refuse a local time that does not exist."""
        _instant(field.data, self.zone)

    def validate_opening_at(self, field: Field) -> None:
        """Refuse a local time that does not exist."""
        _instant(field.data, self.zone)

    def validate_report_every_months(self, field: Field) -> None:
        """Refuse periods that are longer than the contract."""
        if self.months.data and field.data and field.data > self.months.data:
            raise ValidationError(gettext("A period cannot be longer than the contract."))

    def values(self) -> dict[str, object]:
        """Return what the service saves, moments as aware times."""
        found = {name: self[name].data for name in self.COLUMNS}
        moments = {name: _instant(self[name].data, self.zone) for name in MOMENTS}
        return {**found, **moments}


MOMENTS = ("deadline", "opening_at")


def _instant(typed: datetime | None, zone: str) -> datetime | None:
    return None if typed is None else wall_time(typed, zone)


def local_times(call: Any) -> dict[str, object]:  # noqa: ANN401 - a record of the services
    """Return a call's moments as they are typed: local, in its zone."""
    moments = {name: getattr(call, name) for name in MOMENTS}
    there = ZoneInfo(call.zone)
    return {
        name: None if each is None else each.astimezone(there).replace(tzinfo=None)
        for name, each in moments.items()
    }


def _one_line(typed: str | None) -> str | None:
    return None if typed is None else " ".join(typed.split())


class LotForm(RowForm):
    """One lot."""

    city = StringField(_l("City"), [InputRequired(_NEEDED), Length(max=120)])
    title = TextAreaField(
        _l("Title"), [InputRequired(_NEEDED), Length(max=300)], filters=[_one_line]
    )
    scope = TextAreaField(_l("What it covers"), [Length(max=4000)])
    places = whole(_l("Places"), 0, 10_000)
    apartments = whole(_l("Apartments"), 0, 1_000)
    ceiling = AmountField(
        _l("Ceiling"),
        [
            InputRequired(_l("Enter an amount in figures.")),
            NumberRange(1, _HIGHEST, _l("Enter an amount above zero.")),
        ],
        places=None,
    )


class LotsForm(VersionedForm):
    """The lots of a call."""

    rows = rows(LotForm, _l("Lots"))

    def row_values(self) -> list[drafting.LotRow]:
        """Return the lots that were filled in."""
        names = ("city", "title", "scope", "places", "apartments", "ceiling")
        return [drafting.LotRow(**_values(row, names)) for row in kept(self.rows)]


class CriterionForm(RowForm):
    """One criterion."""

    name = TextAreaField(
        _l("Criterion"), [InputRequired(_NEEDED), Length(max=200)], filters=[_one_line]
    )
    question = TextAreaField(_l("Question"), [InputRequired(_NEEDED), Length(max=4000)])
    guidance = TextAreaField(_l("What a strong answer has"), [Length(max=4000)])
    weight = whole(_l("Weight"), 1, 100)
    words = whole(_l("Words at most"), 50, 2000)


class CriteriaForm(VersionedForm):
    """The criteria of a call and its pass mark."""

    rows = rows(CriterionForm, _l("Criteria"))
    threshold = whole(
        _l("Pass mark"), 0, 100, _l("Proposals with fewer points of 100 fall out.")
    )

    def row_values(self) -> list[drafting.CriterionRow]:
        """Return the criteria that were filled in."""
        names = ("name", "question", "guidance", "weight", "words")
        return [drafting.CriterionRow(**_values(row, names)) for row in kept(self.rows)]


class IndicatorForm(RowForm):
    """One indicator."""

    KEPT = ("disaggregated",)
    name = StringField(_l("Indicator"), [InputRequired(_NEEDED), Length(max=200)])
    unit = StringField(_l("Unit"), [InputRequired(_NEEDED), Length(max=60)])
    target = whole(_l("Target of the contract"), 0, 100_000_000)
    disaggregated = BooleanField(_l("By women, men, girls, boys"))


class IndicatorsForm(VersionedForm):
    """The indicators of a call."""

    rows = rows(IndicatorForm, _l("Indicators"))

    def row_values(self) -> list[drafting.IndicatorRow]:
        """Return the indicators that were filled in."""
        names = ("name", "unit", "target", "disaggregated")
        return [drafting.IndicatorRow(**_values(row, names)) for row in kept(self.rows)]


class SeatForm(RowForm):
    """One seat of the committee."""

    KEPT = ("kind", "chair", "government")
    person = SelectField(_l("Person"))
    kind = SelectField(_l("Seat"))
    chair = BooleanField(_l("Chair"))
    government = BooleanField(_l("For the government"))


class CommitteeForm(VersionedForm):
    """The committee of a call and the government's seat on it."""

    rows = rows(SeatForm, _l("Seats"))
    government_reason = text(
        _l("Reason for the government's seat"),
        _l("Why the government watches or votes. Needed when it has a seat."),
        required=False,
    )

    def offer(self) -> None:
        """Fill the lists of people and of kinds in each row."""
        nobody = ("", gettext("Nobody"))
        people = [nobody, *((str(each.id), each.name) for each in drafting.seat_holders())]
        for entry in self.rows.entries:
            entry.form.person.choices = people
            entry.form.kind.choices = [(each.value, word(each)) for each in drafting.SEAT_KINDS]

    def row_values(self) -> list[drafting.SeatRow]:
        """Return the seats that were filled in."""
        kinds = {each.value: each for each in drafting.SEAT_KINDS}
        return [_seat(row, kinds) for row in kept(self.rows)]


def _seat(row: Any, kinds: Mapping[str, Any]) -> drafting.SeatRow:  # noqa: ANN401 - a filled row
    return drafting.SeatRow(
        UUID(row.person.data), kinds[row.kind.data], row.chair.data, row.government.data
    )


def _values(row: RowForm, names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name].data or _nothing(row[name]) for name in names}


def _nothing(field: Field) -> object:
    if isinstance(field, BooleanField):
        return False
    return "" if isinstance(field, StringField) else 0


class ConfirmForm(FlaskForm):
    """A step that asks for nothing but to be confirmed."""


class CommentForm(FlaskForm):
    """What is to be changed before a call comes back."""

    comment = text(_l("What is to be changed"), _l("The author reads this on the draft."))
