"""The clauses of one contract: their figures, deviations from them, and their map."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.contracts.clause_forms import (
    DecisionForm,
    DeviationForm,
    InvolvesForm,
    figures_form,
    shown,
    values,
)
from portal.blueprints.contracts.views import bp, here
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.changes import word_pieces
from portal.domain.lifecycle import SEND_CONTRACT
from portal.domain.lifecycle_contracts import APPROVE_DEVIATION
from portal.domain.policy import Thing
from portal.services import contract_clauses, contract_deviations, contract_text, contracts
from portal.services import contract_drafting as drafting
from portal.services.contract_finding import by_slug
from portal.web import actor, language, now, page

CLAUSE = "/<slug:slug>/clauses/<code>"


@bp.route(f"{CLAUSE}/figures", methods=["GET", "POST"])
@page(Action.EDIT_CONTRACT, by_slug)
def clause_figures(contract: Thing, code: str) -> ResponseReturnValue:
    """Set what this contract says for the parameters of a clause."""
    SEND_CONTRACT.take(contract.state)
    row = drafting.clause_of(contract, code)
    asked = contract_clauses.parameters_of(row)
    form = figures_form(asked)(data={**shown(asked, row.given), "version": str(row.version)})
    return save_or_show(
        form,
        lambda: contract_clauses.save_values(row, values(form), form.seen(), actor(), now()),
        lambda theirs: _clause_page("figures", contract, row, form, theirs=theirs, asked=asked),
        lambda _: f"{here(contract)}#{row.code}",
    )


def _clause_page(name: str, contract: Thing, row: Thing, form: Any, **more: Any) -> str:  # noqa: ANN401 - of the page
    return render_template(
        f"contracts/{name}.html", contract=contract, clause=row, form=form, **more
    )


@bp.post(f"{CLAUSE}/leave-out")
@page(Action.EDIT_CONTRACT, by_slug)
def leave_out(contract: Thing, code: str) -> ResponseReturnValue:
    """Leave a clause out of a draft."""
    row = drafting.clause_of(contract, code)
    contract_clauses.leave_out(row, actor(), now())
    if row.mandatory:
        return redirect(url_for("contracts.deviate", slug=contract.slug, code=code), 303)
    return redirect(f"{here(contract)}#left-out", 303)


@bp.post(f"{CLAUSE}/take-in")
@page(Action.EDIT_CONTRACT, by_slug)
def take_in(contract: Thing, code: str) -> ResponseReturnValue:
    """Take a clause into a draft."""
    contract_clauses.take_in(drafting.clause_of(contract, code), actor(), now())
    return redirect(f"{here(contract)}#{code}", 303)


@bp.route(f"{CLAUSE}/deviation", methods=["GET", "POST"])
@page(Action.EDIT_CONTRACT, by_slug)
def deviate(contract: Thing, code: str) -> ResponseReturnValue:
    """Ask for the deviation that a mandatory clause of a draft now is."""
    SEND_CONTRACT.take(contract.state)
    row, form = drafting.clause_of(contract, code), DeviationForm()
    return save_or_show(
        form,
        lambda: contract_deviations.ask(row, form.reason.data or "", actor(), now()),
        lambda _: _clause_page("deviate", contract, row, form),
        lambda _: _told(gettext("Asked for. The legal or data-protection officer decides.")),
    )


def _told(message: str) -> str:
    flash(message)
    return url_for("contracts.show", slug=(request.view_args or {})["slug"])


@bp.route("/deviations/<uuid:deviation_id>", methods=["GET", "POST"])
@page(Action.DECIDE_DEVIATION, contract_deviations.by_id, key="deviation_id")
def deviation(asked: Thing) -> ResponseReturnValue:
    """Approve a deviation or decline it."""
    APPROVE_DEVIATION.take(asked.state)
    form = DecisionForm()
    return save_or_show(
        form,
        lambda: _decide(asked, form.comment.data or ""),
        lambda _: render_template(
            "contracts/deviation.html", deviation=asked, form=form, pieces=_pieces(asked)
        ),
        lambda _: here(asked.contract),
    )


def _decide(asked: Thing, comment: str) -> None:
    declines = request.form.get("decision") == "decline"
    act = contract_deviations.decline if declines else contract_deviations.approve
    act(asked, comment, actor(), now())


def _pieces(asked: Thing) -> list[tuple[str, str]]:
    found = word_pieces(asked.standard, asked.text)
    return [(each.mark.value, each.text) for each in found]


@bp.route("/<slug:slug>/involves", methods=["GET", "POST"])
@page(Action.EDIT_CONTRACT, by_slug)
def involves(contract: Thing) -> ResponseReturnValue:
    """Say what a draft involves beyond its call, so that it has the clauses for it."""
    SEND_CONTRACT.take(contract.state)
    form = InvolvesForm(data={"traits": contract.traits, "version": str(contract.version)})
    seen = form.seen
    return save_or_show(
        form,
        lambda: contract_clauses.set_traits(contract, form.chosen(), seen(), actor(), now()),
        lambda theirs: _involves_page(contract, form, theirs),
        lambda _: here(contract),
    )


def _involves_page(contract: Thing, form: InvolvesForm, theirs: object) -> str:
    return render_template(
        "contracts/involves.html",
        contract=contract,
        form=form,
        theirs=theirs,
        always=contract_clauses.traits_of(contract),
    )


@bp.get("/<slug:slug>/data-protection")
@page(Action.SEE_CONTRACT, by_slug)
def data_protection(contract: Thing) -> ResponseReturnValue:
    """Show which clause of the contract answers each principle, with its own values."""
    found = contract_text.map_of(contracts.full(contract), language())
    return render_template("contracts/map.html", contract=contract, principles=found)


@bp.get("/<slug:slug>/data-protection.pdf")
@page(Action.SEE_CONTRACT, by_slug)
def data_protection_pdf(contract: Thing) -> ResponseReturnValue:
    """Give the map of the contract as PDF, as it stands today."""
    name = f"{contract.slug}-data-protection"
    return paper("contract_data_map", contract.id, name, draft=True, mark="today")


@bp.get("/<slug:slug>/file.pdf")
@page(Action.SEE_CONTRACT_FILE, by_slug)
def contract_file(contract: Thing) -> ResponseReturnValue:
    """Give the contract's file as PDF: versions of its clauses, and every deviation."""
    return paper(
        "contract_file", contract.id, f"{contract.slug}-file", draft=True, mark="today"
    )
