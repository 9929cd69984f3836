"""Assessments of a partner: what holds, writing one, and the second person."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.diligence.assessment_forms import (
    ApprovalForm,
    AssessmentForm,
    assessment_form,
)
from portal.blueprints.diligence.routes import PARTNER, bp
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.assessments import AssessmentKind
from portal.services import assessments, documents, events, partners
from portal.web import actor, language, now, page

Thing = Any
_ONE = "/assessments/<uuid:assessment_id>"


@bp.get(PARTNER + "/assessments", endpoint="assessments")
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def list_assessments(partner: Thing) -> ResponseReturnValue:
    """Show what holds of a partner's assessments, its improvement plan, and all of them."""
    standing = assessments.standing(partner, now().date())
    return render_template(
        "diligence/assessments.html",
        partner=partner,
        standing=standing,
        plans={each.kind: _plan(each.latest) for each in standing},
        rows=assessments.of(partner, actor()),
        today=now().date(),
    )


def _plan(latest: Thing) -> list[assessments.Row]:
    return assessments.plan(latest, language()) if latest else []


@bp.app_template_global()
def assessments_of(partner: Thing) -> list[assessments.Standing]:
    """Return where a partner stands with each kind of assessment."""
    return assessments.standing(partner, now().date())


@bp.post(PARTNER + "/assessments/<any(capacity, psea):kind>/start")
@page(Action.ASSESS_PARTNER, partners.by_id, key="partner_id")
def start_assessment(partner: Thing, kind: str) -> ResponseReturnValue:
    """Begin an assessment, or go on with the one that is under way."""
    made = assessments.start(partner, AssessmentKind(kind), actor(), now())
    if made.state.value == "draft":
        return redirect(url_for("diligence.assess", assessment_id=made.id), 303)
    return redirect(url_for("diligence.assessment", assessment_id=made.id), 303)


@bp.route(_ONE + "/edit", methods=["GET", "POST"])
@page(Action.ASSESS_PARTNER, assessments.by_id, key="assessment_id")
def assess(assessment: Thing) -> ResponseReturnValue:
    """Write an assessment: keep it, or send it to a second person."""
    areas = assessments.reading(assessment, language())
    form = assessment_form(assessment.kind, areas, assessment.summary, assessment.version)
    return save_or_show(
        form,
        lambda: _keep(assessment, form),
        lambda theirs: _write(assessment, form, theirs),
        lambda _done: url_for("diligence.assessment", assessment_id=assessment.id),
    )


def _keep(assessment: Thing, form: AssessmentForm) -> None:
    draft = form.draft(assessments.codes(assessment.kind))
    if request.form.get("send"):
        assessments.send(assessment, draft, actor(), now())
        flash(_("The assessment is sent to a second person."))
    else:
        assessments.save(assessment, draft, actor(), now())
        flash(_("The assessment is saved."))


def _write(assessment: Thing, form: AssessmentForm, theirs: Mapping[str, object] | None) -> str:
    return render_template(
        "diligence/assess.html",
        assessment=assessment,
        partner=assessment.partner,
        form=form,
        theirs=theirs,
        areas=assessments.reading(assessment, language()),
    )


@bp.get(_ONE)
@page(Action.SEE_ASSESSMENT, assessments.by_id, key="assessment_id")
def assessment(assessment: Thing) -> ResponseReturnValue:
    """Show an assessment with its rating and improvement plan."""
    return _show(assessment, ApprovalForm(formdata=None))


@bp.post(_ONE + "/decide")
@page(Action.APPROVE_ASSESSMENT, assessments.by_id, key="assessment_id")
def decide_assessment(assessment: Thing) -> ResponseReturnValue:
    """Approve or return an assessment as the second person."""
    form = ApprovalForm()
    return save_or_show(
        form,
        lambda: _decide(assessment, form),
        lambda _theirs: _show(assessment, form),
        lambda _done: url_for("diligence.assessment", assessment_id=assessment.id),
    )


def _decide(assessment: Thing, form: ApprovalForm) -> None:
    if form.is_approved:
        assessments.approve(assessment, actor(), now())
    else:
        assessments.give_back(assessment, form.answer.data or "", actor(), now())


def _show(assessment: Thing, form: ApprovalForm) -> str:
    return render_template(
        "diligence/assessment.html",
        assessment=assessment,
        partner=assessment.partner,
        form=form,
        areas=assessments.reading(assessment, language()),
        plan=assessments.plan(assessment, language()),
        document=documents.of(assessments.KIND, assessment.id, language()),
        today=now().date(),
        events=events.timeline([assessment.id]),
    )


@bp.get(_ONE + ".pdf")
@page(Action.SEE_ASSESSMENT, assessments.by_id, key="assessment_id")
def assessment_paper(assessment: Thing) -> ResponseReturnValue:
    """Answer with an assessment as PDF: a draft until it is approved."""
    name = f"assessment-{assessment.kind.value}"
    return paper(assessments.KIND, assessment.id, name, draft=True)
