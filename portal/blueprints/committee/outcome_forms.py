"""Forms after an award: what partners answer and ask, what the office decides."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from portal.blueprints.fields import TidyForm, text
from portal.services.award_choice import Choice
from portal.services.award_next import Released
from portal.services.reviews import Person

_NONE = "none"


class DeclineForm(TidyForm):
    """Why a partner declines an award."""

    reason = text(_l("Why you decline"), _l("The office reads it."), required=False)


class GroundsForm(TidyForm):
    """Why a partner asks for a review."""

    grounds = text(
        _l("Which step was not done as the call describes"),
        _l("Name the step, what the call says of it, and what happened. At least 15 words."),
        required=False,
    )


class DebriefForm(TidyForm):
    """What a partner wants to have explained."""

    question = text(_l("What should the office explain?"), required=False)


class AnswerForm(TidyForm):
    """The office's answer to a debrief."""

    answer = text(_l("Answer"), _l("The partner reads it."), required=False)


class DecisionForm(TidyForm):
    """The decision on a request for a review."""

    outcome = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice("dismissed", _l("The award stands")),
            SelectChoice("upheld", _l("Upheld: the lot goes back to the committee")),
        ],
    )
    decision = text(
        _l("Reasons"),
        _l("They are printed in the letter to the partner. At least 15 words."),
        required=False,
    )

    def upheld(self) -> bool:
        """Say whether the request is upheld."""
        return str(self.outcome.data) == "upheld"

    def reasons(self) -> str:
        """Return the reasons that were typed."""
        return self["decision"].data or ""


def reviewer_form(people: Sequence[Person]) -> TidyForm:
    """Return the form that names who decides a review."""
    choices = [SelectChoice("", _l("Choose"))]
    choices += [SelectChoice(str(each.id), each.name) for each in people]
    field = SelectField(_l("Who decides"), choices=choices, validate_choice=False)
    made: TidyForm = type("ReviewerForm", (TidyForm,), {"reviewer": field})()
    return made


def chosen_person(form: TidyForm, people: Sequence[Person]) -> UUID | None:
    """Return who was chosen, or None."""
    known = {str(each.id): each.id for each in people}
    return known.get(str(form["reviewer"].data))


def next_form(of: Released, *, fresh: bool = False) -> TidyForm:
    """Return the form of another recommendation for one lot."""
    choices = [SelectChoice(str(each.id), each.partner.name) for each in of.candidates]
    fields = {
        "choice": RadioField(
            _l("Recommended"),
            choices=[*choices, SelectChoice(_NONE, _l("No award"))],
            default=str(of.candidates[0].id) if len(of.candidates) == 1 else None,
            validate_choice=False,
        ),
        "reason": text(_l("Reason"), _l("At least 15 words."), required=False),
    }
    kind: type[TidyForm] = type("NextForm", (TidyForm,), fields)
    return kind(formdata=None) if fresh else kind()


def chosen_next(form: TidyForm, of: Released) -> Choice:
    """Return what was chosen; what is no candidate is passed on to be refused."""
    known = {str(each.id): each.id for each in of.candidates}
    value = str(form["choice"].data or "")
    picked = known.get(value) if value != _NONE else None
    unknown = UUID(int=0) if value != _NONE and picked is None else picked
    return Choice(unknown, form["reason"].data or "")
