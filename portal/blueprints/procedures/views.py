"""Procedures of a centre: its versions, each version, its paper, and what changed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.paper import paper
from portal.blueprints.procedures.forms import StartForm, TextForm
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_procedures import PROCEDURE_STEPS
from portal.domain.policy import Thing
from portal.domain.procedures import Party
from portal.services import (
    centres,
    events,
    procedure_difference,
    procedure_steps,
    procedures,
    state_budgets,
)
from portal.web import actor, language, now, page

bp = Blueprint("procedures", __name__)
CENTRE = "/centres/<slug:slug>/procedures"
VERSION = "/procedures/<uuid:procedure_id>"


def here(procedure: Thing) -> str:
    """Return the address of a version."""
    return url_for("procedures.show", procedure_id=procedure.id)


@bp.get(CENTRE)
@page(Action.SEE_PROCEDURES, centres.by_slug)
def of_centre(centre: Thing) -> ResponseReturnValue:
    """Show the procedures in force in a centre, all versions, and the State's budget."""
    return _listed(centre, StartForm(formdata=None, language=language()))


def _listed(centre: Thing, form: StartForm) -> str:
    return render_template(
        "procedures/list.html",
        centre=centre,
        form=form,
        versions=procedures.versions(centre),
        current=procedures.in_force(centre, now().date()),
        budgets=state_budgets.of(centre),
    )


@bp.post(f"{CENTRE}/new")
@page(Action.DRAFT_PROCEDURE, centres.by_slug)
def begin(centre: Thing) -> ResponseReturnValue:
    """Begin the next version of the procedures of a centre."""
    form = StartForm()
    return save_or_show(
        form,
        lambda: procedures.begin(centre, str(form.language.data), actor(), now()),
        lambda _theirs: _listed(centre, form),
        here,
    )


@bp.get(VERSION)
@page(Action.SEE_PROCEDURES, procedures.by_id, key="procedure_id")
def show(procedure: Thing) -> ResponseReturnValue:
    """Show one version: its sections, its matrix, and what it lacks."""
    sections, rows = procedures.contents(procedure)
    return render_template(
        "procedures/show.html",
        procedure=procedure,
        sections=sections,
        rows=rows,
        parties=list(Party),
        gaps=procedures.gaps(procedure, sections, rows),
        steps=PROCEDURE_STEPS,
        document=procedure_steps.document(procedure),
        events=events.timeline([procedure.id]),
    )


@bp.get(f"{VERSION}.pdf")
@page(Action.SEE_PROCEDURES, procedures.by_id, key="procedure_id")
def print_version(procedure: Thing) -> ResponseReturnValue:
    """Give a version as PDF: issued once it was asked for, else as it stands."""
    name = procedure.reference.replace("/", "-")
    return paper(procedure_steps.KIND, procedure.id, name, draft=True, mark="today")


@bp.get(f"{VERSION}/differences")
@page(Action.SEE_PROCEDURES, procedures.by_id, key="procedure_id")
def differences(procedure: Thing) -> ResponseReturnValue:
    """Show what differs from the version before, by section and by row."""
    earlier = procedures.earlier(procedure)
    found = procedure_difference.between(earlier, procedure)
    return render_template(
        "procedures/differences.html", procedure=procedure, earlier=earlier, changes=found
    )


@bp.route(f"{VERSION}/text", methods=["GET", "POST"])
@page(Action.DRAFT_PROCEDURE, procedures.by_id, key="procedure_id")
def text(procedure: Thing) -> ResponseReturnValue:
    """Write the purpose and the legal basis."""
    form = TextForm(obj=procedure)
    return save_or_show(
        form,
        lambda: procedures.save_text(procedure, form.given(), form.seen(), actor(), now()),
        lambda theirs: render_template(
            "procedures/text.html", procedure=procedure, form=form, theirs=theirs
        ),
        lambda _: here(procedure),
    )


@bp.post(f"{VERSION}/answer")
@page(Action.DRAFT_PROCEDURE, procedures.by_id, key="procedure_id")
def answer(procedure: Thing) -> ResponseReturnValue:
    """Say that the reviewer's remarks are met."""
    procedures.answer_remark(procedure, actor(), now())
    flash(gettext("The draft waits for review again."))
    return redirect(here(procedure), 303)
