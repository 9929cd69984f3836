"""Forms of the area: contracts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectChoice,
    SelectField,
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
from portal.config import advance_cleared
from portal.domain.instalments import Condition, Due, PaymentRule, Wait
from portal.domain.policy import Thing

MOST_INSTALMENTS = 12
BLANK_ROWS = 2


class ClauseForm(VersionedForm):
    """The text of one clause."""

    text = TextAreaField(
        _l("Text of the clause"),
        [DataRequired(_l("Fill this in.")), Length(max=LONGEST_TEXT)],
        description=_l("A blank line starts a new paragraph. The portal numbers them."),
    )


class RuleForm(Form):
    """When an instalment can be requested and what it waits for; ``FIGURE`` makes it one."""

    FIGURE = ""
    due = SelectField(
        _l("Can be requested"),
        choices=[
            SelectChoice(Due.SIGNATURE.value, _l("On signature")),
            SelectChoice(Due.DATE.value, _l("On a date")),
            SelectChoice(Due.REPORT.value, _l("When a report is accepted")),
        ],
        default=Due.SIGNATURE.value,
    )
    due_on = DateField(_l("Date"), [Optional()])
    report = IntegerField(_l("Report, 0 for the final one"), [Optional(), NumberRange(0, 99)])
    advance = BooleanField(_l("Earlier instalments are cleared"))
    findings = BooleanField(_l("No finding is open"))

    @property
    def is_given(self) -> bool:
        """Say whether the row is an instalment at all."""
        return self[self.FIGURE].data is not None

    def validate_due(self, field: SelectField) -> None:
        """Ask for the day or the report that the rule speaks of."""
        if not self.is_given:
            return
        if field.data == Due.DATE.value and self.due_on.data is None and not self.due_on.errors:
            raise ValidationError(_l("Give the date."))
        if field.data == Due.REPORT.value and self.report.data is None:
            raise ValidationError(_l("Give the number of the report."))

    def rule(self) -> PaymentRule:
        """Return when the instalment can be requested and what it waits for."""
        due, number = Due(self.due.data), self.report.data
        waits = []
        if number is not None and due is not Due.REPORT:
            waits.append(Condition(Wait.REPORT, number))
        if self.advance.data:
            waits.append(Condition(Wait.ADVANCE, advance_cleared()))
        if self.findings.data:
            waits.append(Condition(Wait.FINDINGS))
        return PaymentRule(due, self.due_on.data, number, tuple(waits))


class InstalmentForm(RuleForm):
    """One row of the instalments; an empty row is left out."""

    FIGURE = "percent"
    percent = IntegerField(_l("Percent"), [Optional(), NumberRange(1, 100)])
    condition = StringField(_l("Condition"), [Length(max=300)])

    def validate_condition(self, field: StringField) -> None:
        """Ask for both parts of a row or for none."""
        if bool((field.data or "").strip()) != self.is_given:
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

    def rules(self) -> tuple[PaymentRule, ...]:
        """Return the rule of each row that is filled in."""
        rows = (each.form for each in self.instalments)
        return tuple(row.rule() for row in rows if row.is_given)


def instalment_row(row: Thing) -> dict[str, object]:
    """Return an instalment as the form shows it."""
    return {"percent": row.percent, "condition": row.condition, **rule_row(row)}


def rule_row(row: Thing) -> dict[str, object]:
    """Return the payment rule of an instalment as forms show it."""
    waits = {each.kind: each.figure for each in row.rule.conditions}
    return {
        "due": row.due.value,
        "due_on": row.due_on,
        "report": waits.get(Wait.REPORT) if row.due_report is None else row.due_report,
        "advance": Wait.ADVANCE in waits,
        "findings": Wait.FINDINGS in waits,
    }


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
