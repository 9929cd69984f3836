"""A contract signed outside on paper: printed, entered with its scan, checked by a second."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.contracts.paper_forms import PaperActForm, PaperCheckForm
from portal.blueprints.contracts.views import bp, here
from portal.blueprints.paper import paper
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_contracts import CONFIRM_PAPER
from portal.domain.policy import Thing
from portal.domain.uploads import MEGABYTE
from portal.services import contract_paper, files
from portal.services.contract_finding import by_slug
from portal.services.file_checks import Limits
from portal.web import actor, now, page


@bp.post("/<slug:slug>/print")
@page(Action.RECORD_PAPER, by_slug)
def ask_print(contract: Thing) -> ResponseReturnValue:
    """Have the contract printed for a signature on paper."""
    contract_paper.ask_print(contract, actor(), now())
    flash(gettext("The print is being made. It stands under “Signed on paper”."))
    return redirect(f"{here(contract)}#on-paper", 303)


@bp.get("/<slug:slug>/print.pdf")
@page(Action.SEE_CONTRACT, by_slug)
def printed(contract: Thing) -> ResponseReturnValue:
    """Give the print that is signed on paper."""
    return paper(contract_paper.PRINT, contract.id, f"{contract.slug}-to-sign")


@bp.route("/<slug:slug>/paper", methods=["GET", "POST"])
@page(Action.RECORD_PAPER, by_slug)
def add_paper(contract: Thing) -> ResponseReturnValue:
    """Enter a signature on paper with its scan."""
    form, most = PaperActForm(), int(current_app.config["FILE_LIMIT"])
    side = contract_paper.side_of(contract)
    form.offer(contract_paper.signers(contract, side))
    facts = {"form": form, "contract": contract, "side": side, "most": most // MEGABYTE}
    told, limits = form.told, Limits(most, 1)
    return save_or_show(
        form,
        lambda: contract_paper.record(contract, told(), limits, actor(), now()),
        lambda _: render_template("contracts/paper_add.html", **facts),
        lambda _: _entered(contract),
    )


def _entered(contract: Thing) -> str:
    flash(gettext("Entered. A second person compares the scan with the text."))
    return f"{here(contract)}#on-paper"


@bp.route("/papers/<uuid:paper_id>", methods=["GET", "POST"])
@page(Action.CONFIRM_PAPER, contract_paper.by_id, key="paper_id")
def confirm_paper(row: Thing) -> ResponseReturnValue:
    """Confirm a signature on paper or decline it, as a second person."""
    CONFIRM_PAPER.take(row.state)
    form = PaperCheckForm(data={"fingerprint": row.fingerprint, "sha256": row.sha256})
    return save_or_show(
        form,
        lambda: _decide(row, form),
        lambda _: render_template("contracts/paper_check.html", paper=row, form=form),
        lambda _: here(row.contract),
    )


def _decide(row: Any, form: PaperCheckForm) -> None:  # noqa: ANN401 - a record
    if request.form.get("decision") == "decline":
        contract_paper.decline(row, form.comment.data or "", actor(), now())
    else:
        contract_paper.confirm(row, form.shown(), actor(), now())


@bp.get("/papers/<uuid:paper_id>/scan")
@page(Action.SEE_PAPER, contract_paper.by_id, key="paper_id")
def scan(row: Thing) -> ResponseReturnValue:
    """Give the scan of a contract that was signed on paper, to save."""
    return saved_file(files.read(row.path), row)
