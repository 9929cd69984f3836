"""Flags on a partner."""

from collections.abc import Callable
from typing import Any

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.diligence.forms import FlagDecisionForm, FlagForm, ReasonForm
from portal.blueprints.diligence.routes import FLAG, PARTNER, bp
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import FLAG_STEPS
from portal.services import events, flags, partners
from portal.services.file_checks import Limits
from portal.web import actor, now, page

Thing = Any


def _limits() -> Limits:
    return Limits(current_app.config["FILE_LIMIT"], 1)


def _here(flag: Thing) -> str:
    return url_for("diligence.flag", flag_id=flag.id)


@bp.get(PARTNER + "/flags", endpoint="flags")
@page(Action.SEE_FLAGS, partners.by_id, key="partner_id")
def list_flags(partner: Thing) -> ResponseReturnValue:
    """List the flags on a partner."""
    return render_template("diligence/flags.html", partner=partner, flags=flags.of(partner))


@bp.route(PARTNER + "/flags/raise", methods=["GET", "POST"])
@page(Action.RAISE_FLAG, partners.by_id, key="partner_id")
def raise_flag(partner: Thing) -> ResponseReturnValue:
    """Raise a flag on a partner."""
    form = FlagForm()
    return save_or_show(
        form,
        lambda: flags.raise_flag(partner, form.flag(), _limits(), actor(), now()),
        lambda _theirs: render_template("diligence/raise.html", partner=partner, form=form),
        _here,
    )


@bp.get(FLAG)
@page(Action.SEE_FLAGS, flags.by_id, key="flag_id")
def flag(flag: Thing) -> ResponseReturnValue:
    """Show a flag with the steps that are open to the reader."""
    return _show(flag, ReasonForm(formdata=None), FlagDecisionForm(formdata=None))


def _show(flag: Thing, form: ReasonForm, decision: FlagDecisionForm) -> str:
    return render_template(
        "diligence/flag.html",
        flag=flag,
        form=form,
        decision=decision,
        steps=FLAG_STEPS,
        events=events.timeline([flag.id]),
    )


def _step(flag: Thing, take: Callable[[str], None]) -> ResponseReturnValue:
    form = ReasonForm()
    return save_or_show(
        form,
        lambda: take(form.reason.data or ""),
        lambda _theirs: _show(flag, form, FlagDecisionForm(formdata=None)),
        lambda _done: _here(flag),
    )


@bp.post(FLAG + "/escalate")
@page(Action.RAISE_FLAG, flags.by_id, key="flag_id")
def escalate_flag(flag: Thing) -> ResponseReturnValue:
    """Hand a flag to the head of office."""
    return _step(flag, lambda reason: flags.escalate(flag, reason, actor(), now()))


@bp.post(FLAG + "/decide")
@page(Action.DECIDE_FLAG, flags.by_id, key="flag_id")
def decide_flag(flag: Thing) -> ResponseReturnValue:
    """Make an escalated flag red, or lower it."""
    form = FlagDecisionForm()
    reason = form.reason.data or ""
    return save_or_show(
        form,
        lambda: flags.decide(flag, reason, actor(), now(), red=form.is_red),
        lambda _theirs: _show(flag, ReasonForm(formdata=None), form),
        lambda _done: _here(flag),
    )


@bp.post(FLAG + "/resolve")
@page(Action.RESOLVE_FLAG, flags.by_id, key="flag_id")
def resolve_flag(flag: Thing) -> ResponseReturnValue:
    """Settle an observation or a risk."""
    return _step(flag, lambda reason: flags.resolve(flag, reason, actor(), now()))


@bp.post(FLAG + "/lift")
@page(Action.LIFT_FLAG, flags.by_id, key="flag_id")
def lift_flag(flag: Thing) -> ResponseReturnValue:
    """Settle a red flag as another person."""
    return _step(flag, lambda reason: flags.lift(flag, reason, actor(), now()))


@bp.get(FLAG + "/evidence")
@page(Action.SEE_FLAGS, flags.by_id, key="flag_id")
def evidence(flag: Thing) -> ResponseReturnValue:
    """Give the file that was kept as evidence."""
    return saved_file(flags.evidence_of(flag), flag)
