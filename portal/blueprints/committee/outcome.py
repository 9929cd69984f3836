"""What a partner does with a result: accept or decline, ask for a review, ask to explain it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.outcome_forms import DebriefForm, DeclineForm, GroundsForm
from portal.blueprints.committee.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import (
    award_answers,
    award_letters,
    debriefs,
    documents,
    proposals,
    reviews,
    standstill,
)
from portal.services.award_answers import LotAward
from portal.services.opening import Proposal
from portal.services.reviews import ReviewRequest
from portal.web import actor, language, now, page


@bp.get("/proposals/<uuid:proposal_id>/outcome", endpoint="outcome")
@page(Action.SEE_OUTCOME, proposals.by_id, key="proposal_id")
def show(proposal: Proposal) -> ResponseReturnValue:
    """Show the result of a proposal and what its partner can do."""
    award_letters.require_out(proposal, actor())
    return _page(proposal)


@bp.post("/proposals/<uuid:proposal_id>/outcome/accept")
@page(Action.ANSWER_AWARD, standstill.by_proposal, key="proposal_id")
def accept_award(row: LotAward) -> ResponseReturnValue:
    """Accept the award of a lot."""
    award_answers.accept(row, actor(), now())
    flash(_("You have accepted the award."))
    return redirect(_back(row.proposal), 303)


@bp.post("/proposals/<uuid:proposal_id>/outcome/decline")
@page(Action.ANSWER_AWARD, standstill.by_proposal, key="proposal_id")
def decline_award(row: LotAward) -> ResponseReturnValue:
    """Decline the award of a lot with a reason."""
    form = DeclineForm()
    return save_or_show(
        form,
        lambda: award_answers.decline(row, form["reason"].data or "", actor(), now()),
        lambda _theirs: _page(row.proposal, decline_form=form),
        lambda _done: _back(row.proposal),
    )


@bp.post("/proposals/<uuid:proposal_id>/outcome/review")
@page(Action.FILE_REVIEW, proposals.by_id, key="proposal_id")
def file_review(proposal: Proposal) -> ResponseReturnValue:
    """Ask for a review of the result."""
    form = GroundsForm()
    return save_or_show(
        form,
        lambda: reviews.file(proposal, form["grounds"].data or "", actor(), now()),
        lambda _theirs: _page(proposal, grounds_form=form),
        lambda _done: _back(proposal),
    )


@bp.post("/proposals/<uuid:proposal_id>/outcome/review/withdraw")
@page(Action.WITHDRAW_REVIEW, reviews.by_proposal, key="proposal_id")
def withdraw_review(row: ReviewRequest) -> ResponseReturnValue:
    """Take the request for a review back."""
    reviews.withdraw(row, actor(), now())
    flash(_("The request is withdrawn."))
    return redirect(_back(row.proposal), 303)


@bp.post("/proposals/<uuid:proposal_id>/outcome/debrief")
@page(Action.ASK_DEBRIEF, proposals.by_id, key="proposal_id")
def ask_debrief(proposal: Proposal) -> ResponseReturnValue:
    """Ask the office to explain the result."""
    form = DebriefForm()
    return save_or_show(
        form,
        lambda: debriefs.ask(proposal, form["question"].data or "", actor(), now()),
        lambda _theirs: _page(proposal, debrief_form=form),
        lambda _done: _back(proposal),
    )


def _back(proposal: Proposal) -> str:
    return url_for("committee.outcome", proposal_id=proposal.id)


def _page(proposal: Proposal, **forms: Any) -> str:  # noqa: ANN401 - forms by name
    until = reviews.deadline(proposal)
    asked = reviews.of(proposal)
    return render_template(
        "committee/outcome.html",
        proposal=proposal,
        call=proposal.call,
        award=standstill.award_of(proposal),
        until=until,
        in_time=until is not None and now() < until,
        review=asked,
        decided_by=reviews.due(asked) if asked else None,
        decision=documents.of("review_decision", asked.id, language()) if asked else None,
        debriefs=debriefs.of(proposal),
        letter=documents.of("letter", proposal.id, language()),
        decline_form=forms.get("decline_form") or DeclineForm(formdata=None),
        grounds_form=forms.get("grounds_form") or GroundsForm(formdata=None),
        debrief_form=forms.get("debrief_form") or DebriefForm(formdata=None),
    )
