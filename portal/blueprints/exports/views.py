"""The tables of the portal as files, each under the policy and the filters of its page."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.blueprints.allowances.views import wanted as wanted_sheets
from portal.blueprints.audit import filters as event_filters
from portal.blueprints.calls import filters as call_filters
from portal.blueprints.clearances.views import wanted as wanted_clearances
from portal.blueprints.exports.answer import FORMS, given
from portal.blueprints.meetings.views import wanted as wanted_decisions
from portal.blueprints.memoranda.views import wanted as wanted_memoranda
from portal.blueprints.portfolio import filters
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import agreements, decision_table, exports, opening, payment_tables
from portal.services import centres as centre_service
from portal.services.contract_finding import by_slug
from portal.services.risks import Place
from portal.web import actor, now, page

bp = Blueprint("exports", __name__, url_prefix="/exports")


@bp.get(f"/contracts.<{FORMS}:form>")
@page(Action.USE_ACCOUNT)
def contracts(form: str) -> ResponseReturnValue:
    """Give the contracts that the person may see."""
    return given(exports.contract_table(actor(), now()), form)


@bp.get(f"/reports.<{FORMS}:form>")
@page(Action.USE_ACCOUNT)
def reports(form: str) -> ResponseReturnValue:
    """Give the reports that the person may know of."""
    return given(exports.report_table(actor(), now()), form)


@bp.get(f"/portfolio.<{FORMS}:form>")
@page(Action.SEE_PORTFOLIO)
def portfolio(form: str) -> ResponseReturnValue:
    """Give the contracts of the portfolio that fit."""
    return given(exports.portfolio_table(filters.read(request.args).wanted, now()), form)


@bp.get(f"/centres.<{FORMS}:form>")
@page(Action.SEE_CENTRES)
def centres(form: str) -> ResponseReturnValue:
    """Give the centres."""
    return given(exports.centre_table(actor(), now()), form)


@bp.get(f"/calls.<{FORMS}:form>")
@page(Action.SEE_CENTRES)
def calls(form: str) -> ResponseReturnValue:
    """Give the published calls that fit."""
    return given(exports.call_table(call_filters.read(request.args).wanted, now()), form)


@bp.get(f"/calls/<slug:slug>/proposals.<{FORMS}:form>")
@page(Action.SEE_OPENING, opening.call_by_slug)
def proposals(call: Thing, form: str) -> ResponseReturnValue:
    """Give the register of the opened proposals of a call."""
    return given(exports.proposal_table(call), form)


@bp.get(f"/calls/<slug:slug>/questions.<{FORMS}:form>")
@page(Action.SEE_QUESTIONS, opening.call_by_slug)
def questions(call: Thing, form: str) -> ResponseReturnValue:
    """Give the questions on a call, without askers."""
    return given(exports.question_table(call), form)


@bp.get(f"/action-points.<{FORMS}:form>")
@page(Action.SEE_CHECKS)
def action_points(form: str) -> ResponseReturnValue:
    """Give the action points that the person may see."""
    return given(exports.point_table(actor(), now()), form)


@bp.get(f"/instalments.<{FORMS}:form>")
@page(Action.USE_ACCOUNT)
def instalments(form: str) -> ResponseReturnValue:
    """Give the instalments that the person may see."""
    return given(exports.instalment_table(actor(), now()), form)


@bp.get(f"/contracts/<slug:contract_slug>/risks.<{FORMS}:form>")
@page(Action.SEE_RISKS, by_slug, key="contract_slug")
def risks_of_contract(contract: Thing, form: str) -> ResponseReturnValue:
    """Give the register of risks of a contract."""
    return given(exports.risk_table(Place(contract.call.centre, contract)), form)


@bp.get(f"/centres/<slug:centre_slug>/risks.<{FORMS}:form>")
@page(Action.SEE_RISKS, centre_service.by_slug, key="centre_slug")
def risks_of_centre(centre: Thing, form: str) -> ResponseReturnValue:
    """Give the register of risks of a centre and its contracts."""
    return given(exports.risk_table(Place(centre)), form)


@bp.get(f"/centres/<slug:centre_slug>/decisions.<{FORMS}:form>")
@page(Action.SEE_MEETINGS, agreements.joint_centre, key="centre_slug")
def decisions(centre: Thing, form: str) -> ResponseReturnValue:
    """Give the decisions of a management committee that fit."""
    return given(decision_table.of(centre, wanted_decisions(), now()), form)


@bp.get(f"/visits.<{FORMS}:form>")
@page(Action.SEE_CHECKS)
def visits(form: str) -> ResponseReturnValue:
    """Give the visits that the person may see."""
    return given(exports.visit_table(actor(), now()), form)


@bp.get(f"/handover.<{FORMS}:form>")
@page(Action.SEE_HANDOVER)
def handover(form: str) -> ResponseReturnValue:
    """Give the handover plans that fit."""
    return given(exports.handover_table(request.args.get("state", ""), now()), form)


@bp.get(f"/clearances.<{FORMS}:form>")
@page(Action.SEE_CLEARANCES)
def clearances(form: str) -> ResponseReturnValue:
    """Give the clearances that fit."""
    return given(payment_tables.clearances(wanted_clearances()), form)


@bp.get(f"/memoranda.<{FORMS}:form>")
@page(Action.SEE_ALLOWANCES)
def memoranda(form: str) -> ResponseReturnValue:
    """Give the memoranda that fit."""
    return given(payment_tables.memoranda(wanted_memoranda()), form)


@bp.get(f"/allowances.<{FORMS}:form>")
@page(Action.SEE_ALLOWANCES)
def allowances(form: str) -> ResponseReturnValue:
    """Give the sheets of daily allowances that fit."""
    return given(payment_tables.sheets(wanted_sheets()), form)


@bp.get(f"/events.<{FORMS}:form>")
@page(Action.READ_EVENTS)
def events(form: str) -> ResponseReturnValue:
    """Give the events that fit."""
    return given(exports.event_table(event_filters.read(request.args).wanted), form)
