"""The screening of proposals."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.award_forms import FailForm
from portal.blueprints.committee.routes import bp
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import can
from portal.services import (
    award_unscored,
    committee_seats,
    documents,
    events,
    exclusions,
    opening,
    proposals,
    screening,
    screening_sanctions,
)
from portal.services.opening import Call, Proposal
from portal.web import actor, language, now, page


@bp.get("/calls/<slug:slug>/screening", endpoint="screening")
@page(Action.SEE_SCREENING, opening.call_by_slug)
def list_proposals(call: Call) -> ResponseReturnValue:
    """List the proposals of a call with their screening."""
    return _list(call)


@bp.post("/calls/<slug:slug>/screening/end")
@page(Action.APPROVE_AWARD, opening.call_by_slug)
def end_unscored(call: Call) -> ResponseReturnValue:
    """End a call in which nothing is left to score, without an award."""
    form = FailForm()
    return save_or_show(
        form,
        lambda: award_unscored.end(call, form["comment"].data or "", actor(), now()),
        lambda _theirs: _list(call, form),
        lambda _done: url_for("committee.letters", slug=call.slug),
    )


def _list(call: Call, form: FailForm | None = None) -> str:
    received = [each for each in opening.opened(call) if can(actor(), Action.SEE_LOT, each)]
    return render_template(
        "committee/screening.html",
        call=call,
        form=form or FailForm(formdata=None),
        ending=award_unscored.is_due(call),
        proposals=received,
        excluding=exclusions.waiting(received),
        seats=committee_seats.standing(call),
        broken=screening.broken_start(call),
        rescanned=screening_sanctions.last_rescan(call),
        matches=screening_sanctions.waiting(call),
        listed=screening_sanctions.confirmed(call),
        document=documents.of(exclusions.KIND, call.id, language()),
        events=events.timeline([call.id]),
    )


@bp.post("/calls/<slug:slug>/scoring/start")
@page(Action.START_SCORING, opening.call_by_slug)
def start_scoring(call: Call) -> ResponseReturnValue:
    """Deal out the scorecards."""
    screening.start_scoring(call, actor(), now())
    flash(_("Scoring has started. Each member has a scorecard for each eligible proposal."))
    return redirect(url_for("committee.scoring", slug=call.slug), 303)


@bp.post("/calls/<slug:slug>/screening/sanctions")
@page(Action.START_SCORING, opening.call_by_slug)
def rescan(call: Call) -> ResponseReturnValue:
    """Compare every partner of the call with the latest sanctions list."""
    if screening_sanctions.rescan(call, actor(), now()):
        flash(_("Compared. Possible matches wait for a verdict: see the list below."))
    else:
        flash(_("Compared. No possible match waits for a verdict."))
    return redirect(url_for("committee.screening", slug=call.slug), 303)


@bp.post("/proposals/<uuid:proposal_id>/screening/again")
@page(Action.SCREEN_PROPOSAL, proposals.by_id, key="proposal_id")
def screen_again(proposal: Proposal) -> ResponseReturnValue:
    """Take back that a proposal is eligible, because a match was confirmed since."""
    screening_sanctions.screen_again(proposal, actor(), now())
    flash(_("The proposal is to be screened again."))
    return redirect(url_for("committee.sheet", proposal_id=proposal.id), 303)


@bp.get("/calls/<slug:slug>/screening.pdf")
@page(Action.SEE_SCREENING, opening.call_by_slug)
def screening_paper(call: Call) -> ResponseReturnValue:
    """Answer with the screening record: a draft until scoring starts."""
    return paper(exclusions.KIND, call.id, f"{call.slug}-screening", draft=True)
