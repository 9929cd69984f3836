"""The arithmetic check of budgets: stated and computed totals, differences confirmed."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.budgets_forms import CheckForm
from portal.blueprints.committee.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import can
from portal.services import budget_checks, events, opening, opening_prices, proposals
from portal.services.opening import Call, Proposal
from portal.web import actor, now, page


@bp.get("/calls/<slug:slug>/budgets", endpoint="budgets")
@page(Action.SEE_BUDGETS, opening.call_by_slug)
def list_budgets(call: Call) -> ResponseReturnValue:
    """List both figures of every budget by lot, their difference, and what counts."""
    known = budget_checks.of_call(call)
    rows = [each for each in known if can(actor(), Action.SEE_LOT, each.proposal)]
    return render_template(
        "committee/budgets.html",
        call=call,
        rows=rows,
        shut=opening_prices.wait(call),
        events=events.timeline({each.proposal.id for each in rows}, (budget_checks.EVENT,)),
    )


@bp.get("/proposals/<uuid:proposal_id>/budget-check", endpoint="budget_check")
@page(Action.SEE_BUDGETS, proposals.by_id, key="proposal_id")
def show_budget(proposal: Proposal) -> ResponseReturnValue:
    """Show both figures of one budget, and the difference to confirm."""
    return _page(proposal, CheckForm())


@bp.post("/proposals/<uuid:proposal_id>/budget-check")
@page(Action.CHECK_BUDGET, proposals.by_id, key="proposal_id")
def confirm_budget(proposal: Proposal) -> ResponseReturnValue:
    """Confirm a difference with the reason."""
    form = CheckForm()
    return save_or_show(
        form,
        lambda: budget_checks.confirm(proposal, form.reason.data or "", actor(), now()),
        lambda _theirs: _page(proposal, form),
        lambda _done: _confirmed(proposal),
    )


def _confirmed(proposal: Proposal) -> str:
    flash(_("The difference is confirmed, with your reason."))
    return url_for("committee.budgets", slug=proposal.call.slug)


def _page(proposal: Proposal, form: CheckForm) -> str:
    row = budget_checks.of_proposal(proposal)
    return render_template(
        "committee/budget_check.html", call=proposal.call, row=row, form=form
    )
