"""The members of a partner: invited, admitted, given roles, removed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.partners.forms import ConfirmForm, InviteForm, RolesForm
from portal.blueprints.partners.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action, Role
from portal.services import partner_joining, partner_members, partners
from portal.services.partner_members import Wish
from portal.web import actor, now, page

ADDRESS = "/<uuid:partner_id>/members"


def _done(partner_id: UUID, message: str) -> str:
    flash(message)
    return url_for("partners.members", partner_id=partner_id)


@bp.get(ADDRESS)
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def members(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show the members of a partner, and to its owner who is invited or asks to be let in."""
    return render_template(
        "partners/members.html",
        partner=partner,
        team=partners.team(partner),
        invitations=partner_members.open_invitations(partner, now()),
        requests=partner_joining.waiting(partner),
    )


@bp.route(ADDRESS + "/invite", methods=["GET", "POST"])
@page(Action.MANAGE_MEMBERS, partners.by_id, key="partner_id")
def invite(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Invite somebody by mail."""
    form = InviteForm(roles=[Role.PARTNER_EDITOR.value])
    days = current_app.config["INVITATION_DAYS"]
    return save_or_show(
        form,
        lambda: partner_members.invite(partner, _wish(form, days), actor(), now()),
        lambda _theirs: render_template(
            "partners/invite.html", form=form, partner=partner, days=days
        ),
        lambda _made: _done(partner.id, _("The invitation is on its way.")),
    )


def _wish(form: InviteForm, days: int) -> Wish:
    return Wish(str(form.email.data), form.chosen(), timedelta(days=days))


@bp.post(ADDRESS + "/invitations/<uuid:invitation_id>/revoke")
@page(Action.MANAGE_MEMBERS, partners.by_id, key="partner_id")
def revoke(partner: Any, invitation_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take an invitation back."""
    partner_members.revoke(partner, invitation_id, actor(), now())
    return redirect(_done(partner.id, _("The invitation is taken back.")), 303)


@bp.route(ADDRESS + "/<uuid:person_id>/roles", methods=["GET", "POST"])
@page(Action.MANAGE_MEMBERS, partners.by_id, key="partner_id")
def roles(partner: Any, person_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Change what a member may do."""
    person = partner_members.member(partner, person_id)
    form = RolesForm(roles=[role.value for role in partner_members.roles_of(person)])
    return save_or_show(
        form,
        lambda: partner_members.change_roles(partner, person_id, form.chosen(), actor(), now()),
        lambda _theirs: _asked("roles", form, partner, person),
        lambda _result: _done(partner.id, _("The roles are changed.")),
    )


def _asked(name: str, form: Any, partner: Any, person: Any) -> str:  # noqa: ANN401 - records
    return render_template(f"partners/{name}.html", form=form, partner=partner, person=person)


@bp.route(ADDRESS + "/<uuid:person_id>/remove", methods=["GET", "POST"])
@page(Action.MANAGE_MEMBERS, partners.by_id, key="partner_id")
def remove(partner: Any, person_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take a member out."""
    person = partner_members.member(partner, person_id)
    form = ConfirmForm()
    return save_or_show(
        form,
        lambda: partner_members.remove(partner, person_id, actor(), now()),
        lambda _theirs: _asked("remove", form, partner, person),
        lambda _result: _done(partner.id, _("The member is removed.")),
    )


@bp.route(ADDRESS + "/<uuid:person_id>/hand-over", methods=["GET", "POST"])
@page(Action.MANAGE_MEMBERS, partners.by_id, key="partner_id")
def hand_over(partner: Any, person_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Make a member the owner in one's own place."""
    person = partner_members.member(partner, person_id)
    form = ConfirmForm()
    return save_or_show(
        form,
        lambda: partner_members.hand_over(partner, person_id, actor(), now()),
        lambda _theirs: _asked("hand_over", form, partner, person),
        lambda _result: _done(partner.id, _("Ownership is handed over.")),
    )


@bp.route(ADDRESS + "/leave", methods=["GET", "POST"])
@page(Action.LEAVE_PARTNER, partners.by_id, key="partner_id")
def leave(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Leave one's partner."""
    form = ConfirmForm()
    return save_or_show(
        form,
        lambda: partner_members.leave(partner, actor(), now()),
        lambda _theirs: _asked("leave", form, partner, None),
        lambda _result: _left(),
    )


def _left() -> str:
    session.clear()
    flash(_("You have left the organisation."))
    return url_for("accounts.sign_in")


@bp.route("/requests/<uuid:request_id>", methods=["GET", "POST"])
@page(Action.MANAGE_MEMBERS, partner_joining.by_id, key="request_id")
def admit(asked: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Let somebody in who asked for it, with roles."""
    form = RolesForm(roles=[Role.PARTNER_EDITOR.value])
    return save_or_show(
        form,
        lambda: partner_joining.admit(asked, form.chosen(), actor(), now()),
        lambda _theirs: _asked("admit", form, asked.partner, asked),
        lambda _result: _done(asked.partner_id, _("The new member is let in.")),
    )


@bp.post("/requests/<uuid:request_id>/decline")
@page(Action.MANAGE_MEMBERS, partner_joining.by_id, key="request_id")
def decline_request(asked: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Decline somebody's request to be let in."""
    partner_joining.decline(asked, actor(), now())
    return redirect(_done(asked.partner_id, _("The request is declined.")), 303)
