"""A whole report as a workbook: given to be filled in without a line, and read back."""

from io import BytesIO
from typing import Any

from flask import Response, current_app, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from portal.blueprints.monitoring.differences import differing
from portal.blueprints.monitoring.pages import titles
from portal.blueprints.monitoring.transactions import XLSX
from portal.blueprints.monitoring.views import back, bp, shown
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import Conflict
from portal.domain.lifecycle import SUBMIT_REPORT
from portal.domain.policy import Thing
from portal.pdf.report_book_xlsx import report_book_xlsx, speak
from portal.services import monitoring, report_book_parts, report_books
from portal.services.file_checks import Limits, Upload
from portal.services.report_books import Outcome, Sent
from portal.services.report_writing import Save
from portal.web import actor, language, now, page


class BookForm(FlaskForm):
    """The workbook that was filled in."""

    file = FileField(
        _l("The workbook that you filled in (XLSX)"), [FileRequired(_l("Choose a file."))]
    )

    def sent(self) -> Sent:
        """Return the file as it was sent."""
        with self.file.data.stream as stream:
            upload = Upload("", str(self.file.data.filename), bytes(stream.read()))
        return Sent(upload, Limits(current_app.config["FILE_LIMIT"], 1), speak)


@bp.get("/<slug:slug>/workbook.xlsx")
@page(Action.WRITE_REPORT, monitoring.by_slug)
def workbook_file(report: Thing) -> Response:
    """Give the report as a workbook with what stands in it now."""
    content = report_book_xlsx(report, language())
    name = f"{report.slug}-{language()}.xlsx"
    given = send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)
    given.headers["Cache-Control"] = "no-store"
    return given


@bp.route("/<slug:slug>/workbook", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def workbook(report: Thing) -> ResponseReturnValue:
    """Offer the workbook, read one back, and show what others changed meanwhile."""
    SUBMIT_REPORT.take(report.state)
    form = BookForm()
    return save_or_show(
        form,
        lambda: report_books.receive(report, form.sent(), Save(actor(), now(), 0)),
        lambda _theirs: _page(report, form),
        lambda outcome: _received(report, outcome),
    )


def _page(report: Thing, form: BookForm) -> str:
    return shown("workbook", report, form=form, apart=_apart(report))


def _apart(report: Thing) -> list[dict[str, Any]]:
    """Return the sections that wait for a choice, each as it stands and as the file has it."""
    waiting = report_books.waiting(report)
    if waiting is None:
        return []
    chapters = {each.code: each for each in report_book_parts.chapters(report, language())}
    named = titles(report)
    return [
        {
            "code": code,
            "title": named[code],
            "rows": differing(chapters[code], kept["values"]),
        }
        for code, kept in waiting.content.items()
        if code in chapters
    ]


def _received(report: Thing, outcome: Outcome) -> str:
    count = len(outcome.saved)
    if count:
        flash(ngettext("%(num)s section taken in.", "%(num)s sections taken in.", count))
    elif not outcome.conflicts:
        flash(_("The workbook says what the report has already. Nothing was changed."))
    if outcome.conflicts:
        return url_for("monitoring.workbook", slug=report.slug)
    return back(report)


@bp.post("/<slug:slug>/workbook/choose")
@page(Action.WRITE_REPORT, monitoring.by_slug)
def choose_sections(report: Thing) -> ResponseReturnValue:
    """Take the ticked sections of the workbook; the others stay as they are."""
    chosen = request.form.getlist("take")
    try:
        count = report_books.choose(report, chosen, Save(actor(), now(), 0))
    except Conflict:
        flash(_("A section was saved once more meanwhile. Nothing was taken in."))
        return redirect(url_for("monitoring.workbook", slug=report.slug), 303)
    flash(ngettext("%(num)s section taken in.", "%(num)s sections taken in.", count))
    return redirect(back(report), 303)
