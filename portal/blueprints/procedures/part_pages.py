"""Sections of procedures and rows of their matrix: written and removed, one page each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.procedures.forms import RowForm, SectionForm
from portal.blueprints.procedures.views import VERSION, bp, here
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.domain.procedures import Party
from portal.services import procedure_parts, procedures
from portal.services.procedure_parts import Seen
from portal.web import actor, now, page

SECTION, ROW = f"{VERSION}/sections", f"{VERSION}/matrix"


@bp.route(f"{SECTION}/new", methods=["GET", "POST"])
@page(Action.DRAFT_PROCEDURE, procedures.by_id, key="procedure_id")
def new_section(procedure: Thing) -> ResponseReturnValue:
    """Add a section."""
    form = SectionForm(number=len(procedures.sections(procedure)) + 1)
    return _section(procedure, form, None)


@bp.route(f"{SECTION}/<uuid:section_id>", methods=["GET", "POST"])
@page(Action.DRAFT_PROCEDURE, procedures.by_id, key="procedure_id")
def section(procedure: Thing, section_id: UUID) -> ResponseReturnValue:
    """Change a section."""
    part = procedures.section(procedure, section_id)
    return _section(procedure, SectionForm(obj=part, number=part.position), part)


def _section(procedure: Thing, form: SectionForm, part: Thing) -> ResponseReturnValue:
    save = procedure_parts.save_section
    return _saved(procedure, form, part, save, "procedures/section.html")


@bp.route(f"{ROW}/new", methods=["GET", "POST"])
@page(Action.DRAFT_PROCEDURE, procedures.by_id, key="procedure_id")
def new_row(procedure: Thing) -> ResponseReturnValue:
    """Put a service into the matrix."""
    return _row(procedure, RowForm(number=len(procedures.matrix(procedure)) + 1), None)


@bp.route(f"{ROW}/<uuid:row_id>", methods=["GET", "POST"])
@page(Action.DRAFT_PROCEDURE, procedures.by_id, key="procedure_id")
def row(procedure: Thing, row_id: UUID) -> ResponseReturnValue:
    """Change a service in the matrix."""
    part = procedures.row(procedure, row_id)
    data = {**procedure_parts.typed(part), "number": part.position}
    return _row(procedure, RowForm(data=data), part)


def _row(procedure: Thing, form: RowForm, part: Thing) -> ResponseReturnValue:
    save = procedure_parts.save_row
    return _saved(procedure, form, part, save, "procedures/row.html")


def _saved(
    procedure: Thing,
    form: Any,  # noqa: ANN401 - one of two forms
    part: Thing,
    save: Callable[..., None],
    template: str,
) -> ResponseReturnValue:
    known = {"procedure": procedure, "form": form, "part": part, "parties": list(Party)}
    return save_or_show(
        form,
        lambda: save(procedure, form.draft(), Seen(part, form.seen()), actor(), now()),
        lambda theirs: render_template(template, **known, theirs=theirs),
        lambda _: _onward(procedure, part),
    )


def _onward(procedure: Thing, part: Thing) -> str:
    """Return where saving leads: to the next row when that was asked for, else back."""
    following = procedures.row_after(procedure, part) if "onward" in request.form else None
    if following is not None:
        ways = {"procedure_id": procedure.id, "row_id": following.id}
        return url_for("procedures.row", **ways)
    flash(gettext("Saved."))
    return here(procedure)


@bp.post(f"{SECTION}/<uuid:section_id>/remove")
@page(Action.DRAFT_PROCEDURE, procedures.by_id, key="procedure_id")
def remove_section(procedure: Thing, section_id: UUID) -> ResponseReturnValue:
    """Remove a section."""
    return _removed(procedure, procedures.section(procedure, section_id))


@bp.post(f"{ROW}/<uuid:row_id>/remove")
@page(Action.DRAFT_PROCEDURE, procedures.by_id, key="procedure_id")
def remove_row(procedure: Thing, row_id: UUID) -> ResponseReturnValue:
    """Take a service out of the matrix."""
    return _removed(procedure, procedures.row(procedure, row_id))


def _removed(procedure: Thing, part: Thing) -> ResponseReturnValue:
    procedure_parts.remove(procedure, part, actor(), now())
    flash(gettext("It is removed."))
    return redirect(here(procedure), 303)
