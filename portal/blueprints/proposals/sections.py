"""The sections of a draft: declarations, answers, budget, files."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.proposals.forms import (
    AnswerForm,
    BudgetForm,
    DeclarationsForm,
    attachment_form,
    budget_form,
    category_names,
    declarations_form,
)
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.saving import save_or_show
from portal.domain import proposals as rules
from portal.domain.actions import Action
from portal.services import (
    attachments,
    files,
    proposal_drafts,
    proposal_eligibility,
    proposals,
)
from portal.services.attachments import Limits
from portal.services.proposal_drafts import AnswerDraft
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


@bp.route(OWN + "/answers/<int:position>", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def answer(proposal: Any, position: int) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Write the answer to one question; a text that is too long is kept and marked."""
    part = proposals.section(proposal, position, actor())
    form = AnswerForm(data={"text": part.text, "version": part.version})
    return save_or_show(
        form,
        lambda: _keep_answer(proposal, part.question, form),
        lambda theirs: _page("answer", proposal, form=form, theirs=theirs, part=part),
        lambda _done: url_for("proposals.answer", proposal_id=proposal.id, position=position),
    )


def _keep_answer(proposal: Any, question: Any, form: AnswerForm) -> None:  # noqa: ANN401 - records
    draft = AnswerDraft(question, form.text.data or "", form.seen())
    proposal_drafts.save_answer(proposal, draft, actor(), now())


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
        broken=[each for each in proposals.blocking(proposal) if each.field == "budget"],
        saved=proposals.last_saved(proposal, "proposal.budgeted"),
    )


@bp.route(OWN + "/attachments", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def attach(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Attach a file, or see those that are attached."""
    documents, proofs = proposal_eligibility.purposes(proposal)
    form = attachment_form(documents, proofs)
    limits = Limits(current_app.config["FILE_LIMIT"], current_app.config["FILE_COUNT_LIMIT"])
    there = attachments.all_of(proposal)
    facts = {"form": form, "limits": limits, "attached": there, "asked": (documents, proofs)}
    return save_or_show(
        form,
        lambda: attachments.add(proposal, form.value(), limits, actor(), now()),
        lambda _theirs: _page("attachments", proposal, **facts),
        lambda _done: url_for("proposals.attach", proposal_id=proposal.id),
    )


@bp.get(OWN + "/attachments/<uuid:attachment_id>")
@page(Action.SEE_PROPOSAL, proposals.by_id, key="proposal_id")
def download(proposal: Any, attachment_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give a file back as it was sent, to keep and never to run in the page."""
    kept = attachments.of(proposal, attachment_id)
    return send_file(
        BytesIO(files.read(kept.path)),
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=kept.filename,
    )


@bp.post(OWN + "/attachments/<uuid:attachment_id>/remove")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def detach(proposal: Any, attachment_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take a file off the draft."""
    attachments.remove(proposal, attachment_id, actor(), now())
    return redirect(url_for("proposals.attach", proposal_id=proposal.id), 303)
