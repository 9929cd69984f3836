"""What the committee agrees on after the reveal, where members are far apart."""

from collections.abc import Mapping

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.moderating_forms import DissentForm, moderation_form
from portal.blueprints.committee.routes import bp
from portal.blueprints.saving import save_or_show
from portal.config import divergence
from portal.domain.actions import Action
from portal.domain.policy import can
from portal.services import events, moderation, opening, proposals
from portal.services.moderation import Item
from portal.services.opening import Call, Proposal
from portal.web import actor, now, page


@bp.get("/calls/<slug:slug>/moderation", endpoint="moderation")
@page(Action.SEE_EVALUATION, opening.call_by_slug)
def show_items(call: Call) -> ResponseReturnValue:
    """List where members are far apart, and what was agreed."""
    known = moderation.all_items(call)
    items = [each for each in known if can(actor(), Action.SEE_LOT, each.proposal)]
    return render_template(
        "committee/moderation.html",
        call=call,
        items=items,
        limit=divergence(),
        events=events.timeline({each.proposal.id for each in items}, moderation.EVENTS),
    )


@bp.get("/proposals/<uuid:proposal_id>/moderation/<int:position>", endpoint="moderation_item")
@page(Action.SEE_EVALUATION, proposals.by_id, key="proposal_id")
def show_item(proposal: Proposal, position: int) -> ResponseReturnValue:
    """Show what each member gave on one criterion and why, and what was agreed."""
    item = moderation.item_of(proposal, position)
    return _page(item, moderation_form(item), DissentForm(formdata=None))


@bp.post("/proposals/<uuid:proposal_id>/moderation/<int:position>")
@page(Action.MODERATE, proposals.by_id, key="proposal_id")
def settle_item(proposal: Proposal, position: int) -> ResponseReturnValue:
    """Write down what the committee agreed."""
    item = moderation.item_of(proposal, position)
    form = moderation_form(item)
    return save_or_show(
        form,
        lambda: moderation.settle(item, form.agreed(), form.seen(), actor(), now()),
        lambda theirs: _page(item, form, DissentForm(formdata=None), theirs),
        lambda _done: _saved(item, _("What the committee agreed is written down.")),
    )


@bp.post("/proposals/<uuid:proposal_id>/moderation/<int:position>/dissent")
@page(Action.DISSENT, proposals.by_id, key="proposal_id")
def keep_dissent(proposal: Proposal, position: int) -> ResponseReturnValue:
    """Keep a member's dissent in their own words."""
    item, form = moderation.item_of(proposal, position), DissentForm()
    return save_or_show(
        form,
        lambda: moderation.dissent(item, form.text.data or "", actor(), now()),
        lambda _theirs: _page(item, moderation_form(item, typed=False), form),
        lambda _done: _saved(item, _("Your dissent is kept. It is printed in the report.")),
    )


def _saved(item: Item, message: str) -> str:
    flash(message)
    return url_for("committee.moderation", slug=item.proposal.call.slug)


def _page(
    item: Item,
    form: object,
    dissent_form: DissentForm,
    theirs: Mapping[str, object] | None = None,
) -> str:
    return render_template(
        "committee/moderation_item.html",
        call=item.proposal.call,
        item=item,
        form=form,
        dissent_form=dissent_form,
        theirs=theirs,
    )
