"""Rounds with the partner on the pages: words proposed, handed back, taken over."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.contracts.forms import WordsForm
from portal.blueprints.contracts.views import bp, here
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import PROPOSE_CHANGES
from portal.domain.policy import Thing
from portal.services import contract_comments, contract_negotiation
from portal.services import contract_drafting as drafting
from portal.services.contract_finding import by_slug
from portal.web import actor, now, page


@bp.route("/<slug:slug>/clauses/<code>/words", methods=["GET", "POST"])
@page(Action.PROPOSE_WORDS, by_slug)
def words(contract: Thing, code: str) -> ResponseReturnValue:
    """Propose other words for a clause, as the partner."""
    PROPOSE_CHANGES.take(contract.state)
    row = drafting.clause_of(contract, code)
    form = WordsForm(data={"words": row.text})
    return save_or_show(
        form,
        lambda: contract_negotiation.propose(row, *form.typed(), actor(), now()),
        lambda _: render_template(
            "contracts/words.html", contract=contract, clause=row, form=form
        ),
        lambda _: f"{here(contract)}#{code}",
    )


@bp.post("/<slug:slug>/hand-back")
@page(Action.PROPOSE_CHANGES, by_slug)
def hand_back(contract: Thing) -> ResponseReturnValue:
    """Hand the contract back with the proposed words, instead of signing it."""
    contract_negotiation.hand_back(contract, actor(), now())
    flash(gettext("Handed back to the office with your words. You hear when it offers again."))
    return redirect(url_for("contracts.index"), 303)


@bp.post("/comments/<uuid:remark_id>/take-over")
@page(Action.EDIT_CONTRACT, contract_comments.by_id, key="remark_id")
def take_over(remark: Thing) -> ResponseReturnValue:
    """Write the words that the partner proposed into the draft."""
    contract_negotiation.take_over(remark, actor(), now())
    return redirect(f"{here(remark.contract)}#{remark.code}", 303)
