"""Where the portal begins, its help, its languages, and whether it works."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from portal.blueprints.local import local
from portal.blueprints.system.health import faults
from portal.config import LANGUAGES
from portal.domain.actions import Action
from portal.services import accounts
from portal.web import actor, page

YEAR_SECONDS = 365 * 24 * 3600
bp = Blueprint("system", __name__)


@bp.get("/")
@page(Action.VISIT)
def start() -> ResponseReturnValue:
    """Lead people to their work, and visitors to the calls."""
    return redirect(url_for("work.index" if actor().person_id else "calls.index"))


@bp.get("/healthz")
@page(Action.VISIT)
def healthz() -> ResponseReturnValue:
    """Say that the process lives; nothing else is asked."""
    return {"status": "ok"}


@bp.get("/readyz")
@page(Action.VISIT)
def readyz() -> ResponseReturnValue:
    """Say whether the portal can serve, or name what does not work."""
    broken = faults()
    if broken:
        return {"status": "not ready", "failed": broken}, 503
    return {"status": "ok"}


@bp.get("/help")
@page(Action.VISIT)
def help_page() -> ResponseReturnValue:
    """Tell what the portal is for and who to ask."""
    return render_template("system/help.html", sender=current_app.config["MAIL_DEFAULT_SENDER"])


@bp.get("/privacy")
@page(Action.VISIT)
def privacy() -> ResponseReturnValue:
    """Tell what is kept about whom, and how long."""
    return render_template("system/privacy.html")


@bp.post("/language")
@page(Action.VISIT)
def choose_language() -> ResponseReturnValue:
    """Keep the language that was chosen and lead back."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    if actor().person_id is not None:
        _refuse_other_sites()
        accounts.choose_language(actor(), chosen)
    answer = redirect(local(request.form.get("next"), url_for("system.start")), 303)
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(
        "language", chosen, YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax"
    )
    return answer


def _refuse_other_sites() -> None:
    if current_app.config["WTF_CSRF_ENABLED"]:
        current_app.extensions["csrf"].protect()


@bp.record_once
def _open_to_visitors(state: BlueprintSetupState) -> None:
    """Let visitors choose a language without a session; who is signed in is checked above."""
    state.app.extensions["csrf"].exempt(choose_language)
