"""Forms of a proposal: they check shape and yield values."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from portal.blueprints.fields import AmountField, VersionedForm, WholeField, line
from portal.domain.proposals import INDIRECT, Contribution
from portal.domain.texts import number_of
from portal.services import budget_categories, proposal_drafts
from portal.services.proposal_drafts import PERCENT, BudgetDraft, Line, Way
from portal.web import language

BLANK_ROWS = 3
MOST_ROWS = 80
LARGEST_AMOUNT = 999_999_999
LARGEST_TOTAL = 99_999_999_999
_FIGURES = ("quantity", "unit_cost", "months")
_TEXTS = ("category", "description", "unit")


class StartForm(FlaskForm):
    """Which lot to propose for."""

    lot = StringField(_l("Lot"), [InputRequired(_l("Choose a lot."))])


class DeclarationsForm(VersionedForm):
    """The declarations, one tick each."""

    ticked = SelectMultipleField(_l("Declarations"), choices=[])


def declarations_form(texts: Mapping[str, str], proposal: Any) -> DeclarationsForm:  # noqa: ANN401 - a record
    """Return the form that offers these declarations, with those ticked that were made."""
    made = proposal_drafts.ticked(proposal)
    form = DeclarationsForm(data={"ticked": made, "version": proposal.declarations_version})
    form.ticked.choices = [SelectChoice(*item) for item in texts.items()]
    return form


def category_names(call: Any) -> dict[str, str]:  # noqa: ANN401 - a record
    """Return the words for every category of a call, indirect costs included, by its code."""
    return budget_categories.names(call, language())


def categories(call: Any) -> list[SelectChoice]:  # noqa: ANN401 - a record
    """Return the categories of direct costs of a call to choose from, none chosen first."""
    direct = [item for item in category_names(call).items() if item[0] != INDIRECT]
    return [SelectChoice(*item) for item in [("", _l("Choose a category")), *direct]]


def _amount(label: Any, most: int = LARGEST_AMOUNT) -> AmountField:  # noqa: ANN401 - lazy text
    bounds = NumberRange(min=0, max=most, message=_l("Enter an amount that is not below zero."))
    return AmountField(
        label, [InputRequired(_l("Enter an amount in figures.")), bounds], places=None
    )


class LineForm(Form):
    """One line of the budget; a line without any text or amount is left out."""

    category = SelectField(
        _l("Category"), [InputRequired(_l("Choose a category."))], choices=[]
    )
    description = line(_l("What it is"))
    unit = line(_l("Unit"), 60, required=False)
    quantity = _amount(_l("Quantity"), 999_999)
    unit_cost = _amount(_l("Cost of one unit"))
    months = WholeField(
        _l("Months"),
        [
            InputRequired(_l("Enter the number of months, 1 for what is paid once.")),
            NumberRange(1, 120, _l("Enter a number of months from 1 to 120.")),
        ],
    )

    share = AmountField(
        _l("Percent charged"),
        [Optional(), NumberRange(0, 100, _l("Enter a percentage from 0 to 100."))],
        places=None,
    )
    own = SelectField(_l("The rest"), choices=[], default=Contribution.CASH.value)

    def is_blank(self) -> bool:
        """Say whether nothing was typed into this row."""
        fields = (self.category, self.description, self.unit, self.quantity, self.unit_cost)
        return not any(str(part).strip() for field in fields for part in field.raw_data or [])

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own
        """Check a row unless it is blank."""
        return self.is_blank() or super().validate(extra_validators)

    def value(self) -> Line:
        """Return the line as a value."""
        figures: dict[str, Any] = {name: getattr(self, name).data for name in _FIGURES}
        return Line(
            str(self.category.data),
            str(self.description.data),
            str(self.unit.data or ""),
            **figures,
            share=PERCENT if self.share.data is None else self.share.data,
            own=Contribution(str(self.own.data)),
        )


class BudgetForm(VersionedForm):
    """All lines of direct costs, and the percent of indirect costs."""

    lines = FieldList(FormField(LineForm), _l("Lines"), max_entries=MOST_ROWS)
    indirect = AmountField(
        _l("Indirect costs, percent of the direct costs"),
        [Optional(), NumberRange(0, 100, _l("Enter a percentage from 0 to 100."))],
        places=None,
    )

    stated = AmountField(
        _l("Total that you state yourself, if your own budget or offer names one"),
        [
            Optional(),
            NumberRange(
                Decimal("0.001"), LARGEST_TOTAL, _l("Enter an amount above zero, or none.")
            ),
        ],
        places=None,
        description=_l("The portal compares it with what the lines add up to."),
    )

    def validate_indirect(self, field: AmountField) -> None:
        """Refuse more than one decimal, which the budget does not keep."""
        if field.data is not None and (field.data * 10) % 1:
            raise ValidationError(_l("Enter the percentage with at most one decimal."))

    def value(self, way: Way = Way.TYPED) -> BudgetDraft:
        """Return the budget as a value, with how it came."""
        rows = [entry.form.value() for entry in self.lines if not entry.form.is_blank()]
        percent = self.indirect.data or PERCENT * 0
        return BudgetDraft(rows, percent, self.seen(), way, self.stated.data)


def budget_form(
    call: Any,  # noqa: ANN401 - a record
    lines: Sequence[Any],
    version: int,
    stated: Decimal | None = None,
) -> BudgetForm:
    """Return the form filled with a budget and some blank rows, under the call's headings."""
    rows = [_typed(each) for each in lines if each.category != INDIRECT]
    percents = [each.quantity * PERCENT for each in lines if each.category == INDIRECT]
    blank = [{"months": 1, "share": PERCENT}] * BLANK_ROWS
    data = {"lines": rows + blank, "version": str(version), "stated": stated}
    form = BudgetForm(data=data | ({"indirect": _plain(percents[0])} if percents else {}))
    choices = categories(call)
    for entry in form.lines.entries:
        entry.form.category.choices = choices
        entry.form.own.choices = own_choices()
    return form


def _plain(value: Decimal) -> Decimal:
    return Decimal(f"{value.normalize():f}")


def _typed(row: Any) -> dict[str, object]:  # noqa: ANN401 - a record
    typed = {name: getattr(row, name) for name in (*_TEXTS, *_FIGURES)}
    return {**typed, "share": row.share, "own": row.own.value}


def own_words() -> dict[Contribution, str]:
    """Return the words for the kinds of a partner's own contribution."""
    return {Contribution.CASH: gettext("in cash"), Contribution.KIND: gettext("in kind")}


def own_choices() -> list[SelectChoice]:
    """Return the kinds of a partner's own contribution to choose from."""
    return [SelectChoice(kind.value, word) for kind, word in own_words().items()]


class SubmitForm(FlaskForm):
    """The button that submits: nothing is typed; it carries which call the signatory saw."""

    edition = HiddenField(default="0")

    def seen(self) -> int:
        """Return the number of the last addendum on the page, 0 for none."""
        return number_of(self.edition.data) or 0

    def show(self, edition: int) -> None:
        """Carry the number of the last addendum that the page shows now."""
        self.edition.data, self.edition.raw_data = str(edition), None
