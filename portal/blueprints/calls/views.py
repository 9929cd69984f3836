"""Calls: the public list, one page for everybody, the draft's sections, and its steps."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.blueprints.calls.editors import EDITORS, prepare
from portal.blueprints.calls.forms import BasicsForm, CommentForm, ConfirmForm
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.calls import SECTIONS, sections_to_do
from portal.domain.lifecycle import (
    APPROVE_CALL,
    PUBLIC_CALL_STATES,
    PUBLISH_CALL,
    RETURN_CALL,
    SEND_CALL,
    CallState,
    Step,
)
from portal.domain.policy import Thing, can
from portal.services import award, call_drafting, call_reading, calls, centres
from portal.services.calls import FullCall
from portal.show import word
from portal.web import actor, language, now, page

bp = Blueprint("calls", __name__, url_prefix="/calls")
USUAL_PUBLICATION_DAYS = 14
SECTION = f"<any({', '.join(SECTIONS)}):section>"


@bp.get("/")
@page(Action.VISIT)
def index() -> ResponseReturnValue:
    """List the open calls, then the closed ones; the office also sees its drafts."""
    still_open, closed = calls.public_list(now())
    drafts = calls.unpublished() if can(actor(), Action.SEE_CENTRES) else []
    return render_template(
        "calls/index.html",
        still_open=[calls.summary(call) for call in still_open],
        closed=[calls.summary(call) for call in closed],
        drafts=[calls.summary(call) for call in drafts],
    )


@bp.route("/new", methods=["GET", "POST"])
@page(Action.DRAFT_CALL)
def new() -> ResponseReturnValue:
    """Draft a call for a centre."""
    centre = centres.by_slug(request.args.get("centre", ""))
    given = {"background": centre.request, "language": language()}
    form = BasicsForm(centre.country, data=given | call_drafting.suggestions(centre))
    return save_or_show(
        form,
        lambda: call_drafting.draft(centre, form.values(), actor(), now()),
        lambda _: render_template("calls/new.html", form=form, centre=centre),
        lambda call: url_for("calls.show", slug=call.slug),
    )


@bp.get("/<slug:slug>")
@page(Action.SEE_CALL, calls.by_slug)
def show(call: Thing) -> ResponseReturnValue:
    """Show a call to everybody who may read it, each with what is asked of them."""
    inside = can(actor(), Action.SEE_CENTRES)
    return render_template(
        "calls/show.html",
        call=call,
        inside=inside,
        events=calls.timeline(call, everything=inside),
        papers=calls.papers(call),
        awards=award.awards_of(call),
        **_content(call),
    )


def _content(call: Thing) -> dict[str, object]:
    whole = calls.full(call)
    return {
        "whole": whole,
        "terms": call_reading.terms(call.services, call.standards, language()),
        "milestones": call_reading.milestones(call, now()),
        "closed": calls.is_closed(call, now()),
        **_progress(whole),
    }


def _progress(whole: FullCall) -> dict[str, object]:
    if whole.call.state in PUBLIC_CALL_STATES:
        return {"broken": [], "todo": frozenset(), "sections": SECTIONS}
    broken = calls.broken_rules(whole, now(), _shortest())
    return {"broken": broken, "todo": sections_to_do(broken), "sections": SECTIONS}


@bp.get("/<slug:slug>.pdf")
@page(Action.SEE_CALL, calls.by_slug)
def pdf(call: Thing) -> ResponseReturnValue:
    """Answer with the call on paper; before publication a draft with a watermark."""
    unpublished = call.state not in PUBLIC_CALL_STATES
    return paper("call", call.id, call.slug, draft=unpublished)


@bp.route(f"/<slug:slug>/edit/{SECTION}", methods=["GET", "POST"])
@page(Action.EDIT_CALL, calls.by_slug)
def edit(call: Thing, section: str) -> ResponseReturnValue:
    """Edit one section of a draft."""
    call_drafting.require_draft(call)
    whole, editor = calls.full(call), EDITORS[section]
    form = prepare(editor.form(whole))
    return save_or_show(
        form,
        lambda: editor.save(whole, form, _edit(form)),
        lambda theirs: _show_section(whole, section, form, theirs),
        lambda _: _after_saving(call, section),
    )


def _edit(form: BasicsForm) -> call_drafting.Edit:
    return call_drafting.Edit(actor(), now(), form.seen())


def _show_section(whole: FullCall, section: str, form: BasicsForm, theirs: object) -> str:
    broken = calls.broken_rules(whole, now(), _shortest())
    return render_template(
        f"calls/edit_{section}.html",
        whole=whole,
        call=whole.call,
        section=section,
        form=form,
        theirs=theirs,
        broken=[each for each in broken if each.field == section],
    )


def _after_saving(call: Thing, section: str) -> str:
    flash(gettext("Saved."))
    if "stay" in request.form:
        return url_for("calls.edit", slug=call.slug, section=section)
    return url_for("calls.show", slug=call.slug)


@bp.route("/<slug:slug>/send", methods=["GET", "POST"])
@page(Action.SEND_CALL, calls.by_slug)
def send(call: Thing) -> ResponseReturnValue:
    """Send a draft to the head of office."""
    act = partial(calls.send, call, actor(), now(), _shortest())
    return _step(call, SEND_CALL, ConfirmForm(), act)


@bp.route("/<slug:slug>/return", methods=["GET", "POST"])
@page(Action.APPROVE_CALL, calls.by_slug)
def send_back(call: Thing) -> ResponseReturnValue:
    """Return a call to its author with a comment."""
    form = CommentForm()
    act = partial(calls.send_back, call, form.comment.data or "", actor(), now())
    return _step(call, RETURN_CALL, form, act)


@bp.route("/<slug:slug>/approve", methods=["GET", "POST"])
@page(Action.APPROVE_CALL, calls.by_slug)
def approve(call: Thing) -> ResponseReturnValue:
    """Approve a call."""
    act = partial(calls.approve, call, actor(), now())
    return _step(call, APPROVE_CALL, ConfirmForm(), act)


@bp.route("/<slug:slug>/publish", methods=["GET", "POST"])
@page(Action.PUBLISH_CALL, calls.by_slug)
def publish(call: Thing) -> ResponseReturnValue:
    """Publish a call."""
    act = partial(calls.publish, call, actor(), now(), _shortest())
    return _step(call, PUBLISH_CALL, ConfirmForm(), act)


def _step(
    call: Thing, step: Step[CallState], form: FlaskForm, act: Callable[[], None]
) -> ResponseReturnValue:
    step.take(call.state)

    def show_page(_theirs: object) -> str:
        return render_template("calls/step.html", call=call, step=step, form=form)

    return save_or_show(form, act, show_page, lambda _: _done(call, step))


def _done(call: Thing, step: Step[CallState]) -> str:
    flash(gettext("Done: %(step)s.", step=word(step.name, "step")))
    return url_for("calls.show", slug=call.slug)


def _shortest() -> timedelta:
    """Return the least time from publication to the deadline: as set, else by the mode."""
    days = current_app.config["MINIMUM_PUBLICATION_DAYS"]
    if days is None:
        days = 0 if current_app.config["DEVELOPMENT"] else USUAL_PUBLICATION_DAYS
    return timedelta(days=int(days))
