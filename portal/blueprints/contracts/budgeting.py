"""The budget of a contract within its negotiation, and the offer that the partner reads."""

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.contracts.budget_forms import amounts, budget_form
from portal.blueprints.contracts.views import bp, here
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import PROPOSE_CHANGES, SEND_CONTRACT
from portal.domain.policy import Thing
from portal.services import contract_budget, contract_offers, contract_text
from portal.services.contract_finding import by_slug
from portal.web import actor, now, page


def _page(contract: Thing, form: Any, *, ours: bool, theirs: object = None) -> str:  # noqa: ANN401 - made for the call
    return render_template(
        "contracts/budget.html",
        contract=contract,
        form=form,
        ours=ours,
        theirs=theirs,
        bounds=contract_budget.bounds(contract),
    )


@bp.route("/<slug:slug>/budget", methods=["GET", "POST"])
@page(Action.PROPOSE_WORDS, by_slug)
def propose_budget(contract: Thing) -> ResponseReturnValue:
    """Propose another budget for an offered contract, as the partner."""
    PROPOSE_CHANGES.take(contract.state)
    form = budget_form(contract, contract_text.categories(contract), reason=True)
    said = form.reason
    return save_or_show(
        form,
        lambda: contract_budget.propose(contract, amounts(form), said.data, actor(), now()),
        lambda _: _page(contract, form, ours=False),
        lambda _: f"{here(contract)}#money",
    )


@bp.route("/<slug:slug>/budget/edit", methods=["GET", "POST"])
@page(Action.EDIT_CONTRACT, by_slug)
def edit_budget(contract: Thing) -> ResponseReturnValue:
    """Change the budget of a draft, as procurement."""
    SEND_CONTRACT.take(contract.state)
    form = budget_form(contract, contract_text.categories(contract))
    seen = form.seen
    return save_or_show(
        form,
        lambda: contract_budget.save(contract, amounts(form), seen(), actor(), now()),
        lambda theirs: _page(contract, form, ours=True, theirs=theirs),
        lambda _: f"{here(contract)}#money",
    )


@bp.post("/budgets/<uuid:budget_id>/take-over")
@page(Action.EDIT_CONTRACT, contract_budget.by_id, key="budget_id")
def take_over_budget(row: Thing) -> ResponseReturnValue:
    """Write a proposed budget into the draft."""
    contract_budget.take_over(row, actor(), now())
    flash(gettext("The budget is taken over. The next offer shows what changed."))
    return redirect(f"{here(row.contract)}#money", 303)


@bp.post("/budgets/<uuid:budget_id>/settle")
@page(Action.EDIT_CONTRACT, contract_budget.by_id, key="budget_id")
def settle_budget(row: Thing) -> ResponseReturnValue:
    """Settle a proposed budget without taking it over."""
    contract_budget.settle(row, actor(), now())
    return redirect(f"{here(row.contract)}#money", 303)


@bp.get("/<slug:slug>/offer")
@page(Action.SEE_OFFER, by_slug)
def offer(contract: Thing) -> ResponseReturnValue:
    """Show the last offer to who cannot read what the office writes meanwhile."""
    return render_template(
        "contracts/offer.html",
        contract=contract,
        offer=contract_offers.last(contract, actor()),
        budgets=contract_budget.open_of(contract),
        categories=contract_text.categories(contract),
    )
