"""Checking that a printed document is genuine, and that a sealed file is unchanged."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal.blueprints.documents.forms import SealForm
from portal.domain.actions import Action
from portal.pdf import sealing
from portal.rates import limiter
from portal.services import documents, files
from portal.web import page

bp = Blueprint("documents", __name__, url_prefix="/documents")


@bp.get("/check")
@page(Action.VISIT)
def check() -> ResponseReturnValue:
    """Look a check code up and show what was issued under it."""
    code = request.args.get("code", "").strip()
    found = documents.by_code(code) if code else None
    return render_template("documents/check.html", code=code, document=found)


def _limit() -> str:
    return str(current_app.config["SIGN_IN_LIMIT"])


@bp.route("/seal", methods=["GET", "POST"])
@page(Action.VISIT)
@limiter.limit(_limit, methods=["POST"])
def seal() -> ResponseReturnValue:
    """Look at the seal of a file, which is not kept."""
    form, verdict, document = SealForm(), None, None
    sent = form.validate_on_submit()
    if sent:
        content = form.content()
        document = documents.by_digest(files.digest(content))
        verdict = sealing.check(content)
    facts = {"form": form, "verdict": verdict, "document": document}
    wrong = form.is_submitted() and not sent
    return render_template("documents/seal.html", **facts), 422 if wrong else 200
