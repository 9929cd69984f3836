"""What the State put into its budget for a centre."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.procedures.forms import BudgetForm
from portal.blueprints.procedures.views import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import centres, state_budgets
from portal.web import actor, now, page


@bp.route("/centres/<slug:slug>/state-budget/new", methods=["GET", "POST"])
@page(Action.KEEP_STATE_BUDGET, centres.by_slug)
def new_budget(centre: Thing) -> ResponseReturnValue:
    """Note a budget line of the State for a centre."""
    form = BudgetForm(year=now().year)
    return _budget(
        centre, form, lambda: state_budgets.add(centre, form.entry(), actor(), now())
    )


@bp.route("/state-budgets/<uuid:budget_id>", methods=["GET", "POST"])
@page(Action.KEEP_STATE_BUDGET, state_budgets.by_id, key="budget_id")
def budget(budget: Thing) -> ResponseReturnValue:
    """Change what is known of a budget line."""
    form = BudgetForm(data={**state_budgets.typed(budget), "version": str(budget.version)})
    return _budget(
        budget.centre,
        form,
        lambda: state_budgets.change(budget, form.entry(), form.seen(), actor(), now()),
    )


def _budget(centre: Thing, form: BudgetForm, save: Callable[[], Any]) -> ResponseReturnValue:
    return save_or_show(
        form,
        save,
        lambda theirs: render_template(
            "procedures/budget.html", centre=centre, form=form, theirs=theirs
        ),
        lambda _: _noted(centre),
    )


def _noted(centre: Thing) -> str:
    flash(gettext("The budget line is noted."))
    return url_for("procedures.of_centre", slug=centre.slug)
