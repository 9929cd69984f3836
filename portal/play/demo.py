"""The demonstration: plays the whole life and writes every document it issues to a folder."""

import html
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime
from pathlib import Path

from flask_babel import force_locale
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from portal import db
from portal.jobs import deliver_pending
from portal.models import Document
from portal.models.records import DocumentState
from portal.pdf import Document as Printed
from portal.play.life import CHAPTERS, load_sample
from portal.services import files
from portal.show import word

TASKS = len(CHAPTERS) + 3
"""The cast, the chapters, what stands beside them, and the documents."""
PRINTERS = 2
"""How many documents are printed at once."""
ROW = "<tr><td><a href='{file}'>{number}</a></td><td>{kind}</td><td>{pages}</td></tr>"
PAGE = (
    "<!doctype html><html lang='en'><meta charset='utf-8'><title>Documents</title>"
    "<h1>Documents of one centre's life</h1><table border='1'>"
    "<tr><th>Document</th><th>Kind</th><th>Pages</th></tr>{rows}</table></html>"
)


def run(folder: Path, render: Callable[[Printed], bytes]) -> list[Path]:
    """Play the life in the empty database at hand and write its documents, with an index."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns) as progress:
        task = progress.add_task("Starting", total=TASKS)
        load_sample(datetime.now(UTC), lambda title: _tell(progress, task, title))
        _tell(progress, task, "Documents are made")
        _print_all(render)
        progress.update(task, completed=TASKS, description="Done")
    return write(folder)


def _print_all(render: Callable[[Printed], bytes]) -> None:
    """Empty the outbox at several desks; each effect is claimed by one of them."""
    with ThreadPoolExecutor(PRINTERS) as desks:
        at_work = [desks.submit(copy_context().run, _print, render) for _ in range(PRINTERS)]
        for desk in at_work:
            desk.result()


def _print(render: Callable[[Printed], bytes]) -> None:
    db.open_connection()
    try:
        deliver_pending(render)
    finally:
        db.release_connection()


def _tell(progress: Progress, task: object, title: str) -> None:
    progress.update(task, advance=1, description=title)  # type: ignore[arg-type]


def write(folder: Path) -> list[Path]:
    """Write every issued document to a folder and an index beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    issued = Document.select().where(Document.state == DocumentState.ISSUED)
    rows, written = [], []
    for row in issued.order_by(Document.requested_at, Document.number):
        path = folder / f"{row.number.replace('/', '-')}.pdf"
        path.write_bytes(files.read(row.path))
        written.append(path)
        known = {
            "file": path.name,
            "number": row.number,
            "kind": _kind(row),
            "pages": row.pages,
        }
        rows.append(
            ROW.format(**{key: html.escape(str(value)) for key, value in known.items()})
        )
    (folder / "index.html").write_text(PAGE.format(rows="".join(rows)), encoding="utf-8")
    return written


def _kind(row: Document) -> str:
    """Name what a document is in the language of the list."""
    with force_locale("en"):
        return word(row.kind, "document")
