"""Memoranda with workers of the State: the list, the terms, their record and paper."""

from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.blueprints.memoranda.forms import ApproveForm, EndForm, MemorandumForm, SignForm
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_allowances import (
    APPROVE_MEMORANDUM,
    END_MEMORANDUM,
    MEMORANDUM_STEPS,
    SIGN_MEMORANDUM,
    MemorandumState,
)
from portal.domain.policy import Thing
from portal.services import allowance_finding, clearance_finding, documents, events, memoranda
from portal.services.allowance_finding import Wanted, memorandum_by_id
from portal.web import actor, language, now, page

bp = Blueprint("memoranda", __name__)
MEMORANDUM = "/memoranda/<uuid:memorandum_id>"
STATES = tuple(MemorandumState)


def _here(row: Thing) -> str:
    return url_for("memoranda.show", memorandum_id=row.id)


def wanted() -> Wanted:
    """Return which rows the address asks for."""
    state, centre = request.args.get("state", ""), request.args.get("centre", "")
    known = {each.value for each in STATES}
    return Wanted(state if state in known else "", centre[:40])


@bp.get("/memoranda/")
@page(Action.SEE_ALLOWANCES)
def index() -> ResponseReturnValue:
    """List the memoranda, by state and centre."""
    asked = wanted()
    return render_template(
        "memoranda/index.html",
        rows=allowance_finding.listed_memoranda(asked),
        wanted=asked,
        states=STATES,
        centres=clearance_finding.places(),
    )


@bp.route("/clearances/<uuid:clearance_id>/memoranda/new", methods=["GET", "POST"])
@page(Action.WRITE_MEMORANDUM, clearance_finding.by_id, key="clearance_id")
def new(clearance: Thing) -> ResponseReturnValue:
    """Write down what is agreed with a worker."""
    form = MemorandumForm()
    form.fill(clearance)
    return save_or_show(
        form,
        lambda: memoranda.draft(clearance, form.terms(), actor(), now()),
        lambda _: _form(form, clearance),
        _saved,
    )


def _form(form: MemorandumForm, under: Thing, row: Thing = None, theirs: object = None) -> str:
    return render_template(
        "memoranda/form.html", form=form, clearance=under, memorandum=row, theirs=theirs
    )


def _saved(row: Thing) -> str:
    flash(gettext("The draft is saved. The head of office approves it."))
    return _here(row)


def _shown(name: str, row: Thing, **more: object) -> str:
    return render_template(
        f"memoranda/{name}.html",
        memorandum=row,
        clearance=row.clearance,
        steps=MEMORANDUM_STEPS,
        sheets=allowance_finding.sheets_under(row),
        spent=allowance_finding.spent(row),
        document=documents.of("memorandum", row.id, language()),
        events=events.timeline([row.id]),
        **more,
    )


@bp.get(MEMORANDUM)
@page(Action.SEE_ALLOWANCES, memorandum_by_id, key="memorandum_id")
def show(memorandum: Thing) -> ResponseReturnValue:
    """Show a memorandum: its terms, its sheets, what is asked of whom."""
    return _shown("show", memorandum)


@bp.route(f"{MEMORANDUM}/edit", methods=["GET", "POST"])
@page(Action.WRITE_MEMORANDUM, memorandum_by_id, key="memorandum_id")
def edit(memorandum: Thing) -> ResponseReturnValue:
    """Change a draft."""
    APPROVE_MEMORANDUM.take(memorandum.state)
    kept = asdict(memoranda.terms_of(memorandum))
    form = MemorandumForm(data={**kept, "version": str(memorandum.version)})
    form.fill(memorandum.clearance)
    return save_or_show(
        form,
        lambda: memoranda.save(memorandum, form.terms(), form.seen(), actor(), now()),
        lambda theirs: _form(form, memorandum.clearance, memorandum, theirs),
        lambda _: _saved(memorandum),
    )


def _act(
    row: Thing, form: FlaskForm, save: Callable[[], None], kind: str, message: str
) -> ResponseReturnValue:
    def done(_result: None) -> str:
        flash(message)
        return _here(row)

    return save_or_show(form, save, lambda _: _shown("act", row, form=form, kind=kind), done)


@bp.route(f"{MEMORANDUM}/approve", methods=["GET", "POST"])
@page(Action.APPROVE_MEMORANDUM, memorandum_by_id, key="memorandum_id")
def approve(memorandum: Thing) -> ResponseReturnValue:
    """Approve a memorandum as head of office."""
    APPROVE_MEMORANDUM.take(memorandum.state)

    def save() -> None:
        memoranda.approve(memorandum, actor(), now())

    said = gettext("Approved. It is printed to be signed by both.")
    return _act(memorandum, ApproveForm(), save, "approve", said)


@bp.route(f"{MEMORANDUM}/sign", methods=["GET", "POST"])
@page(Action.WRITE_MEMORANDUM, memorandum_by_id, key="memorandum_id")
def sign(memorandum: Thing) -> ResponseReturnValue:
    """Record the signatures on paper."""
    SIGN_MEMORANDUM.take(memorandum.state)
    form = SignForm()

    def save() -> None:
        memoranda.sign(memorandum, form.signed(), actor(), now())

    return _act(memorandum, form, save, "sign", gettext("The signatures are recorded."))


@bp.route(f"{MEMORANDUM}/end", methods=["GET", "POST"])
@page(Action.WRITE_MEMORANDUM, memorandum_by_id, key="memorandum_id")
def end(memorandum: Thing) -> ResponseReturnValue:
    """End a memorandum with a reason."""
    END_MEMORANDUM.take(memorandum.state)
    form = EndForm(on=now().date())

    def save() -> None:
        memoranda.end(memorandum, form.on.data, form.reason.data or "", actor(), now())

    return _act(memorandum, form, save, "end", gettext("The memorandum is ended."))


@bp.get(f"{MEMORANDUM}.pdf")
@page(Action.SEE_ALLOWANCES, memorandum_by_id, key="memorandum_id")
def memorandum_paper(memorandum: Thing) -> ResponseReturnValue:
    """Give the memorandum as PDF; before it is approved, as a draft."""
    name = memorandum.reference.replace("/", "-")
    return paper("memorandum", memorandum.id, name, draft=True)
