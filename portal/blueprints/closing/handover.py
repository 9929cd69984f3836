"""Pages of what is handed over: milestones, assets, money that returns."""

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.closing.forms import (
    AssetForm,
    DecisionForm,
    EvidenceForm,
    MilestoneForm,
    RefundForm,
    saving,
)
from portal.blueprints.closing.routes import bp, done, form_page
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_closing import REPORT_MILESTONE
from portal.domain.policy import Thing
from portal.services import closing_finding as finding
from portal.services import closing_handover as handover
from portal.web import actor, now, page

MILESTONE = "/milestones/<uuid:milestone_id>"


@bp.route("/<slug:slug>/milestones/new", methods=["GET", "POST"])
@page(Action.KEEP_MILESTONES, finding.by_slug)
def add_milestone(ending: Thing) -> ResponseReturnValue:
    """Add a handover milestone."""
    form = MilestoneForm()
    return save_or_show(
        form,
        lambda: handover.add_milestone(ending, form.aim(), saving(form)),
        lambda _: form_page(ending.contract, form, "milestone_new"),
        lambda _: done(ending.contract, gettext("The milestone is added.")),
    )


@bp.post("/<slug:slug>/milestones/usual")
@page(Action.KEEP_MILESTONES, finding.by_slug)
def add_usual(ending: Thing) -> ResponseReturnValue:
    """Add the usual milestones of the house."""
    handover.add_usual(ending, actor(), now())
    return redirect(done(ending.contract, gettext("The usual milestones are added.")), 303)


@bp.route(MILESTONE, methods=["GET", "POST"])
@page(Action.KEEP_MILESTONES, finding.milestone_by_id, key="milestone_id")
def milestone(row: Thing) -> ResponseReturnValue:
    """Change what a milestone asks for."""
    names = ("title", "owner", "due_on", "version")
    form = MilestoneForm(data={name: getattr(row, name) for name in names})
    return save_or_show(
        form,
        lambda: handover.change_milestone(row, form.aim(), saving(form)),
        lambda theirs: form_page(row.contract, form, "milestone", theirs=theirs),
        lambda _: done(row.contract, gettext("The milestone is saved.")),
    )


@bp.route(f"{MILESTONE}/report", methods=["GET", "POST"])
@page(Action.REPORT_MILESTONE, finding.milestone_by_id, key="milestone_id")
def report_milestone(row: Thing) -> ResponseReturnValue:
    """Report that a milestone is reached, as the partner."""
    REPORT_MILESTONE.take(row.state)
    form = EvidenceForm()
    return save_or_show(
        form,
        lambda: handover.report_milestone(row, form.evidence.data or "", saving(form)),
        lambda _: form_page(row.contract, form, "milestone_report", about=row.title),
        lambda _: done(row.contract, gettext("Reported. The programme officer decides.")),
    )


@bp.route(f"{MILESTONE}/decide", methods=["GET", "POST"])
@page(Action.KEEP_MILESTONES, finding.milestone_by_id, key="milestone_id")
def decide_milestone(row: Thing) -> ResponseReturnValue:
    """Decide on a milestone: met, waived, or open again."""
    form = DecisionForm()

    def save() -> None:
        said = (str(form.decision.data), form.reason.data or "")
        handover.decide_milestone(row, *said, actor(), now())

    return save_or_show(
        form,
        save,
        lambda _: form_page(row.contract, form, "milestone_decide", about=row.title),
        lambda _: done(row.contract, gettext("Decided.")),
    )


@bp.route("/<slug:slug>/assets/new", methods=["GET", "POST"])
@page(Action.KEEP_ASSETS, finding.by_slug)
def add_asset(ending: Thing) -> ResponseReturnValue:
    """Put an asset on the list."""
    form = AssetForm()
    return save_or_show(
        form,
        lambda: handover.add_asset(ending, form.asset(), saving(form)),
        lambda _: form_page(ending.contract, form, "asset_new"),
        lambda _: done(ending.contract, gettext("The asset is on the list.")),
    )


@bp.route("/assets/<uuid:asset_id>", methods=["GET", "POST"])
@page(Action.KEEP_ASSETS, finding.asset_by_id, key="asset_id")
def asset(row: Thing) -> ResponseReturnValue:
    """Change an asset, or note to whom it was handed over."""
    names = ("description", "value", "custodian", "handed_to", "handed_on", "evidence")
    form = AssetForm(data={name: getattr(row, name) for name in (*names, "version")})
    return save_or_show(
        form,
        lambda: handover.change_asset(row, form.asset(), saving(form)),
        lambda theirs: form_page(row.contract, form, "asset", theirs=theirs),
        lambda _: done(row.contract, gettext("The asset is saved.")),
    )


@bp.route("/<slug:slug>/refund", methods=["GET", "POST"])
@page(Action.RECORD_REFUND, finding.by_slug)
def refund(ending: Thing) -> ResponseReturnValue:
    """Record money that the partner returned."""
    form = RefundForm()
    return save_or_show(
        form,
        lambda: handover.refund(ending, form.value(), form.bank(), actor(), now()),
        lambda _: form_page(
            ending.contract, form, "refund", money=finding.money(ending.contract)
        ),
        lambda _: done(ending.contract, gettext("The refund is recorded.")),
    )
