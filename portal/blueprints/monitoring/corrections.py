"""Pages of corrections: a new figure for an accepted one, and the second person's decision."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.monitoring.figure_forms import (
    CorrectionForm,
    DecisionForm,
    correcting,
)
from portal.blueprints.monitoring.views import back, bp, shown
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_figures import APPROVE_CORRECTION
from portal.domain.policy import Thing
from portal.services import corrections, monitoring
from portal.web import actor, language, now, page


@bp.route("/<slug:slug>/indicators/<uuid:indicator_id>/correct", methods=["GET", "POST"])
@page(Action.CORRECT_FIGURE, monitoring.by_slug)
def correct(report: Thing, indicator_id: UUID) -> ResponseReturnValue:
    """Propose a new figure for an accepted one."""
    corrections.require_accepted(report)
    line = corrections.line_of(report, indicator_id)
    form = correcting(line, corrections.subject(report, indicator_id).now)
    return save_or_show(
        form,
        lambda: _propose(report, indicator_id, form),
        lambda _theirs: shown("correct", report, form=form, one=line),
        lambda _made: back(report, "indicators"),
    )


def _propose(report: Thing, indicator_id: UUID, form: CorrectionForm) -> None:
    given = next(iter(form.given().values()))
    reason = form.reason.data or ""
    corrections.propose(report, (indicator_id, given), reason, actor(), now())
    flash(_("Proposed. A second person of the office decides."))


@bp.route("/corrections/<uuid:correction_id>", methods=["GET", "POST"])
@page(Action.DECIDE_CORRECTION, corrections.by_id, key="correction_id")
def correction(asked: Thing) -> ResponseReturnValue:
    """Approve a correction or refuse it."""
    APPROVE_CORRECTION.take(asked.state)
    form = DecisionForm()
    return save_or_show(
        form,
        lambda: _decide(asked, form.answer.data or ""),
        lambda _theirs: _asked(asked, form),
        lambda _done: back(asked.report, "indicators"),
    )


def _asked(asked: Thing, form: DecisionForm) -> str:
    return render_template(
        "monitoring/correction.html",
        correction=asked,
        form=form,
        one=corrections.line_of(asked.report, asked.indicator_id),
        rows=corrections.compared(asked, language()),
    )


def _decide(asked: Thing, answer: str) -> None:
    refuses = request.form.get("decision") == "refuse"
    act = corrections.refuse if refuses else corrections.approve
    act(asked, answer, actor(), now())
