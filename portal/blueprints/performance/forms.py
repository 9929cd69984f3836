"""Forms of the performance of a partner."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from portal.blueprints.fields import LONGEST_TEXT, VersionedForm
from portal.domain.performance import AreaRating, Mark
from portal.services.performance import Draft
from portal.wording import WORDS


class RatingForm(VersionedForm):
    """The ratings of a partner; its areas are added to it."""

    summary = TextAreaField(
        _l("Summary"),
        [Length(max=LONGEST_TEXT)],
        description=_l(
            "What the partner should know, and who selects it next: both read this."
        ),
    )

    def draft(self, codes: Mapping[str, str]) -> Draft:
        """Return what was typed, by the code of the area."""
        given = {code: self._rating(code) for code in codes}
        return Draft(given, self.summary.data or "", self.seen())

    def _rating(self, code: str) -> AreaRating:
        mark = self[f"{code}_mark"].data
        known = {each.value for each in Mark}
        return AreaRating(mark if mark in known else "", self[f"{code}_reason"].data or "")


def rating_form(
    areas: Mapping[str, str], kept: Mapping[str, AreaRating], summary: str, version: int
) -> RatingForm:
    """Return the form of the ratings with its areas and what is kept so far."""
    choices = [SelectChoice(each.value, _l(WORDS[f"mark.{each.value}"])) for each in Mark]
    fields: dict[str, Any] = {}
    for code, text in areas.items():
        given = kept.get(code, AreaRating())
        fields[f"{code}_mark"] = RadioField(
            text, choices=choices, validate_choice=False, default=given.mark
        )
        fields[f"{code}_reason"] = TextAreaField(
            _l("Reason"), [Length(max=2000)], default=given.reason
        )
    made: RatingForm = type("RatingForm", (RatingForm,), fields)(
        summary=summary, version=str(version)
    )
    return made


class CommentForm(FlaskForm):
    """The partner's comment on its ratings."""

    comment = TextAreaField(
        _l("Your comment"),
        [Length(max=LONGEST_TEXT)],
        description=_l("It stands beside the ratings. You can comment once."),
    )
