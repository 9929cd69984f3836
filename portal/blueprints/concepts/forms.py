"""Forms of concept notes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import NumberRange, Optional

from portal.blueprints.calls.forms import Boxes
from portal.blueprints.countries import country_choices
from portal.blueprints.fields import AmountField, VersionedForm, WholeField, currency, line
from portal.blueprints.fields import text as paragraphs
from portal.config import LANGUAGES
from portal.domain.call_kinds import DirectReason
from portal.services import concept_notes, library
from portal.services.invitations import REASONS
from portal.show import word
from portal.web import language

_LONGEST = 120
_HIGHEST = 1_000_000_000


class ConceptForm(VersionedForm):
    """What a partner offers to do; it can be saved before it is complete."""

    title = line(_l("Title"), hint=_l("One line: what, where and for whom."))
    language = SelectField(_l("Language of the note"))
    country = SelectField(_l("Country"), default="")
    city = line(_l("City or region"), 120, required=False)
    problem = paragraphs(
        _l("The problem"), _l("Who needs help, and what is missing now."), required=False
    )
    approach = paragraphs(
        _l("Your approach"), _l("What you would do, and with whom."), required=False
    )
    services = Boxes(_l("Services"))
    amount = AmountField(
        _l("Amount"),
        [Optional(), NumberRange(1, _HIGHEST, _l("Enter an amount above zero."))],
        places=None,
    )
    currency = currency(_l("Currency"), _l("Three letters, such as MAD."), required=False)
    months = WholeField(
        _l("Months"),
        [Optional(), NumberRange(1, _LONGEST, _l("Enter a number from 1 to 120."))],
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self["language"].choices = [(code, word(code, "language")) for code in LANGUAGES]
        self.country.choices = country_choices()
        self.services.choices = [
            (str(each["code"]), library.text_of(each, "", language()))
            for each in library.entries("services", "service")
        ]

    def values(self) -> dict[str, object]:
        """Return what the service saves."""
        found = {name: self[name].data or "" for name in concept_notes.TEXTS}
        whole = {"amount": self.amount.data, "months": self.months.data}
        currency = self.currency.data or ""
        return {**found, **whole, "services": self.services.data or [], "currency": currency}


class DeclineForm(FlaskForm):
    """Why a concept note is not taken up."""

    answer = paragraphs(_l("Reason"), _l("The partner reads it."), required=False)


class TakeUpForm(FlaskForm):
    """For which centre a concept note becomes a draft, and why without competition."""

    centre = SelectField(_l("Centre"))
    reason = SelectField(_l("Reason for a direct selection"))
    text = paragraphs(
        _l("Why this reason applies"),
        _l("It goes into the draft. You add the evidence there."),
        required=False,
    )

    def __init__(self, centres: Sequence[Any] = ()) -> None:
        super().__init__()
        self.centre.choices = [(each.slug, each.name) for each in centres] or [
            ("", gettext("There is no centre that is run through a partner"))
        ]
        self.reason.choices = [(each.value, word(each)) for each in REASONS]

    def chosen_reason(self) -> DirectReason:
        """Return the code that was chosen."""
        return DirectReason(self.reason.data)
