"""The audit log for auditors, its exports, and what anybody needs to check a signature."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from portal import db
from portal.blueprints.audit import filters
from portal.blueprints.seal_command import command
from portal.domain.actions import Action
from portal.domain.signed_notes import text
from portal.services import audit, audit_log, checkpoints, signing
from portal.show import word
from portal.web import now, page

COMMANDS = {
    "receipt": "python3 verify_audit.py --receipt receipt.pdf --keys keys.json",
    "log": (
        "python3 verify_audit.py audit-log.jsonl --keys keys.json "
        "--checkpoint mail.txt --receipt receipt.json"
    ),
}
"""How the stand-alone verifier is called."""
bp = Blueprint("audit", __name__)


@bp.get("/events")
@page(Action.READ_EVENTS)
def index() -> ResponseReturnValue:
    """Show the events that fit, newest first, a page at a time."""
    asked = filters.read(request.args)
    named = [(name, word(name, "event")) for name in audit_log.names()]
    return render_template(
        "audit/index.html",
        asked=asked,
        found=audit_log.page(asked.wanted),
        names=sorted(named, key=lambda each: each[1]),
        verdict=audit.last_verdict(),
        checkpoint=checkpoints.latest(),
    )


@bp.get("/events/log.jsonl")
@page(Action.READ_EVENTS)
def export() -> ResponseReturnValue:
    """Give the whole log, to be verified without the portal."""
    return _download(audit.export(now()), "audit-log.jsonl", "application/jsonl")


@bp.get("/events/log.csv")
@page(Action.READ_EVENTS)
def table() -> ResponseReturnValue:
    """Give the events that fit as a table."""
    wanted = filters.read(request.args).wanted
    return _download(audit_log.table(wanted), "audit-log.csv", "text/csv")


def _download(lines: Iterator[str], name: str, media_type: str) -> Response:
    answer = Response(_written(lines), mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _written(lines: Iterator[str]) -> Iterator[str]:
    """Give the lines after the request has ended, then give the connection back."""
    try:
        yield from lines
    finally:
        db.release_connection()


@bp.get("/keys.json")
@page(Action.VISIT)
def keys() -> ResponseReturnValue:
    """Give the public keys of the portal, the one that signs now first."""
    known = signing.known().items()
    return {"keys": [{"id": name, "public": text(public)} for name, public in known]}


@bp.get("/portal-seal.pyz")
@page(Action.VISIT)
def seal_tool() -> ResponseReturnValue:
    """Give the command with which a partner seals on a computer of its own."""
    answer = Response(command(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="portal-seal.pyz"'
    return answer


@bp.get("/verify")
@page(Action.VISIT)
def verify() -> ResponseReturnValue:
    """Tell how anybody checks a receipt or an exported log without the portal."""
    return render_template("audit/verify.html", keys=list(signing.known()), commands=COMMANDS)
