"""Pages of the money of a report: cash, rates of exchange, amounts that are not eligible."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.monitoring.money_forms import (
    CashForm,
    FindingForm,
    LiftForm,
    RateForm,
)
from portal.blueprints.monitoring.views import back, bp, shown, shown_with
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show, tell
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.lifecycle import SUBMIT_REPORT
from portal.domain.policy import Thing
from portal.services import (
    budget_categories,
    financial_reports,
    ineligible,
    instalments_paid,
    monitoring,
    report_cash,
    report_rates,
)
from portal.services.monitoring import Save
from portal.web import actor, language, now, page


@bp.route("/<slug:slug>/edit/cash", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def cash(report: Thing) -> ResponseReturnValue:
    """State the cash position of the period."""
    SUBMIT_REPORT.take(report.state)
    if not instalments_paid.promised(report.contract):
        raise NotFound
    form = CashForm(data=_stated(report))

    def save() -> None:
        report_cash.save(report, form.stated(), Save(actor(), now(), form.seen()))

    show = shown_with("cash", report, form, "cash")
    return save_or_show(form, save, show, lambda _done: back(report, "cash"))


def _stated(report: Thing) -> dict[str, object]:
    """Return what is stated; the opening balance and what was paid where nothing is yet."""
    row = report_cash.row(report)
    stated = {name: getattr(row, name) for name in (*report_cash.AMOUNTS, "other_note")}
    if stated["opening"] is None:
        stated["opening"] = report_cash.opening_expected(report)
    if stated["received"] is None:
        stated["received"] = report_cash.received_expected(report)
    return {**stated, "version": row.version}


@bp.app_template_global()
def exchange_rule(contract: Thing) -> list[str]:
    """Return what a contract says itself of exchange."""
    return report_rates.rule_of(contract)


@bp.route("/<slug:slug>/rates", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def rates(report: Thing) -> ResponseReturnValue:
    """List the rates of exchange of the period and keep one more."""
    SUBMIT_REPORT.take(report.state)
    form = RateForm(data={"from_on": report.starts_on})
    return save_or_show(
        form,
        lambda: report_rates.keep(report, form.kept(), Save(actor(), now(), 0)),
        shown_with("rates", report, form),
        lambda _done: _kept(report),
    )


def _kept(report: Thing) -> str:
    flash(_("The rate is kept."))
    return url_for("monitoring.rates", slug=report.slug)


@bp.post("/<slug:slug>/rates/drop")
@page(Action.WRITE_REPORT, monitoring.by_slug)
def drop_rate(report: Thing) -> ResponseReturnValue:
    """Take a rate away."""
    named = request.form.get("rate", "").partition(" ")
    try:
        day = date.fromisoformat(named[2])
    except ValueError as error:
        raise NotFound from error
    report_rates.drop(report, named[0], day, Save(actor(), now(), 0))
    return redirect(url_for("monitoring.rates", slug=report.slug), 303)


@bp.route("/<slug:slug>/ineligible", methods=["GET", "POST"])
@page(Action.FIND_INELIGIBLE, monitoring.by_slug)
def not_eligible(report: Thing) -> ResponseReturnValue:
    """List what was found not eligible in a report and find one amount more."""
    form = FindingForm()
    form.offer(budget_categories.names(report.contract.call, language()))

    def save() -> None:
        ineligible.find(report, form.finding(), actor(), now())

    show = shown_with("ineligible", report, form)
    done = url_for("monitoring.not_eligible", slug=report.slug)
    return save_or_show(form, save, show, lambda _done: done)


@bp.get("/<slug:slug>/financial.pdf")
@page(Action.SEE_REPORT, monitoring.by_slug)
def financial_pdf(report: Thing) -> ResponseReturnValue:
    """Give the financial report, or a watermarked draft before it is issued."""
    return paper(financial_reports.KIND, report.id, f"{report.slug}-financial", draft=True)


@bp.post("/<slug:slug>/financial")
@page(Action.SEE_REPORT, monitoring.by_slug)
def ask_financial(report: Thing) -> ResponseReturnValue:
    """Ask for the financial report of an accepted report in the present language."""
    financial_reports.ask(report, language(), actor(), now())
    return redirect(back(report, "documents"), 303)


@bp.post("/<slug:slug>/ineligible/<uuid:amount_id>/lift")
@page(Action.FIND_INELIGIBLE, monitoring.by_slug)
def lift(report: Thing, amount_id: UUID) -> ResponseReturnValue:
    """Accept an amount after all."""
    row, form = ineligible.by_id(report, amount_id), LiftForm()
    try:
        ineligible.lift(row, form.reason.data or "", actor(), now())
    except RuleBroken as broken:
        tell(form, [broken])
        form_of = FindingForm(None)
        form_of.offer(budget_categories.names(report.contract.call, language()))
        return shown("ineligible", report, form=form_of, lift=form, lifting=amount_id), 422
    return redirect(url_for("monitoring.not_eligible", slug=report.slug), 303)
