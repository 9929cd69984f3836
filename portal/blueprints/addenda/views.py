"""Addenda: begin one, read what it changes, issue it or give it up."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.addenda.forms import ConfirmForm, ReasonForm
from portal.blueprints.addenda.shown import shown
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.config import addendum_days
from portal.domain.actions import Action
from portal.domain.errors import WrongState
from portal.domain.lifecycle import ISSUE_ADDENDUM, CallState
from portal.domain.policy import Thing
from portal.services import addenda, call_versions, calls, documents
from portal.web import actor, language, now, page

bp = Blueprint("addenda", __name__, url_prefix="/calls")
NUMBERED = "/<slug:slug>/addenda/<int:number>"


@bp.route("/<slug:slug>/addenda/new", methods=["GET", "POST"])
@page(Action.EDIT_CALL, calls.by_slug)
def start(call: Thing) -> ResponseReturnValue:
    """Begin a change of a published call with its reason."""
    addenda.require_changeable(call)
    form = ReasonForm()
    return save_or_show(
        form,
        lambda: addenda.start(call, str(form.reason.data), actor(), now()),
        lambda _: _start_page(call, form),
        lambda made: url_for("calls.show", slug=made.draft.slug),
    )


def _start_page(call: Thing, form: ReasonForm) -> str:
    waiting = call_versions.open_addendum(call)
    days = addendum_days()
    return render_template("addenda/new.html", call=call, form=form, waiting=waiting, days=days)


@bp.get(NUMBERED)
@page(Action.SEE_CALL, calls.by_slug)
def show(call: Thing, number: int) -> ResponseReturnValue:
    """Show an issued addendum: its reason and every difference to the version before."""
    addendum = call_versions.by_number(call, number)
    versions = addenda.versions_of(addendum)
    return render_template(
        "addenda/show.html",
        call=call,
        addendum=addendum,
        changes=shown(addenda.changes_of(addendum), versions),
        document=documents.of("addendum", addendum.id, language()),
        whole=documents.of("call_amended", addendum.id, language()),
    )


@bp.get(NUMBERED + ".pdf")
@page(Action.SEE_CALL, calls.by_slug)
def addendum_paper(call: Thing, number: int) -> ResponseReturnValue:
    """Give an addendum as a document."""
    addendum = call_versions.by_number(call, number)
    return paper("addendum", addendum.id, f"{call.slug}-A{number}")


@bp.get(NUMBERED + "/call.pdf")
@page(Action.SEE_CALL, calls.by_slug)
def call_paper(call: Thing, number: int) -> ResponseReturnValue:
    """Give the whole call as it reads after an addendum."""
    addendum = call_versions.by_number(call, number)
    return paper("call_amended", addendum.id, f"{call.slug}-A{number}-CALL")


@bp.get("/<slug:slug>/changes")
@page(Action.SEE_CALL, call_versions.by_draft)
def changes(draft: Thing) -> ResponseReturnValue:
    """Show what a working copy changes, before it is issued."""
    addendum = addenda.of_draft(draft)
    if draft.state is CallState.MERGED:
        return redirect(_issued(draft))
    return render_template("addenda/changes.html", **_facts(draft), addendum=addendum)


def _facts(draft: Thing) -> dict[str, object]:
    preview = addenda.preview(draft, now(), addendum_days())
    versions = addenda.contents_of(draft)
    return {
        "call": draft,
        "original": draft.amends,
        "preview": preview,
        "changes": shown(preview.changes, versions),
        "broken": calls.broken_rules(calls.full(draft), now()),
        "days": addendum_days(),
    }


def _issued(draft: Thing) -> str:
    addendum = addenda.of_draft(draft)
    return url_for("addenda.show", slug=addendum.call.slug, number=addendum.number)


@bp.route("/<slug:slug>/issue", methods=["GET", "POST"])
@page(Action.PUBLISH_CALL, call_versions.by_draft)
def issue(draft: Thing) -> ResponseReturnValue:
    """Issue an approved addendum; a second click leads to what was issued."""
    if draft.state is CallState.MERGED:
        flash(gettext("This addendum was issued before. Nothing was issued twice."))
        return redirect(_issued(draft), 303)
    ISSUE_ADDENDUM.take(draft.state)
    form = ConfirmForm()
    return save_or_show(
        form,
        lambda: addenda.issue(draft, actor(), now(), addendum_days()),
        lambda _: _step_page("issue", draft, form),
        lambda _: _done(_issued(draft), gettext("Addendum issued.")),
    )


def _step_page(name: str, draft: Thing, form: ConfirmForm) -> str:
    about = {"addendum": addenda.of_draft(draft), "form": form}
    return render_template(f"addenda/{name}.html", **_facts(draft), **about)


def _done(address: str, text: str) -> str:
    flash(text)
    return address


@bp.route("/<slug:slug>/drop", methods=["GET", "POST"])
@page(Action.EDIT_CALL, call_versions.by_draft)
def drop(draft: Thing) -> ResponseReturnValue:
    """Give up an addendum that was not issued."""
    if draft.state is CallState.MERGED:
        raise WrongState(ISSUE_ADDENDUM.name, draft.state)
    form, back = ConfirmForm(), url_for("calls.show", slug=draft.amends.slug)
    return save_or_show(
        form,
        lambda: addenda.drop(draft, actor(), now()),
        lambda _: _step_page("drop", draft, form),
        lambda _: _done(back, gettext("The addendum was given up.")),
    )
