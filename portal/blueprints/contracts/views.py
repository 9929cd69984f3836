"""Pages of the area: contracts."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.contracts.forms import ClauseForm, ReviewForm, TermsForm, instalment_row
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.domain.lifecycle import (
    CONTRACT_STEPS,
    REFUSE_CONTRACT,
    SEND_CONTRACT,
    SIGNED_CONTRACT_STATES,
    ContractState,
)
from portal.domain.policy import Thing, can
from portal.services import (
    amendment_finding,
    contract_budget,
    contract_comments,
    contract_deviations,
    contract_negotiation,
    contract_paper,
    contract_promises,
    contract_reviews,
    contract_text,
    contract_versions,
    contracts,
    documents,
    mandates,
    notice_finding,
    proposals,
    report_queries,
)
from portal.services import contract_drafting as drafting
from portal.services.contract_finding import by_slug
from portal.web import actor, now, page

if TYPE_CHECKING:
    from datetime import date

bp = Blueprint("contracts", __name__, url_prefix="/contracts")


def here(contract: Thing) -> str:
    """Return the address of a contract's page."""
    return url_for("contracts.show", slug=contract.slug)


@bp.get("/")
@page(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """List the contracts that the actor may see, and awards that wait for a contract."""
    may = can(actor(), Action.ASSEMBLE_CONTRACT)
    return render_template(
        "contracts/index.html",
        contracts=contracts.visible(actor()),
        awarded=contracts.awaited(now()) if may else [],
    )


@bp.post("/assemble")
@page(Action.ASSEMBLE_CONTRACT)
def assemble() -> ResponseReturnValue:
    """Assemble the contract of an awarded proposal, or go to the one there is."""
    proposal = proposals.by_id(_key(request.form.get("proposal_id", "")))
    return redirect(here(drafting.assemble(proposal, actor(), now())), 303)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


@bp.get("/<slug:slug>")
@page(Action.SEE_CONTRACT, by_slug)
def show(contract: Thing) -> ResponseReturnValue:
    """Show a contract to everybody who may read it, with what is asked of each."""
    whole = contracts.full(contract)
    draft = contract.state is ContractState.DRAFT
    return render_template(
        "contracts/show.html",
        **text_of(whole),
        steps=CONTRACT_STEPS,
        problems=contracts.problems(whole) if draft else [],
        **_around(contract),
        events=contracts.timeline(contract, actor()),
        document=documents.of("contract", contract.id, contract.language),
    )


def _around(contract: Thing) -> dict[str, object]:
    return {
        "deviations": contract_deviations.of(contract),
        "reviews": contract_reviews.of(contract),
        "comments": contract_comments.of(contract, actor()),
        "versions": contract_versions.of(contract),
        "proposed": contract_negotiation.proposed(contract),
        "budgets": contract_budget.open_of(contract),
        "papers": contract_paper.of(contract),
        "grounds": mandates.grounds(contract),
        "printed": contract_paper.print_of(contract),
        "amendments": amendment_finding.of(contract, actor()),
        "notices": notice_finding.of(contract, actor()),
        "reports": report_queries.of_contract(contract),
    }


def text_of(whole: contract_text.Whole) -> dict[str, object]:
    """Return what the templates of the text of a contract read."""
    contract = whole.contract
    return {
        "contract": contract,
        "whole": whole,
        "parts": contract_text.numbered(whole),
        "terms": contract_text.terms(contract),
        "categories": contract_text.categories(contract),
        "annexes": contract_promises.shown(contract.own_terms),
        "left_out": [each for each in whole.every if each.left_out],
    }


@bp.get("/<slug:slug>.pdf")
@page(Action.SEE_CONTRACT, by_slug)
def pdf(contract: Thing) -> ResponseReturnValue:
    """Give the contract as PDF: a draft with a watermark until it is in force."""
    draft = contract.state not in SIGNED_CONTRACT_STATES
    return paper("contract", contract.id, contract.slug, draft=draft)


@bp.route("/<slug:slug>/clauses/<code>", methods=["GET", "POST"])
@page(Action.EDIT_CONTRACT, by_slug)
def clause(contract: Thing, code: str) -> ResponseReturnValue:
    """Change the text of one clause of a draft."""
    SEND_CONTRACT.take(contract.state)
    row = drafting.clause_of(contract, code)
    form = ClauseForm(data={"text": row.text, "version": str(row.version)})
    return save_or_show(
        form,
        lambda: drafting.save_clause(row, form.text.data or "", form.seen(), actor(), now()),
        lambda theirs: render_template(
            "contracts/clause.html", contract=contract, clause=row, form=form, theirs=theirs
        ),
        lambda _: f"{here(contract)}#{row.code}",
    )


@bp.route("/<slug:slug>/edit", methods=["GET", "POST"])
@page(Action.EDIT_CONTRACT, by_slug)
def edit(contract: Thing) -> ResponseReturnValue:
    """Change the dates and instalments of a draft."""
    SEND_CONTRACT.take(contract.state)
    form = _terms_form(contract)
    return save_or_show(
        form,
        lambda: drafting.save_terms(contract, _typed(form), form.seen(), actor(), now()),
        lambda theirs: render_template(
            "contracts/edit.html", contract=contract, form=form, theirs=theirs
        ),
        lambda _: here(contract),
    )


def _terms_form(contract: Thing) -> TermsForm:
    rows = contracts.full(contract).instalments
    form = TermsForm(
        data={
            "version": str(contract.version),
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "instalments": [instalment_row(row) for row in rows],
        }
    )
    if not form.is_submitted():
        form.add_blank_rows()
    return form


def _typed(form: TermsForm) -> drafting.Terms:
    starts_on, ends_on = cast("date", form.starts_on.data), cast("date", form.ends_on.data)
    return drafting.Terms(starts_on, ends_on, form.rows(), form.rules())


@bp.post("/<slug:slug>/send")
@page(Action.EDIT_CONTRACT, by_slug)
def send(contract: Thing) -> ResponseReturnValue:
    """Send a draft to its reviewers."""
    contracts.send(contract, actor(), now())
    flash(gettext("Sent to the legal and the data-protection officer."))
    return redirect(here(contract), 303)


@bp.route("/<slug:slug>/approval", methods=["GET", "POST"])
@page(Action.APPROVE_CONTRACT, by_slug)
def approval(contract: Thing) -> ResponseReturnValue:
    """Approve a contract or return it to procurement, as the head of office."""
    REFUSE_CONTRACT.take(contract.state)
    form = ReviewForm()

    def save() -> None:
        if returns():
            contracts.refuse(contract, form.comment.data or "", actor(), now())
        else:
            contracts.approve(contract, actor(), now())

    return review_page(contract, form, save, "approve_contract")


def returns() -> bool:
    """Say whether the reviewer pressed the button that returns the contract."""
    return request.form.get("decision") == "return"


def review_page(
    contract: Thing, form: ReviewForm, save: Callable[[], None], kind: str
) -> ResponseReturnValue:
    """Show the form of a review with what was remarked on the clauses, and save it."""
    return save_or_show(
        form,
        save,
        lambda _: render_template(
            "contracts/review.html",
            contract=contract,
            form=form,
            step=kind,
            steps=CONTRACT_STEPS,
            comments=contract_comments.of(contract, actor()),
        ),
        lambda _: here(contract),
    )
