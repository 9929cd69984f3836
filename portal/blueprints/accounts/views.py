"""Signing in and out, registering, links sent by mail, and a person's own account."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user

from portal.blueprints.accounts.forms import (
    AcceptForm,
    AddressForm,
    ChangeForm,
    ConfirmForm,
    ProveForm,
    RegisterForm,
    ResetForm,
    SignInForm,
)
from portal.blueprints.accounts.limits import limit_failures, limit_mails
from portal.blueprints.choosing import choosing
from portal.blueprints.local import local
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.services import accounts, partner_joining, partner_members
from portal.web import SignedIn, actor, language, now, page

bp = Blueprint("accounts", __name__)


def length() -> timedelta:
    """Return how long a sign-in lasts."""
    return timedelta(hours=current_app.config["SESSION_HOURS"])


def enter(token: str) -> None:
    """Let the browser hold a sign-in; half of one is kept aside until its code is given."""
    session.clear()
    found = accounts.signed_in(token, now())
    if found is None:
        session["half"] = token
    else:
        login_user(SignedIn(token, *found))


def _onward(goal: str) -> str:
    """Lead to where somebody wanted to go, past the page that asks for the code."""
    return url_for("accounts.code", next=goal) if "half" in session else goal


def _sign_in(form: SignInForm) -> None:
    email, password = str(form.email.data), str(form.password.data)
    token = accounts.sign_in(email, password, now(), length())
    if token is None:
        raise RuleBroken("sign_in_failed")
    enter(token)


def _told(message: str, endpoint: str) -> str:
    flash(message)
    return url_for(endpoint)


@bp.route("/sign-in", methods=["GET", "POST"])
@limit_failures
@page(Action.VISIT)
def sign_in() -> ResponseReturnValue:
    """Sign a person in and lead them where they wanted to go."""
    goal = local(request.args.get("next"), url_for("work.index"))
    if actor().person_id is not None:
        return redirect(goal)
    form = SignInForm(email=request.args.get("email"))
    return save_or_show(
        form,
        lambda: _sign_in(form),
        lambda _theirs: render_template("accounts/sign_in.html", form=form),
        lambda _result: _onward(goal),
    )


@bp.post("/sign-out")
@page(Action.SECURE_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End this sign-in."""
    accounts.sign_out(current_user.token, now())
    session.clear()
    return redirect(url_for("calls.index"), 303)


@bp.route("/register", methods=["GET", "POST"])
@limit_mails
@page(Action.VISIT)
def register() -> ResponseReturnValue:
    """Register a partner with the first person of its team."""
    form = RegisterForm(language=language())
    return save_or_show(
        form,
        lambda: _register(form),
        lambda _theirs: render_template("accounts/register.html", form=form),
        lambda _result: url_for("accounts.sent"),
    )


def _register(form: RegisterForm) -> None:
    likeness = current_app.config["PARTNER_LIKENESS"]
    choosing(
        form, lambda: partner_joining.register(form.wish(), form.choice(), likeness, now())
    )


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@limit_failures
@page(Action.VISIT)
def accept(token: str) -> ResponseReturnValue:
    """Let somebody who was invited by mail join a partner, with a password of their own."""
    invited = partner_members.by_token(token, now())
    known = invited is not None and partner_members.has_account(invited)
    form = ProveForm() if known else AcceptForm()
    facts = {"form": form, "invited": invited, "known": known}
    return save_or_show(
        form,
        lambda: _join(token, form),
        lambda _theirs: render_template("accounts/accept.html", **facts),
        lambda _result: _first_page(),
    )


def _join(token: str, form: AcceptForm | ProveForm) -> None:
    enter(partner_members.accept(token, form.newcomer(language()), now(), length()))


@bp.get("/sent")
@page(Action.VISIT)
def sent() -> ResponseReturnValue:
    """Say that a mail is under way, whether or not the address is known."""
    return render_template("accounts/sent.html")


