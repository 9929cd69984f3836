"""The text of a contract on a day, as page and PDF."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired

from portal.blueprints.contracts.views import bp
from portal.blueprints.paper import paper
from portal.blueprints.saving import tell
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Thing
from portal.services import consolidated
from portal.services.contract_finding import by_slug
from portal.services.contract_text import categories
from portal.web import now, page


class DayForm(FlaskForm):
    """The day on which a contract is read."""

    on = DateField(_l("Day"), [InputRequired(_l("Fill this in."))])


@bp.get("/<slug:slug>/text")
@page(Action.SEE_CONTRACT, by_slug)
def consolidated_text(contract: Thing) -> ResponseReturnValue:
    """Show what a contract said on a day, each change marked with its amendment."""
    form, found = _asked(contract)
    shown = render_template(
        "contracts/consolidated.html",
        contract=contract,
        form=form,
        found=found,
        categories=categories(contract),
    )
    return shown, 200 if found else 422


def _asked(contract: Thing) -> tuple[DayForm, consolidated.Consolidated | None]:
    given = request.args if "on" in request.args else None
    form = DayForm(given, data={"on": now().date()}, meta={"csrf": False})
    if given is not None and not form.validate():
        return form, None
    try:
        return form, consolidated.on(contract, form.on.data or now().date())
    except RuleBroken as broken:
        tell(form, [broken])
        return form, None


@bp.get("/<slug:slug>/text.pdf")
@page(Action.SEE_CONTRACT, by_slug)
def consolidated_pdf(contract: Thing) -> ResponseReturnValue:
    """Give what a contract said on a day as PDF."""
    _form, found = _asked(contract)
    if found is None:
        raise RuleBroken("consolidated_before", "on", day=contract.in_force_at)
    last = found.amendments[-1] if found.amendments else None
    mark = f"amended-{last.number}" if last else "as-signed"
    key = last.id if last else contract.id
    return paper("consolidated", key, f"{contract.slug}-text", draft=True, mark=mark)
