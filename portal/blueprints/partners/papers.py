"""The files of a partner's profile."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.partners.forms import PaperForm
from portal.blueprints.partners.routes import bp
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.uploads import MEGABYTE
from portal.services import files, partner_documents, partners
from portal.services.file_checks import Limits
from portal.web import actor, now, page

ADDRESS = "/<uuid:partner_id>/documents"


@bp.get(ADDRESS)
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def papers(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show the documents and audit reports of a partner."""
    return render_template(
        "partners/papers.html",
        partner=partner,
        papers=partner_documents.all_of(partner),
        today=now().date(),
    )


@bp.route(ADDRESS + "/add", methods=["GET", "POST"])
@page(Action.EDIT_PARTNER, partners.by_id, key="partner_id")
def add_paper(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Add a document to the profile."""
    form = PaperForm()
    settings = current_app.config
    limits = Limits(settings["FILE_LIMIT"], settings["PARTNER_FILE_COUNT_LIMIT"])
    facts = {"form": form, "partner": partner, "most": limits.size // MEGABYTE}
    return save_or_show(
        form,
        lambda: partner_documents.add(partner, form.paper(), limits, actor(), now()),
        lambda _theirs: render_template("partners/paper_add.html", **facts),
        lambda _made: _done(partner, _("The document is added.")),
    )


def _done(partner: Any, message: str) -> str:  # noqa: ANN401 - a record
    flash(message)
    return url_for("partners.papers", partner_id=partner.id)


@bp.get(ADDRESS + "/<uuid:document_id>")
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def download(partner: Any, document_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give a document as it is kept, to save and never to run in the page."""
    kept = partner_documents.of(partner, document_id)
    return saved_file(files.read(kept.path), kept)


@bp.post(ADDRESS + "/<uuid:document_id>/remove")
@page(Action.EDIT_PARTNER, partners.by_id, key="partner_id")
def remove_paper(partner: Any, document_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take a document off the profile."""
    partner_documents.remove(partner, document_id, actor(), now())
    return redirect(_done(partner, _("The document is removed.")), 303)
