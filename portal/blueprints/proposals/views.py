"""Proposals: the list, the task list, submitting, the receipt."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.paper import paper
from portal.blueprints.proposals.forms import StartForm, category_names
from portal.blueprints.proposals.sealed_page import sealed_page
from portal.blueprints.saving import save_or_show
from portal.domain import proposals as rules
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.services import (
    documents,
    draft_team,
    partners,
    proposal_changes,
    proposal_drafts,
    proposal_eligibility,
    proposal_parts,
    proposal_profile,
    proposal_receipt,
    proposal_sealing,
    proposals,
)
from portal.services.standing import against_submission
from portal.services.steps import found
from portal.web import actor, language, now, page

bp = Blueprint("proposals", __name__, url_prefix="/proposals")
OWN = "/<uuid:proposal_id>"


@bp.get("/")
@page(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """Show the partner's own proposals and the calls that take proposals."""
    return render_template(
        "proposals/index.html",
        rows=[(each, proposals.standing(each)) for each in proposals.own(actor())],
        calls=proposals.calls_to_propose_for(actor()),
    )


@bp.route("/start", methods=["GET", "POST"])
@page(Action.USE_ACCOUNT)
def start() -> ResponseReturnValue:
    """Lead from a call, or from a chosen lot, to the page that starts the proposal."""
    slug, lot = request.args.get("call"), request.form.get("lot")
    if slug is None and lot is None:
        raise NotFound
    call = proposals.call_by_slug(slug) if slug else proposals.lot_by_id(_key(lot)).call
    return redirect(url_for("proposals.begin", slug=call.slug), 307 if lot else 302)


def _key(text: str | None) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


@bp.route("/start/<slug:slug>", methods=["GET", "POST"])
@page(Action.START_PROPOSAL, proposals.call_by_slug)
def begin(call: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Choose the lot to propose for and begin, or go on with what was begun."""
    form = StartForm()
    lots = proposals.lots(call)
    chosen = {str(lot.id): lot for lot in lots}
    return save_or_show(
        form,
        lambda: proposals.start(found(chosen.get(str(form.lot.data))), actor(), now()),
        lambda _theirs: _start_page(call, lots, form),
        lambda made: url_for("proposals.show", proposal_id=made.id),
    )


def _start_page(call: Any, lots: list[Any], form: StartForm) -> str:  # noqa: ANN401 - records
    partner = partners.by_id(actor().partner_id)  # type: ignore[arg-type]  # the policy asks for one
    return render_template(
        "proposals/start.html",
        call=call,
        lots=lots,
        form=form,
        partner=partner,
        complete=partners.is_complete(partner),
        open=proposal_drafts.is_open(call),
        standing=against_submission(partner),
    )


@bp.get(OWN)
@page(Action.SEE_PROPOSAL, proposals.by_id, key="proposal_id")
def show(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show the task list of a draft, or read what was submitted."""
    if proposal_sealing.is_sealed(proposal):
        return sealed_page(proposal)
    whole = proposals.contents(proposal, actor())
    standing = proposals.standing(proposal)
    name = "tasks" if standing is rules.Standing.DRAFT else "read"
    intact = proposal_receipt.is_intact(proposal)
    facts = {**facts_of(whole), "standing": standing, "intact": intact, "team": _team(proposal)}
    return render_template(f"proposals/{name}.html", proposal=proposal, whole=whole, **facts)


def _team(proposal: Any) -> draft_team.Team:  # noqa: ANN401 - a record
    """Return what the partner's own people see of their work together."""
    own = actor().partner_id == proposal.partner_id
    return draft_team.around(proposal, actor(), now()) if own else draft_team.Team()


def facts_of(whole: Any) -> dict[str, Any]:  # noqa: ANN401 - contents of a record
    """Return what every page about the whole of a proposal shows."""
    proposal = whole.proposal
    made = proposal_drafts.ticked(proposal)
    texts = proposal_drafts.declaration_texts(language())
    news = proposal_changes.news(proposal)
    changed = proposal_changes.changed_parts(news, whole)
    return {
        "news": news,
        "changed": changed,
        "parts": proposal_parts.parts_of(proposal.call, whole.kept, language()),
        "lots": proposal_profile.other_lots(proposal),
        "in_clear": not proposal_sealing.is_sealed(proposal),
        "withdrawn": proposal_changes.withdrawn_answers(whole),
        "waits": proposal_changes.waits(proposal),
        "reference": proposals.lot_reference(proposal),
        "states": _states(whole, len(made), proposal_changes.touched(news, whole, changed)),
        "total": rules.budget_total(whole.lines),
        "totals": rules.totals_by_category(whole.lines),
        "line_total": rules.line_total,
        "share": rules.indirect_share(whole.lines),
        "categories": category_names(proposal.call),
        "made": [texts[code] for code in made if code in texts],
        "eligibility": (answers := proposal_eligibility.results(proposal, whole.attachments)),
        "failing": any(each.passes is False for each in answers),
        "mine": actor().partner_id == proposal.partner_id,
        "history": proposals.history(proposal, actor()),
    }


def _states(whole: Any, made: int, touched: Collection[str]) -> dict[str, Any]:  # noqa: ANN401 - contents
    states = rules.section_states(whole.facts, made, len(whole.attachments))
    missing = partners.missing(whole.proposal.partner)
    profile = rules.SectionState.STARTED if missing else rules.SectionState.DONE
    marked = {
        key: rules.SectionState.CHANGED if key in touched else state
        for key, state in states.items()
    }
    return {"profile": profile, **marked}


@bp.get(OWN + "/receipt")
@page(Action.SEE_RECEIPT, proposals.by_id, key="proposal_id")
def receipt(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show the receipt of what was submitted."""
    return render_template(
        "proposals/receipt.html",
        proposal=proposal,
        received=proposal_receipt.received(proposal.id),
        reference=proposals.lot_reference(proposal),
        standing=proposals.standing(proposal),
        document=documents.of("receipt", proposal.id, language()),
    )


@bp.get(OWN + "/receipt.pdf")
@page(Action.SEE_RECEIPT, proposals.by_id, key="proposal_id")
def receipt_pdf(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give the receipt as a document."""
    return paper("receipt", proposal.id, str(proposal.receipt))
