"""Forms of amendments: what about, what changes, who says what."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.blueprints.contracts.forms import (
    BLANK_ROWS,
    MOST_INSTALMENTS,
    RuleForm,
    rule_row,
)
from portal.blueprints.fields import (
    LONGEST_TEXT,
    AmountField,
    TidyForm,
    VersionedForm,
    WholeField,
    text,
)
from portal.domain.amendments import KINDS, AmendmentKind, AmendmentPart
from portal.domain.call_terms import Frequency
from portal.domain.partner_house import tells_a_number
from portal.services.amendment_changes import Given, Typed, identity
from portal.services.amendment_difference import IDENTITY
from portal.services.contract_text import TERMS, Whole, terms
from portal.show import word

P = AmendmentPart
_NEEDED = _l("Fill this in.")
MOST_STANDARDS = 80
_MOST_TARGET = 100_000_000
_MOST_DAYS = 180


class StartForm(TidyForm):
    """What an amendment is about, and why it is needed."""

    kind = RadioField(_l("What the amendment is about"), [InputRequired(_NEEDED)])
    reason = text(_l("Reason"), _l("It is printed in the amendment; the partner reads it."))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.kind.choices = [(each.value, word(each)) for each in AmendmentKind]


class BudgetRow(Form):
    """The new amount of one budget category."""

    code = HiddenField()
    amount = AmountField(_l("New amount"), [Optional(), NumberRange(0)])


class PaymentRow(RuleForm):
    """One instalment; an empty row is left out."""

    FIGURE = "amount"
    amount = AmountField(_l("Amount"), [Optional(), NumberRange(0)])
    condition = StringField(_l("Condition"), [Length(max=300)])

    def validate_condition(self, field: StringField) -> None:
        """Ask for both parts of a row or for none."""
        if bool((field.data or "").strip()) != self.is_given:
            raise ValidationError(_l("Give the amount and the condition, or leave both empty."))


class TargetRow(Form):
    """The new target of one indicator."""

    key = HiddenField()
    target = WholeField(
        _l("New target"), [InputRequired(_NEEDED), NumberRange(0, _MOST_TARGET)]
    )


def _no_number(_form: object, field: Any) -> None:  # noqa: ANN401 - WTForms' own
    if tells_a_number(field.data or ""):
        raise ValidationError(
            _l("Do not write the whole number here: it would stand in the contract in clear.")
        )


class AmendmentForm(VersionedForm):
    """What an amendment changes; fields that its kind does not offer are taken away."""

    ends_on = DateField(_l("New last day"), [InputRequired(_NEEDED)])
    report_days = WholeField(
        _l("Days from the end of a period to its report"),
        [InputRequired(_NEEDED), NumberRange(1, _MOST_DAYS)],
    )
    budget = FieldList(FormField(BudgetRow))
    instalments = FieldList(FormField(PaymentRow), max_entries=MOST_INSTALMENTS)
    targets = FieldList(FormField(TargetRow))
    background = text(_l("Background"), required=False)
    objectives = text(_l("Objectives"), required=False)
    target_groups = text(_l("Target groups"), required=False)
    scope = text(_l("Scope of the facilities"), required=False)
    staffing = text(_l("Staffing"), required=False)
    hours = text(_l("Hours"), required=False)
    data_profile = text(_l("Personal data"), required=False)
    name = StringField(_l("Legal name"), [Length(max=200)])
    address = StringField(_l("Address"), [Length(max=300)])
    registration = StringField(_l("Registration"), [Length(max=100)])
    account = StringField(
        _l("Bank account"),
        [Length(max=300), _no_number],
        description=_l(
            "Say which account in words, such as the bank and the last four digits. The full "
            "number is changed in the partner's bank details, by two people."
        ),
    )

    def keep(self, kind: AmendmentKind) -> None:
        """Take away what the kind does not offer."""
        offered = {
            *KINDS[kind].parts,
            *(TERMS if P.TERMS in KINDS[kind].parts else ()),
            *(IDENTITY if P.IDENTITY in KINDS[kind].parts else ()),
        }
        fixed = {"version", "csrf_token"}
        for field in list(self):
            if field.short_name not in {*offered, *fixed}:
                del self[field.short_name]

    def add_blank_rows(self) -> None:
        """Show some empty rows after the last instalment."""
        if "instalments" in self:
            for _ in range(min(BLANK_ROWS, MOST_INSTALMENTS - len(self.instalments))):
                self.instalments.append_entry()

    def typed(self) -> Typed:
        """Return what was typed, without the parts that are not offered."""
        return Typed(
            ends_on=self._of("ends_on"),
            report_days=self._of("report_days"),
            budget=self._pairs("budget", "code", "amount"),
            instalments=self._payments(),
            targets=self._pairs("targets", "key", "target"),
            terms={name: self[name].data or "" for name in TERMS if name in self},
            identity=self._identity(),
        )

    def _of(self, name: str) -> Any:  # noqa: ANN401 - the data of a field
        return self[name].data if name in self else None

    def _pairs(self, name: str, key: str, value: str) -> dict[str, Any] | None:
        if name not in self:
            return None
        return {row[key]: row[value] or 0 for row in self[name].data}

    def _payments(self) -> list[Given] | None:
        if "instalments" not in self:
            return None
        rows: Sequence[PaymentRow] = [each.form for each in self.instalments]
        return [
            (row.amount.data, (row.condition.data or "").strip(), row.rule())
            for row in rows
            if row.amount.data is not None
        ]

    def _identity(self) -> dict[str, str] | None:
        if "account" not in self:
            return None
        return {name: (self[name].data or "").strip() for name in IDENTITY}


def shown(whole: Whole, codes: Sequence[str], version: int) -> dict[str, Any]:
    """Return what the form shows: the contract with what the amendment changes already."""
    contract = whole.contract
    amounts = {each.category: each.amount for each in whole.budget}
    return {
        "version": str(version),
        "ends_on": contract.ends_on,
        "report_days": contract.report_days,
        "budget": [{"code": code, "amount": amounts.get(code)} for code in codes],
        "instalments": [
            {"amount": row.amount, "condition": row.condition, **rule_row(row)}
            for row in whole.instalments
        ],
        "targets": [
            {"key": str(row.indicator_id), "target": row.target} for row in whole.targets
        ],
        **{name: terms(contract)[name] for name in TERMS},
        **identity(contract),
    }


class ClauseWordsForm(VersionedForm):
    """The new words of one clause."""

    text = TextAreaField(
        _l("Words of the clause with the amendment"),
        [InputRequired(_NEEDED), Length(max=LONGEST_TEXT)],
        description=_l("Type the words of the contract again to take the change away."),
    )


def _frequencies() -> list[tuple[str, str]]:
    """Return how often a standard may be checked; older contracts do not say it."""
    return [("", "\N{EN DASH}"), *((each.value, word(each)) for each in Frequency)]


class StandardRow(Form):
    """One minimum standard; without a text it goes."""

    code = HiddenField()
    text = TextAreaField(_l("Minimum standard"), [Length(max=LONGEST_TEXT)])
    verification = TextAreaField(_l("Means of verification"), [Length(max=LONGEST_TEXT)])
    frequency = SelectField(
        _l("How often it is checked"), choices=_frequencies, default=Frequency.REPORT.value
    )


class StandardsForm(VersionedForm):
    """The minimum standards with the amendment."""

    standards = FieldList(FormField(StandardRow), max_entries=MOST_STANDARDS)

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return code, text, verification and frequency of each row."""
        found: Sequence[Mapping[str, Any]] = self.standards.data
        names = ("code", "text", "verification", "frequency")
        return [tuple(str(row[name] or "").strip() for name in names) for row in found]  # type: ignore[misc]


class ReasonForm(FlaskForm):
    """Why an amendment is withdrawn or declined."""

    comment = text(_l("Reason"), _l("Both sides read it."))


class ApprovalForm(FlaskForm):
    """What somebody who approves says when an amendment goes back."""

    comment = TextAreaField(
        _l("Comment for those who write it"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed only if you return the amendment."),
    )
