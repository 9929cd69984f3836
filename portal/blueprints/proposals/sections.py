"""The sections of a draft: declarations, budget."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.proposals import merged
from portal.blueprints.proposals.forms import (
    BudgetForm,
    DeclarationsForm,
    budget_form,
    category_names,
    declarations_form,
    own_words,
)
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.proposals.whole_saving import autosaved, standing
from portal.blueprints.proposals.whole_told import added_up
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.price_check import Figures
from portal.domain.proposals import budget_total
from portal.services import budget_categories, draft_merging, proposal_drafts, proposals
from portal.services.draft_merging import Sides, Suggestion
from portal.services.proposal_drafts import DeclarationsDraft, Way
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
        lambda theirs: _declarations_page(proposal, form, texts, theirs),
        lambda _done: _tasks(proposal),
    )


def _declarations_page(
    proposal: Any,  # noqa: ANN401 - a record
    form: DeclarationsForm,
    texts: dict[str, str],
    theirs: Any,  # noqa: ANN401 - what was saved meanwhile
) -> str:
    kept = standing(proposal, "declarations", proposal.declarations_version)
    return _page("declarations", proposal, form=form, theirs=theirs, texts=texts, **kept)


def _keep_declarations(proposal: Any, form: DeclarationsForm, way: Way = Way.TYPED) -> Any:  # noqa: ANN401 - records
    draft = DeclarationsDraft(form.ticked.data or [], form.seen(), way)
    return proposal_drafts.save_declarations(proposal, draft, actor(), now())


@bp.post(OWN + "/declarations/autosave")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def autosave_declarations(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Keep the declarations while they are ticked; tell when."""
    form = declarations_form(proposal_drafts.declaration_texts(language()), proposal)
    return autosaved(
        proposal, form, lambda: _keep_declarations(proposal, form, Way.AUTOSAVED), dict
    )


@bp.route(OWN + "/budget", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def budget(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Write the budget; the portal adds it up and compares it with the ceilings."""
    lines = proposal_drafts.lines(proposal)
    stated = proposal_drafts.stated_total(proposal)
    form = budget_form(proposal.call, lines, proposal.budget_version, stated)
    return save_or_show(
        form,
        lambda: _keep_budget(proposal, form),
        lambda theirs: _budget_page(proposal, form, lines, theirs),
        lambda _done: url_for("proposals.budget", proposal_id=proposal.id),
    )


def _keep_budget(proposal: Any, form: BudgetForm) -> None:  # noqa: ANN401 - a record
    draft = form.value()
    if merged.is_chosen():
        suggested = _suggested(proposal, form, proposal_drafts.standing_budget(proposal))
        draft = draft_merging.budget_draft(suggested, form.seen())
    proposal_drafts.save_budget(proposal, draft, actor(), now())


def _suggested(proposal: Any, form: BudgetForm, theirs: Any) -> Suggestion:  # noqa: ANN401 - records
    """Return both budgets put together, by what was chosen where both changed a line."""
    base = draft_merging.base_of(proposal, "budget", merged.base_seen(form))
    mine = proposal_drafts.typed_content(form.value())
    sides = Sides(base, mine, theirs)
    return draft_merging.budget(sides, merged.choices())


def _joined(proposal: Any, form: BudgetForm, theirs: Any) -> dict[str, Any]:  # noqa: ANN401 - records
    """Return what the page of a conflict tells of both budgets put together."""
    if not theirs:
        return {"suggested": None}
    content = proposal_drafts.budget_content(theirs["lines"], theirs["stated"])
    suggested = _suggested(proposal, form, content)
    draft = draft_merging.budget_draft(suggested, 0)
    lines = proposal_drafts.all_lines(draft)
    return {
        "suggested": suggested,
        "joined": added_up(proposal.call, lines),
        "base": merged.base_seen(form),
        "words": _words(proposal),
    }


def _words(proposal: Any) -> merged.Words:  # noqa: ANN401 - a record
    """Return the words for what the lines of a budget hold."""
    kinds = {each.value: text for each, text in own_words().items()}
    columns = {
        "unit": _("Unit"),
        "quantity": _("Quantity"),
        "unit_cost": _("Cost of one unit"),
        "months": _("Months"),
        "share": _("Percent charged"),
        "own": _("The rest"),
    }
    return merged.Words(category_names(proposal.call) | kinds, columns)


def _ceilings(call: Any) -> dict[str, int]:  # noqa: ANN401 - a record
    headings = budget_categories.headings(call)
    return {code: each.ceiling for code, each in headings.items() if each.ceiling is not None}


@bp.post(OWN + "/budget/autosave")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def autosave_budget(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Keep the budget while it is typed, whole; tell when, and add up what is saved."""
    form = budget_form(proposal.call, [], proposal.budget_version)
    return autosaved(
        proposal,
        form,
        lambda: proposal_drafts.save_budget(
            proposal, form.value(Way.AUTOSAVED), actor(), now()
        ),
        lambda: _added_up(proposal, proposal_drafts.lines(proposal)),
    )


def _added_up(proposal: Any, lines: list[Any]) -> dict[str, Any]:  # noqa: ANN401 - a record
    broken = [each for each in proposals.blocking(proposal) if each.field == "budget"]
    figures = Figures(budget_total(lines), proposal_drafts.stated_total(proposal))
    return {**added_up(proposal.call, lines), "broken": broken, "figures": figures}


def _budget_page(proposal: Any, form: BudgetForm, lines: list[Any], theirs: Any) -> str:  # noqa: ANN401 - records
    return _page(
        "budget",
        proposal,
        form=form,
        theirs=theirs,
        ceilings=_ceilings(proposal.call),
        **_joined(proposal, form, theirs),
        **_added_up(proposal, theirs["lines"] if theirs else lines),
        **standing(proposal, "budget", proposal.budget_version),
    )
