"""Writing an answer: saved by its button, or while it is being typed; and taking one over."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.proposals.answer_forms import AnswerForm, reuse_form
from portal.blueprints.proposals.fragments import fragment
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import Conflict
from portal.domain.merging import merge
from portal.domain.proposals import word_count
from portal.services import (
    draft_reuse,
    draft_sections,
    draft_team,
    proposal_drafts,
    proposals,
)
from portal.services.proposal_drafts import AnswerDraft, Way
from portal.web import actor, now, page


def _address(proposal: Any, position: int) -> str:  # noqa: ANN401 - a record
    return url_for("proposals.answer", proposal_id=proposal.id, position=position)


@bp.route(OWN + "/answers/<int:position>", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def answer(proposal: Any, position: int) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Write the answer to one question; a text that is too long is kept and marked."""
    part = proposals.section(proposal, position, actor())
    form = AnswerForm(data={"text": part.text, "base": part.text, "version": part.version})
    return save_or_show(
        form,
        lambda: _keep(proposal, part.question, form),
        lambda theirs: _page(proposal, form, theirs, position),
        lambda _done: _address(proposal, position),
    )


def _keep(proposal: Any, question: Any, form: AnswerForm, way: Way = Way.TYPED) -> Any:  # noqa: ANN401 - records
    draft = AnswerDraft(question, form.chosen(), form.seen(), way)
    return proposal_drafts.save_answer(proposal, draft, actor(), now())


def _page(
    proposal: Any,  # noqa: ANN401 - a record
    form: AnswerForm,
    theirs: Mapping[str, object] | None,
    position: int,
) -> str:
    if request.method == "GET":
        proposals.require_writable(proposal)
    part = proposals.section(proposal, position, actor())
    return render_template(
        "proposals/answer.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        form=form,
        part=part,
        theirs=theirs,
        clean=_settle(form, part) if theirs else None,
        team=draft_team.around(proposal, actor(), now()),
    )


def _settle(form: AnswerForm, part: Any) -> bool:  # noqa: ANN401 - a section
    """Put both texts into the form, and a suggestion; say whether it needs no reading."""
    together = merge(str(form.base.data or ""), form.chosen(), part.text)
    form.show_conflict(part.version, part.text, together.text)
    return together.clean


@bp.post(OWN + "/answers/<int:position>/autosave")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def autosave_answer(proposal: Any, position: int) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Keep an answer while it is being typed; tell when, or show what somebody else saved."""
    question = draft_sections.question_at(proposal, position)
    form = AnswerForm()
    if not form.validate():
        return fragment("unsaved", messages=form.text.errors), 422
    try:
        saved = _keep(proposal, question, form, Way.AUTOSAVED)
    except Conflict:
        return _conflict(proposal, form, position)
    return fragment("saved", zone=proposal.call.zone, saved=saved, **_count(saved, question))


def _count(saved: Any, question: Any) -> dict[str, int]:  # noqa: ANN401 - records
    return {"words": word_count(saved.text), "limit": question.words}


def _conflict(proposal: Any, form: AnswerForm, position: int) -> ResponseReturnValue:  # noqa: ANN401 - a record
    part = proposals.section(proposal, position, actor())
    clean = _settle(form, part)
    facts = {"here": _address(proposal, position), "zone": proposal.call.zone}
    body = fragment("undecided", form=form, part=part, clean=clean, **facts)
    return body, 409, {"HX-Retarget": "#conflict"}


@bp.route(OWN + "/answers/<int:position>/reuse", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def reuse(proposal: Any, position: int) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take an answer over from an earlier proposal of the same partner."""
    part = proposals.section(proposal, position, actor())
    found = draft_reuse.earlier(proposal, part.question, actor())
    form = reuse_form(found, part.version)
    return save_or_show(
        form,
        lambda: draft_reuse.take(proposal, form.value(part.question), actor(), now()),
        lambda theirs: _reuse_page(proposal, form, found, position, theirs),
        lambda _done: _address(proposal, position),
    )


def _reuse_page(
    proposal: Any,  # noqa: ANN401 - a record
    form: Any,  # noqa: ANN401 - a form
    found: Any,  # noqa: ANN401 - records
    position: int,
    theirs: Mapping[str, object] | None,
) -> str:
    if request.method == "GET":
        proposals.require_writable(proposal)
    return render_template(
        "proposals/reuse.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        part=proposals.section(proposal, position, actor()),
        form=form,
        found={str(each.answer.id): each for each in found},
        theirs=theirs,
    )
