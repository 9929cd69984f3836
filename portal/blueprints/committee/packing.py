"""The whole file of a call as one package: asked for, made by the worker, downloaded."""

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.routes import bp
from portal.domain.actions import Action
from portal.services import call_pack, files, opening
from portal.services.opening import Call
from portal.web import actor, now, page

WORKING = 3
"""Seconds after which the page asks again while a pack is being made."""


@bp.get("/calls/<slug:slug>/file", endpoint="file")
@page(Action.PACK_CALL, opening.call_by_slug)
def show(call: Call) -> ResponseReturnValue:
    """Show the packs of a call and how far the last one is."""
    packs = call_pack.of_call(call)
    busy = bool(packs) and packs[0].state.value == "running"
    return render_template(
        "committee/file.html",
        call=call,
        packs=packs,
        busy=busy,
        again=WORKING if busy else 0,
        pieces=call_pack.pieces(call),
    )


@bp.post("/calls/<slug:slug>/file")
@page(Action.PACK_CALL, opening.call_by_slug)
def ask_call_pack(call: Call) -> ResponseReturnValue:
    """Ask the worker to pack the whole file."""
    call_pack.ask(call, actor(), now())
    flash(_("The file is being packed."))
    return redirect(url_for("committee.file", slug=call.slug), 303)


@bp.get("/calls/<slug:slug>/file.zip")
@page(Action.PACK_CALL, opening.call_by_slug)
def download_call_pack(call: Call) -> ResponseReturnValue:
    """Answer with the last pack that was made."""
    row = call_pack.last_done(call)
    name = f"{call.slug}-file-{row.number}.zip"
    given: Response = send_file(
        files.path(row.path), "application/zip", as_attachment=True, download_name=name
    )
    given.headers["Cache-Control"] = "no-store"
    return given
