"""Pages of the performance of a partner: rated by the office, commented by the partner."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.paper import paper
from portal.blueprints.performance.forms import CommentForm, RatingForm, rating_form
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_risks import PERFORMANCE_STEPS, SHARE_PERFORMANCE
from portal.domain.policy import Thing
from portal.services import documents, events, performance
from portal.services.contract_finding import by_slug
from portal.web import actor, language, now, page

bp = Blueprint("performance", __name__)
ONE = "/performance/<uuid:performance_id>"


def _here(row: Thing) -> str:
    return url_for("performance.show", performance_id=row.id)


@bp.app_template_global()
def performances_of(partner: Thing) -> list[Thing]:
    """Return how a partner performed under its contracts, for due diligence."""
    return performance.of_partner(partner)


@bp.app_template_global()
def performance_seen(proposal: Thing) -> list[dict[str, Any]] | None:
    """Return what was seen of a partner's performance when its proposal was screened."""
    return performance.seen(proposal)


@bp.get("/contracts/<slug:slug>/performance")
@page(Action.SEE_CONTRACT, by_slug)
def of_contract(contract: Thing) -> ResponseReturnValue:
    """Show the facts of a contract, and lead to the ratings where there are some."""
    row = performance.of_contract(contract, actor())
    if row is not None:
        return redirect(_here(row), 303)
    return render_template(
        "performance/contract.html",
        contract=contract,
        facts=performance.facts_of(contract, now().date()),
    )


@bp.post("/contracts/<slug:slug>/performance/start")
@page(Action.WRITE_PERFORMANCE, by_slug)
def start(contract: Thing) -> ResponseReturnValue:
    """Begin to rate a partner under a contract."""
    row = performance.start(contract, actor(), now())
    return redirect(url_for("performance.rate", performance_id=row.id), 303)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@page(Action.WRITE_PERFORMANCE, performance.by_id, key="performance_id")
def rate(row: Thing) -> ResponseReturnValue:
    """Write the ratings: keep them, or share them with the partner."""
    SHARE_PERFORMANCE.take(row.state)
    areas = performance.areas(language())
    form = rating_form(areas, performance.ratings(row), row.summary, row.version)

    def show(theirs: object) -> str:
        facts = performance.facts(row, now().date())
        shown = {"performance": row, "form": form, "areas": areas, "facts": facts}
        return render_template("performance/rate.html", **shown, theirs=theirs)

    return save_or_show(form, lambda: _keep(row, form), show, lambda _done: _here(row))


def _keep(row: Thing, form: RatingForm) -> None:
    draft = form.draft(performance.areas("en"))
    if request.form.get("send"):
        performance.share(row, draft, actor(), now())
        flash(_("The ratings are shared: the partner can read and comment them."))
    else:
        performance.save(row, draft, actor(), now())
        flash(_("The ratings are saved."))


@bp.get(ONE)
@page(Action.SEE_PERFORMANCE, performance.by_id, key="performance_id")
def show(row: Thing) -> ResponseReturnValue:
    """Show ratings with their reasons and the facts behind them."""
    return _shown(row, CommentForm(formdata=None))


def _shown(row: Thing, form: CommentForm) -> str:
    return render_template(
        "performance/show.html",
        performance=row,
        form=form,
        steps=PERFORMANCE_STEPS,
        areas=performance.areas(language()),
        ratings=performance.ratings(row),
        facts=performance.facts(row, now().date()),
        events=events.timeline([row.id]),
        document=documents.of(performance.KIND, row.id, language()),
    )


@bp.get(f"{ONE}.pdf")
@page(Action.SEE_PERFORMANCE, performance.by_id, key="performance_id")
def show_pdf(row: Thing) -> ResponseReturnValue:
    """Give the ratings as a document, or a watermarked draft before they are shared."""
    return paper(performance.KIND, row.id, f"{row.contract.slug}-performance", draft=True)


@bp.post(f"{ONE}/comment")
@page(Action.COMMENT_PERFORMANCE, performance.by_id, key="performance_id")
def comment(row: Thing) -> ResponseReturnValue:
    """Comment the ratings for the partner."""
    form = CommentForm()
    return save_or_show(
        form,
        lambda: performance.comment(row, form.comment.data or "", actor(), now()),
        lambda _theirs: _shown(row, form),
        lambda _done: _here(row),
    )
