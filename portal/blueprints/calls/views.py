"""Calls: one page for everybody, the draft's sections, and its steps."""

from collections.abc import Callable
from functools import partial

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.blueprints.calls import following, fragments, public, reuse, showing
from portal.blueprints.calls.amended import merged_into
from portal.blueprints.calls.editors import EDITORS, prepare
from portal.blueprints.calls.forms import CommentForm, ConfirmForm
from portal.blueprints.calls.forms_scope import BasicsForm
from portal.blueprints.calls.life import approval_form
from portal.blueprints.calls.routes import bp
from portal.blueprints.kept import kept_for_visitors
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.config import publication_notice
from portal.domain import call_checks
from portal.domain.actions import Action
from portal.domain.calls import SECTIONS, Notice, sections_to_do
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
from portal.services import (
    call_drafting,
    call_progress,
    call_review,
    calls,
    centres,
    events,
)
from portal.services.calls import FullCall
from portal.show import word
from portal.web import actor, language, now, page

PAGES = (fragments, reuse, public, following)
SECTION = f"<any({', '.join(SECTIONS)}):section>"


@bp.route("/new", methods=["GET", "POST"])
@page(Action.DRAFT_CALL)
def new() -> ResponseReturnValue:
    """Draft a call for a centre."""
    centre = centres.by_slug(request.args.get("centre", ""))
    start = reuse.chosen_start()
    given = {"background": centre.request, "language": language(), **reuse.prefilled(start)}
    form = BasicsForm(centre.country, data=given | call_drafting.suggestions(centre))
    return save_or_show(
        form,
        lambda: reuse.draft(centre, form, start),
        lambda _: _new(centre, form, start),
        lambda call: url_for("calls.show", slug=call.slug),
    )


def _new(centre: Thing, form: BasicsForm, start: object) -> str:
    choices = reuse.offered()
    return render_template("calls/new.html", form=form, centre=centre, start=start, **choices)


@bp.get("/<slug:slug>")
@kept_for_visitors(events.mark)
@page(Action.SEE_CALL, showing.to_read)
def show(call: Thing) -> ResponseReturnValue:
    """Show a call to everybody who may read it, each with what is asked of them."""
    if moved := merged_into(call):
        return redirect(moved)
    inside = can(actor(), Action.SEE_CENTRES)
    return render_template(
        "calls/show.html",
        call=call,
        inside=inside,
        shared=showing.shared_parts(call),
        **(showing.office_parts(call) if inside else {}),
        **_progress(call),
    )


def _progress(call: Thing) -> dict[str, object]:
    if call.state not in calls.UNPUBLISHED:
        return {}
    whole = calls.full(call)
    broken = calls.broken_rules(whole, now(), _notice())
    known = {
        "whole": whole,
        "broken": broken,
        "todo": sections_to_do(broken),
        "sections": SECTIONS,
    }
    known["checks"] = call_checks.holding(broken)
    return {**known, "progress": call_progress.progress(whole.call, broken)}


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
    if "suggest" in request.form and editor.suggest:
        form = editor.suggest(whole, form, now(), _notice())
        return _show_section(whole, section, form, None)
    return save_or_show(
        form,
        lambda: editor.save(whole, form, _edit(form)),
        lambda theirs: _show_section(whole, section, form, theirs),
        lambda _: _after_saving(call, section),
    )


def _edit(form: BasicsForm) -> call_drafting.Edit:
    return call_drafting.Edit(actor(), now(), form.seen())


def _show_section(whole: FullCall, section: str, form: BasicsForm, theirs: object) -> str:
    broken = calls.broken_rules(whole, now(), _notice())
    return render_template(
        f"calls/edit_{section}.html",
        whole=whole,
        call=whole.call,
        section=section,
        form=form,
        theirs=theirs,
        broken=[each for each in broken if each.field == section],
        checks=call_checks.holding(broken, section),
        comments=call_review.of_section(whole.call, section),
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
    act = partial(calls.send, call, actor(), now(), _notice())
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
    form = approval_form(call)
    direct = "direct" in form and bool(form["direct"].data)
    act = partial(calls.approve, call, actor(), now(), direct=direct)
    return _step(call, APPROVE_CALL, form, act)


@bp.route("/<slug:slug>/publish", methods=["GET", "POST"])
@page(Action.PUBLISH_CALL, calls.by_slug)
def publish(call: Thing) -> ResponseReturnValue:
    """Publish a call."""
    act = partial(calls.publish, call, actor(), now(), _notice())
    return _step(call, PUBLISH_CALL, ConfirmForm(), act)


def _step(
    call: Thing, step: Step[CallState], form: FlaskForm, act: Callable[[], None]
) -> ResponseReturnValue:
    step.take(call.state)

    def show_page(_theirs: object) -> str:
        return render_template("calls/step.html", call=call, step=step, form=form)

    return save_or_show(form, act, show_page, lambda _: _done(call, step))


def _done(call: Thing, step: Step[CallState]) -> str:
    flash(word(step.name, "done"))
    return url_for("calls.show", slug=call.slug)


def _notice() -> Notice:
    return publication_notice(current_app.config)
