"""The second factor: asked for when signing in, set up and taken off on the own account."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from portal.blueprints.accounts.forms import CodeForm, OwnPasswordForm, ProofForm
from portal.blueprints.accounts.limits import limit_failures
from portal.blueprints.accounts.views import bp, enter, length
from portal.blueprints.local import local
from portal.blueprints.saving import Show, save_or_show
from portal.domain import second_factor as rules
from portal.domain.actions import Action
from portal.services import accounts, second_factor
from portal.web import actor, lacks_second_factor, now, page


@bp.route("/sign-in/code", methods=["GET", "POST"])
@limit_failures
@page(Action.VISIT)
def code() -> ResponseReturnValue:
    """Ask for the code after the password, and lead on to where the person wanted to go."""
    form, half = CodeForm(), str(session.get("half", ""))
    goal = local(request.args.get("next"), url_for("work.index"))
    return save_or_show(
        form,
        lambda: enter(second_factor.finish(half, form.typed(), now(), length())),
        lambda _theirs: render_template(
            "accounts/code.html", form=form, works=second_factor.waiting(half, now()), goal=goal
        ),
        lambda _result: goal,
    )


@bp.route("/account/second-factor", methods=["GET", "POST"], endpoint="second_factor")
@limit_failures
@page(Action.SECURE_ACCOUNT)
def standing() -> ResponseReturnValue:
    """Show whether there is a second factor; begin to set one up."""
    form, own = OwnPasswordForm(), second_factor.of(actor().person_id)
    facts = {"own": own, "left": second_factor.codes_left(actor().person_id)}
    return save_or_show(
        form,
        lambda: second_factor.begin(actor(), str(form.password.data), now()),
        lambda _theirs: render_template(
            "accounts/second_factor.html", form=form, demanded=lacks_second_factor(), **facts
        ),
        lambda _result: url_for("accounts.set_up_second_factor"),
    )


@bp.route("/account/second-factor/set-up", methods=["GET", "POST"])
@limit_failures
@page(Action.SECURE_ACCOUNT)
def set_up_second_factor() -> ResponseReturnValue:
    """Show the secret for the authenticator and take its first code."""
    form, secret = CodeForm(), second_factor.offered(actor(), now())
    if not secret:
        return redirect(url_for("accounts.second_factor"), 303)
    return _shown_once(
        form,
        lambda: second_factor.confirm(actor(), form.typed(), current_user.token, now()),
        lambda _theirs: render_template("accounts/set_up.html", form=form, **_offer(secret)),
    )


def _offer(secret: str) -> dict[str, str]:
    """Return what the set-up page shows of a secret: its groups, and the code to be scanned."""
    account = accounts.person_of(actor()).email
    link = rules.link(secret, account, _("Migrant centres"))
    return {"secret": rules.grouped(secret), "link": link}


@bp.route("/account/second-factor/codes", methods=["GET", "POST"])
@limit_failures
@page(Action.SECURE_ACCOUNT)
def recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes in the place of those there are."""
    form = ProofForm()
    return _shown_once(
        form,
        lambda: second_factor.renew_codes(actor(), form.proof(), now()),
        lambda _theirs: render_template("accounts/new_codes.html", form=form),
    )


@bp.route("/account/second-factor/remove", methods=["GET", "POST"])
@limit_failures
@page(Action.SECURE_ACCOUNT)
def remove_second_factor() -> ResponseReturnValue:
    """Take the second factor off."""
    form = ProofForm()
    return save_or_show(
        form,
        lambda: second_factor.remove(actor(), form.proof(), now()),
        lambda _theirs: render_template("accounts/remove_factor.html", form=form),
        lambda _result: _removed(),
    )


def _removed() -> str:
    flash(_("The second factor is taken off."))
    return url_for("accounts.second_factor")


def _shown_once(
    form: FlaskForm, make: Callable[[], Sequence[str]], show: Show
) -> ResponseReturnValue:
    """Answer with the codes that were made: no address shows them a second time."""
    codes: list[str] = []
    answer = save_or_show(form, lambda: codes.extend(make()), show, lambda _result: "")
    if not codes:
        return answer
    return render_template("accounts/codes.html", codes=[rules.grouped(each) for each in codes])
