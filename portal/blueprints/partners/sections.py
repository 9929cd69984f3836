"""The sections of a profile as forms: one form each, and what it makes of what was typed."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.countries import country_choices
from portal.blueprints.fields import (
    LARGEST_AMOUNT,
    AmountField,
    VersionedForm,
    WholeField,
    Written,
    currency,
    line,
)
from portal.blueprints.rows import RowForm, kept, rows, spare, whole
from portal.domain.partner_house import AddressKind, Body, PolicyKind
from portal.services import library
from portal.services.partner_profile import Contents, Draft, Section
from portal.show import word
from portal.web import language
from portal.wording import WORDS

_NEEDED = _l("Fill this in.")
POPULATIONS = (
    "women",
    "men",
    "families",
    "children",
    "unaccompanied",
    "trafficking",
    "violence",
    "refugees",
    "returnees",
    "stranded",
    "disability",
    "host",
)


def _name(column: str) -> Any:  # noqa: ANN401 - a lazy text
    return _l(WORDS[f"profile.{column}"])


def _head(column: str) -> Any:  # noqa: ANN401 - a lazy text
    return _l(WORDS[f"row.{column}"])


def _text(column: str, most: int = 300, *, required: bool = True) -> StringField:
    checks = [Written(_NEEDED) if required else Optional(), Length(max=most)]
    return StringField(_head(column), checks)


def _optional_whole(label: Any, least: int, most: int) -> WholeField:  # noqa: ANN401 - a lazy text
    within = _l("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    return WholeField(label, [Optional(), NumberRange(least, most, within)])


def _choice(column: str) -> SelectField:
    return SelectField(_head(column), [InputRequired(_NEEDED)])


def _amount(*, required: bool = True) -> AmountField:
    first = InputRequired(_l("Enter an amount in figures.")) if required else Optional()
    within = NumberRange(0, LARGEST_AMOUNT, _l("Enter an amount of zero or more."))
    return AmountField(_head("amount"), [first, within], places=None)


def _boxes(column: str, hint: Any = "") -> SelectMultipleField:  # noqa: ANN401 - a lazy text
    return SelectMultipleField(
        _name(column),
        description=hint,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class NameRow(RowForm):
    """One more name."""

    name = _text("name")
    language = _text("language", 60, required=False)


class AddressRow(RowForm):
    """One more address."""

    KEPT = ("kind",)
    kind = _choice("kind")
    street = _text("street", required=False)
    city = _text("city", 120)
    country = _choice("country")


class CountryRow(RowForm):
    """A country of work."""

    country = _choice("country")


class BudgetRow(RowForm):
    """The budget of one year."""

    KEPT = ()
    year = whole(_head("year"), 1950, 2100)
    amount = _amount()
    currency = currency(_head("currency"))


class PersonRow(RowForm):
    """A key person."""

    KEPT = ("body",)
    name = _text("name", 200)
    function = _text("function", 200)
    body = _choice("body")
    birth_year = _optional_whole(_head("birth_year"), 1900, 2100)


class PolicyRow(RowForm):
    """A policy with its days."""

    kind = _choice("kind")
    adopted_on = DateField(_head("adopted_on"), [InputRequired(_NEEDED)])
    reviewed_on = DateField(_head("reviewed_on"), [Optional()])


class ProjectRow(RowForm):
    """A past project."""

    title = _text("title")
    donor = _text("donor", 200, required=False)
    country = _choice("country")
    first_year = whole(_head("first_year"), 1950, 2100)
    last_year = whole(_head("last_year"), 1950, 2100)
    amount = _amount(required=False)
    currency = currency(_head("currency"), required=False)


class RefereeRow(RowForm):
    """Somebody who knows the partner's work."""

    name = _text("name", 200)
    organisation = _text("organisation")
    email = StringField(
        _head("email"),
        [Optional(), Length(max=254), Email(_l("Enter an address like name@example.org."))],
    )
    phone = _text("phone", 40, required=False)


class SectionForm(VersionedForm):
    """A section of a profile; ``COLUMNS`` are kept in the profile itself."""

    COLUMNS: tuple[str, ...] = ()

    def offer(self) -> None:
        """Fill the lists to choose from, and put spare rows below a table."""
        if "rows" in self:
            spare(self["rows"])
            offers = _offers()
            for entry in self["rows"].entries:
                _fill(entry.form, offers)

    def draft(self, of: Section) -> Draft:
        """Return what was typed."""
        values = {name: self[name].data for name in self.COLUMNS}
        filled = kept(self["rows"]) if "rows" in self else []
        return Draft(self.seen(), values, [_row(each, of) for each in filled])


def _offers() -> dict[str, list[tuple[str, str]]]:
    return {
        "country": country_choices(),
        "PolicyRow.kind": [("", ""), *_members(PolicyKind)],
        "AddressRow.kind": _members(AddressKind),
        "body": _members(Body),
    }


def _members(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(each.value, word(each)) for each in enum]


