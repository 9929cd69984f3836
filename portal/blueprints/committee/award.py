"""The recommendation, its approval, and the letters."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.blueprints.committee.forms import ReturnForm, recommendation_form, typed_choices
from portal.blueprints.committee.no_objection import NoObjectionForm
from portal.blueprints.committee.routes import bp
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import (
    award,
    documents,
    events,
    minutes,
    minutes_agreed,
    no_objection,
    opening,
    opening_prices,
    proposals,
    scoring,
)
from portal.services.award import Choice, Choices
from portal.services.opening import Call, Proposal
from portal.web import actor, language, now, page


@bp.get("/calls/<slug:slug>/award", endpoint="award")
@page(Action.SEE_EVALUATION, opening.call_by_slug)
def show(call: Call) -> ResponseReturnValue:
    """Show the recommendation to write, to approve or as approved."""
    form = recommendation_form(scoring.rankings(call), _before(call))
    return _page(call, form, ReturnForm(formdata=None))


@bp.post("/calls/<slug:slug>/award/recommend")
@page(Action.RECOMMEND, opening.call_by_slug)
def recommend(call: Call) -> ResponseReturnValue:
    """Store what the committee recommends."""
    tables = scoring.rankings(call)
    form = recommendation_form(tables, _before(call))
    return save_or_show(
        form,
        lambda: award.recommend(call, typed_choices(form, tables), actor(), now()),
        lambda _theirs: _page(call, form, ReturnForm(formdata=None)),
        lambda _done: url_for("committee.award", slug=call.slug),
    )


@bp.post("/calls/<slug:slug>/award/return")
@page(Action.APPROVE_AWARD, opening.call_by_slug)
def return_award(call: Call) -> ResponseReturnValue:
    """Return the recommendation to procurement."""
    form = ReturnForm()
    empty = recommendation_form([], {})
    return save_or_show(
        form,
        lambda: award.return_to_procurement(call, form.comment.data or "", actor(), now()),
        lambda _theirs: _page(call, empty, form),
        lambda _done: url_for("committee.award", slug=call.slug),
    )


@bp.post("/calls/<slug:slug>/award/no-objection")
@page(Action.RECORD_OBJECTION, opening.call_by_slug)
def record_no_objection(call: Call) -> ResponseReturnValue:
    """Record the government's no-objection to the recommended award."""
    form = NoObjectionForm()
    empty = recommendation_form([], {})
    return save_or_show(
        form,
        lambda: no_objection.record(call, form.value(), actor(), now()),
        lambda _theirs: _page(call, empty, ReturnForm(formdata=None), form),
        lambda _done: url_for("committee.award", slug=call.slug),
    )


@bp.post("/calls/<slug:slug>/award/approve")
@page(Action.APPROVE_AWARD, opening.call_by_slug)
def approve_award(call: Call) -> ResponseReturnValue:
    """Approve the award."""
    award.approve(call, actor(), now())
    flash(_("The award is approved. Every partner gets its letter."))
    return redirect(url_for("committee.award", slug=call.slug), 303)


def _before(call: Call) -> Choices:
    before = {
        each.lot_id: Choice(each.proposal_id, each.reason)
        for each in award.recommendations(call)
    }
    return {**before, **minutes_agreed.agreed(call)}


def _page(
    call: Call,
    form: FlaskForm,
    return_form: ReturnForm,
    objection_form: NoObjectionForm | None = None,
) -> str:
    received = opening.opened(call)
    return render_template(
        "committee/award.html",
        call=call,
        form=form,
        return_form=return_form,
        objection_form=objection_form or NoObjectionForm(formdata=None),
        objection_missing=no_objection.is_missing(call, now()),
        request_=no_objection.request_of(call),
        passed=no_objection.has_passed(call, now()),
        tables=scoring.rankings(call),
        recommendations=award.recommendations(call),
        proposals={each.id: each for each in received},
        prices=opening_prices.shown(call, received),
        shut=opening_prices.wait(call),
        report=documents.of("evaluation", call.id, language()),
        minuted=minutes.signed(call) is not None,
        letters=_letters(received),
        events=events.timeline([call.id]),
    )


def _letters(received: list[Proposal]) -> dict[UUID, object]:
    rows = documents.all_of(each.id for each in received)
    return {each.subject_id: each for each in rows if each.kind == "letter"}


@bp.get("/proposals/<uuid:proposal_id>/letter.pdf")
@page(Action.SEE_LETTER, proposals.by_id, key="proposal_id")
def letter(proposal: Proposal) -> ResponseReturnValue:
    """Answer with the letter that tells the partner the result and its reasons."""
    return paper("letter", proposal.id, f"{proposal.call.slug}-letter")
