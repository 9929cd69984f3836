"""The recommendation of the committee, the no-objection, and the letters."""

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.committee.award_page import award_page
from portal.blueprints.committee.forms import recommendation_form, typed_choices
from portal.blueprints.committee.no_objection import NoObjectionForm
from portal.blueprints.committee.routes import bp
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import (
    award,
    award_letters,
    minutes_agreed,
    no_objection,
    opening,
    proposals,
    scoring,
)
from portal.services.award import Choice, Choices
from portal.services.opening import Call, Proposal
from portal.web import actor, now, page


@bp.get("/calls/<slug:slug>/award", endpoint="award")
@page(Action.SEE_EVALUATION, opening.call_by_slug)
def show(call: Call) -> ResponseReturnValue:
    """Show the recommendation to write, to approve or as approved."""
    form = recommendation_form(scoring.rankings(call), _before(call))
    return award_page(call, form)


@bp.post("/calls/<slug:slug>/award/recommend")
@page(Action.RECOMMEND, opening.call_by_slug)
def recommend(call: Call) -> ResponseReturnValue:
    """Store what the committee recommends."""
    tables = scoring.rankings(call)
    form = recommendation_form(tables, _before(call))
    return save_or_show(
        form,
        lambda: award.recommend(call, typed_choices(form, tables), actor(), now()),
        lambda _theirs: award_page(call, form),
        lambda _done: url_for("committee.award", slug=call.slug),
    )


@bp.post("/calls/<slug:slug>/award/no-objection")
@page(Action.RECORD_OBJECTION, opening.call_by_slug)
def record_no_objection(call: Call) -> ResponseReturnValue:
    """Record the government's no-objection to the recommended award."""
    form = NoObjectionForm()
    return save_or_show(
        form,
        lambda: no_objection.record(call, form.value(), actor(), now()),
        lambda _theirs: award_page(call, objection_form=form),
        lambda _done: url_for("committee.award", slug=call.slug),
    )


def _before(call: Call) -> Choices:
    before = {
        each.lot_id: Choice(each.proposal_id, each.reason)
        for each in award.recommendations(call)
    }
    return {**before, **minutes_agreed.agreed(call)}


@bp.get("/proposals/<uuid:proposal_id>/letter.pdf")
@page(Action.SEE_LETTER, proposals.by_id, key="proposal_id")
def letter(proposal: Proposal) -> ResponseReturnValue:
    """Answer with the letter that tells the partner the result and its reasons."""
    award_letters.require_out(proposal, actor())
    return paper("letter", proposal.id, f"{proposal.call.slug}-letter")