def _fill(form: RowForm, offers: Mapping[str, list[tuple[str, str]]]) -> None:
    for each in form:
        if isinstance(each, SelectField):
            owned = f"{type(form).__name__}.{each.short_name}"
            each.choices = offers.get(owned) or offers[each.short_name]


def _row(form: RowForm, of: Section) -> dict[str, Any]:
    return {name: _kept(form, name) for name in of.row}


def _kept(form: RowForm, name: str) -> Any:  # noqa: ANN401 - the value of a field
    value = form[name].data
    if value is None and isinstance(form[name], StringField):
        return ""
    return value


class NamesForm(SectionForm):
    """Names in other scripts and languages, and earlier ones."""

    rows = rows(NameRow, _l("Further names"))


class LegalForm(SectionForm):
    """Legal form and registration; the number stands in the essentials."""

    COLUMNS = ("legal_form", "authority", "registered_on", "registration_ends_on")
    legal_form = line(
        _name("legal_form"), 120, _l("Such as association or foundation."), required=False
    )
    authority = line(_name("authority"), 200, required=False)
    registered_on = DateField(_name("registered_on"), [Optional()])
    registration_ends_on = DateField(
        _name("registration_ends_on"),
        [Optional()],
        description=_l("Leave it empty when the registration has no end."),
    )


class AddressesForm(SectionForm):
    """Addresses besides the registered one."""

    rows = rows(AddressRow, _l("Further addresses"))


class WorkForm(SectionForm):
    """Services, people served, and countries of work."""

    COLUMNS = ("services", "populations")
    services = _boxes("services")
    populations = _boxes("populations")
    rows = rows(CountryRow, _l("Countries of work"))

    def offer(self) -> None:
        """Offer the services of the library and the groups of people."""
        super().offer()
        self.services.choices = [
            SelectChoice(str(each["code"]), library.text_of(each, "", language()))
            for each in library.entries("services", "service")
        ]
        self.populations.choices = [
            SelectChoice(code, word(code, "population")) for code in POPULATIONS
        ]


class StaffForm(SectionForm):
    """Paid staff and volunteers."""

    COLUMNS = ("paid_women", "paid_men", "volunteer_women", "volunteer_men")
    paid_women = _optional_whole(_name("paid_women"), 0, 1_000_000)
    paid_men = _optional_whole(_name("paid_men"), 0, 1_000_000)
    volunteer_women = _optional_whole(_name("volunteer_women"), 0, 1_000_000)
    volunteer_men = _optional_whole(_name("volunteer_men"), 0, 1_000_000)


class BudgetsForm(SectionForm):
    """Yearly budgets."""

    rows = rows(BudgetRow, _l("Yearly budgets"))


class PeopleForm(SectionForm):
    """Governing body and key people."""

    rows = rows(PersonRow, _l("Governing body and key people"))


class PoliciesForm(SectionForm):
    """Policies."""

    rows = rows(PolicyRow, _l("Policies"))


class ProjectsForm(SectionForm):
    """Past projects."""

    rows = rows(ProjectRow, _l("Past projects"))


class ReferencesForm(SectionForm):
    """References."""

    rows = rows(RefereeRow, _l("References"))


FORMS: Mapping[str, type[SectionForm]] = {
    "names": NamesForm,
    "legal": LegalForm,
    "addresses": AddressesForm,
    "work": WorkForm,
    "staff": StaffForm,
    "budgets": BudgetsForm,
    "people": PeopleForm,
    "policies": PoliciesForm,
    "projects": ProjectsForm,
    "references": ReferencesForm,
}
HINTS: Mapping[str, Any] = {
    "names": _l(
        "Names in other scripts and languages, and earlier names. They help to find your "
        "organisation and to tell it apart from others."
    ),
    "people": _l(
        "Everybody who governs or leads your organisation. Name, function and year of birth "
        "are compared with sanctions lists; the year tells people of the same name apart. "
        "Nothing more is asked, and only your organisation and the office read it."
    ),
    "policies": _l("One row for each policy. Attach the texts under Documents."),
    "references": _l("Two organisations that know your work, with their consent."),
    "budgets": _l("What your organisation spends in a year, the last three years if possible."),
    "staff": _l("Whole numbers as they are today; 0 where there is nobody."),
}


def section_form(of: Section, stands: Contents) -> SectionForm:
    """Return the form of a section filled with what stands, its lists offered."""
    listed = [{name: _plain(value) for name, value in row.items()} for row in stands.rows]
    given = {**stands.values, "version": stands.version, "rows": listed}
    form = FORMS[of.code](data=given)
    form.offer()
    return form


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of a row
    return value.value if isinstance(value, StrEnum) else value


def shown(name: str, value: Any) -> str | date | int:  # noqa: ANN401 - a value of a profile
    """Return a value of a profile as a reader sees it."""
    if isinstance(value, StrEnum):
        return word(value)
    if name in {"services", "populations"}:
        return ", ".join(_codes(name, value))
    return "" if value is None else value


def _codes(name: str, codes: list[str]) -> list[str]:
    if name == "populations":
        return [word(code, "population") for code in codes]
    known = library.by_code("services", "service")
    return [library.text_of(known[code], "", language()) for code in codes if code in known]
