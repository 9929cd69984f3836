"""The portfolio: all contracts, what is overdue first, and where their sites are."""

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.blueprints.kept import part
from portal.blueprints.paper import paper
from portal.blueprints.portfolio import filters
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import cycle_times, library, portfolio, portfolio_map, portfolio_reports
from portal.shelf import begin
from portal.web import actor, language, now, page

bp = Blueprint("portfolio", __name__, url_prefix="/portfolio")


@bp.get("/")
@page(Action.SEE_PORTFOLIO)
def index() -> ResponseReturnValue:
    """List the contracts that fit, a page at a time, what is overdue first."""
    begin()
    asked = filters.read(request.args)
    listed = part(partial(_listed, asked), "portfolio", asked.wanted)
    return render_template("portfolio/index.html", listed=listed, asked=asked)


def _listed(asked: filters.Filters) -> Markup:
    found = portfolio.page(asked.wanted, now())
    return _written("portfolio/list.html", asked, found=found)


def _written(template: str, asked: filters.Filters, **more: object) -> Markup:
    """Write a part of a page that is the same for everybody who may read it."""
    choices = part(portfolio.choices, "portfolio choices")
    known = {"choices": choices, "services": part(_services, "portfolio services")}
    written = render_template(template, asked=asked, **known, **more)
    return Markup(written)  # noqa: S704 - a template wrote it


def _services() -> dict[str, str]:
    entries = library.entries("services", "service")
    return {each["code"]: library.text_of(each, "", language()) for each in entries}


@bp.get("/map")
@page(Action.SEE_PORTFOLIO)
def sites() -> ResponseReturnValue:
    """Show where the sites of the contracts are that fit, on a map and as a table."""
    begin()
    asked = filters.read(request.args)
    drawn = part(partial(_drawn, asked), "portfolio map", asked.wanted)
    return render_template("portfolio/map.html", drawn=drawn, asked=asked)


def _drawn(asked: filters.Filters) -> Markup:
    return _written("portfolio/sites.html", asked, pins=portfolio_map.pins(asked.wanted, now()))


@bp.get("/times")
@page(Action.SEE_PORTFOLIO)
def times() -> ResponseReturnValue:
    """Show how long each step takes from a call to its contract, with medians."""
    begin()
    which = filters.of_times(request.args)
    measured = part(partial(_measured, which), "cycle times", which)
    known = part(cycle_times.choices, "cycle choices")
    return render_template("portfolio/times.html", measured=measured, known=known, which=which)


def _measured(which: cycle_times.Which) -> Markup:
    found = cycle_times.times(now(), which)
    written = render_template("portfolio/stages.html", found=found)
    return Markup(written)  # noqa: S704 - a template wrote it


@bp.route("/reports", methods=["GET", "POST"])
@page(Action.SEE_PORTFOLIO)
def reports() -> ResponseReturnValue:
    """List the reports that were asked for; ask for one on the contracts that fit."""
    asked = filters.read(request.values)
    if request.method == "GET":
        return render_template("portfolio/reports.html", reports=portfolio_reports.latest())
    made = portfolio_reports.ask(asked.wanted, actor(), now())
    return redirect(url_for("portfolio.report", portfolio_report_id=made.id), 303)


@bp.get("/reports/<uuid:portfolio_report_id>.pdf")
@page(Action.SEE_PORTFOLIO, portfolio_reports.by_id, key="portfolio_report_id")
def report(row: Thing) -> ResponseReturnValue:
    """Give one report as PDF, or a page that waits for it."""
    return paper(portfolio_reports.KIND, row.id, row.number.replace("/", "-"))
