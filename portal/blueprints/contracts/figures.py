"""The cumulative figures of a contract, as a page and as PDF."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.contracts.views import bp
from portal.blueprints.paper import paper
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import cumulative
from portal.services.contract_finding import by_slug
from portal.web import page


@bp.get("/<slug:slug>/figures")
@page(Action.SEE_CONTRACT, by_slug)
def figures(contract: Thing) -> ResponseReturnValue:
    """Show what every indicator adds up to over the accepted periods, part by part."""
    found = cumulative.lines(contract)
    return render_template(
        "contracts/figures.html",
        contract=contract,
        lines=found,
        periods=cumulative.periods(found),
        standing=cumulative.standing(contract),
    )


@bp.get("/<slug:slug>/figures.pdf")
@page(Action.SEE_CONTRACT, by_slug)
def figures_pdf(contract: Thing) -> ResponseReturnValue:
    """Give the cumulative report as PDF, as it stands today."""
    name = f"{contract.slug}-figures"
    return paper("cumulative", contract.id, name, draft=True, mark="today")
