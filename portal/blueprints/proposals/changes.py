"""What an addendum asks of a partner: read the change, confirm the proposal or revise it."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.addenda.shown import shown
from portal.blueprints.proposals.forms import SubmitForm
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.services import addenda, proposal_changes, proposals
from portal.web import actor, now, page


@bp.get(OWN + "/addendum")
@page(Action.SEE_PROPOSAL, proposals.by_id, key="proposal_id")
def addendum(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show what changed since a proposal was begun, and what is asked of its signatory."""
    return _show(proposal, SubmitForm())


def _show(proposal: Any, form: SubmitForm) -> str:  # noqa: ANN401 - a record
    proposal = proposals.by_id(proposal.id)
    listed = proposal_changes.news(proposal)
    if not listed or actor().partner_id != proposal.partner_id:
        raise NotFound
    form.show(proposal.call.edition)
    return render_template(
        "proposals/addendum.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        standing=proposals.standing(proposal),
        waits=proposal_changes.waits(proposal),
        form=form,
        news=[_told(each) for each in listed],
    )


def _told(news: proposal_changes.News) -> dict[str, Any]:
    versions = addenda.versions_of(news.addendum)
    return {"addendum": news.addendum, "changes": shown(news.changes, versions)}


@bp.post(OWN + "/addendum/confirm")
@page(Action.SUBMIT_PROPOSAL, proposals.by_id, key="proposal_id")
def confirm(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Let the submitted proposal stand as it is."""
    form = SubmitForm()
    return save_or_show(
        form,
        lambda: proposal_changes.confirm(proposal, form.seen(), actor(), now()),
        lambda _theirs: _show(proposal, form),
        lambda _done: _back(proposal, gettext("The proposal is confirmed as it stands.")),
    )


def _back(proposal: Any, text: str) -> str:  # noqa: ANN401 - a record
    flash(text)
    return url_for("proposals.show", proposal_id=proposal.id)
