"""Amendments on the pages: begun, changed, sent, withdrawn."""

from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.contracts.amendment_forms import (
    AmendmentForm,
    ClauseWordsForm,
    ReasonForm,
    StandardsForm,
    StartForm,
    shown,
)
from portal.blueprints.contracts.forms import BLANK_ROWS
from portal.blueprints.contracts.views import bp
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.amendments import KINDS, AmendmentKind
from portal.domain.lifecycle_amendments import (
    COUNTERSIGN_AMENDMENT,
    SEND_AMENDMENT,
    SIGN_AMENDMENT,
    WITHDRAW_AMENDMENT,
    AmendmentState,
)
from portal.domain.policy import Thing
from portal.services import (
    amendment_approvals,
    amendment_changes,
    amendment_checks,
    amendment_tables,
    amendment_view,
    amendments,
    documents,
)
from portal.services import contract_drafting as drafting
from portal.services.amendment_finding import by_id
from portal.services.amendment_plan import Plan, plan
from portal.services.contract_finding import by_slug
from portal.services.contract_text import categories
from portal.web import actor, language, now, page

ONE = "/amendments/<uuid:amendment_id>"


def at(amendment: Thing) -> str:
    """Return the address of an amendment's page."""
    return url_for("contracts.amendment", amendment_id=amendment.id)


@bp.route("/<slug:slug>/amendments/new", methods=["GET", "POST"])
@page(Action.START_AMENDMENT, by_slug)
def start_amendment(contract: Thing) -> ResponseReturnValue:
    """Begin an amendment of a contract in force."""
    form = StartForm()
    return save_or_show(
        form,
        lambda: amendments.start(
            contract, AmendmentKind(form.kind.data), form.reason.data or "", actor(), now()
        ),
        lambda _: render_template("contracts/amendment_new.html", contract=contract, form=form),
        at,
    )


@bp.get(ONE)
@page(Action.SEE_AMENDMENT, by_id, key="amendment_id")
def amendment(one: Thing) -> ResponseReturnValue:
    """Show what an amendment changes, its effect, and what is asked of each."""
    draft = one.state is AmendmentState.DRAFT
    planned = plan(one) if draft else None
    return render_template(
        "contracts/amendment.html",
        **about(one),
        steps=(SIGN_AMENDMENT, COUNTERSIGN_AMENDMENT, WITHDRAW_AMENDMENT),
        problems=amendment_checks.problems(one, planned, now()) if planned else [],
        asked=amendment_checks.wanted(one, planned) if planned else [],
        clauses=planned.then.clauses if planned else [],
        tables=amendment_tables.offered(one),
        document=documents.of("amendment", one.id, one.contract.language),
    )


def about(one: Thing) -> dict[str, Any]:
    """Return what every page on an amendment shows of it."""
    return {
        "contract": one.contract,
        "amendment": one,
        "view": amendment_view.of(one),
        "categories": categories(one.contract),
        "approvals": amendment_approvals.of(one),
        "parts": {each.value for each in KINDS[one.kind].parts},
    }


@bp.get(f"{ONE}.pdf")
@page(Action.SEE_AMENDMENT, by_id, key="amendment_id")
def amendment_pdf(one: Thing) -> ResponseReturnValue:
    """Give an amendment as PDF: a draft with a watermark until it is in force."""
    name = f"{one.contract.slug}-A{one.number}"
    return paper("amendment", one.id, name, draft=True)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@page(Action.EDIT_AMENDMENT, by_id, key="amendment_id")
def edit_amendment(one: Thing) -> ResponseReturnValue:
    """Change dates, money, targets, terms or the identity of the partner in a draft."""
    SEND_AMENDMENT.take(one.state)
    planned = plan(one)
    form = _edit_form(one, planned)
    return save_or_show(
        form,
        lambda: _save(one, amendment_changes.changes(planned.now, form.typed()), form),
        lambda theirs: _edit_page(one, planned, form, theirs),
        lambda _: at(one),
    )


