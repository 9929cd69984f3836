"""Forms of assessments: an answer, evidence and an improvement for each question."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.blueprints.fields import LONGEST_TEXT, VersionedForm
from portal.domain.assessments import CHOICES, AssessmentKind, Finding
from portal.services.assessments import Area, Draft
from portal.wording import WORDS

YES, NO = "yes", "no"


class AssessmentForm(VersionedForm):
    """An assessment; its questions are added to it."""

    summary = TextAreaField(
        _l("Summary"),
        [Length(max=LONGEST_TEXT)],
        description=_l("What the partner should know of the result: it reads this."),
    )

    def draft(self, codes: Iterable[str]) -> Draft:
        """Return what was typed, by the code of the question."""
        given = {code: self._finding(code) for code in codes}
        return Draft(given, self.summary.data or "", self.seen())

    def _finding(self, code: str) -> Finding:
        value = self[f"{code}_value"].data
        return Finding(
            "" if value in {None, "None"} else str(value),
            self[f"{code}_note"].data or "",
            self[f"{code}_plan"].data or "",
            self[f"{code}_due"].data,
        )


def assessment_form(
    kind: AssessmentKind, areas: Sequence[Area], summary: str, version: int
) -> AssessmentForm:
    """Return the form of an assessment with its questions and what is kept so far."""
    choices = [SelectChoice(each, _l(WORDS[f"{kind.value}.{each}"])) for each in CHOICES[kind]]
    fields: dict[str, Any] = {}
    for row in (each for area in areas for each in area.rows):
        fields |= _fields(row.code, row.text, row.finding, choices)
    made: AssessmentForm = type("AssessmentForm", (AssessmentForm,), fields)(
        summary=summary, version=str(version)
    )
    return made


def _fields(
    code: str, text: str, finding: Finding, choices: Sequence[SelectChoice]
) -> dict[str, Any]:
    return {
        f"{code}_value": RadioField(
            text, choices=choices, validate_choice=False, default=finding.value
        ),
        f"{code}_note": StringField(
            _l("What was seen"), [Length(max=500)], default=finding.note
        ),
        f"{code}_plan": StringField(
            _l("What improves"), [Length(max=500)], default=finding.plan
        ),
        f"{code}_due": DateField(_l("By when"), [Optional()], default=finding.due),
    }


class ApprovalForm(FlaskForm):
    """What the second person makes of an assessment."""

    decision = RadioField(
        _l("Your decision"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(YES, _l("Approve: the rating holds from today")),
            SelectChoice(NO, _l("Return: the author looks at it again")),
        ],
    )
    answer = TextAreaField(
        _l("What is to be looked at again"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed when you return it."),
    )

    @property
    def is_approved(self) -> bool:
        """Whether the second person agrees."""
        return str(self.decision.data) == YES
