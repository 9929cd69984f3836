"""Sheets of daily allowances: the list, the grid of a month, their record and paper."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from portal.blueprints.allowances.forms import (
    MARKS,
    LooseForm,
    MonthForm,
    SheetForm,
    sheet_form,
)
from portal.blueprints.allowances.routes import SHEET, bp, here, shown
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_allowances import CERTIFY_SHEET, SheetState
from portal.domain.policy import Thing
from portal.services import allowance_finding, allowances, clearance_finding
from portal.services.allowance_finding import Wanted, memorandum_by_id, sheet_by_id
from portal.web import actor, now, page

STATES = tuple(SheetState)


def wanted() -> Wanted:
    """Return which rows the address asks for."""
    state, centre = request.args.get("state", ""), request.args.get("centre", "")
    known = {each.value for each in STATES}
    return Wanted(state if state in known else "", centre[:40])


@bp.get("/allowances/")
@page(Action.SEE_ALLOWANCES)
def index() -> ResponseReturnValue:
    """List the sheets, by state and centre."""
    asked = wanted()
    return render_template(
        "allowances/index.html",
        rows=allowance_finding.listed_sheets(asked),
        wanted=asked,
        states=STATES,
        centres=clearance_finding.places(),
    )


@bp.route("/memoranda/<uuid:memorandum_id>/sheets/new", methods=["GET", "POST"])
@page(Action.WRITE_SHEET, memorandum_by_id, key="memorandum_id")
def begin(memorandum: Thing) -> ResponseReturnValue:
    """Begin the sheet of a month under a memorandum."""
    form = MonthForm(month=now().date())
    return save_or_show(
        form,
        lambda: allowances.begin(memorandum, form.month.data, actor(), now()),
        lambda _: render_template(
            "allowances/new.html",
            form=form,
            memorandum=memorandum,
            clearance=memorandum.clearance,
        ),
        _begun,
    )


@bp.route("/clearances/<uuid:clearance_id>/sheets/new", methods=["GET", "POST"])
@page(Action.WRITE_SHEET, clearance_finding.by_id, key="clearance_id")
def begin_loose(clearance: Thing) -> ResponseReturnValue:
    """Begin the sheet of a month for a function, without a memorandum."""
    form = LooseForm(month=now().date())
    form.fill(clearance)

    def save() -> object:
        basis = form.basis()
        return allowances.begin_loose(clearance, basis, form.month.data, actor(), now())

    return save_or_show(form, save, lambda _: _new(form, clearance), _begun)


def _new(form: LooseForm, clearance: Thing) -> str:
    return render_template("allowances/new.html", form=form, clearance=clearance)


def _begun(sheet: Thing) -> str:
    return f"{here(sheet)}/edit"


@bp.get(SHEET)
@page(Action.SEE_ALLOWANCES, sheet_by_id, key="sheet_id")
def show(sheet: Thing) -> ResponseReturnValue:
    """Show a sheet: days, amounts, what is asked of whom."""
    return shown("show", sheet, marks=MARKS)


@bp.route(f"{SHEET}/edit", methods=["GET", "POST"])
@page(Action.WRITE_SHEET, sheet_by_id, key="sheet_id")
def edit(sheet: Thing) -> ResponseReturnValue:
    """Fill in the days of a draft."""
    CERTIFY_SHEET.take(sheet.state)
    form = sheet_form(sheet, allowances.payable_days(sheet, now().date()))
    return save_or_show(
        form,
        lambda: allowances.save(sheet, form.filled(), form.seen(), actor(), now()),
        lambda theirs: _grid(form, sheet, theirs),
        lambda _: _saved(sheet),
    )


def _grid(form: SheetForm, sheet: Thing, theirs: object) -> str:
    typed = {entry.form.day.data: entry.form for entry in form.days.entries}
    cells = [
        (day, format_date(day, "EEE d"), typed.get(day))
        for day in allowances.days_of(sheet.month)
    ]
    return shown("edit", sheet, form=form, cells=cells, theirs=theirs, marks=MARKS)


def _saved(sheet: Thing) -> str:
    flash(gettext("The days are saved."))
    return here(sheet)


@bp.get(f"{SHEET}.pdf")
@page(Action.SEE_ALLOWANCES, sheet_by_id, key="sheet_id")
def sheet_paper(sheet: Thing) -> ResponseReturnValue:
    """Give the sheet as PDF; before it is approved, as a draft to be signed."""
    name = sheet.reference.replace("/", "-")
    return paper("allowance_sheet", sheet.id, name, draft=True)
