"""The scoring desk, the reveal and the ranking."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee import ranking_kept
from portal.blueprints.committee.forms import desk_form, typed_marks
from portal.blueprints.committee.routes import bp
from portal.blueprints.fields import VersionedForm
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import (
    desk,
    events,
    opening,
    proposal_parts,
    proposals,
    revealing,
    scoring,
)
from portal.services.opening import Call, Proposal
from portal.services.revealing import Lot
from portal.services.scoring import Scorecard
from portal.web import actor, language, now, page


@bp.get("/calls/<slug:slug>/scoring", endpoint="scoring")
@page(Action.SEE_OPENING, opening.call_by_slug)
def overview(call: Call) -> ResponseReturnValue:
    """Show the actor's own desk, and for the chair and the office how far the lots are."""
    own = desk.desk(call, actor())
    return render_template(
        "committee/scoring.html",
        call=call,
        desk=own,
        cards=[row.card for row in own.rows],
        progress=scoring.progress(call),
        lots=revealing.progress(call),
        revealed=revealing.cards(call),
        proposals=opening.opened(call),
        events=events.timeline([call.id]),
    )


@bp.get("/scorecards/<uuid:scorecard_id>")
@page(Action.SEE_SCORECARD, scoring.card_by_id, key="scorecard_id")
def scorecard(card: Scorecard) -> ResponseReturnValue:
    """Show one's own scorecard beside what the partner wrote."""
    return _card(card, _form(card), None)


@bp.get("/scorecards/<uuid:scorecard_id>.pdf")
@page(Action.READ_SCORECARD, scoring.card_by_id, key="scorecard_id")
def scorecard_paper(card: Scorecard) -> ResponseReturnValue:
    """Answer with a locked scorecard as paper."""
    return paper(scoring.PAPER, card.id, f"{card.proposal.call.slug}-scorecard")


@bp.post("/scorecards/<uuid:scorecard_id>")
@page(Action.SCORE, scoring.card_by_id, key="scorecard_id")
def save_scorecard(card: Scorecard) -> ResponseReturnValue:
    """Save a draft of one's own scorecard."""
    form = _form(card)
    return save_or_show(
        form,
        lambda: scoring.save(card, form.seen(), _typed(form, card), actor(), now()),
        lambda theirs: _card(card, form, theirs),
        lambda _done: _saved(card, _("Your draft is saved. It is not locked yet.")),
    )


@bp.post("/scorecards/<uuid:scorecard_id>/lock")
@page(Action.SCORE, scoring.card_by_id, key="scorecard_id")
def lock_scorecard(card: Scorecard) -> ResponseReturnValue:
    """Lock one's own scorecard for good."""
    form = _form(card)
    return save_or_show(
        form,
        lambda: scoring.lock(card, form.seen(), _typed(form, card), actor(), now()),
        lambda theirs: _card(card, form, theirs),
        lambda _done: _saved(card, _("Your scorecard is locked.")),
    )


def _form(card: Scorecard) -> VersionedForm:
    criteria = scoring.criteria(card.proposal.call)
    return desk_form(criteria, scoring.marks(card), card.version)


def _typed(form: VersionedForm, card: Scorecard) -> scoring.Marks:
    return typed_marks(form, scoring.criteria(card.proposal.call))


def _saved(card: Scorecard, message: str) -> str:
    flash(message)
    return url_for("committee.scorecard", scorecard_id=card.id)


def _card(card: Scorecard, form: VersionedForm, theirs: Mapping[str, object] | None) -> str:
    return render_template(
        "committee/scorecard.html",
        card=card,
        call=card.proposal.call,
        form=form,
        theirs=theirs,
        criteria=scoring.criteria(card.proposal.call),
        evidence=scoring.evidence(card.proposal),
        parts=proposal_parts.parts_of(
            card.proposal.call, proposal_parts.kept_of(card.proposal), language()
        ),
        others=scoring.cards_of(card.proposal.call, actor()),
    )


@bp.post("/lots/<uuid:lot_id>/reveal")
@page(Action.REVEAL_SCORES, revealing.lot_by_id, key="lot_id")
def reveal_lot(lot: Lot) -> ResponseReturnValue:
    """Reveal the scores of one lot to the committee and the office."""
    revealing.reveal(lot, actor(), now())
    flash(_("The scores of lot %(number)s are revealed.", number=lot.number))
    return redirect(url_for("committee.ranking", slug=lot.call.slug), 303)


@bp.get("/calls/<slug:slug>/ranking")
@page(Action.SEE_EVALUATION, opening.call_by_slug)
def ranking(call: Call) -> ResponseReturnValue:
    """Show the ranking of each lot with the members' scores and reasons."""
    shown = ranking_kept.page(call, actor())
    return render_template("committee/ranking.html", call=call, shown=shown)


@bp.get("/calls/<slug:slug>/ranking.pdf")
@page(Action.READ_EVALUATION, opening.call_by_slug)
def ranking_paper(call: Call) -> ResponseReturnValue:
    """Answer with the evaluation report, a draft before the recommendation."""
    return paper("evaluation", call.id, f"{call.slug}-evaluation", draft=True)


@bp.get("/calls/<slug:slug>/scores.pdf")
@page(Action.READ_EVALUATION, opening.call_by_slug)
def score_sheet(call: Call) -> ResponseReturnValue:
    """Answer with every score of every member, a draft before the recommendation."""
    return paper("score_sheet", call.id, f"{call.slug}-scores", draft=True)


@bp.get("/proposals/<uuid:proposal_id>/reasons")
@page(Action.SEE_EVALUATION, proposals.by_id, key="proposal_id")
def proposal_reasons(proposal: Proposal) -> ResponseReturnValue:
    """Show what each member gave a proposal of a revealed lot, and why."""
    return render_template(
        "committee/reasons.html",
        call=proposal.call,
        proposal=proposal,
        row=scoring.row_of(proposal),
        criteria=scoring.criteria(proposal.call),
    )
