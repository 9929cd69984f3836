"""Forms of an answer: the text, what it grew from, and what to do when two have written."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from portal.blueprints.assigning import typed_key
from portal.blueprints.fields import LONGEST_TEXT, TidyForm, VersionedForm
from portal.domain.texts import number_of
from portal.services.draft_comments import LONGEST
from portal.services.draft_reuse import Cloning, Earlier, Piece, TakeOver

_BOUND = Length(max=LONGEST_TEXT, message=_l("This text is longer than the portal keeps."))


class BaseField(TextAreaField):
    """A text that goes along unseen and keeps its lines."""

    widget = HiddenInput()


class AnswerForm(VersionedForm):
    """The text on one question.

    ``base`` is what it grew from. When somebody saved meanwhile, ``choice`` says which text is
    to stand and ``agreed`` is the version that this was decided against.
    """

    text = TextAreaField(_l("Your answer"), [_BOUND])
    base = BaseField(validators=[Length(max=LONGEST_TEXT)])
    merged = TextAreaField(_l("Both put together"), [_BOUND])
    choice = HiddenField()
    agreed = HiddenField()

    def chosen(self) -> str:
        """Return the text that is to stand."""
        return str((self.merged if self.choice.data == "merged" else self.text).data or "")

    def seen(self) -> int:
        """Return the version that the writer saw, or decided against."""
        agreed = number_of(self.agreed.data)
        if agreed is not None and self.choice.data in {"merged", "mine"}:
            return agreed
        return super().seen()

    def show_conflict(self, version: int, theirs: str, together: str) -> None:
        """Carry what stands now, once it was shown beside what was typed."""
        self.text.data = self.chosen()
        shown = {self.base: theirs, self.merged: together, self.agreed: str(version)}
        for field, data in {**shown, self.choice: ""}.items():
            field.data, field.raw_data = data, None


class CommentForm(TidyForm):
    """A comment within the team."""

    text = TextAreaField(
        _l("Comment"),
        [Length(max=LONGEST, message=_l("Use at most 4,000 characters."))],
        description=_l("Only people of your organisation see it, until you submit."),
    )


class RestoreForm(VersionedForm):
    """The button that brings a version back, with the version that stands."""


class ReuseForm(VersionedForm):
    """Which earlier answer to take over, and whether it follows or replaces what is there."""

    answer = RadioField(
        _l("Earlier answer"), [InputRequired(_l("Choose an answer."))], choices=[]
    )
    place = RadioField(_l("What is written here already"), default="after", choices=[])

    def value(self, question: Any) -> TakeOver:  # noqa: ANN401 - a record
        """Return the choice as a value."""
        after = self.place.data != "instead"
        return TakeOver(question, typed_key(self.answer.data), self.seen(), after)


def reuse_form(earlier: Sequence[Earlier], version: int) -> ReuseForm:
    """Return the form that offers earlier answers."""
    form = ReuseForm(data={"version": str(version), "place": "after"})
    form.answer.choices = [SelectChoice(str(each.answer.id), "") for each in earlier]
    form.place.choices = [
        SelectChoice("after", gettext("stays; the earlier answer comes after it")),
        SelectChoice("instead", gettext("is replaced; it stays in the history")),
    ]
    return form


class CloneForm(FlaskForm):
    """Which texts may be replaced by those of the other lot, and the versions seen."""

    replace = SelectMultipleField(_l("Replace what is written here"), choices=[])
    seen = HiddenField()

    def value(self) -> Cloning:
        """Return the choice as a value."""
        pairs = [each.rpartition(":") for each in str(self.seen.data or "").split(",")]
        numbers = {key: number_of(number) for key, _, number in pairs}
        seen = {key: number for key, number in numbers.items() if number is not None}
        return Cloning(frozenset(self.replace.data or []), seen)


def clone_form(pieces: Sequence[Piece]) -> CloneForm:
    """Return the form that asks what may be replaced."""
    seen = ",".join(f"{each.key}:{each.target.version}" for each in pieces)
    form = CloneForm(data={"replace": [], "seen": seen})
    form.replace.choices = [SelectChoice(each.key, each.key) for each in pieces]
    return form
