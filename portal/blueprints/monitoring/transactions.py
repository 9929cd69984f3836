"""Pages of the list of transactions: the file to fill in, what it changes, its sums."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from portal.blueprints.monitoring.views import back, bp, shown
from portal.blueprints.saving import save_or_show
from portal.config import transaction_rows
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.domain.lifecycle import SUBMIT_REPORT
from portal.domain.policy import Thing
from portal.pdf.transactions_xlsx import as_csv, names, transactions_xlsx
from portal.services import invoice_twins, monitoring, transactions
from portal.services.file_checks import Limits, Upload
from portal.services.invoice_twins import Twin
from portal.services.monitoring import Save
from portal.services.transactions import Sent
from portal.web import actor, language, now, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ON_A_PAGE = 100
MOST_PAGES = 1000


class ListForm(FlaskForm):
    """The list that was filled in."""

    file = FileField(_l("The list (XLSX or CSV)"), [FileRequired(_l("Choose a file."))])

    def upload(self) -> Upload:
        """Return the file as it was sent."""
        with self.file.data.stream as stream:
            return Upload("", str(self.file.data.filename), bytes(stream.read()))


@bp.app_template_global()
def twins_of(report: Thing) -> list[Twin]:
    """Return the documents that another report of the partner charges too."""
    return invoice_twins.of(report)


@bp.get("/<slug:slug>/transactions")
@page(Action.SEE_REPORT, monitoring.by_slug)
def listed(report: Thing) -> ResponseReturnValue:
    """Show the list that counts: its sums beside the expenditure, and its rows page by page."""
    return shown("transactions", report, **_facts(report, _number()))


def _facts(report: Thing, number: int) -> dict[str, Any]:
    there = transactions.current(report)
    first = (number - 1) * ON_A_PAGE
    apart = transactions.differences(report)
    return {
        "there": there,
        "differences": apart,
        "apart": {code: listed - stated for code, (stated, listed) in apart.items()},
        "sums": transactions.sums(there),
        "rows": transactions.rows(there, first, ON_A_PAGE) if there else [],
        "number": number,
        "last": -(-there.rows // ON_A_PAGE) if there else 1,
    }


def _number() -> int:
    return min(max(request.args.get("page", 1, int), 1), MOST_PAGES)


@bp.route("/<slug:slug>/transactions/send", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def send_list(report: Thing) -> ResponseReturnValue:
    """Send a list: it is checked whole, then shown beside the one that counts."""
    SUBMIT_REPORT.take(report.state)
    form = ListForm()
    return save_or_show(
        form,
        lambda: _send(report, form),
        lambda _theirs: shown("transactions_send", report, form=form, **_changes(report)),
        lambda _done: url_for("monitoring.send_list", slug=report.slug),
    )


def _send(report: Thing, form: ListForm) -> None:
    limits = Limits(current_app.config["FILE_LIMIT"], 1)
    sent = Sent(form.upload(), limits, names(report.contract.call))
    transactions.send(report, sent, Save(actor(), now(), 0))


def _changes(report: Thing) -> dict[str, Any]:
    waiting = transactions.waiting(report)
    found = transactions.changes(report, waiting) if waiting else None
    there = transactions.current(report)
    return {"waiting": waiting, "changes": found, "there": there, "most": transaction_rows()}


@bp.post("/<slug:slug>/transactions/take")
@page(Action.WRITE_REPORT, monitoring.by_slug)
def take_list(report: Thing) -> ResponseReturnValue:
    """Let the list count that was sent."""
    try:
        list_id = UUID(request.form.get("list", ""))
    except ValueError as error:
        raise NotFound from error
    transactions.take(report, list_id, Save(actor(), now(), 0))
    flash(_("The list is taken in."))
    return redirect(url_for("monitoring.listed", slug=report.slug), 303)


@bp.post("/<slug:slug>/transactions/use")
@page(Action.WRITE_REPORT, monitoring.by_slug)
def use_sums(report: Thing) -> ResponseReturnValue:
    """Take the sums of the list over as the expenditure of the period."""
    entries = transactions.as_expenditure(report)
    save = Save(actor(), now(), report.expenditure_version)
    monitoring.save_expenditure(report, entries, save)
    flash(_("The expenditure now says what the list adds up to."))
    return redirect(back(report, "expenditure"), 303)


@bp.get("/<slug:slug>/transactions.xlsx")
@page(Action.SEE_REPORT, monitoring.by_slug)
def list_file(report: Thing) -> Response:
    """Give the empty list to fill in."""
    content = transactions_xlsx(report, language())
    name = f"{report.slug}-transactions.xlsx"
    given = send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)
    given.headers["Cache-Control"] = "no-store"
    return given


@bp.get("/<slug:slug>/transactions.csv")
@page(Action.SEE_REPORT, monitoring.by_slug)
def list_table(report: Thing) -> Response:
    """Give the list that counts as CSV; it can be sent again as it is."""
    there = transactions.current(report)
    if there is None:
        raise NotFound
    answer = Response("\ufeff" + as_csv(there, language()), mimetype="text/csv")
    name = f"{report.slug}-transactions.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
