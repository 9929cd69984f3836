"""Checking that a printed document is genuine."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.actions import Action
from portal.services import documents
from portal.web import page

bp = Blueprint("documents", __name__, url_prefix="/documents")


@bp.get("/check")
@page(Action.VISIT)
def check() -> ResponseReturnValue:
    """Look a check code up and show what was issued under it."""
    code = request.args.get("code", "").strip()
    found = documents.by_code(code) if code else None
    return render_template("documents/check.html", code=code, document=found)
