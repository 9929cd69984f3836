"""Following one call, or all calls, by mail: asked for, confirmed, ended by one click."""

from flask import flash, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.blueprints.accounts.forms import AddressForm, ConfirmForm
from portal.blueprints.accounts.limits import limit_mails
from portal.blueprints.calls.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import calls, followers
from portal.web import actor, language, now, page


@bp.route("/follow", methods=["GET", "POST"])
@limit_mails
@page(Action.VISIT)
def follow_all() -> ResponseReturnValue:
    """Hear of every new call by mail."""
    return _follow(None)


@bp.route("/<slug:slug>/follow", methods=["GET", "POST"])
@limit_mails
@page(Action.SEE_CALL, calls.by_slug)
def follow(call: Thing) -> ResponseReturnValue:
    """Hear by mail of what changes in one call."""
    return _follow(call)


def _follow(call: Thing) -> ResponseReturnValue:
    known = actor().person_id is not None
    form: FlaskForm = ConfirmForm() if known else AddressForm()
    return save_or_show(
        form,
        lambda: _save(call, form),
        lambda _theirs: render_template(
            "calls/follow.html", form=form, call=call, own=followers.own(call, actor())
        ),
        lambda _result: _after(call) if known else url_for("calls.follow_sent"),
    )


def _save(call: Thing, form: FlaskForm) -> None:
    if actor().person_id is None:
        followers.ask(call, str(form["email"].data), language(), now())
    else:
        followers.follow(call, actor(), now())


def _after(call: Thing) -> str:
    flash(gettext("You will get a mail when something changes."))
    return url_for("calls.show", slug=call.slug) if call else url_for("calls.index")


@bp.get("/follow/sent")
@page(Action.VISIT)
def follow_sent() -> ResponseReturnValue:
    """Say that a mail with a link is under way."""
    return render_template("calls/follow_sent.html")


@bp.route("/follow/confirm/<token>", methods=["GET", "POST"])
@page(Action.VISIT)
def follow_confirm(token: str) -> ResponseReturnValue:
    """Confirm by the mailed link that somebody wants to follow."""
    form = ConfirmForm()
    return save_or_show(
        form,
        lambda: followers.confirm(token, now()),
        lambda _theirs: render_template(
            "calls/follow_confirm.html", form=form, asked=followers.waiting_for(token, now())
        ),
        lambda follower: _after(follower.call),
    )


@bp.get("/unfollow/<token>")
@page(Action.VISIT, followers.by_leaving, key="token")
def unfollow(follower: Thing) -> ResponseReturnValue:
    """Ask whether a following is to end: a program that follows links must not end it."""
    return render_template("calls/unfollow.html", follower=follower)


@bp.post("/unfollow/<token>")
@page(Action.VISIT, followers.by_leaving, key="token")
def end_following(follower: Thing) -> ResponseReturnValue:
    """End a following by one click, also from the button of a mail program (RFC 8058)."""
    followers.leave(follower, now())
    return render_template(
        "calls/unfollow.html", follower=followers.by_leaving(follower.leaving)
    )


@bp.record_once
def _open_to_mail_programs(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(end_following)
