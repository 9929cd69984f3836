"""The steps of a recommendation on its way: reviewed, returned, approved, confirmed, ended."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.award_forms import FailForm, ReturnForm, ReviewForm
from portal.blueprints.committee.award_page import award_page
from portal.blueprints.committee.routes import bp
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import award_rounds
from portal.services.award_rounds import AwardRound
from portal.web import actor, now, page


@bp.post("/calls/<slug:slug>/award/review")
@page(Action.REVIEW_AWARD, award_rounds.by_slug)
def review_award(row: AwardRound) -> ResponseReturnValue:
    """Pass the recommendation on to the head of office."""
    form = ReviewForm()
    return save_or_show(
        form,
        lambda: award_rounds.review(row, form["note"].data or "", actor(), now()),
        lambda _theirs: award_page(row.call, review_form=form),
        lambda _done: _back(row),
    )


@bp.post("/calls/<slug:slug>/award/return")
@page(Action.RETURN_AWARD, award_rounds.by_slug)
def return_award(row: AwardRound) -> ResponseReturnValue:
    """Return the recommendation with reasons, as whoever holds it."""
    form = ReturnForm()
    return save_or_show(
        form,
        lambda: award_rounds.send_back(row, form["comment"].data or "", actor(), now()),
        lambda _theirs: award_page(row.call, return_form=form),
        lambda _done: _back(row),
    )


@bp.post("/calls/<slug:slug>/award/approve")
@page(Action.APPROVE_AWARD, award_rounds.by_slug)
def approve_award(row: AwardRound) -> ResponseReturnValue:
    """Approve the award."""
    award_rounds.approve(row, actor(), now())
    if row.state.value == "second":
        flash(_("You have approved the award. The second approver confirms it."))
    else:
        flash(_("The award is approved. The letters are being made and leave together."))
    return redirect(_back(row), 303)


@bp.post("/calls/<slug:slug>/award/confirm")
@page(Action.SECOND_AWARD, award_rounds.by_slug)
def confirm_award(row: AwardRound) -> ResponseReturnValue:
    """Confirm an award above the ceiling as the second approver."""
    award_rounds.confirm(row, actor(), now())
    flash(_("The award is approved. The letters are being made and leave together."))
    return redirect(_back(row), 303)


@bp.post("/calls/<slug:slug>/award/end")
@page(Action.APPROVE_AWARD, award_rounds.by_slug)
def end_call(row: AwardRound) -> ResponseReturnValue:
    """End the call without an award."""
    form = FailForm()
    return save_or_show(
        form,
        lambda: award_rounds.end_without_award(row, form["comment"].data or "", actor(), now()),
        lambda _theirs: award_page(row.call, fail_form=form),
        lambda _done: _back(row),
    )


@bp.get("/calls/<slug:slug>/recommendation.pdf")
@page(Action.READ_EVALUATION, award_rounds.by_slug)
def recommendation_paper(row: AwardRound) -> ResponseReturnValue:
    """Answer with the recommendation, or with a draft while it is on its way."""
    return paper("recommendation", row.id, f"{row.call.slug}-recommendation", draft=True)


def _back(row: AwardRound) -> str:
    return url_for("committee.award", slug=row.call.slug)