@bp.route("/confirm", methods=["GET", "POST"])
@limit_mails
@page(Action.VISIT)
def ask_confirmation() -> ResponseReturnValue:
    """Mail a new link to confirm an address."""
    return _mail_link(accounts.ask_confirmation, "accounts/ask_confirmation.html")


def _mail_link(ask: Callable[[str, datetime], None], template: str) -> ResponseReturnValue:
    form = AddressForm(email=request.args.get("email"))
    return save_or_show(
        form,
        lambda: ask(str(form.email.data), now()),
        lambda _theirs: render_template(template, form=form),
        lambda _result: url_for("accounts.sent"),
    )


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@page(Action.VISIT)
def confirm(token: str) -> ResponseReturnValue:
    """Confirm an address, sign its person in and lead to the partner's profile."""
    form = ConfirmForm()
    works = accounts.link_works(token, accounts.CONFIRM, now())
    return save_or_show(
        form,
        lambda: enter(partner_joining.confirm(token, now(), length())),
        lambda _theirs: render_template("accounts/confirm.html", form=form, works=works),
        lambda _result: _first_page(),
    )


def _first_page() -> str:
    of = actor().partner_id
    return _onward(url_for("partners.profile", partner_id=of) if of else url_for("work.index"))


@bp.route("/forgot", methods=["GET", "POST"])
@limit_mails
@page(Action.VISIT)
def forgot() -> ResponseReturnValue:
    """Mail a link to set a new password."""
    return _mail_link(accounts.ask_reset, "accounts/forgot.html")


@bp.route("/reset/<token>", methods=["GET", "POST"])
@page(Action.VISIT)
def reset(token: str) -> ResponseReturnValue:
    """Set a new password by a mailed link."""
    form = ResetForm()
    works = accounts.link_works(token, accounts.RESET, now())
    return save_or_show(
        form,
        lambda: accounts.reset(token, str(form.password.data), now()),
        lambda _theirs: render_template("accounts/reset.html", form=form, works=works),
        lambda _result: _told(
            _("The new password is set. Sign in with it."), "accounts.sign_in"
        ),
    )


@bp.route("/join/<token>", methods=["GET", "POST"])
@limit_failures
@page(Action.VISIT)
def join(token: str) -> ResponseReturnValue:
    """Let somebody whom the office invited set a first password."""
    form = ResetForm()
    works = accounts.link_works(token, accounts.JOIN, now())
    return save_or_show(
        form,
        lambda: enter(accounts.join(token, str(form.password.data), now(), length())),
        lambda _theirs: render_template("accounts/join.html", form=form, works=works),
        lambda _result: _first_page(),
    )


@bp.get("/account")
@page(Action.USE_ACCOUNT)
def account() -> ResponseReturnValue:
    """Show who is signed in, what they are, and where."""
    sign_ins = accounts.open_sign_ins(actor(), current_user.token, now())
    return render_template(
        "accounts/account.html",
        person=accounts.person_of(actor()),
        sign_ins=sign_ins,
        secured=accounts.has_second_factor(accounts.person_of(actor()).id),
    )


@bp.post("/account/sign-out-everywhere")
@page(Action.USE_ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    """End every sign-in of the person, this one too."""
    accounts.revoke_all(accounts.person_of(actor()).id, now())
    session.clear()
    goal = _told(_("You are signed out on every browser."), "accounts.sign_in")
    return redirect(goal, 303)


@bp.route("/account/password", methods=["GET", "POST"])
@limit_failures
@page(Action.USE_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change the person's own password."""
    form, token = ChangeForm(), current_user.token
    return save_or_show(
        form,
        lambda: accounts.change_password(
            actor(), str(form.present.data), str(form.new.data), now(), token
        ),
        lambda _theirs: render_template("accounts/password.html", form=form),
        lambda _result: _told(_("The new password is set."), "accounts.account"),
    )
