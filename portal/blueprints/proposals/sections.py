"""The sections of a draft: declarations, budget."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.proposals.forms import (
    BudgetForm,
    DeclarationsForm,
    budget_form,
    category_names,
    declarations_form,
)
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.saving import save_or_show
from portal.domain import proposals as rules
from portal.domain.actions import Action
from portal.services import budget_categories, proposal_drafts, proposals
from portal.web import actor, language, now, page


def _page(name: str, proposal: Any, **facts: object) -> str:  # noqa: ANN401 - a record
    if request.method == "GET":
        proposals.require_writable(proposal)
    return render_template(
        f"proposals/{name}.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        **facts,
    )


def _tasks(proposal: Any) -> str:  # noqa: ANN401 - a record
    return url_for("proposals.show", proposal_id=proposal.id)


@bp.route(OWN + "/declarations", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def declarations(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Make the declarations."""
    texts = proposal_drafts.declaration_texts(language())
    form = declarations_form(texts, proposal)
    return save_or_show(
        form,
        lambda: _keep_declarations(proposal, form),
        lambda theirs: _page("declarations", proposal, form=form, theirs=theirs, texts=texts),
        lambda _done: _tasks(proposal),
    )


def _keep_declarations(proposal: Any, form: DeclarationsForm) -> None:  # noqa: ANN401 - a record
    proposal_drafts.save_declarations(
        proposal, form.ticked.data or [], form.seen(), actor(), now()
    )


@bp.route(OWN + "/budget", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def budget(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Write the budget; the portal adds it up and compares it with the ceilings."""
    lines = proposal_drafts.lines(proposal)
    form = budget_form(proposal.call, lines, proposal.budget_version)
    return save_or_show(
        form,
        lambda: proposal_drafts.save_budget(proposal, form.value(), actor(), now()),
        lambda theirs: _budget_page(proposal, form, lines, theirs),
        lambda _done: url_for("proposals.budget", proposal_id=proposal.id),
    )


def _ceilings(call: Any) -> dict[str, int]:  # noqa: ANN401 - a record
    headings = budget_categories.headings(call)
    return {code: each.ceiling for code, each in headings.items() if each.ceiling is not None}


def _budget_page(proposal: Any, form: BudgetForm, lines: list[Any], theirs: Any) -> str:  # noqa: ANN401 - records
    standing = theirs["lines"] if theirs else lines
    return _page(
        "budget",
        proposal,
        form=form,
        theirs=theirs,
        lines=standing,
        total=rules.budget_total(standing),
        totals=rules.totals_by_category(standing),
        line_total=rules.line_total,
        share=rules.indirect_share(standing),
        categories=category_names(proposal.call),
        ceilings=_ceilings(proposal.call),
        broken=[each for each in proposals.blocking(proposal) if each.field == "budget"],
        saved=proposals.last_saved(proposal, "proposal.budgeted"),
    )
