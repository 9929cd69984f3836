"""The printable twin of a page: the issued document, a watermarked draft, or a short wait."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue
from huey.exceptions import HueyException

from portal.domain.errors import NotFound
from portal.services import documents, files
from portal.web import language

if TYPE_CHECKING:
    from portal.jobs import Jobs

LONGEST_WAIT = 30


def paper(
    kind: str, subject_id: UUID, name: str, *, draft: bool = False, mark: str = "draft"
) -> ResponseReturnValue:
    """Answer with the PDF of a record, saved as ``name``.pdf.

    Once issued, its stored bytes; while it is being made, a page that asks again by itself;
    before that a watermarked draft where ``draft`` allows one, else ``NotFound``. ``mark`` ends
    the name of what is not an issued document. Bytes that were purged leave their hash.
    """
    row = documents.of(kind, subject_id, language())
    if row is None:
        return _draft(kind, subject_id, f"{name}-{mark}", allowed=draft)
    if row.state.value != "issued":
        return render_template("documents/wait.html", document=row), 202
    if not row.path:
        return render_template("documents/purged.html", document=row), 410
    return _pdf(files.read(row.path), f"{name}-{row.language}")


def _draft(kind: str, subject_id: UUID, name: str, *, allowed: bool) -> ResponseReturnValue:
    if not allowed:
        raise NotFound
    jobs: Jobs = current_app.extensions["jobs"]
    waiting = jobs.draft(kind, str(subject_id), language())
    try:
        content = waiting.get(blocking=True, timeout=LONGEST_WAIT, max_delay=0.1)
    except HueyException:
        return render_template("documents/failed.html"), 503
    return _pdf(content, name)


def _pdf(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
