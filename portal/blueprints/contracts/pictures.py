"""The pictures of a contract: how far it is, what it cost, and what happens when."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.contracts.views import bp
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import contract_pictures
from portal.services.contract_finding import by_slug
from portal.web import actor, page


@bp.get("/<slug:slug>/pictures")
@page(Action.SEE_CONTRACT, by_slug)
def pictures(contract: Thing) -> ResponseReturnValue:
    """Show how far a contract is: each indicator, the money, and its time."""
    reports = contract_pictures.periods(contract)
    return render_template(
        "contracts/pictures.html",
        contract=contract,
        reports=reports,
        progress=contract_pictures.progress(contract, reports),
        money=contract_pictures.money(contract, reports),
        lanes=contract_pictures.timeline(contract, reports, actor()),
    )
