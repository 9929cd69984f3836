"""Forms of the risk register."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.blueprints.fields import LONGEST_TEXT, VersionedForm, line
from portal.blueprints.fields import text as prose
from portal.domain.risks import STEPS, Rating, Treatment
from portal.services import risks
from portal.services.risks import Draft
from portal.wording import WORDS, word_key

_CHOOSE = InputRequired(_l("Choose one."))


class RiskForm(VersionedForm):
    """A risk, or its review."""

    category = SelectField(_l("Category"))
    title = line(_l("Risk in one line"), 200, _l("What may happen, because of what."))
    text = prose(
        _l("Description"),
        _l("No names or other details of migrants: counts and places are enough."),
        required=False,
    )
    likelihood = SelectField(_l("Likelihood"))
    impact = SelectField(_l("Impact"))
    reason = prose(
        _l("Why this rating"),
        _l("Needed when a review changes the rating: it stands in the history."),
        required=False,
    )
    treatment = RadioField(
        _l("Treatment"),
        [_CHOOSE],
        choices=[SelectChoice(each.value, _l(WORDS[word_key(each)])) for each in Treatment],
    )
    measures = prose(_l("What is done"), required=False)
    owner = SelectField(_l("Owner"))
    review_on = DateField(_l("Next review"), [InputRequired(_l("Choose a day."))])

    def fill(self, language: str, people: Sequence[Any]) -> None:
        """Offer the categories and steps of the house, and the people of the office."""
        named = risks.categories(language).items()
        self.category.choices = [SelectChoice(*each) for each in named]
        for field, kind in ((self.likelihood, "likelihood"), (self.impact, "impact")):
            words = zip(STEPS, risks.steps(kind, language), strict=True)
            field.choices = [SelectChoice(str(step), text) for step, text in words]
        self.owner.choices = [SelectChoice(str(each.id), each.name) for each in people]

    def draft(self) -> Draft:
        """Return what was typed."""
        return Draft(
            str(self.category.data),
            self.title.data or "",
            Rating(int(self.likelihood.data), int(self.impact.data)),
            Treatment(str(self.treatment.data)),
            UUID(str(self.owner.data)),
            self.review_on.data,
            self.text.data or "",
            self.measures.data or "",
            self.reason.data or "",
        )


class EndForm(FlaskForm):
    """Why a risk is closed, or opened again."""

    reason = TextAreaField(_l("Reason"), [Length(max=LONGEST_TEXT)])
