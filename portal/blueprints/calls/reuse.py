"""Writing a call from earlier calls and templates of the house."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.calls.forms_reuse import KeepForm, TakeForm
from portal.blueprints.calls.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import call_drafting, call_reuse, calls
from portal.services.call_drafting import Edit
from portal.web import actor, now, page

SECTION = f"<any({', '.join(call_reuse.SECTIONS)}):section>"


def chosen_start() -> call_reuse.Start | None:
    """Return what the address of a new draft names to start from, or none."""
    return call_reuse.start_of(request.args.get("start", ""), actor())


def prefilled(start: call_reuse.Start | None) -> dict[str, object]:
    """Return what the form of a new draft shows of what it starts from."""
    if start is None:
        return {}
    texts = {"title": start.title, "background": start.background, "language": start.language}
    return {name: value for name, value in texts.items() if value}


def draft(centre: Thing, form: Any, start: call_reuse.Start | None) -> Thing:  # noqa: ANN401 - its form
    """Draft a call as the form says, filled from what was chosen."""
    return call_reuse.draft(centre, form.values(), start, Edit(actor(), now(), 1))


def offered() -> dict[str, object]:
    """Return what a new draft can start from."""
    return {"templates": call_reuse.templates(), "sources": call_reuse.sources(actor())}


@bp.get("/templates")
@page(Action.USE_LIBRARY)
def templates() -> ResponseReturnValue:
    """List the templates of the house, and those taken out of use."""
    return render_template(
        "calls/templates.html",
        templates=call_reuse.templates(),
        retired=call_reuse.templates(retired=True),
    )


@bp.post("/templates/<uuid:template_id>/retire")
@page(Action.KEEP_LIBRARY, call_reuse.template_by_id, "template_id")
def retire_template(template: Thing) -> ResponseReturnValue:
    """Take a template out of use."""
    call_reuse.retire(template, actor(), now())
    flash(gettext("The template is out of use."))
    return redirect(url_for("calls.templates"), 303)


@bp.route("/<slug:slug>/keep", methods=["GET", "POST"])
@page(Action.KEEP_LIBRARY, calls.by_slug)
def keep(call: Thing) -> ResponseReturnValue:
    """Keep a call as a template of the house."""
    form = KeepForm(data={"name": call.title[:200]})
    name, purpose = form.name.data or "", form.purpose.data or ""
    return save_or_show(
        form,
        lambda: call_reuse.keep(call, name, purpose, actor(), now()),
        lambda _: render_template("calls/keep.html", call=call, form=form),
        _kept,
    )


def _kept(template: Thing) -> str:
    flash(gettext("Kept as version %(number)s.", number=template.version))
    return url_for("calls.templates")


@bp.route(f"/<slug:slug>/edit/{SECTION}/take", methods=["GET", "POST"])
@page(Action.EDIT_CALL, calls.by_slug)
def take(call: Thing, section: str) -> ResponseReturnValue:
    """Replace a section of a draft by that of another call, after showing what comes."""
    call_drafting.require_draft(call)
    name = request.args.get("source", "")
    source = calls.by_slug(name) if name else None
    if source is None:
        return _taking(call, section, None, TakeForm())
    form = TakeForm(data={"version": call.version})
    return save_or_show(
        form,
        lambda: call_reuse.take(source, call, section, Edit(actor(), now(), form.seen())),
        lambda theirs: _taking(call, section, source, form, theirs),
        lambda _: _taken(call, section),
    )


def _taking(
    call: Thing, section: str, source: Thing, form: TakeForm, theirs: object = None
) -> str:
    return render_template(
        "calls/take.html",
        call=call,
        section=section,
        form=form,
        theirs=theirs,
        source=source,
        sources=call_reuse.sources(actor(), but=call),
        preview=call_reuse.preview_for(source, section, actor()) if source else None,
    )


def _taken(call: Thing, section: str) -> str:
    flash(gettext("The section was replaced."))
    return url_for("calls.edit", slug=call.slug, section=section)
