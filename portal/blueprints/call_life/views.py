"""The life of a call: its kind and invitations, review, planned publication, cancellation."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.call_life.forms import CancelForm, DirectForm, ReviewForm, ScheduleForm
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.config import publication_notice
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.domain.lifecycle import CANCEL_CALL, PUBLISH_CALL
from portal.domain.policy import Thing
from portal.services import (
    call_cancelling,
    call_drafting,
    call_publishing,
    call_review,
    calls,
    concept_notes,
    invitations,
)
from portal.show import word
from portal.web import actor, now, page

bp = Blueprint("call_life", __name__, url_prefix="/calls")


def _back(call: Thing) -> str:
    return url_for("calls.show", slug=call.slug)


@bp.get("/invited")
@page(Action.USE_ACCOUNT)
def invited() -> ResponseReturnValue:
    """List the published calls by invitation that the reader may see."""
    rows = [calls.summary(call) for call in invitations.closed_circle(actor())]
    return render_template("call_life/invited.html", rows=rows, moment=now())


@bp.route("/<slug:slug>/direct", methods=["GET", "POST"])
@page(Action.EDIT_CALL, calls.by_slug)
def direct(call: Thing) -> ResponseReturnValue:
    """Write why a draft is a direct selection, and on what evidence."""
    call_drafting.require_draft(call)
    form = DirectForm(data=_why_of(call))
    return save_or_show(
        form,
        lambda: invitations.justify(call, form.why(), form.seen(), actor(), now()),
        lambda theirs: _direct_page(call, form, theirs),
        lambda _: _told(call, gettext("Saved.")),
    )


def _why_of(call: Thing) -> dict[str, object]:
    why = invitations.why(call)
    reason = why.reason.value if why.reason else ""
    return {
        "version": call.version,
        "reason": reason,
        "text": why.text,
        "evidence": why.evidence,
    }


def _direct_page(call: Thing, form: DirectForm, theirs: object) -> str:
    about = {"broken": invitations.broken_rules(call), "concept": concept_notes.of_call(call)}
    return render_template(
        "call_life/direct.html", call=call, form=form, theirs=theirs, **about
    )


@bp.get("/<slug:slug>/shortlist")
@page(Action.EDIT_CALL, calls.by_slug)
def shortlist(call: Thing) -> ResponseReturnValue:
    """Show the invited partners of a draft, and find others to invite."""
    call_drafting.require_draft(call)
    asked = request.args.get("q", "")
    return render_template(
        "call_life/shortlist.html",
        call=call,
        rows=invitations.of(call),
        asked=asked,
        found=invitations.candidates(call, asked),
        broken=invitations.broken_rules(call),
    )


@bp.post("/<slug:slug>/shortlist/<any(invite, withdraw):way>")
@page(Action.EDIT_CALL, calls.by_slug)
def change_shortlist(call: Thing, way: str) -> ResponseReturnValue:
    """Invite a partner, or take it off the list again."""
    change = invitations.invite if way == "invite" else invitations.withdraw
    change(call, _key(request.form.get("partner", "")), actor(), now())
    flash(gettext("Saved."))
    return redirect(url_for("call_life.shortlist", slug=call.slug), 303)


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        raise NotFound from error


@bp.route("/<slug:slug>/review", methods=["GET", "POST"])
@page(Action.COMMENT_CALL, calls.by_slug)
def review(call: Thing) -> ResponseReturnValue:
    """Comment on the sections of a call in review."""
    form = ReviewForm(section=request.args.get("section"))
    return save_or_show(
        form,
        lambda: call_review.comment(
            call, str(form.section.data), str(form.text.data), actor(), now()
        ),
        lambda _: render_template(
            "call_life/review.html", call=call, form=form, comments=call_review.of(call)
        ),
        lambda _: _reviewed(call),
    )


def _reviewed(call: Thing) -> str:
    flash(gettext("Your comment is kept. The author reads it when the call comes back."))
    return url_for("call_life.review", slug=call.slug)


@bp.post("/comments/<uuid:comment_id>/resolve")
@page(Action.RESOLVE_COMMENT, call_review.by_id, key="comment_id")
def resolve(comment: Thing) -> ResponseReturnValue:
    """Mark a comment as resolved and go back to where it is read."""
    call_review.resolve(comment, actor(), now())
    flash(gettext("Comment resolved."))
    return redirect(_after_resolving(comment), 303)


def _after_resolving(comment: Any) -> str:  # noqa: ANN401 - a record
    slug = comment.call.slug
    if request.form.get("back") == "section":
        return url_for("calls.edit", slug=slug, section=comment.section)
    return url_for("calls.show", slug=slug)


@bp.route("/<slug:slug>/schedule", methods=["GET", "POST"])
@page(Action.PUBLISH_CALL, calls.by_slug)
def schedule(call: Thing) -> ResponseReturnValue:
    """Plan the publication of an approved call."""
    PUBLISH_CALL.take(call.state)
    form = ScheduleForm(call.zone)
    return save_or_show(
        form,
        partial(_plan, call, form),
        lambda _: render_template("call_life/schedule.html", call=call, form=form),
        lambda _: _told(call, gettext("The publication is planned.")),
    )


def _plan(call: Thing, form: ScheduleForm) -> None:
    notice = publication_notice(current_app.config)
    call_publishing.schedule(call, form.moment(), actor(), now(), notice)


@bp.post("/<slug:slug>/unschedule")
@page(Action.PUBLISH_CALL, calls.by_slug)
def unschedule(call: Thing) -> ResponseReturnValue:
    """Take the planned publication back."""
    call_publishing.unschedule(call, actor(), now())
    return redirect(_told(call, gettext("The plan was taken back.")), 303)


def _told(call: Thing, text: str) -> str:
    flash(text)
    return _back(call)


@bp.route("/<slug:slug>/cancel", methods=["GET", "POST"])
@page(Action.CANCEL_CALL, calls.by_slug)
def cancel(call: Thing) -> ResponseReturnValue:
    """Cancel a call with a reason."""
    CANCEL_CALL.take(call.state)
    form = CancelForm()
    return save_or_show(
        form,
        lambda: call_cancelling.cancel(call, form.reasons(), actor(), now()),
        lambda _: render_template("call_life/cancel.html", call=call, form=form),
        lambda _: _told(call, word(CANCEL_CALL.name, "done")),
    )


@bp.get("/<slug:slug>/cancellation.pdf")
@page(Action.SEE_CALL, calls.by_slug)
def cancellation_paper(call: Thing) -> ResponseReturnValue:
    """Answer with the notice of cancellation."""
    return paper("cancellation", call.id, f"{call.slug}-cancellation")
