"""Forms of the area: centres."""

from babel import Locale
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.blueprints.fields import line, text
from portal.blueprints.rows import RowForm, kept, rows, whole
from portal.services.centres import MODELS, SITE_KINDS, SiteRow
from portal.show import word
from portal.web import language

COLUMNS = (
    "name",
    "country",
    "model",
    "model_reason",
    "authority",
    "requested_on",
    "request",
    "strategy",
    "handover",
    "capacity",
    "risks",
)
_NEEDED = _l("Fill this in.")
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "DG", "TA"})


class SiteForm(RowForm):
    """One site of a centre."""

    KEPT = ("kind",)
    city = StringField(_l("City"), [InputRequired(_NEEDED), Length(max=120)])
    kind = SelectField(_l("Kind"))
    places = whole(_l("Places"), 1, 10_000)
    note = StringField(_l("Note"), [Length(max=300)])


class CentreForm(FlaskForm):
    """A centre as the government's request describes it."""

    name = line(_l("Name of the centre"), hint=_l("As people on the spot call it."))
    country = SelectField(_l("Country"), [InputRequired(_l("Choose a country."))])
    authority = line(_l("Requesting authority"), hint=_l("The ministry or agency that asked."))
    requested_on = DateField(_l("Date of the request"), [InputRequired(_l("Enter a day."))])
    request = text(_l("What was requested"), _l("What the government asked IOM for, and why."))
    strategy = text(
        _l("National strategy"),
        _l("The migration strategy or plan that the centre follows."),
        required=False,
    )
    model = RadioField(
        _l("Management model"),
        [InputRequired(_l("Choose one of the four models."))],
        description=_l("The four models of the handbook on migrant centres."),
    )
    model_reason = text(_l("Why this model"))
    handover = text(
        _l("Handover to the state"),
        _l("How the centre passes to the state. Needed if IOM or a partner runs it."),
        required=False,
    )
    capacity = whole(_l("Capacity"), 1, 100_000, _l("Places in all sites together."))
    risks = text(_l("Risks"), _l("One risk on each line."), required=False)
    sites = rows(SiteForm, _l("Sites"))

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        territories = Locale.parse(language()).territories
        countries = {code: name for code, name in territories.items() if _is_country(code)}
        ordered = sorted(countries.items(), key=lambda each: str(each[1]))
        self.country.choices = [("", gettext("Choose")), *ordered]
        self.model.choices = [(each.value, word(each)) for each in MODELS]
        for entry in self.sites.entries:
            offer_kinds(entry.form)

    def values(self) -> dict[str, object]:
        """Return what the service saves of the centre itself."""
        return {name: self[name].data or "" for name in COLUMNS}

    def site_rows(self) -> list[SiteRow]:
        """Return the sites that were filled in."""
        kinds = {each.value: each for each in SITE_KINDS}
        return [
            SiteRow(row.city.data, kinds[row.kind.data], row.places.data, row.note.data or "")
            for row in kept(self.sites)
        ]


def offer_kinds(row: SiteForm) -> None:
    """Fill the list of kinds of a row."""
    row.kind.choices = [(each.value, word(each)) for each in SITE_KINDS]


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES  # noqa: PLR2004 - ISO 3166
