"""A file that somebody sent, given back: to save, never to run in the page or to be kept."""

from io import BytesIO
from typing import Protocol

from flask import Response, send_file


class Kept(Protocol):
    """What is known of a file beside its bytes."""

    media_type: str
    filename: str


def shown_picture(content: bytes, kept: Kept) -> Response:
    """Answer with a picture that was cleaned when it came, to be shown in a page of its own."""
    given = Response(content, mimetype=kept.media_type)
    given.headers["Cache-Control"] = "private, no-store"
    return given


def saved_file(content: bytes, kept: Kept) -> Response:
    """Answer with a file that the browser saves under its own name and keeps no copy of."""
    given = send_file(
        BytesIO(content), kept.media_type, as_attachment=True, download_name=kept.filename
    )
    given.headers["Cache-Control"] = "no-store"
    return given
