"""Forms of the area: clarifications."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.fields import VersionedForm, text
from portal.domain.calls import SECTIONS
from portal.domain.policy import Thing
from portal.services.clarification_desk import LONGEST_ANSWER
from portal.services.clarifications import LONGEST_QUESTION, Wish
from portal.show import word

_NEEDED = _l("Fill this in.")


def _one_kind_of_line_end(typed: str | None) -> str | None:
    return None if typed is None else typed.replace("\r\n", "\n").replace("\r", "\n")


class QuestionForm(FlaskForm):
    """A question on a call, on one of its lots, or on one of its sections."""

    lot = SelectField(_l("Lot"), default="")
    section = SelectField(_l("Section"), default="")
    question = TextAreaField(
        _l("Your question"),
        [
            DataRequired(_NEEDED),
            Length(max=LONGEST_QUESTION, message=_l("Write at most %(max)d characters.")),
        ],
        filters=[_one_kind_of_line_end],
        description=_l(
            "At most %(most)s characters. Do not name your organisation: all partners read the "
            "question and its answer.",
            most=f"{LONGEST_QUESTION:,}",
        ),
    )

    def __init__(self, lots: Iterable[Thing], **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        named = [(str(each.number), f"{each.number}. {each.title}") for each in lots]
        self.lot.choices = [("", gettext("All lots")), *named]
        sections = [(name, word(name, "section")) for name in SECTIONS]
        self.section.choices = [("", gettext("The whole call")), *sections]

    def wish(self) -> Wish:
        """Return what the service takes."""
        lot = int(self.lot.data) if self.lot.data else None
        return Wish(self.question.data or "", lot, self.section.data or "")


class AnswerForm(VersionedForm):
    """The question as all may read it, and its answer."""

    edited = TextAreaField(
        _l("The question, as all will read it"),
        [DataRequired(_NEEDED), Length(max=LONGEST_QUESTION)],
        filters=[_one_kind_of_line_end],
        description=_l("Take out whatever tells who asked: names, places, projects, style."),
    )
    answer = TextAreaField(
        _l("The answer"),
        [DataRequired(_NEEDED), Length(max=LONGEST_ANSWER)],
        filters=[_one_kind_of_line_end],
        description=_l("In the language of the call. It cannot be changed once published."),
    )


class ReleaseForm(VersionedForm):
    """The second reader releases the version that was read."""


class ReturnForm(FlaskForm):
    """What is to be changed in an answer before it is released."""

    comment = text(_l("What is to be changed"), _l("The person who drafted it reads this."))


class MergeForm(FlaskForm):
    """Under which other question this one is grouped."""

    into = RadioField(_l("Equal question"), [InputRequired(_l("Choose one."))])

    def __init__(self, leads: Sequence[Thing], **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.into.choices = [(str(each.id), each.edited or each.question) for each in leads]


class PublishForm(FlaskForm):
    """Which of the released answers are published together."""

    chosen = SelectMultipleField(
        _l("Released answers"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, ready: Sequence[Thing], **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.chosen.choices = [(str(each.id), each.edited) for each in ready]

    def keys(self) -> list[UUID]:
        """Return the keys of the chosen ones."""
        return [UUID(each) for each in self.chosen.data or []]
