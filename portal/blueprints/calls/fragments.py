"""The catalogue of fragments of terms of reference, and taking one into a draft."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.calls.forms_reuse import (
    FragmentForm,
    InsertForm,
    NewFragmentForm,
    service_names,
)
from portal.blueprints.calls.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import call_drafting, calls, fragments
from portal.services.call_drafting import Edit
from portal.services.fragments import Fragment
from portal.web import actor, language, now, page

ONE = "/fragments/<fragment>/<any(en, fr):wording>"


@bp.get("/fragments")
@page(Action.USE_LIBRARY)
def fragment_list() -> ResponseReturnValue:
    """List the fragments that hold today, in the language of the page."""
    return render_template(
        "calls/fragments.html",
        fragments=fragments.current(language(), now().date()),
        services=service_names(),
    )


@bp.route("/fragments/new", methods=["GET", "POST"])
@page(Action.KEEP_LIBRARY)
def new_fragment() -> ResponseReturnValue:
    """Write a new fragment."""
    form = NewFragmentForm(data={"wording": language(), "valid_from": now().date()})
    return save_or_show(
        form,
        lambda: fragments.add(
            form.service.data, form.wording.data, form.words(), actor(), now()
        ),
        lambda _: render_template("calls/fragment_new.html", form=form),
        lambda code: _one(code, form.wording.data),
    )


def _one(code: str, wording: str) -> str:
    return url_for("calls.fragment", fragment=code, wording=wording)


@bp.get(ONE)
@page(Action.USE_LIBRARY)
def fragment(fragment: str, wording: str) -> ResponseReturnValue:
    """Show a fragment with its versions and where it is used."""
    return render_template(
        "calls/fragment.html",
        versions=fragments.history(fragment, wording),
        uses=fragments.uses(fragment),
        services=service_names(),
        today=now().date(),
    )


@bp.route(f"{ONE}/revise", methods=["GET", "POST"])
@page(Action.KEEP_LIBRARY)
def revise_fragment(fragment: str, wording: str) -> ResponseReturnValue:
    """Write the next version of a fragment."""
    latest = fragments.history(fragment, wording)[0]
    form = FragmentForm(data=_given(latest) | {"valid_from": now().date()})
    return save_or_show(
        form,
        lambda: fragments.revise(latest, form.seen(), form.words(), actor(), now()),
        lambda theirs: render_template(
            "calls/fragment_revise.html", form=form, latest=latest, theirs=theirs
        ),
        lambda _: _one(fragment, wording),
    )


def _given(latest: Fragment) -> dict[str, object]:
    return {"title": latest.title, "text": latest.text, "version": latest.version}


@bp.post(f"{ONE}/retire")
@page(Action.KEEP_LIBRARY)
def retire_fragment(fragment: str, wording: str) -> ResponseReturnValue:
    """Take a fragment out of use."""
    fragments.retire(fragments.history(fragment, wording)[0], actor(), now())
    flash(gettext("The fragment is out of use."))
    return redirect(_one(fragment, wording), 303)


@bp.route("/<slug:slug>/edit/terms/fragment", methods=["GET", "POST"])
@page(Action.EDIT_CALL, calls.by_slug)
def insert_fragment(call: Thing) -> ResponseReturnValue:
    """Take a fragment into the scope of a draft."""
    call_drafting.require_draft(call)
    offered = fragments.current(call.language, now().date())
    form = InsertForm(offered, data={"version": call.version})
    return save_or_show(
        form,
        lambda: fragments.insert(call, form["code"].data, Edit(actor(), now(), form.seen())),
        lambda theirs: render_template(
            "calls/fragment_insert.html", call=call, form=form, offered=offered, theirs=theirs
        ),
        lambda _: _inserted(call),
    )


def _inserted(call: Thing) -> str:
    flash(gettext("The fragment stands at the end of the scope."))
    return url_for("calls.edit", slug=call.slug, section="terms")
