"""Forms of the area: committee."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.blueprints.fields import LONGEST_TEXT, VersionedForm, WholeField
from portal.domain.screening import Check
from portal.services.award import Choice, Choices
from portal.services.scoring import Criterion, Mark, Marks, Ranking
from portal.services.screening import Decision, Verdict

YES, NO = "yes", "no"
_NONE = "none"
MOST_CHOICES = 10
"""The highest score up to which all scores stand beside each other."""
_ANSWERS = [SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))]
_LENGTH = Length(max=LONGEST_TEXT)
_CHOOSE = InputRequired(_l("Choose one."))


class VerdictForm(FlaskForm):
    """A verdict on one possible match with the sanctions list."""

    same = RadioField(
        _l("Is it the same person or organisation?"),
        [_CHOOSE],
        choices=[SelectChoice(NO, _l("Not the same")), SelectChoice(YES, _l("The same"))],
    )
    reason = TextAreaField(
        _l("Reason"),
        [_LENGTH],
        description=_l("What you compared, and with which result. At least 10 words."),
    )

    def verdict(self, reference: str, name: str) -> Verdict:
        """Return the verdict on this match."""
        same = str(self.same.data) == YES
        return Verdict(reference, name, same, self.reason.data or "")


def _unless_kept(form: Any, field: Any) -> None:  # noqa: ANN401 - a form and a field of WTForms
    if not form.is_kept and field.data not in {YES, NO}:
        raise ValidationError(_l("Choose one."))


class DecisionForm(VersionedForm):
    """The decision on eligibility; the checks of the checklist are added to it.

    With ``keep`` the checks are only kept as far as they are answered.
    """

    keep = HiddenField()
    decision = RadioField(
        _l("Decision"),
        [_unless_kept],
        validate_choice=False,
        choices=[
            SelectChoice(YES, _l("Eligible")),
            SelectChoice(NO, _l("Not eligible: propose the exclusion to a second person")),
        ],
    )
    reason = TextAreaField(
        _l("Reason"),
        [_LENGTH],
        description=_l("Needed when the proposal is not eligible: the partner reads it."),
    )

    @property
    def is_kept(self) -> bool:
        """Whether the checks are kept for later, without a decision."""
        return bool(self.keep.data)

    def checks(self, codes: Iterable[str]) -> dict[str, Check]:
        """Return what was answered, by the code of the check."""
        return {code: self._check(code) for code in codes}

    def outcome(self, codes: Iterable[str]) -> Decision:
        """Return what was decided."""
        checks = self.checks(codes)
        return Decision(checks, str(self.decision.data) == YES, self.reason.data or "")

    def _check(self, code: str) -> Check:
        answer = {YES: True, NO: False}.get(str(self[f"{code}_ok"].data))
        return Check(answer, self[f"{code}_note"].data or "")


def decision_form(
    checks: Mapping[str, object], kept: Mapping[str, Check], version: int
) -> DecisionForm:
    """Return the decision form with a yes or no and a note for each check by its text."""
    fields: dict[str, Any] = {}
    for code, text in checks.items():
        before = kept.get(code, Check(None))
        answer = {True: YES, False: NO}.get(before.ok)  # type: ignore[arg-type]
        fields[f"{code}_ok"] = RadioField(
            text, choices=_ANSWERS, validate_choice=False, default=answer
        )
        fields[f"{code}_note"] = StringField(_l("Note"), [Length(max=500)], default=before.note)
    made: DecisionForm = type("DecisionForm", (DecisionForm,), fields)(version=str(version))
    return made


class ExclusionForm(FlaskForm):
    """What the second person makes of a proposed exclusion."""

    decision = RadioField(
        _l("Your decision"),
        [_CHOOSE],
        choices=[
            SelectChoice(YES, _l("Confirm: the proposal is excluded")),
            SelectChoice(NO, _l("Return: the first person looks at it again")),
        ],
    )
    answer = TextAreaField(
        _l("What is to be looked at again"),
        [_LENGTH],
        description=_l("Needed when you return it."),
    )

    @property
    def is_confirmed(self) -> bool:
        """Whether the second person agrees."""
        return str(self.decision.data) == YES


def _mark(value: object) -> int | None:
    text = "" if value is None else str(value)
    return int(text) if text else None


def _on_scale(highest: int) -> Any:  # noqa: ANN401 - a validator of WTForms
    def check(_form: object, field: Any) -> None:  # noqa: ANN401 - a field of WTForms
        if field.data is not None and field.data not in range(highest + 1):
            raise ValidationError(_l("Choose one of the scores."))

    return check


def score_field(criterion: Criterion, mark: Mark) -> Any:  # noqa: ANN401 - a field of WTForms
    """Return the field for a score on the scale of a criterion."""
    label, check = _l("Your score"), _on_scale(criterion.scale)
    if criterion.scale > MOST_CHOICES:
        hint = _l("From 0 to %(scale)s.", scale=criterion.scale)
        return WholeField(label, [Optional(), check], default=mark.value, description=hint)
    choices = [SelectChoice(str(each)) for each in range(criterion.scale + 1)]
    return RadioField(
        label,
        [check],
        choices=choices,
        coerce=_mark,
        validate_choice=False,
        default=mark.value,
    )


def _score_fields(criterion: Criterion, mark: Mark) -> dict[str, Any]:
    place = criterion.position
    return {
        f"score_{place}": score_field(criterion, mark),
        f"reason_{place}": reason_field(mark),
    }


def reason_field(mark: Mark) -> Any:  # noqa: ANN401 - a field of WTForms
    """Return the field for the reason of a score."""
    return TextAreaField(
        _l("Reason for this score"),
        [_LENGTH],
        description=_l("The partner reads it in its letter. At least 10 words."),
        default=mark.reason,
    )


def desk_form(criteria: Sequence[Criterion], marks: Marks, version: int) -> VersionedForm:
    """Return the form of a scorecard: a score and a reason for each criterion."""
    fields: dict[str, Any] = {}
    for each in criteria:
        fields |= _score_fields(each, marks.get(each.id, Mark()))
    made: VersionedForm = type("DeskForm", (VersionedForm,), fields)(version=str(version))
    return made


def typed_marks(form: VersionedForm, criteria: Sequence[Criterion]) -> Marks:
    """Return the marks that were typed, by the key of the criterion."""
    return {
        each.id: Mark(
            form[f"score_{each.position}"].data, form[f"reason_{each.position}"].data or ""
        )
        for each in criteria
    }


def recommendation_form(tables: Sequence[Ranking], before: Choices) -> FlaskForm:
    """Return the form of a recommendation: for each lot a proposal or no award, and why."""
    fields: dict[str, Any] = {}
    for table in tables:
        fields |= _lot_fields(table, before.get(table.lot.id))
    made: FlaskForm = type("RecommendationForm", (FlaskForm,), fields)()
    return made


def _lot_fields(table: Ranking, before: Choice | None) -> dict[str, Any]:
    number, passed = table.lot.number, [row for row in table.rows if row.result.passed]
    choices = [SelectChoice(str(row.proposal.id), row.proposal.partner.name) for row in passed]
    return {
        f"lot_{number}": RadioField(
            table.lot.title,
            choices=[*choices, SelectChoice(_NONE, _l("No award"))],
            validate_choice=False,
            default=str(before.proposal_id or _NONE) if before else None,
        ),
        f"reason_{number}": TextAreaField(
            _l("Reason"),
            [_LENGTH],
            description=_l("It is printed in the evaluation report. At least 15 words."),
            default=before.reason if before else "",
        ),
    }


def typed_choices(form: FlaskForm, tables: Sequence[Ranking]) -> Choices:
    """Return the choices that were typed, by the key of the lot; none for an open one."""
    typed = {}
    for table in tables:
        value = str(form[f"lot_{table.lot.number}"].data or "")
        known = {str(row.proposal.id): row.proposal.id for row in table.rows}
        reason = form[f"reason_{table.lot.number}"].data or ""
        if value == _NONE or value in known:
            typed[table.lot.id] = Choice(known.get(value), reason)
    return typed
