"""Forms of the first sections of a call: what is wanted, where, and from whom."""

from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import (
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from portal.blueprints.calls.fields import empty, key_of, maybe
from portal.blueprints.calls.forms import NEEDED, Boxes, one_line, row_values_of
from portal.blueprints.fields import AmountField, VersionedForm, currency, line, text
from portal.blueprints.rows import KeyedRowForm, kept, rows, whole
from portal.config import LANGUAGES
from portal.domain.call_kinds import CallKind
from portal.domain.call_terms import Frequency
from portal.services import call_drafting as drafting
from portal.services import call_reading, library
from portal.services.call_scope import LotRow, NeedRow
from portal.show import word
from portal.web import language

_HIGHEST = 1_000_000_000


class BasicsForm(VersionedForm):
    """What the call is about, who may propose, in which language, currency and time zone."""

    title = line(_l("Title"), hint=_l("One line that says what is wanted and for whom."))
    kind = SelectField(
        _l("Kind of call"),
        default=CallKind.OPEN.value,
        description=_l("A direct selection needs its reason and approval."),
    )
    background = text(
        _l("Background"),
        _l("Why the centre is needed, and what the government asked for."),
        required=False,
    )
    language = SelectField(_l("Language of the call"))
    languages = Boxes(
        _l("Languages of proposals"),
        description=_l("A proposal can be written in each of these languages."),
    )
    currency = currency(
        _l("Currency"), _l("Three letters, such as MAD. Ceilings, budgets and payments use it.")
    )
    zone = SelectField(
        _l("Time zone"), description=_l("The deadline and the opening are read in this zone.")
    )
    contact_name = line(
        _l("Contact"),
        200,
        _l("Who answers for this call. Everybody can read it on the public page."),
        required=False,
    )
    contact_email = StringField(
        _l("Mail address of the contact"),
        [Optional(), Length(max=254), Email(_l("Enter an address like name@example.org."))],
    )
    COLUMNS = (
        "title",
        "kind",
        "background",
        "language",
        "languages",
        "currency",
        "zone",
        "contact_name",
        "contact_email",
    )

    def __init__(self, country: str = "", **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        told = [(code, word(code, "language")) for code in LANGUAGES]
        self.kind.choices = [(each.value, word(each)) for each in CallKind]
        self["language"].choices = self.languages.choices = told
        self.zone.choices = [(zone, zone.replace("_", " ")) for zone in drafting.zones(country)]

    def values(self) -> dict[str, object]:
        """Return what the service saves."""
        found = {name: self[name].data or empty(self[name]) for name in self.COLUMNS}
        fixed = {"currency": self.currency.data, "kind": CallKind(self.kind.data)}
        return {**found, **fixed}


class TermsForm(VersionedForm):
    """The terms of reference: what is to be done, where, and for whom."""

    objectives = text(_l("Objectives"), _l("What is different at the end."), required=False)
    target_groups = text(
        _l("Target groups"), _l("Who is received, and how they come."), required=False
    )
    scope = text(
        _l("Scope of the facilities"), _l("Buildings or apartments, rooms."), required=False
    )
    COLUMNS = ("objectives", "target_groups", "scope")

    def values(self) -> dict[str, object]:
        """Return what the service saves."""
        return {name: self[name].data or "" for name in self.COLUMNS}


class LotForm(KeyedRowForm):
    """One lot; its city is that of its site unless another is typed."""

    site = SelectField(_l("Site"), default="")
    city = StringField(_l("City"), [Length(max=120)], filters=[one_line])
    title = TextAreaField(
        _l("Title"), [InputRequired(NEEDED), Length(max=300)], filters=[one_line]
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
    NAMES = ("city", "title", "scope", "places", "apartments", "ceiling")

    def validate_city(self, field: Field) -> None:
        """Refuse a lot without a place."""
        if not field.data and not self.site.data:
            raise ValidationError(gettext("Choose a site or enter a city."))

    def value(self) -> LotRow:
        """Return the lot as a value."""
        site = UUID(self.site.data) if self.site.data else None
        return LotRow(**row_values_of(self, self.NAMES), site=site, key=key_of(self))


class LotsForm(VersionedForm):
    """The lots of a call, and how many of them a partner may win."""

    rows = rows(LotForm, _l("Lots"))
    lots_to_win = maybe(
        _l("Lots that one partner may win at most"),
        1,
        60,
        _l("Leave this empty when a partner may win all of them."),
    )

    def __init__(self, sites: Any = (), **given: Any) -> None:  # noqa: ANN401 - records
        super().__init__(**given)
        self.sites = [(str(each.id), each.city) for each in sites]

    def offer(self) -> None:
        """Fill the list of sites in each row."""
        for entry in self.rows.entries:
            entry.form.site.choices = [("", gettext("No site yet")), *self.sites]

    def row_values(self) -> list[LotRow]:
        """Return the lots that were filled in."""
        return [row.value() for row in kept(self.rows)]


class NeedForm(KeyedRowForm):
    """One standard of the call's own."""

    service = SelectField(_l("Service"), default="")
    standard = TextAreaField(_l("Minimum standard"), [InputRequired(NEEDED), Length(max=2000)])
    verification = TextAreaField(_l("How it is verified"), [Length(max=2000)])
    frequency = SelectField(_l("How often it is checked"), default=Frequency.REPORT.value)
    indicator = StringField(_l("Indicator"), [Length(max=200)], filters=[one_line])
    NAMES = ("service", "standard", "verification", "indicator")
    KEPT = ("frequency",)

    def validate_service(self, field: Field) -> None:
        """Refuse a standard without its service."""
        if not field.data:
            raise ValidationError(gettext("Choose the service."))

    def value(self) -> NeedRow:
        """Return the standard as a value."""
        often = Frequency(self.frequency.data)
        return NeedRow(**row_values_of(self, self.NAMES), frequency=often, key=key_of(self))


class ServicesForm(VersionedForm):
    """The services of a call with their minimum standards, of the library and its own."""

    services = Boxes(_l("Services"))
    standards = Boxes(_l("Minimum standards"))
    rows = rows(NeedForm, _l("Standards of this call"))
    COLUMNS = ("services", "standards")

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        told = language()
        self.services.choices = [
            (str(each["code"]), library.text_of(each, "", told))
            for each in library.entries("services", "service")
        ]
        self.standards.choices = [
            (str(each["code"]), library.text_of(each, "text", told))
            for each in library.entries("standards", "standard")
        ]

    def catalogue(self) -> list[dict[str, Any]]:
        """Return each service of the library: its box, its standards, its indicators.

        The last entry, without a box, has the standards of the whole centre.
        """
        boxes = {str(each.data): each for each in self.services}
        standards = {str(each.data): each for each in self.standards}
        groups = call_reading.catalogue(language())
        return [
            {
                **group,
                "box": boxes.get(group["code"]),
                "standards": [
                    {**each, "box": standards[each["code"]]} for each in group["standards"]
                ],
            }
            for group in groups
        ]

    def offer(self) -> None:
        """Fill the lists of services and of frequencies in each row."""
        often = [(each.value, word(each)) for each in Frequency]
        for entry in self.rows.entries:
            choices = [("", gettext("Choose a service")), *self.services.choices]
            entry.form.service.choices = choices
            entry.form.frequency.choices = often

    def values(self) -> dict[str, object]:
        """Return the columns that the service saves."""
        return {name: self[name].data or [] for name in self.COLUMNS}

    def row_values(self) -> list[NeedRow]:
        """Return the standards that were filled in."""
        return [row.value() for row in kept(self.rows)]
