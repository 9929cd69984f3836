"""Pages of the area: monitoring."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.monitoring.figure_forms import ActualsForm, filled
from portal.blueprints.monitoring.forms import (
    AcceptForm,
    NarrativeForm,
    SpendingForm,
    SubmitForm,
    comment_form,
    entries,
)
from portal.blueprints.monitoring.pages import facts_of, listed, titles
from portal.blueprints.paper import paper
from portal.blueprints.saving import Show, save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import ACCEPT_REPORT, RETURN_REPORT, SUBMIT_REPORT
from portal.domain.policy import Thing
from portal.services import monitoring, report_figures, report_filings
from portal.services.monitoring import Save
from portal.web import actor, now, page

bp = Blueprint("monitoring", __name__, url_prefix="/reports")


def shown(template: str, report: Thing, code: str = "", **more: Any) -> str:  # noqa: ANN401 - for the template
    """Render a page of a report."""
    return render_template(f"monitoring/{template}.html", **facts_of(report, code), **more)


def shown_with(
    template: str,
    report: Thing,
    form: object,
    code: str = "",
    **more: object,
) -> Show:
    """Return what renders a page of a report with its form."""
    return lambda theirs: shown(template, report, code, form=form, theirs=theirs, **more)


def back(report: Thing, part: str = "") -> str:
    """Return the address of a report, at one of its sections."""
    shown_open = part or None
    return url_for("monitoring.show", slug=report.slug, open=shown_open, _anchor=shown_open)


def _save(form: NarrativeForm | ActualsForm | SpendingForm) -> Save:
    return Save(actor(), now(), form.seen())


@bp.get("/")
@page(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """List the reports that the person may know of: late ones first, then by due date."""
    return render_template("monitoring/index.html", groups=listed(actor(), now()))


@bp.get("/<slug:slug>")
@page(Action.SEE_REPORT, monitoring.by_slug)
def show(report: Thing) -> ResponseReturnValue:
    """Show a report: figures, words, comments and what is asked."""
    return shown("show", report, opened=request.args.get("open", ""))


@bp.get("/<slug:slug>.pdf")
@page(Action.SEE_REPORT, monitoring.by_slug)
def show_pdf(report: Thing) -> ResponseReturnValue:
    """Give the monitoring report, or a watermarked draft before it is accepted."""
    return paper("report", report.id, report.slug, draft=True)


@bp.route("/<slug:slug>/edit/indicators", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def indicators(report: Thing) -> ResponseReturnValue:
    """Write the figures of the indicators."""
    SUBMIT_REPORT.take(report.state)
    lines = report_figures.indicator_lines(report)
    form = filled(lines, report.indicators_version)

    def save() -> None:
        monitoring.save_actuals(report, form.given(), _save(form))

    show = shown_with("indicators", report, form, "indicators")
    return save_or_show(form, save, show, lambda _: back(report, "indicators"))


@bp.route("/<slug:slug>/edit/expenditure", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def expenditure(report: Thing) -> ResponseReturnValue:
    """Write what was spent in each budget category."""
    SUBMIT_REPORT.take(report.state)
    rows = [
        {"key": row.category, "amount": row.amount, "note": row.note}
        for row in report_figures.expenditures(report)
    ]
    form = SpendingForm(data={"rows": rows, "version": report.expenditure_version})

    def save() -> None:
        monitoring.save_expenditure(report, entries(form), _save(form))

    show = shown_with("expenditure", report, form, "expenditure")
    return save_or_show(form, save, show, lambda _: back(report, "expenditure"))


@bp.route("/<slug:slug>/submit", methods=["GET", "POST"])
@page(Action.SUBMIT_REPORT, monitoring.by_slug)
def submit(report: Thing) -> ResponseReturnValue:
    """Check the report a last time and submit it."""
    SUBMIT_REPORT.take(report.state)
    form = SubmitForm()

    def save() -> None:
        report_filings.submit(report, actor(), now())

    return save_or_show(form, save, shown_with("submit", report, form), lambda _: back(report))


@bp.route("/<slug:slug>/return", methods=["GET", "POST"])
@page(Action.REVIEW_REPORT, monitoring.by_slug)
def send_back(report: Thing) -> ResponseReturnValue:
    """Return the report to the partner with comments on its sections."""
    RETURN_REPORT.take(report.state)
    form = comment_form(titles(report))

    def save() -> None:
        given = {section: form[section].data or "" for section in titles(report)}
        monitoring.send_back(report, given, actor(), now())

    return save_or_show(form, save, shown_with("return", report, form), lambda _: back(report))


@bp.route("/<slug:slug>/accept", methods=["GET", "POST"])
@page(Action.REVIEW_REPORT, monitoring.by_slug)
def accept(report: Thing) -> ResponseReturnValue:
    """Accept the report with a note."""
    ACCEPT_REPORT.take(report.state)
    form = AcceptForm()

    def save() -> None:
        monitoring.accept(report, form.note.data or "", actor(), now())

    return save_or_show(form, save, shown_with("accept", report, form), lambda _: back(report))
