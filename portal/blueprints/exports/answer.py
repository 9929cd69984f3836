"""A table given as a file: streamed CSV, or a workbook that was written to the disk first."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from flask import Response
from flask_babel import get_translations

from portal import db
from portal.domain.tables import Table
from portal.pdf.table_files import Say, csv_lines, write_xlsx
from portal.services import exports
from portal.web import actor, now
from portal.wording import WORDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = "any(csv,xlsx)"
_PIECE = 65_536


def given(table: Table, form: str) -> Response:
    """Answer with a table as a file of the form, and record that it left."""
    say = _words()
    answer = _workbook(table, say) if form == "xlsx" else _lines(table, say)
    exports.note(table.name, form, actor(), now())
    name = f"{table.name}-{now():%Y-%m-%d}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _words() -> Say:
    """Return the words of the reader's language, also for lines given after the request."""
    translations = get_translations()
    return lambda key: str(translations.ugettext(WORDS[key]))


def _lines(table: Table, say: Say) -> Response:
    return Response(_released(csv_lines(table, say)), mimetype="text/csv")


def _workbook(table: Table, say: Say) -> Response:
    file = TemporaryFile()  # noqa: SIM115 - it is closed when the last piece was given
    write_xlsx(table, say, file)
    file.seek(0)
    return Response(_pieces(file), mimetype=XLSX)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece


def _released(lines: Iterator[str]) -> Iterator[str]:
    """Give the lines after the request has ended, then give the connection back."""
    try:
        yield from lines
    finally:
        db.release_connection()
