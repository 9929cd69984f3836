"""Forms of the area: monitoring."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField
from wtforms.validators import NumberRange, Optional

from portal.blueprints.fields import LARGEST_AMOUNT, AmountField, VersionedForm, line, text


class ExpenditureForm(Form):
    """What was spent in one budget category."""

    key = HiddenField()
    amount = AmountField(
        _l("Amount spent in this period"),
        [
            Optional(),
            NumberRange(0, LARGEST_AMOUNT, message=_l("Enter an amount from 0.")),
        ],
    )
    note = line(_l("Note"), 500, required=False)


class NarrativeForm(VersionedForm):
    """The partner's words on one question."""

    text = text(_l("Answer"), required=False)


class SpendingForm(VersionedForm):
    """All budget categories of a report."""

    rows = FieldList(FormField(ExpenditureForm), label=_l("Expenditure"))


class SubmitForm(FlaskForm):
    """Nothing to type: the act itself."""


class AcceptForm(FlaskForm):
    """The note of the programme officer."""

    note = text(
        _l("Note on the acceptance"),
        _l("What you checked and what you ask for in the next period. The partner reads it."),
    )


def comment_form(titles: Mapping[str, str]) -> FlaskForm:
    """Make the form that returns a report: one comment for each section."""
    fields = {
        code: text(_l("Comment: %(section)s", section=title), required=False)
        for code, title in titles.items()
    }
    return type("CommentForm", (FlaskForm,), fields)()


def entries(form: SpendingForm) -> dict[str, dict[str, object]]:
    """Return what was typed in each row, by the key of the row."""
    return {str(row.form.key.data): dict(row.form.data) for row in form.rows}
