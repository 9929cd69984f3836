"""Forms of visits: plan, checklist, finding, conclusion, comment."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.fields import LONGEST_TEXT, AmountField, VersionedForm, line
from portal.blueprints.fields import text as prose
from portal.domain.partner_house import Opinion
from portal.domain.policy import Thing
from portal.domain.visits import Amounts, ItemResult, Severity, VisitKind
from portal.services.checklists import Answer
from portal.services.file_checks import Upload
from portal.services.findings import Draft
from portal.services.settling import WAYS
from portal.services.visits import Conclusion, Plan
from portal.wording import WORDS, word_key

OFFICE = "office"
"""The place of a visit that goes to no site but to the partner's office."""
_CHOOSE = InputRequired(_l("Choose one."))
NO_NAMES = _l("No names, faces or other details of migrants: counts and places are enough.")


def choices(kinds: Iterable[Any]) -> list[SelectChoice]:
    """Return the choices of an enum in words."""
    return [SelectChoice(each.value, _l(WORDS[word_key(each)])) for each in kinds]


class Ticks(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class MoveForm(VersionedForm):
    """When, where and with whom a visit is made."""

    on = DateField(_l("Day"), [InputRequired(_l("Choose a day."))])
    site = SelectField(_l("Place"))
    team = Ticks(_l("Team"))
    agenda = prose(
        _l("Agenda"),
        _l("What is looked at, with whom, in which order."),
        required=False,
    )

    def fill(self, sites: Sequence[Any], people: Sequence[Any]) -> None:
        """Offer the sites of the centre and the people of the office."""
        office = SelectChoice(OFFICE, _l("The partner's office"))
        self.site.choices = [*(SelectChoice(str(each.id), each.city) for each in sites), office]
        self.team.choices = [SelectChoice(str(each.id), each.name) for each in people]

    def plan(self, kind: VisitKind) -> Plan:
        """Return what was planned."""
        place = str(self.site.data)
        return Plan(
            kind,
            self.on.data,
            [UUID(each) for each in self.team.data or ()],
            None if place == OFFICE else UUID(place),
            self.agenda.data or "",
        )


class PlanForm(MoveForm):
    """A new visit."""

    kind = RadioField(_l("Kind"), [_CHOOSE], choices=choices(VisitKind))


class ItemForm(VersionedForm):
    """What was found of one item."""

    result = RadioField(_l("Result"), [_CHOOSE], choices=choices(ItemResult))
    note = prose(_l("What was seen"), NO_NAMES, required=False)
    file = FileField(_l("Photo"), description=_l("JPEG or PNG. Show places, never people."))

    def answer(self) -> Answer:
        """Return what was answered."""
        return Answer(ItemResult(str(self.result.data)), self.note.data or "")


def upload_of(form: FlaskForm) -> Upload | None:
    """Return the file that a form was sent with."""
    sent = form["file"].data
    return Upload("", sent.filename, sent.read()) if sent else None


class ChecklistForm(VersionedForm):
    """The whole checklist on one page; its items are added to it."""

    def answers(self, items: Iterable[Thing]) -> dict[int, Answer]:
        """Return what was answered by the position of the item."""
        return {each.position: self._answer(each.position) for each in items}

    def _answer(self, position: int) -> Answer:
        result = self[f"result_{position}"].data
        kept = ItemResult.NOT_CHECKED.value if result in {None, "None"} else str(result)
        return Answer(ItemResult(kept), self[f"note_{position}"].data or "")


def checklist_form(items: Sequence[Thing], version: int) -> ChecklistForm:
    """Return the form of a checklist, filled with what is kept."""
    fields: dict[str, Any] = {}
    for each in items:
        fields[f"result_{each.position}"] = RadioField(
            f"{each.position}. {each.said}",
            choices=choices(ItemResult),
            default=each.result.value,
        )
        fields[f"note_{each.position}"] = line(_l("What was seen"), most=2000, required=False)
    given = {f"note_{each.position}": each.note for each in items}
    made: ChecklistForm = type("ChecklistForm", (ChecklistForm,), fields)(
        data={**given, "version": str(version)}
    )
    return made


class FindingForm(VersionedForm):
    """A finding, the action that is agreed on it, and a photo."""

    category = SelectField(_l("Category"))
    severity = RadioField(_l("Severity"), [_CHOOSE], choices=choices(Severity))
    text = prose(_l("What was found"), NO_NAMES)
    place = line(_l("Where exactly"), 200, required=False)
    file = FileField(_l("Photo"), description=_l("JPEG or PNG. Show places, never people."))
    action = prose(
        _l("Agreed action"),
        _l("What changes, so that the finding does not come back."),
        required=False,
    )
    owner = SelectField(_l("Who does it"))
    due_on = DateField(_l("By when"), [Optional()])

    def fill(self, categories: Mapping[str, str], owners: Sequence[Any]) -> None:
        """Offer the categories and the people of both sides."""
        self.category.choices = [SelectChoice(*each) for each in categories.items()]
        self.owner.choices = [SelectChoice("", _l("Nobody yet")), *people(owners)]

    def draft(self, position: int | None = None) -> Draft:
        """Return what was typed."""
        owner = str(self.owner.data or "")
        return Draft(
            str(self.category.data),
            Severity(str(self.severity.data)),
            self.text.data or "",
            self.place.data or "",
            self.action.data or "",
            UUID(owner) if owner else None,
            self.due_on.data,
            position,
        )


def people(owners: Sequence[Any]) -> list[SelectChoice]:
    """Return the choices of people, each with its side."""
    named = [(each, "partner" if each.partner_id else "office") for each in owners]
    return [
        SelectChoice(str(each.id), f"{each.name} ({_l(WORDS[f'point_side.{side}'])})")
        for each, side in named
    ]


def _amount(label: Any, hint: Any = "") -> AmountField:  # noqa: ANN401 - lazy texts
    least = NumberRange(min=0, message=_l("Enter an amount from 0 on."))
    return AmountField(label, [Optional(), least], description=hint)


class ConclusionForm(VersionedForm):
    """What is written of a programme visit as a whole."""

    visited_on = DateField(_l("Day of the visit"), [Optional()])
    summary = prose(
        _l("Summary"),
        _l("What the partner should know of the result: it reads this."),
        required=False,
    )

    def conclusion(self) -> Conclusion:
        """Return what was typed."""
        return Conclusion(self.visited_on.data, self.summary.data or "", self.seen())


class SettleForm(VersionedForm):
    """What became of an ineligible amount after the report."""

    refunded = _amount(_l("Refunded"))
    supported = _amount(_l("Supported by documents supplied later"))
    justified = _amount(_l("Justification accepted"))
    written_off = _amount(_l("Written off"))

    def ways(self) -> Amounts:
        """Return what was typed."""
        return Amounts(**{name: self[name].data for name in WAYS})


class SpotCheckForm(ConclusionForm):
    """What is written of a spot check as a whole."""

    period = line(_l("Period or reports tested"), 200, required=False)
    tested = _amount(_l("Amount tested"))
    ineligible = _amount(_l("Ineligible amount"))
    refunded = _amount(_l("Refunded"))
    supported = _amount(_l("Supported by documents supplied later"))
    justified = _amount(_l("Justification accepted"))
    written_off = _amount(_l("Written off"))
    controls = prose(_l("Remarks on internal control"), required=False)

    def conclusion(self) -> Conclusion:
        """Return what was typed."""
        return Conclusion(
            self.visited_on.data,
            self.summary.data or "",
            self.seen(),
            self._amounts(),
            self.period.data or "",
            self.controls.data or "",
        )

    def _amounts(self) -> Amounts:
        names = ("tested", "ineligible", "refunded", "supported", "justified", "written_off")
        return Amounts(*(self[name].data for name in names))


class AuditForm(SpotCheckForm):
    """The record of an audit that auditors made."""

    auditor = line(_l("Auditors"), 200, required=False)
    opinion = RadioField(
        _l("Opinion"), [Optional()], choices=choices(Opinion), validate_choice=False
    )

    def conclusion(self) -> Conclusion:
        """Return what was typed."""
        kept = super().conclusion()
        said = str(self.opinion.data or "")
        known = {each.value for each in Opinion}
        opinion = Opinion(said) if said in known else None
        return Conclusion(
            **{**vars(kept), "auditor": self.auditor.data or "", "opinion": opinion}
        )


CONCLUSIONS: Mapping[VisitKind, type[ConclusionForm]] = {
    VisitKind.PROGRAMME: ConclusionForm,
    VisitKind.SPOT_CHECK: SpotCheckForm,
    VisitKind.AUDIT: AuditForm,
}


class CommentForm(FlaskForm):
    """The partner's comment on a reported visit."""

    comment = TextAreaField(
        _l("Your comment"),
        [Length(max=LONGEST_TEXT)],
        description=_l("It stands in the report. You can comment once."),
    )


class CancelForm(FlaskForm):
    """Why a visit is not made."""

    reason = TextAreaField(_l("Reason"), [Length(max=LONGEST_TEXT)])
