"""Forms on writing from what was written before: templates, sections, fragments."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.blueprints.fields import VersionedForm, line
from portal.config import LANGUAGES
from portal.domain.policy import Thing
from portal.services import library
from portal.services.fragments import Words
from portal.show import word
from portal.web import language

_NEEDED = _l("Fill this in.")
_LONGEST = 10_000


class KeepForm(FlaskForm):
    """Under which name a call is kept as a template of the house."""

    name = line(_l("Name"), 200, _l("A name that is in use gets a new version."))
    purpose = TextAreaField(
        _l("What it is for"), [Length(max=2000)], description=_l("For which kind of centre.")
    )


class TakeForm(VersionedForm):
    """Replace a section by that of another call."""


class FragmentForm(VersionedForm):
    """One version of a fragment."""

    title = line(_l("Title"), 200)
    text = TextAreaField(_l("Text"), [InputRequired(_NEEDED), Length(max=_LONGEST)])
    valid_from = DateField(_l("Holds from"), [InputRequired(_l("Enter a day."))])

    def words(self) -> Words:
        """Return what the service writes."""
        return Words(self.title.data or "", self.text.data or "", self.valid_from.data)


class NewFragmentForm(FragmentForm):
    """The first version of a new fragment."""

    service = SelectField(_l("Service"), [InputRequired(_l("Choose a service."))])
    wording = SelectField(_l("Language"))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        told = language()
        services = [
            (str(each["code"]), library.text_of(each, "", told))
            for each in library.entries("services", "service")
        ]
        self.service.choices = [("", gettext("Choose")), *services]
        self.wording.choices = [(code, word(code, "language")) for code in LANGUAGES]


class InsertForm(VersionedForm):
    """Which fragment is taken into the scope of a draft."""

    code = SelectField(_l("Fragment"), [InputRequired(_l("Choose a fragment."))])

    def __init__(self, offered: Iterable[Thing], **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        names = service_names()
        choices = [(each.code, f"{names[each.service]}: {each.title}") for each in offered]
        self["code"].choices = [("", gettext("Choose")), *choices]


def service_names() -> dict[str, str]:
    """Return the names of the services by their codes, in the language of the page."""
    told = language()
    entries = library.entries("services", "service")
    return {str(each["code"]): library.text_of(each, "", told) for each in entries}
