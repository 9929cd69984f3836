"""Forms of the sections on staff, on who may propose, on money and on personal data."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.blueprints.calls.fields import empty, key_of, maybe
from portal.blueprints.calls.forms import NEEDED, Boxes, one_line, row_values_of
from portal.blueprints.calls.forms_judging import chosen
from portal.blueprints.fields import LONGEST_TEXT, VersionedForm, text
from portal.blueprints.rows import KeyedRowForm, kept, rows, whole
from portal.domain.call_terms import PassingRule, Shift
from portal.domain.eligibility import LARGEST, broken_question
from portal.domain.price_check import PriceRule
from portal.domain.proposal_parts import PartKey
from portal.services import library
from portal.services.call_scope import CategoryRow, DocumentRow, EligibilityRow, PostRow
from portal.show import rule_text, word
from portal.web import language


class PostForm(KeyedRowForm):
    """One function and the parts of the day in which it is filled."""

    KEPT = ("day", "evening", "night")
    function = StringField(
        _l("Function"), [InputRequired(NEEDED), Length(max=200)], filters=[one_line]
    )
    people = whole(_l("People"), 1, 1000)
    day = BooleanField(_l("Day"))
    evening = BooleanField(_l("Evening"))
    night = BooleanField(_l("Night"))
    note = StringField(_l("Note"), [Length(max=300)], filters=[one_line])

    def value(self) -> PostRow:
        """Return the post as a value."""
        shifts = [each for each in Shift if self[each.value].data]
        texts = row_values_of(self, ("function", "people", "note"))
        return PostRow(**texts, shifts=shifts, key=key_of(self))


class StaffingForm(VersionedForm):
    """Which functions are filled when, and the opening hours."""

    day_and_night = BooleanField(
        _l("Open at every hour of every day"),
        description=_l(
            "Then at least one post covers the day, the evening and the night each."
        ),
    )
    rows = rows(PostForm, _l("Posts"))
    staffing = text(
        _l("Staffing"), _l("Languages, skills and who may not be hired."), required=False
    )
    hours = text(_l("Opening hours"), required=False)
    COLUMNS = ("day_and_night", "staffing", "hours")

    def values(self) -> dict[str, object]:
        """Return the columns that the service saves."""
        texts = {name: self[name].data or "" for name in ("staffing", "hours")}
        return {**texts, "day_and_night": bool(self.day_and_night.data)}

    def row_values(self) -> list[PostRow]:
        """Return the posts that were filled in."""
        return [row.value() for row in kept(self.rows)]


class EligibilityForm(KeyedRowForm):
    """One eligibility question and when its answer passes."""

    KEPT = ("passing", "evidence")
    text = TextAreaField(
        _l("Question"), [InputRequired(NEEDED), Length(max=1000)], filters=[one_line]
    )
    passing = SelectField(_l("Passes when"), default=PassingRule.YES.value)
    figure = maybe(_l("Figure"), 0, LARGEST)
    evidence = BooleanField(_l("A file proves it"))

    def validate_figure(self, field: Field) -> None:
        """Refuse a number without its figure, and a figure beside yes or no."""
        if self.passing.errors:
            return
        rule = broken_question(PassingRule(self.passing.data), field.data)
        if rule:
            raise ValidationError(rule_text(f"{rule}_here", {}))

    def value(self) -> EligibilityRow:
        """Return the question as a value."""
        return EligibilityRow(
            str(self.text.data),
            PassingRule(self.passing.data),
            self.figure.data,
            bool(self.evidence.data),
            key_of(self),
        )


class QuestionsForm(VersionedForm):
    """The eligibility questions of a call."""

    rows = rows(EligibilityForm, _l("Eligibility questions"))

    def offer(self) -> None:
        """Fill the list of rules in each row."""
        for entry in self.rows.entries:
            entry.form.passing.choices = [(each.value, word(each)) for each in PassingRule]

    def row_values(self) -> list[EligibilityRow]:
        """Return the questions that were filled in."""
        return [row.value() for row in kept(self.rows)]


class DocumentForm(KeyedRowForm):
    """One file that a proposal must or may hold."""

    KEPT = ("mandatory",)
    title = StringField(
        _l("Document"), [InputRequired(NEEDED), Length(max=200)], filters=[one_line]
    )
    note = StringField(_l("Note"), [Length(max=300)], filters=[one_line])
    mandatory = BooleanField(_l("Must be attached"), default=True)

    def value(self) -> DocumentRow:
        """Return the document as a value."""
        texts = row_values_of(self, ("title", "note", "mandatory"))
        return DocumentRow(**texts, key=key_of(self))


class DocumentsForm(VersionedForm):
    """The documents that proposals must or may hold, and the parts that they must."""

    proposal_parts = Boxes(
        _l("Parts of a proposal"),
        description=_l("Beside answers and budget. A proposal needs each that is ticked."),
    )
    own_sealing = BooleanField(
        _l("Proposals are sealed on the partner's own computer"),
        description=_l(
            "A partner seals its finished proposal with the command portal-seal and uploads "
            "the envelope; the portal never holds what was submitted in clear. This protects "
            "against a server that is taken over as well, but every partner needs a computer "
            "with Python, and what lies in an envelope is judged at the opening only."
        ),
    )
    rows = rows(DocumentForm, _l("Documents"))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.proposal_parts.choices = [(each.value, word(each)) for each in PartKey]

    def row_values(self) -> list[DocumentRow]:
        """Return the documents that were filled in."""
        return [row.value() for row in kept(self.rows)]

    def values(self) -> dict[str, object]:
        """Return what holds for every proposal: its parts, and who seals it."""
        return {
            "proposal_parts": list(self.proposal_parts.data or []),
            "own_sealing": bool(self.own_sealing.data),
        }


class CategoryForm(KeyedRowForm):
    """One heading of the budget."""

    name = StringField(
        _l("Category"), [InputRequired(NEEDED), Length(max=200)], filters=[one_line]
    )
    ceiling = maybe(_l("Ceiling, percent of direct costs"), 0, 100)

    def value(self) -> CategoryRow:
        """Return the category as a value."""
        return CategoryRow(str(self.name.data), self.ceiling.data, key_of(self))


class BudgetForm(VersionedForm):
    """The budget template: its headings, and the ceiling of indirect costs."""

    rows = rows(CategoryForm, _l("Categories of direct costs"))
    indirect_ceiling = whole(_l("Ceiling of indirect costs, percent of direct costs"), 0, 25)
    price_rule = chosen(
        _l("Which total counts where a partner states another than its lines add up to"),
        PriceRule,
    )

    def offer(self) -> None:
        """Name the rules in the reader's language."""
        self.price_rule.choices = [(each.value, word(each)) for each in PriceRule]

    def values(self) -> dict[str, object]:
        """Return the columns of the section."""
        return {
            "indirect_ceiling": self.indirect_ceiling.data,
            "price_rule": PriceRule(self.price_rule.data),
        }

    def row_values(self) -> list[CategoryRow]:
        """Return the categories that were filled in."""
        return [row.value() for row in kept(self.rows)]


