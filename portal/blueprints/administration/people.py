"""People with an account: the list, one person, and what is done to their account."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.administration.forms import (
    GiveRoleForm,
    InviteForm,
    ReasonForm,
    TakeRoleForm,
)
from portal.blueprints.administration.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.accounts import STAFF_ROLES
from portal.domain.actions import Action, Role
from portal.domain.errors import NotFound
from portal.domain.policy import Thing
from portal.services import account_keeping, accounts
from portal.services import people as known
from portal.services.people import STATES, Wanted
from portal.web import actor, now, page

ADDRESS = "/people/<uuid:person_id>"
CLOSINGS = {
    "close": account_keeping.close,
    "reopen": account_keeping.reopen,
    "factor": account_keeping.take_factor,
}
LONGEST = 100


def wanted(given: Mapping[str, str]) -> Wanted:
    """Read what is looked for from an address; what makes no sense is passed over."""
    number = given.get("page", "")
    fits = {"role": [*Role], "state": STATES, "factor": ("with", "without")}
    chosen = {name: given.get(name, "") for name in fits}
    kept = {name: value if value in fits[name] else "" for name, value in chosen.items()}
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1  # noqa: PLR2004 - far beyond any list
    return Wanted(given.get("text", "").strip()[:LONGEST], page=max(1, place), **kept)


@bp.get("/people", endpoint="people")
@page(Action.SEE_ACCOUNTS)
def index() -> ResponseReturnValue:
    """List the people who fit, a page at a time."""
    asked = wanted(request.args)
    return render_template(
        "administration/people.html",
        asked=asked,
        found=known.listed(asked, actor(), now()),
        roles=list(Role),
        states=STATES,
    )


@bp.get(ADDRESS)
@page(Action.SEE_ACCOUNTS, known.by_id, key="person_id")
def person(person: Thing) -> ResponseReturnValue:
    """Show one person: roles, sign-ins, and what was done to the account."""
    return render_template(
        "administration/person.html",
        person=person,
        state=known.state(person),
        grants=known.grants(person),
        last=known.last_seen([person.id]).get(person.id),
        secured=accounts.has_second_factor(person.id),
        sign_ins=known.sign_ins(person, now()),
        acts=account_keeping.acts(person),
    )


def _done(person: Thing, message: str) -> str:
    flash(message)
    return url_for("administration.person", person_id=person.id)


def _act_page(name: str, form: Any, person: Thing) -> str:  # noqa: ANN401 - any of the forms
    return render_template("administration/act.html", act=name, form=form, person=person)


@bp.route(ADDRESS + "/<any(close,reopen,factor):act>", methods=["GET", "POST"])
@page(Action.KEEP_ACCOUNT, known.by_id, key="person_id")
def keep(person: Thing, act: str) -> ResponseReturnValue:
    """Close an account, open it again, or take its second factor off, with a reason."""
    form = ReasonForm()
    return save_or_show(
        form,
        lambda: CLOSINGS[act](person, form.told(), actor(), now()),
        lambda _theirs: _act_page(act, form, person),
        lambda _result: _done(person, _("It is done, and the person is told by mail.")),
    )


@bp.route(ADDRESS + "/roles/give", methods=["GET", "POST"])
@page(Action.KEEP_ACCOUNT, known.by_id, key="person_id")
def give_role(person: Thing) -> ResponseReturnValue:
    """Give a role, with a reason and perhaps a last day."""
    form = GiveRoleForm()
    form.offer(STAFF_ROLES)
    return save_or_show(
        form,
        lambda: account_keeping.give_role(person, form.act(), actor(), now()),
        lambda _theirs: _act_page("give", form, person),
        lambda _result: _done(person, _("The role is given, and the person is told by mail.")),
    )


@bp.route(ADDRESS + "/roles/take", methods=["GET", "POST"])
@page(Action.KEEP_ACCOUNT, known.by_id, key="person_id")
def take_role(person: Thing) -> ResponseReturnValue:
    """Take a role back, with a reason."""
    form = TakeRoleForm()
    form.offer(grant.role for grant in known.grants(person) if grant.role in STAFF_ROLES)
    return save_or_show(
        form,
        lambda: account_keeping.take_role(person, form.act(), actor(), now()),
        lambda _theirs: _act_page("take", form, person),
        lambda _result: _done(person, _("The role is taken, and the person is told by mail.")),
    )


@bp.post(ADDRESS + "/sign-out")
@page(Action.KEEP_ACCOUNT, known.by_id, key="person_id")
def sign_out(person: Thing) -> ResponseReturnValue:
    """End one sign-in of a person, or all of them."""
    account_keeping.sign_out(person, _key(request.form.get("sign_in", "")), actor(), now())
    return redirect(_done(person, _("Signed out.")), 303)


def _key(typed: str) -> UUID | None:
    """Return the key of the one sign-in that is meant; None for all."""
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise NotFound from None


@bp.route("/people/invite", methods=["GET", "POST"])
@page(Action.OPEN_ACCOUNTS)
def invite() -> ResponseReturnValue:
    """Open an account of the office for somebody and invite them by mail."""
    form, length = InviteForm(language="en"), _invitation_length()
    return save_or_show(
        form,
        lambda: account_keeping.invite(form.new(), actor(), now(), length),
        lambda _theirs: render_template(
            "administration/invite.html", form=form, days=length.days
        ),
        lambda made: _done(made, _("The invitation is on its way.")),
    )


@bp.post(ADDRESS + "/invite-again")
@page(Action.KEEP_ACCOUNT, known.by_id, key="person_id")
def invite_again(person: Thing) -> ResponseReturnValue:
    """Mail another link to somebody who has not joined yet."""
    account_keeping.invite_again(person, actor(), now(), _invitation_length())
    return redirect(_done(person, _("The invitation is on its way.")), 303)


def _invitation_length() -> timedelta:
    return timedelta(days=current_app.config["INVITATION_DAYS"])
