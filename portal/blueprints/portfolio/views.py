"""The portfolio: all contracts, what is overdue first, and where their sites are."""

from functools import partial

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.blueprints.kept import part
from portal.blueprints.portfolio import filters
from portal.domain.actions import Action
from portal.services import cycle_times, library, portfolio, portfolio_map
from portal.shelf import begin
from portal.web import language, now, page

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
    return render_template("portfolio/times.html", measured=part(_measured, "cycle times"))


def _measured() -> Markup:
    written = render_template("portfolio/stages.html", found=cycle_times.times(now()))
    return Markup(written)  # noqa: S704 - a template wrote it