class DataForm(VersionedForm):
    """Which personal data the partner handles, and for how long."""

    data_profile = text(
        _l("Data protection"),
        _l("Which personal data the partner handles, for whom, and what never leaves."),
        required=False,
    )
    data_categories = Boxes(_l("Personal data"))
    special_categories = Boxes(
        _l("Special categories"), description=_l("These need stronger care and clauses.")
    )
    children_data = BooleanField(_l("Data on children are handled"))
    data_transfers = BooleanField(_l("Data are passed on to others"))
    transfer_note = TextAreaField(
        _l("To whom, and why"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed when data are passed on to others."),
    )
    retention_months = maybe(_l("Months for which data are kept after the contract"), 0, 600)
    COLUMNS = (
        "data_profile",
        "data_categories",
        "special_categories",
        "children_data",
        "data_transfers",
        "transfer_note",
        "retention_months",
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.data_categories.choices = _listed("category")
        self.special_categories.choices = _listed("special")

    def validate_transfer_note(self, field: Field) -> None:
        """Refuse transfers without a word on them."""
        if self.data_transfers.data and not str(field.data or "").strip():
            raise ValidationError(gettext("Write to whom data are passed on, and why."))

    def values(self) -> dict[str, object]:
        """Return what the service saves."""
        texts = ("data_profile", "transfer_note", "data_categories", "special_categories")
        found = {name: self[name].data or empty(self[name]) for name in texts}
        boxes = ("children_data", "data_transfers")
        ticked = {name: bool(self[name].data) for name in boxes}
        return {**found, **ticked, "retention_months": self.retention_months.data}


def _listed(kind: str) -> list[tuple[str, str]]:
    told = language()
    listed = library.entries("data_protection", kind)
    return [(str(each["code"]), library.text_of(each, "", told)) for each in listed]
