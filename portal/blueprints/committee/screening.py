"""The screening of proposals."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.forms import (
    DecisionForm,
    VerdictForm,
    decision_form,
)
from portal.blueprints.committee.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import can
from portal.services import (
    attachments,
    committee_seats,
    events,
    library,
    opening,
    proposal_eligibility,
    proposals,
    screening,
)
from portal.services.opening import Call, Proposal
from portal.services.sanctions import Judged
from portal.web import actor, language, now, page

_PREFIX = "match-"


@bp.get("/calls/<slug:slug>/screening", endpoint="screening")
@page(Action.SEE_SCREENING, opening.call_by_slug)
def list_proposals(call: Call) -> ResponseReturnValue:
    """List the proposals of a call with their screening."""
    return render_template(
        "committee/screening.html",
        call=call,
        proposals=[each for each in opening.opened(call) if can(actor(), Action.SEE_LOT, each)],
        seats=committee_seats.standing(call),
        broken=screening.broken_start(call),
        events=events.timeline([call.id]),
    )


@bp.post("/calls/<slug:slug>/scoring/start")
@page(Action.START_SCORING, opening.call_by_slug)
def start_scoring(call: Call) -> ResponseReturnValue:
    """Deal out the scorecards."""
    screening.start_scoring(call, actor(), now())
    flash(_("Scoring has started. Each member has a scorecard for each eligible proposal."))
    return redirect(url_for("committee.scoring", slug=call.slug), 303)


@bp.get("/proposals/<uuid:proposal_id>/screening")
@page(Action.SEE_SCREENING, proposals.by_id, key="proposal_id")
def sheet(proposal: Proposal) -> ResponseReturnValue:
    """Show the screening of one proposal."""
    return _sheet(proposal, decision_form(_checks()))


@bp.post("/proposals/<uuid:proposal_id>/screening")
@page(Action.SCREEN_PROPOSAL, proposals.by_id, key="proposal_id")
def screen(proposal: Proposal) -> ResponseReturnValue:
    """Decide whether a proposal is eligible."""
    form = decision_form(_checks())
    return save_or_show(
        form,
        lambda: screening.screen(proposal, form.outcome([*_checks()]), actor(), now()),
        lambda _theirs: _sheet(proposal, form),
        lambda _done: url_for("committee.screening", slug=proposal.call.slug),
    )


@bp.post("/proposals/<uuid:proposal_id>/screening/matches")
@page(Action.SCREEN_PROPOSAL, proposals.by_id, key="proposal_id")
def judge(proposal: Proposal) -> ResponseReturnValue:
    """Judge one possible match with the sanctions list."""
    form = VerdictForm(prefix=_PREFIX)
    entry, name = request.args.get("entry", ""), request.args.get("name", "")
    decision = decision_form(_checks())
    return save_or_show(
        form,
        lambda: screening.judge(proposal, form.verdict(entry, name), actor(), now()),
        lambda _theirs: _sheet(proposal, decision, {(entry, name): form}),
        lambda _done: url_for("committee.sheet", proposal_id=proposal.id),
    )


def _checks() -> dict[str, str]:
    known = library.by_code("eligibility", "check")
    return {code: library.text_of(each, "", language()) for code, each in known.items()}


def _sheet(
    proposal: Proposal,
    form: DecisionForm,
    typed: Mapping[tuple[str, str], VerdictForm] | None = None,
) -> str:
    compared = screening.compare(proposal)
    matches = [(each, _verdict_form(each, typed or {})) for each in compared.judged]
    files = attachments.all_of(proposal)
    return render_template(
        "committee/sheet.html",
        proposal=proposal,
        call=proposal.call,
        form=form,
        checks=_checks(),
        compared=compared,
        matches=matches,
        answers=proposal_eligibility.results(proposal, files),
        wanted=proposal_eligibility.demands(proposal, files).files,
    )


def _verdict_form(judged: Judged, typed: Mapping[tuple[str, str], VerdictForm]) -> VerdictForm:
    key = (judged.match.reference, judged.match.name)
    return typed.get(key) or VerdictForm(formdata=None, prefix=_PREFIX)
