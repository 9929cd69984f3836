"""A partner's profile and team."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.partners.forms import ProfileForm
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import events, partners
from portal.web import actor, now, page

bp = Blueprint("partners", __name__, url_prefix="/partners")


@bp.get("/<uuid:partner_id>")
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def profile(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show a partner's profile, what it still lacks, and its team."""
    return render_template(
        "partners/profile.html",
        partner=partner,
        missing=partners.missing(partner),
        team=partners.team(partner),
        events=events.timeline([partner.id]),
    )


@bp.route("/<uuid:partner_id>/edit", methods=["GET", "POST"])
@page(Action.EDIT_PARTNER, partners.by_id, key="partner_id")
def edit(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Let the owner write the profile."""
    form = ProfileForm(obj=partner)

    def show(theirs: Mapping[str, object] | None) -> str:
        return render_template("partners/edit.html", form=form, partner=partner, theirs=theirs)

    return save_or_show(
        form,
        lambda: partners.change(partner, actor(), now(), form.seen(), form.profile()),
        show,
        lambda _result: _saved(partner),
    )


def _saved(partner: Any) -> str:  # noqa: ANN401 - a record
    flash(_("The profile is saved."))
    return url_for("partners.profile", partner_id=partner.id)
