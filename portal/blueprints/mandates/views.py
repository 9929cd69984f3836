"""Who may sign contracts: the mandates of a partner's signatories, the office's delegations."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.mandates.forms import MandateForm
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import can
from portal.domain.uploads import MEGABYTE
from portal.services import files, mandates, partners
from portal.services.file_checks import Limits
from portal.web import actor, now, page

bp = Blueprint("mandates", __name__, url_prefix="/mandates")
PARTNER = "/partners/<uuid:partner_id>"
OFFICE = "/office"
Partner = Any
"""A record of a partner; None stands for the office."""


@bp.get(PARTNER)
@page(Action.SEE_MANDATE, partners.by_id, key="partner_id")
def of_partner(partner: Partner) -> ResponseReturnValue:
    """Show by what a partner's signatories may sign."""
    may = can(actor(), Action.KEEP_MANDATE, partner)
    return _list(partner, mandates.of_partner(partner), may=may)


@bp.get(OFFICE)
@page(Action.SEE_OFFICE_MANDATE)
def of_office() -> ResponseReturnValue:
    """Show by what people sign for IOM."""
    may = can(actor(), Action.KEEP_OFFICE_MANDATE)
    return _list(None, mandates.of_office(), may=may)


def _list(partner: Partner, rows: list[Any], *, may: bool) -> str:
    today = now().date()
    return render_template(
        "mandates/list.html", partner=partner, rows=rows, may=may, today=today
    )


@bp.route(f"{PARTNER}/add", methods=["GET", "POST"])
@page(Action.KEEP_MANDATE, partners.by_id, key="partner_id")
def add(partner: Partner) -> ResponseReturnValue:
    """Add a mandate of a partner's signatory."""
    return _add(partner)


@bp.route(f"{OFFICE}/add", methods=["GET", "POST"])
@page(Action.KEEP_OFFICE_MANDATE)
def add_office() -> ResponseReturnValue:
    """Add a delegation of the office."""
    return _add(None)


def _add(partner: Partner) -> ResponseReturnValue:
    form, most = MandateForm(), int(current_app.config["FILE_LIMIT"])
    form.offer(mandates.signatories(partner))
    facts = {"form": form, "partner": partner, "most": most // MEGABYTE}
    return save_or_show(
        form,
        lambda: mandates.add(partner, form.wish(), Limits(most, 1), actor(), now()),
        lambda _theirs: render_template("mandates/add.html", **facts),
        lambda _made: _done(partner, gettext("The mandate is added.")),
    )


def _done(partner: Partner, message: str) -> str:
    flash(message)
    if partner is None:
        return url_for("mandates.of_office")
    return url_for("mandates.of_partner", partner_id=partner.id)


@bp.get(f"{PARTNER}/<uuid:mandate_id>")
@page(Action.SEE_MANDATE, partners.by_id, key="partner_id")
def download(partner: Partner, mandate_id: UUID) -> ResponseReturnValue:
    """Give the document of a partner's mandate, to save."""
    kept = mandates.one(partner, mandate_id)
    return saved_file(files.read(kept.path), kept)


@bp.get(f"{OFFICE}/<uuid:mandate_id>")
@page(Action.SEE_OFFICE_MANDATE, mandates.office_one, key="mandate_id")
def download_office(mandate: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give the document of a delegation of the office, to save."""
    return saved_file(files.read(mandate.path), mandate)


@bp.post(f"{PARTNER}/<uuid:mandate_id>/revoke")
@page(Action.KEEP_MANDATE, partners.by_id, key="partner_id")
def revoke(partner: Partner, mandate_id: UUID) -> ResponseReturnValue:
    """End a mandate of a partner's signatory."""
    mandates.revoke(mandates.one(partner, mandate_id), actor(), now())
    return redirect(_done(partner, gettext("The mandate has ended.")), 303)


@bp.post(f"{OFFICE}/<uuid:mandate_id>/revoke")
@page(Action.KEEP_OFFICE_MANDATE, mandates.office_one, key="mandate_id")
def revoke_office(mandate: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """End a delegation of the office."""
    mandates.revoke(mandate, actor(), now())
    return redirect(_done(None, gettext("The mandate has ended.")), 303)
