"""Forms of the area: contracts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from portal.blueprints.fields import LONGEST_TEXT, TidyForm, VersionedForm, line

MOST_INSTALMENTS = 12
BLANK_ROWS = 2


class ClauseForm(VersionedForm):
    """The text of one clause."""

    text = TextAreaField(
        _l("Text of the clause"),
        [DataRequired(_l("Fill this in.")), Length(max=LONGEST_TEXT)],
        description=_l("A blank line starts a new paragraph. The portal numbers them."),
    )


class InstalmentForm(Form):
    """One row of the instalments; an empty row is left out."""

    percent = IntegerField(_l("Percent"), [Optional(), NumberRange(1, 100)])
    condition = StringField(_l("Condition"), [Length(max=300)])

    def validate_condition(self, field: StringField) -> None:
        """Ask for both parts of a row or for none."""
        if bool((field.data or "").strip()) != (self.percent.data is not None):
            raise ValidationError(
                _l("Give the percent and the condition, or leave both empty.")
            )


class TermsForm(VersionedForm):
    """Dates and instalments of a draft."""

    starts_on = DateField(_l("First day"), [InputRequired(_l("Fill this in."))])
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Fill this in."))])
    instalments = FieldList(FormField(InstalmentForm), max_entries=MOST_INSTALMENTS)

    def add_blank_rows(self) -> None:
        """Show some empty rows after the last instalment."""
        room = MOST_INSTALMENTS - len(self.instalments)
        for _ in range(min(BLANK_ROWS, room)):
            self.instalments.append_entry()

    def rows(self) -> tuple[tuple[int, str], ...]:
        """Return percent and condition of each row that is filled in."""
        rows: list[dict[str, Any]] = self.instalments.data
        return tuple(
            (int(row["percent"]), str(row["condition"]).strip())
            for row in rows
            if row["percent"] is not None
        )


class ReviewForm(FlaskForm):
    """What a reviewer says when a contract goes back."""

    comment = TextAreaField(
        _l("Comment for procurement"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed only if you return the contract."),
    )


class CommentForm(TidyForm):
    """What somebody remarks on a clause."""

    text = TextAreaField(
        _l("Comment on the clause"),
        [DataRequired(_l("Fill this in.")), Length(max=LONGEST_TEXT)],
        description=_l("Procurement settles it before the contract goes on."),
    )


class WordsForm(TidyForm):
    """Other words that the partner proposes for a clause."""

    words = TextAreaField(
        _l("The words you propose"),
        [DataRequired(_l("Fill this in.")), Length(max=LONGEST_TEXT)],
    )
    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Fill this in.")), Length(max=LONGEST_TEXT)]
    )

    def typed(self) -> tuple[str, str]:
        """Return the words and the reason."""
        return (self.words.data or "", self.reason.data or "")


class SignForm(FlaskForm):
    """Name, password, and the fingerprint of the text that the page shows."""

    fingerprint = HiddenField()
    name = line(_l("Your name"), 200, _l("As it stands in your account."))
    password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Fill this in."))],
        description=_l("Asked again, so that nobody else signs at your open screen."),
        render_kw={"autocomplete": "current-password"},
    )
