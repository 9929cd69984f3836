"""The eligibility questions of a call, answered for a proposal."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Field, Form, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.blueprints.fields import VersionedForm, WholeField
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.proposals.whole_saving import autosaved, standing
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.call_terms import AnswerKind
from portal.domain.eligibility import LARGEST, NO, YES
from portal.services import attachments, proposal_eligibility, proposals
from portal.services.proposal_drafts import Way
from portal.services.proposal_eligibility import EligibilityDraft, Result
from portal.show import number
from portal.web import actor, now, page
from portal.wording import WORDS


def _in_reach(_form: Form, field: Field) -> None:
    if field.data is not None and not 0 <= field.data <= LARGEST:
        raise ValidationError(gettext("Enter a whole number from 0 on."))


def _field(result: Result) -> Any:  # noqa: ANN401 - a field of either kind
    text, hint = result.question.text, _hint(result)
    if result.question.kind is AnswerKind.NUMBER:
        return WholeField(text, [_in_reach], description=hint)
    choices = [SelectChoice(YES, gettext("yes")), SelectChoice(NO, gettext("no"))]
    return RadioField(text, choices=choices, validate_choice=False, description=hint)


def _hint(result: Result) -> str:
    figure = number(result.question.figure or 0)
    return str(gettext(WORDS[f"passes.{result.question.passing}"])) % {"figure": figure}


def eligibility_form(results: Sequence[Result], version: int) -> VersionedForm:
    """Return a form with a field for each question, filled with what is answered."""
    fields = {f"question_{number}": _field(each) for number, each in enumerate(results, 1)}
    given = {f"question_{number}": each.given for number, each in enumerate(results, 1)}
    form = type("AnswersForm", (VersionedForm,), fields)
    made: VersionedForm = form(data={**given, "version": str(version)})
    return made


def typed(form: VersionedForm, results: Sequence[Result]) -> dict[str, object]:
    """Return the answers as they were typed, by the key of their question."""
    return {
        str(each.question.key): form[f"question_{number}"].data
        for number, each in enumerate(results, 1)
    }


@bp.route(OWN + "/eligibility", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def eligibility(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Answer the eligibility questions; an answer that does not pass is told at once."""
    results = proposal_eligibility.results(proposal, attachments.all_of(proposal))
    form = eligibility_form(results, proposal.eligibility_version)
    return save_or_show(
        form,
        lambda: _keep(proposal, form, results),
        lambda theirs: _show(proposal, form, results, theirs),
        lambda _done: url_for("proposals.eligibility", proposal_id=proposal.id),
    )


def _keep(
    proposal: Any,  # noqa: ANN401 - a record
    form: VersionedForm,
    results: Sequence[Result],
    way: Way = Way.TYPED,
) -> Any:  # noqa: ANN401 - when it was saved
    draft = EligibilityDraft(typed(form, results), form.seen(), way)
    return proposal_eligibility.save_answers(proposal, draft, actor(), now())


@bp.post(OWN + "/eligibility/autosave")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def autosave_eligibility(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Keep the answers while they are given; tell when, and which do not pass."""
    asked = proposal_eligibility.results(proposal)
    form = eligibility_form(asked, proposal.eligibility_version)
    return autosaved(
        proposal,
        form,
        lambda: _keep(proposal, form, asked, Way.AUTOSAVED),
        lambda: {"results": proposal_eligibility.results(proposals.by_id(proposal.id))},
    )


def _show(proposal: Any, form: VersionedForm, results: Sequence[Result], theirs: Any) -> str:  # noqa: ANN401 - records
    if request.method == "GET":
        proposals.require_writable(proposal)
    return render_template(
        "proposals/eligibility.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        form=form,
        results=results,
        theirs=theirs,
        **standing(proposal, "eligibility", proposal.eligibility_version),
    )