def _edit_form(one: Thing, planned: Plan) -> AmendmentForm:
    codes = list(amendment_changes.categories(one.contract, language()))
    form = AmendmentForm(data=shown(planned.then, codes, one.version))
    form.keep(one.kind)
    if not form.is_submitted():
        form.add_blank_rows()
    return form


def _save(one: Thing, changes: dict[str, Any], form: Any) -> None:  # noqa: ANN401 - a form
    amendments.save(one, changes, form.seen(), actor(), now())


def _edit_page(one: Thing, planned: Plan, form: AmendmentForm, theirs: object) -> str:
    return render_template(
        "contracts/amendment_edit.html",
        contract=one.contract,
        amendment=one,
        form=form,
        theirs=theirs,
        categories=amendment_changes.categories(one.contract, language()),
        present={each.category: each.amount for each in planned.now.budget},
        agreed={str(each.indicator_id): each for each in planned.now.targets},
        nothing=Decimal(0),
    )


@bp.route(f"{ONE}/standards", methods=["GET", "POST"])
@page(Action.EDIT_AMENDMENT, by_id, key="amendment_id")
def amend_standards(one: Thing) -> ResponseReturnValue:
    """Change, add or take away minimum standards in a draft."""
    SEND_AMENDMENT.take(one.state)
    form = _standards_form(one)
    return save_or_show(
        form,
        lambda: _save(one, amendment_changes.standards(one.contract, form.rows()), form),
        lambda theirs: form_page("standards", one, form, theirs=theirs),
        lambda _: at(one),
    )


def _standards_form(one: Thing) -> StandardsForm:
    rows = [{"frequency": "", **each} for each in amendment_changes.standards_of(one)]
    form = StandardsForm(data={"version": str(one.version), "standards": rows})
    if not form.is_submitted():
        for _ in range(BLANK_ROWS):
            form.standards.append_entry()
    return form


def form_page(name: str, one: Thing, form: Any, **more: Any) -> str:  # noqa: ANN401 - of the page
    """Show one of the forms of an amendment."""
    return render_template(
        f"contracts/amendment_{name}.html",
        contract=one.contract,
        amendment=one,
        form=form,
        **more,
    )


@bp.route(f"{ONE}/clauses/<code>", methods=["GET", "POST"])
@page(Action.EDIT_AMENDMENT, by_id, key="amendment_id")
def amend_clause(one: Thing, code: str) -> ResponseReturnValue:
    """Put a clause of the contract into other words in a draft."""
    SEND_AMENDMENT.take(one.state)
    row = drafting.clause_of(one.contract, code)
    words = one.changes.get("clauses", {}).get(code, row.text)
    form = ClauseWordsForm(data={"text": words, "version": str(one.version)})
    return save_or_show(
        form,
        lambda: amendments.change_clause(
            one, amendments.Words(code, form.text.data or "", form.seen()), actor(), now()
        ),
        lambda theirs: form_page("clause", one, form, clause=row, theirs=theirs),
        lambda _: at(one),
    )


@bp.post(f"{ONE}/send")
@page(Action.EDIT_AMENDMENT, by_id, key="amendment_id")
def send_amendment(one: Thing) -> ResponseReturnValue:
    """Send a draft to those who approve it."""
    amendment_approvals.send(one, actor(), now())
    flash(gettext("Sent to those who approve it."))
    return redirect(at(one), 303)


@bp.route(f"{ONE}/withdraw", methods=["GET", "POST"])
@page(Action.EDIT_AMENDMENT, by_id, key="amendment_id")
def withdraw_amendment(one: Thing) -> ResponseReturnValue:
    """Withdraw an amendment with a reason."""
    WITHDRAW_AMENDMENT.take(one.state)
    form = ReasonForm()
    return save_or_show(
        form,
        lambda: amendments.withdraw(one, form.comment.data or "", actor(), now()),
        lambda _: form_page("end", one, form, step="withdraw_amendment"),
        lambda _: at(one),
    )
