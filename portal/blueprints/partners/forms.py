"""Forms of the area: partners."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, Regexp

from portal.blueprints.countries import country_choices
from portal.blueprints.fields import LONGEST_TEXT, VersionedForm, WholeField, line
from portal.wording import WORDS

WEB_ADDRESS = r"https?://[^\s<>\"]+$"


def _label(name: str) -> Any:  # noqa: ANN401 - a lazy text
    return _l(WORDS[f"partner.{name}"])


def _number(name: str, least: int, most: int) -> WholeField:
    message = _l("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    return WholeField(_label(name), [Optional(), NumberRange(least, most, message)])


def _text(name: str, hint: Any) -> TextAreaField:  # noqa: ANN401 - a lazy text
    checks = [Optional(), Length(max=LONGEST_TEXT)]
    return TextAreaField(_label(name), checks, [_one_line_end], hint)


def _one_line_end(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()


def _with_scheme(typed: str | None) -> str:
    address = (typed or "").strip()
    return f"https://{address}" if address and "://" not in address else address


class ProfileForm(VersionedForm):
    """A partner's profile; it can be saved before it is complete."""

    name = line(_label("name"))
    acronym = line(_label("acronym"), 30, required=False)
    country = SelectField(_label("country"))
    city = line(_label("city"), 120, required=False)
    address = line(_label("address"), required=False)
    registration = line(_label("registration"), 120, required=False)
    founded = _number("founded", 1800, 2200)
    website = StringField(
        _label("website"),
        [
            Optional(),
            Length(max=200),
            Regexp(WEB_ADDRESS, message=_l("Enter an address like www.example.org.")),
        ],
        filters=[_with_scheme],
    )
    mandate = _text("mandate", _l("What your organisation is for, in a few sentences."))
    staff = _number("staff", 0, 1_000_000)
    yearly_budget = line(
        _label("yearly_budget"),
        60,
        _l("With its currency, such as MAD 6 million."),
        required=False,
    )
    bank_holder = line(
        _label("bank_holder"),
        200,
        _l("The name under which the account is held."),
        required=False,
    )
    key_people = _text("key_people", _l("One person a line: name, then function."))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.country.choices = country_choices()

    def profile(self) -> dict[str, object]:
        """Return what was typed, by the name of its column."""
        typed = {field.name: field.data for field in self}
        columns = set(typed) - {"version", "csrf_token"}
        return {name: _trimmed(typed[name]) for name in columns}


def _trimmed(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
